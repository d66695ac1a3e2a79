"""The programmes' rules as units: the draw, automatic criteria, deadline, rubric versions, validity, reserve,
second year.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.selection.awards.queries import awards_in_force
from funds.selection.awards.signature import months_after
from funds.selection.calls import decision
from funds.selection.panel import conflicts, sealed
from funds.selection.panel.models import Seat
from funds.selection.panel.result import compute
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import award_of
from funds.selection.rubrics import measures
from funds.selection.rubrics.acts import change, new_version, publish_for_comment, put_in_force
from funds.selection.rubrics.problems import problems_of
from funds.selection.rubrics.queries import rubric_in_force
from portal.core import clock
from portal.core.fire import fire, fire_lapsed
from portal.core.panels import acts as machine
from portal.core.panels.draw import commitment, draw
from portal.core.panels.pool import Reviewer
from portal.core.panels.queries import seats_of
from portal.core.people import Membership
from portal.core.workflow import Refused
from tests import factories as make
from tests import funding
from tests.funding import START, actor_of, at_hour


@given(st.sets(st.integers(1, 10**6), min_size=1, max_size=40), st.randoms())
def test_the_draw_is_the_same_for_anybody_however_the_pool_is_listed(pool, random):
    shuffled = list(pool)
    random.shuffle(shuffled)
    drawn = draw("가상 수", shuffled)
    assert drawn == draw("가상 수", sorted(pool))
    assert set(drawn) == pool


def test_a_known_draw():
    assert commitment("a") == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    assert draw("a", [1, 2, 3]) != draw("b", [1, 2, 3]) or draw("a", range(9)) != draw("b", range(9))


def test_automatic_criteria_say_where_they_come_from():
    facts = measures.Facts(
        on=date(2026, 3, 2),
        filings=[
            {
                "certificate_no": "제2020-0001호",
                "country": "VN",
                "type": "OPEN",
                "trigger_on": date(2020, 3, 1),
                "status": "operating",
                "staff": 7,
                "beds": 0,
            },
            {
                "certificate_no": "제2022-0001호",
                "country": "MN",
                "type": "OPEN",
                "trigger_on": date(2022, 3, 1),
                "status": "ended",
                "staff": 90,
                "beds": 0,
            },
        ],
        answers={"sales": 120, "sales_before": 100},
    )
    body = PROGRAMMES["mark"].rubric
    found = measures.computed(body["criteria"], facts)
    assert (found["years"]["value"], found["years"]["points"]) == ("6.0", "10")
    assert (found["staff"]["value"], found["staff"]["points"], found["staff"]["declared"]) == ("7", "10", False)
    assert (found["growth"]["value"], found["growth"]["points"], found["growth"]["declared"]) == ("20.0", "15", True)
    assert "제2020-0001호" in found["years"]["source_ko"]
    nothing = measures.computed(body["criteria"], measures.Facts(on=date(2026, 3, 2)))
    assert {one["points"] for one in nothing.values()} == {"0"}


def test_the_deadline_is_a_second(session, today):
    today(at_hour(START, 9))
    call = funding.published()
    first, owner = funding.drafted(call)
    late, other = funding.drafted(call)
    session.commit()
    today(call.closes_at)
    fire(first, "submit", owner)
    session.commit()
    today(call.closes_at + timedelta(seconds=1))
    with pytest.raises(Refused, match="접수가"):
        fire(late, "submit", other)
    session.rollback()
    assert late.state == "draft"
    assert first.submitted_at <= call.closes_at


def test_a_call_without_budget_or_rubric_is_not_published(session, today):
    today(at_hour(START, 9))
    call = funding.planned("project", budget=None)
    with pytest.raises(Refused, match="예산"):
        fire(call, "publish", make.officer())
    call = funding.planned("mark", closes_at=clock.now())
    with pytest.raises(Refused, match="마감"):
        fire(call, "publish", make.officer())


def test_a_rubric_whose_maxima_do_not_sum_to_100_is_said_in_a_sentence(session, today):
    today(at_hour(START, 9))
    ministry = make.acting(make.user("ministry"))
    made = new_version("mark", ministry)
    body = made.body | {"criteria": [c | {"max": "30"} for c in made.body["criteria"]]}
    change(made, body, sample=True)
    assert any("100" in p.ko for p in problems_of(made.body, made.version))
    with pytest.raises(Refused):
        publish_for_comment(made)


def test_a_rubric_in_force_is_never_changed_and_a_running_call_keeps_its_version(session, today):
    today(at_hour(START, 9))
    call = funding.published()
    ministry = make.acting(make.user("ministry"))
    new = new_version("mark", ministry)
    publish_for_comment(new)
    with pytest.raises(Refused):
        change(new, new.body, sample=False)
    with pytest.raises(Refused, match="의견"):
        put_in_force(new, START)
    today(at_hour(START + timedelta(days=30), 9))
    put_in_force(new, START + timedelta(days=30))
    assert rubric_in_force("mark", START + timedelta(days=30)) is new
    assert call.rubric.version == "2026-1" != new.version


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 3, 23), 24, date(2028, 3, 22)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
    ],
)
def test_민법_제160조_a_term_of_months_ends_on_the_day_before(start, months, last):
    assert months_after(start, months) == last


def test_a_refusal_is_kept_and_the_next_of_the_drawn_order_is_asked(session, today):
    today(at_hour(START, 9))
    call = funding.published(members_wanted=3)
    officer = make.officer()
    pool = funding.reviewers(5)
    machine.commit_draw(call, [r.id for r in pool], 3, officer)
    seats = machine.carry_out_draw(call, officer)
    assert [s.reviewer_id for s in seats] == draw(call.draw_seed, [r.id for r in pool])[:3]
    with pytest.raises(Refused):
        machine.answer(seats[0], actor_of(seats[0]), accepts=False)
    machine.answer(seats[0], actor_of(seats[0]), accepts=False, reason="해외 출장")
    assert [s.label for s in seats_of(call)] == ["M2", "M3", "M4"]
    assert seats_of(call)[-1].reviewer_id == call.draw_order[3]
    with pytest.raises(Refused):
        machine.commit_draw(call, [r.id for r in pool], 3, officer)


def test_conflicts_are_computed_from_employer_and_membership(session, today):
    today(at_hour(START, 9))
    call = funding.published()
    case, owner = funding.submitted(call)
    same = Reviewer(email="same@example.org", name="가상", employer=f"의료법인 {case.organisation.name}", field="가상")
    insider = Reviewer(email=owner.email, name="가상", employer="다른 곳", field="가상")
    stranger = Reviewer(email="else@example.org", name="가상", employer="가상대학교", field="가상")
    session.add_all([same, insider, stranger])
    session.flush()
    assert conflicts.computed_conflict(same, case) is not None
    assert conflicts.computed_conflict(insider, case) is not None
    assert conflicts.computed_conflict(stranger, case) is None


def test_who_joins_the_applicant_before_the_files_open_does_not_judge_it(session, today):
    today(at_hour(START, 9))
    call = funding.published()
    case, _ = funding.submitted(call)
    other, _ = funding.submitted(call)
    reviewer = funding.reviewers(1)[0]
    seat = Seat(call_id=call.id, reviewer_id=reviewer.id, label="M1")
    session.add(seat)
    session.flush()
    conflicts.compute_conflicts(seat)
    assert seat.conflicts == []
    member = actor_of(seat)
    machine.answer(seat, member, accepts=True)
    session.add(Membership(user_id=member.user_id, organisation_id=case.organisation_id, role="viewer"))
    session.flush()
    machine.declare(seat, member, {}, secrecy=True, integrity=True)
    assert [(c.application_id, c.source) for c in seat.conflicts] == [(case.id, "computed")]
    assert case.organisation.name in seat.conflicts[0].reason
    assert other.id not in {c.application_id for c in seat.conflicts}


def test_a_challenge_that_is_upheld_bars_the_member_from_that_application(session, today):
    today(at_hour(START, 9))
    call = funding.published(members_wanted=3)
    case, _ = funding.submitted(call)
    officer = make.officer()
    pool = funding.reviewers(3)
    machine.commit_draw(call, [r.id for r in pool], 3, officer)
    made = conflicts.challenge(case, pool[0].id, "공동 사업자")
    seats = machine.carry_out_draw(call, officer)
    conflicts.decide_challenge(made, officer, upheld=True, decision="사업 관계 확인")
    barred = next(s for s in seats if s.reviewer_id == pool[0].id)
    assert [(c.application_id, c.source) for c in barred.conflicts] == [(case.id, "challenge")]


def test_a_wrong_score_is_said_and_nothing_right_is_lost(session, today):
    today(at_hour(START, 9))
    _, cases, seats = funding.judged_call(members=3, applications=1)
    wrong = machine.save_sheet(
        seats[0], cases[0], {"quality": "25.5", "business": "12.3", "contribution": "1.25"}, "", {}
    )
    assert set(wrong) == {"quality", "contribution"}
    assert sealed.own_sheet(seats[0], cases[0].id).scores == {"business": "12.3"}
    with pytest.raises(Refused, match="다 적지 않은"):
        machine.hand_in(seats[0])


def test_the_next_in_line_is_called_up_when_an_agreement_is_declined(session, today):
    today(at_hour(START, 9))
    _, cases = funding.decided_call("project", seats=1, applications=3)
    winner = next(c for c in cases if c.state == "selected")
    line = sorted((c for c in cases if c.state == "reserve"), key=lambda c: c.reserve_no)
    ministry = make.acting(make.user("ministry"))
    with pytest.raises(Refused):
        fire(line[0], "call_up", ministry, given={"reason": "빈자리"})
    fire(award_of(winner.id), "decline", funding.owner_of(winner), given={"reason": "사정"})
    with pytest.raises(Refused, match="앞선"):
        fire(line[1], "call_up", ministry, given={"reason": "빈자리"})
    fire(line[0], "call_up", ministry, given={"reason": "앞 순위 포기"})
    assert line[0].state == "selected"
    assert award_of(line[0].id).state == "offered"


def test_행정절차법_제21조_nothing_is_revoked_before_the_opinion_period_is_over(session, today):
    today(at_hour(START, 9))
    _, cases = funding.decided_call()
    award = funding.signed(next(c for c in cases if c.state == "selected"))
    assert awards_in_force(award.organisation_id) == ["mark"]
    officer, ministry = make.officer(), make.acting(make.user("ministry"))
    with pytest.raises(Refused, match="10일"):
        fire(award, "give_notice", officer, given={"intended": "revoke", "days": 9, "reason": "가상"})
    fire(award, "give_notice", officer, given={"intended": "revoke", "days": 10, "reason": "가상"})
    with pytest.raises(Refused, match="의견"):
        fire(award, "revoke", ministry, given={"reason": "가상"})
    today(at_hour(START + timedelta(days=11), 9))
    fire(award, "revoke", ministry, given={"reason": "가상"})
    assert awards_in_force(award.organisation_id) == []


def test_an_award_expires_the_day_after_its_last_and_may_be_renewed_before(session, today):
    today(at_hour(START, 9))
    _, cases = funding.decided_call()
    winners = [c for c in cases if c.state == "selected"]
    one, other = (funding.signed(c) for c in winners)
    last = one.valid_to
    with pytest.raises(Refused):
        fire(one, "renew", make.officer(), given={"reason": "이르다"})
    today(at_hour(last - timedelta(days=30), 9))
    fire(one, "renew", make.officer(), given={"reason": "실적 확인"})
    assert one.valid_to == months_after(last + timedelta(days=1), 24)
    today(at_hour(last + timedelta(days=1), 9))
    fire_lapsed(one)
    fire_lapsed(other)
    assert (one.state, other.state) == ("in_force", "expired")


def test_the_frozen_result_is_recomputed_by_the_same_function(session, today):
    today(at_hour(START, 9))
    call, _ = funding.decided_call()
    again = compute(call)
    assert again.result.as_json() == call.result["result"]
    assert call.result["sha256"]["scores.json"] == decision.digest(again.scores_data)
    assert Decimal(call.result["result"]["applications"][0]["final"]) > 0
    assert session.query(Seat).count() == 5


def test_extending_the_deadline_and_cancelling_tell_every_applicant(session, today):
    from portal.core.mail import Mail

    today(at_hour(START, 9))
    call = funding.published()
    _, owner = funding.drafted(call)
    officer = make.officer()
    with pytest.raises(Refused):
        fire(call, "extend", officer, given={"day": START.isoformat(), "hour": "18:00", "reason": "이르다"})
    fire(call, "extend", officer, given={"day": "2026-03-27", "hour": "15:00", "reason": "신청이 적음"})
    assert call.closes_at == at_hour(date(2026, 3, 27), 15)
    fire(call, "cancel", officer, given={"reason": "예산 변경"})
    told = [m.subject for m in session.query(Mail).filter(Mail.user_id == owner.user_id)]
    assert any("연장" in s for s in told)
    assert any("취소" in s for s in told)


def test_the_budget_is_never_passed_and_only_who_passed_is_selected(session, today):
    today(at_hour(START, 9))
    call, cases, seats = funding.judged_call("project", members=3, applications=3, seats=3, budget=250_000_000)
    low = {c["id"]: "1" for c in sealed.criteria_judged(call)}
    for seat in seats:
        funding.scored(seat, {cases[2].id: low})
    fire(call, "conclude", actor_of(seats[0]), given={"minutes": "가상"})
    done = compute(call)
    line = decision.line_of(call, done)
    assert line is not None
    assert (len(line.within), len(line.first_out)) in {(0, 2), (2, 0)}
    officer = make.officer()
    amounts = {str(c.id): 120_000_000 for c in cases}
    with pytest.raises(Refused, match="넘지 못해"):
        fire(call, "propose", officer, given={"chosen": [str(cases[2].id)], "amounts": amounts, "reason": "가상"})
    over = {str(c.id): 130_000_000 for c in cases}
    with pytest.raises(Refused, match="신청액"):
        fire(call, "propose", officer, given={"chosen": [str(cases[0].id)], "amounts": over, "reason": "가상"})
    fire(call, "propose", officer, given={"chosen": [str(cases[0].id)], "amounts": amounts, "reason": "한 곳만 선정"})
    assert call.proposal["deviates"]
    fire(call, "send_back", make.acting(make.user("ministry")), given={"reason": "둘 다 선정할 예산이 있음"})
    assert call.proposal is None
    assert call.state == "concluded"

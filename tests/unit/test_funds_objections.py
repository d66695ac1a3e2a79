"""이의신청: who decides, who scores again, what an upheld one does, and that whoever would lose by it is heard first."""

from datetime import date, timedelta

import pytest

from funds.selection import scoring
from funds.selection.objections import acts, outcome
from funds.selection.objections.acts import object_to
from funds.selection.objections.hearings import hearing_of
from funds.selection.programmes import PROGRAMMES
from funds.selection.programmes.declaration import ObjectionRules
from funds.selection.queries import award_of
from funds.selection.reviews.queries import review_of
from funds.selection.scoring.files import digest
from funds.selection.scoring.rescored import new_means, with_means
from portal.core.fire import fire
from portal.core.mail import Mail
from portal.core.panels.acts import answer, carry_out_draw, commit_draw, declare, replace, save_sheet
from portal.core.panels.pool import user_of
from portal.core.panels.queries import seats_of
from portal.core.people import Membership
from portal.core.workflow import Refused
from tests import factories as make
from tests import funding
from tests.funding import START, at_hour

REASON = {"reason": "가상 사유"}


@pytest.fixture
def ministry():
    return make.acting(make.user("ministry"))


@pytest.fixture
def objected(session, today):
    """The first by rank was passed over: its objection, the one selected instead, the call."""
    today(at_hour(START, 9))
    call, first, second = funding.overtaken()
    today(at_hour(date(2026, 4, 10), 9))
    return object_to(first, ["quality"], "가상 까닭", funding.owner_of(first)), second, call


def said(problem) -> str:
    return " ".join(t.ko for t in [*problem.value.reasons, *problem.value.fields.values()])


def test_행정기본법_제36조_fourteen_days_and_once_ten_more(objected, ministry):
    objection, _, _ = objected
    assert objection.due_on == date(2026, 4, 24)
    fire(objection, "extend", ministry, given=REASON)
    assert objection.due_on == date(2026, 5, 4)
    with pytest.raises(Refused) as problem:
        fire(objection, "extend", ministry, given=REASON)
    assert "한 번만" in said(problem)


def test_periods_basis_and_decider_are_data_of_the_programme(session, today, monkeypatch):
    from dataclasses import replace

    rules = ObjectionRules(days=60, decide=7, extend=3, decider="other_officer", basis="가상 조례 제1조")
    monkeypatch.setitem(PROGRAMMES, "mark", replace(PROGRAMMES["mark"], objection=rules))
    today(at_hour(START, 9))
    call, first, _ = funding.overtaken()
    today(at_hour(date(2026, 5, 15), 9))
    objection = object_to(first, ["quality"], "가상 까닭", funding.owner_of(first))
    assert objection.due_on == date(2026, 5, 22)
    letter = make.db.session.query(Mail).filter(Mail.case_id == first.id, Mail.subject.like("[예비%")).first()
    assert "60일 안에 이의신청할 수 있습니다. (가상 조례 제1조)" in letter.body
    proposed = next(e for e in acts.periods.events_of(call) if e.name == "call.proposed")
    with pytest.raises(Refused) as problem:
        fire(objection, "dismiss", make.acting(proposed.actor), given=REASON)
    assert "권한이 없습니다" in said(problem)
    with pytest.raises(Refused):
        fire(objection, "dismiss", make.acting(make.user("ministry")), given=REASON)
    fire(objection, "dismiss", make.officer(), given=REASON)
    assert objection.state == "dismissed"


def test_where_the_ministry_decides_no_officer_does(objected):
    with pytest.raises(Refused):
        fire(objected[0], "dismiss", make.officer(), given=REASON)


def test_nobody_of_an_earlier_panel_is_drawn_and_nobody_with_a_conflict(objected, ministry):
    objection, _, call = objected
    fire(objection, "admit", ministry, given={"criteria": ["quality"], **REASON})
    with pytest.raises(Refused) as problem:
        commit_draw(objection, None, 3, make.officer())
    assert "2명뿐" in said(problem)  # the pool holds two who were never seated
    employed, *fresh = funding.reviewers(4)
    employed.employer = objection.application.organisation.name
    officer = make.officer()
    commit_draw(objection, None, 3, officer)
    held = review_of(objection)
    sat = {s.reviewer_id for s in seats_of(call, sitting=False)}
    assert not sat & set(held.draw_pool)
    assert employed.id not in held.draw_pool
    assert {r.id for r in fresh} <= set(held.draw_pool)
    seats = carry_out_draw(objection, officer)
    assert [s.reviewer_id for s in seats] == held.draw_order[:3]
    # a conflict that is told before the file opens brings the next of the order
    conflicted = make.acting(user_of(seats[0].reviewer))
    answer(seats[0], conflicted, accepts=True)
    # whoever has joined the applicant since the draw can only declare it
    joined = Membership(user_id=conflicted.user_id, organisation_id=objection.organisation_id, role="viewer")
    make.db.session.add(joined)
    make.db.session.flush()
    with pytest.raises(Refused) as problem:
        declare(seats[0], conflicted, {}, secrecy=True, integrity=True)
    assert "구성원" in said(problem)
    declare(seats[0], conflicted, {objection.id: "공동 연구"}, secrecy=True, integrity=True)
    assert [s.label for s in seats_of(objection)] == ["R2", "R3", "R4"]
    with pytest.raises(Refused):
        save_sheet(seats[0], objection, {"quality": "20"}, "")


def test_scored_again_the_same_arithmetic_ranks_anew(objected, ministry):
    objection, second, call = objected
    fire(objection, "admit", ministry, given={"criteria": ["quality"], **REASON})
    funding.rescored(objection, "12.5")
    assert objection.state == "rescored"
    held = review_of(objection)
    number = objection.application.number
    assert held.result["criteria"]["quality"]["mean"] == "12.5"
    assert all(given["quality"] == "12.5" for given in held.result["scores"]["scores"][number].values())
    again = scoring.score(*scoring.parse(held.result["rubric"], held.result["scores"])).as_json()
    assert again == held.result["result"]
    assert held.result["sha256"]["scores.json"] == digest(held.result["scores"])
    rows = {row["id"]: row for row in outcome.rankings(objection)}
    assert (rows[number]["old"]["rank"], rows[number]["new"]["rank"]) == (1, 2)
    assert (rows[second.number]["old"]["rank"], rows[second.number]["new"]["rank"]) == (2, 1)
    assert rows[second.number]["old"]["final"] == rows[second.number]["new"]["final"]
    assert call.result["result"] != held.result["result"]


def test_the_mean_of_the_new_reviewers_is_rounded_half_up():
    assert new_means({"R1": {"quality": "12.5"}, "R2": {"quality": "13"}, "R3": {"quality": "12.5"}}) == {
        "quality": "12.7"
    }
    before = {"applications": [{"id": "A"}], "scores": {"A": {"M1": {"quality": "1", "other": "2"}}}}
    after = with_means(before, "A", {"quality": "12.7"})
    assert after["scores"]["A"]["M1"] == {"quality": "12.7", "other": "2"}
    assert before["scores"]["A"]["M1"]["quality"] == "1"


def test_whoever_would_lose_is_told_heard_and_then_gives_way(objected, ministry, today):
    objection, second, _ = objected
    with pytest.raises(Refused) as problem:
        fire(objection, "uphold", ministry, given={"outcome": "select", **REASON})
    assert "먼저 알리고 의견을 들어 주세요" in said(problem)
    with pytest.raises(Refused) as problem:
        fire(objection, "hear", ministry, given={"days": 9, **REASON})
    assert "10일 이상" in said(problem)
    fire(objection, "hear", ministry, given={"days": 10, **REASON})
    award, owner = award_of(second.id), funding.owner_of(second)
    with pytest.raises(Refused) as problem:
        fire(award, "sign", owner)
    assert "서명을 잠시 미룹니다" in said(problem)
    with pytest.raises(Refused) as problem:
        fire(objection, "uphold", ministry, given={"outcome": "select", **REASON})
    assert "의견을 2026-04-20까지" in said(problem)
    fire(second, "give_view", owner, given={"opinion": "가상 의견"})
    assert hearing_of(second).opinion == "가상 의견"
    fire(objection, "uphold", ministry, given={"outcome": "select", **REASON})
    assert objection.application.state == "selected"
    assert award_of(objection.application_id).state == "offered"
    assert (second.state, second.reserve_no, award.state) == ("reserve", 1, "recalled")
    # and may object to that in turn
    assert acts.may_object(second) is None


def test_silence_counts_once_the_period_is_over(objected, ministry, today):
    objection, second, _ = objected
    fire(objection, "hear", ministry, given={"days": 10, **REASON})
    today(at_hour(date(2026, 4, 21), 9))
    with pytest.raises(Refused) as problem:
        fire(second, "give_view", funding.owner_of(second), given={"opinion": "늦은 의견"})
    assert "2026-04-20" in said(problem)
    fire(objection, "uphold", ministry, given={"outcome": "select", **REASON})
    assert second.state == "reserve"


def test_what_is_signed_is_not_taken_away(objected, ministry):
    objection, second, _ = objected
    funding.signed(second)
    with pytest.raises(Refused) as problem:
        fire(objection, "uphold", ministry, given={"outcome": "select", **REASON})
    assert "서명한 협약·인증은 이 결정으로 바뀌지 않습니다" in said(problem)
    with pytest.raises(Refused):
        fire(objection, "hear", ministry, given={"days": 10, **REASON})
    fire(objection, "uphold", ministry, given={"outcome": "reserve", **REASON})
    assert (objection.application.state, objection.application.reserve_no) == ("reserve", 1)
    assert award_of(second.id).state == "in_force"


def test_who_did_not_pass_is_neither_selected_nor_put_in_reserve(session, today, ministry):
    today(at_hour(START, 9))
    call, cases, seats = funding.judged_call(members=3, applications=2, seats=1)
    low = {"quality": "5", "business": "5", "contribution": "5"}
    with_points = {cases[0].id: {}, cases[1].id: low}
    today(call.closes_at + timedelta(days=5))
    for seat in seats:
        funding.scored(seat, with_points)
    fire(call, "conclude", funding.actor_of(seats[0]), given={"minutes": "가상"})
    fire(call, "propose", make.officer(), given={"chosen": [str(cases[0].id)], "amounts": {}, **REASON})
    fire(call, "decide", ministry, given=REASON)
    objection = object_to(cases[1], [], "가상 까닭", funding.owner_of(cases[1]))
    for effect in ("select", "reserve"):
        with pytest.raises(Refused) as problem:
            fire(objection, "uphold", ministry, given={"outcome": effect, **REASON})
        assert "기준 점수를 넘지 못해" in said(problem)
    fire(objection, "admit", ministry, given={"criteria": ["quality", "business", "contribution"], **REASON})
    funding.rescored(objection, "15")
    fire(objection, "uphold", ministry, given={"outcome": "reserve", **REASON})
    assert (cases[1].state, cases[1].reserve_no) == ("reserve", 1)


def test_against_ineligibility_only_a_new_check_and_scoring_waits_for_it(session, today, ministry):
    today(at_hour(START, 9))
    call = funding.published(members_wanted=3)
    case, owner = funding.submitted(call)
    other = funding.submitted(call)[0]
    today(call.closes_at + timedelta(days=1))
    funding.closed(call)
    fire(case, "find_ineligible", make.officer(), given=REASON)
    funding.found_eligible(other)
    funding.seated(call, 3)
    objection = object_to(case, [], "신고가 수리되어 있습니다.", owner)
    with pytest.raises(Refused) as problem:
        fire(objection, "admit", ministry, given={"criteria": ["quality"], **REASON})
    assert "평가하지 않은 신청" in said(problem)
    with pytest.raises(Refused) as problem:
        fire(call, "start_scoring", make.officer())
    assert objection.number in said(problem)
    with pytest.raises(Refused):
        fire(objection, "uphold", ministry, given={"outcome": "select", **REASON})
    fire(objection, "uphold", ministry, given={"outcome": "recheck", **REASON})
    assert case.state == "submitted"
    funding.found_eligible(case)
    fire(call, "start_scoring", make.officer())


def test_money_is_within_the_sum_asked_and_what_is_left_of_the_budget(session, today, ministry):
    today(at_hour(START, 9))
    call, cases = funding.decided_call("project", 3, 3, seats=2, budget=300_000_000)
    loser = next(c for c in cases if c.state == "reserve")
    call.seats = 3
    today(call.closes_at + timedelta(days=30))
    objection = object_to(loser, [], "가상 까닭", funding.owner_of(loser))
    for amount, words in ((130_000_000, "120,000,000"), (100_000_000, "남은 예산이 60,000,000원")):
        with pytest.raises(Refused) as problem:
            fire(objection, "uphold", ministry, given={"outcome": "select", "amount": amount, **REASON})
        assert words in said(problem)
    fire(objection, "uphold", ministry, given={"outcome": "select", "amount": 60_000_000, **REASON})
    assert award_of(loser.id).amount == 60_000_000


def test_the_scoring_is_called_off_only_where_reviewers_cannot_be_found(objected, ministry):
    objection, _, _ = objected
    fire(objection, "admit", ministry, given={"criteria": ["quality"], **REASON})
    funding.reviewers(3)
    commit_draw(objection, None, 3, make.officer())
    carry_out_draw(objection, make.officer())
    with pytest.raises(Refused) as problem:
        fire(objection, "call_off", ministry, given=REASON)
    assert "그만둘 수 없습니다" in said(problem)
    for seat in seats_of(objection):
        answer(seat, make.acting(user_of(seat.reviewer)), accepts=False, reason="사정")
    while len(seats := seats_of(objection)) >= 3:
        replace(seats[0], make.officer(), "사정")
    fire(objection, "call_off", ministry, given=REASON)
    assert objection.state == "received"
    # admitted once more it has a draw of its own, among those who were not asked before
    asked = {seat.reviewer_id for seat in seats_of(objection, sitting=False)}
    fire(objection, "admit", ministry, given={"criteria": ["quality"], **REASON})
    assert seats_of(objection) == []
    funding.rescored(objection, "20")
    assert objection.state == "rescored"
    assert not asked & set(review_of(objection).draw_pool)

"""Bad input to the programmes by page: each a sentence, nothing lost, nothing half decided."""

from datetime import timedelta

import pytest

from funds.selection.models import Call
from funds.selection.panel import conflicts, sealed
from portal.core import clock
from portal.core.fire import fire
from tests import factories as make
from tests import funding
from tests.funding import START, actor_of, at_hour


def user_of(actor):
    return make.db.session.get(make.User, actor.user_id)


def test_a_missing_score_keeps_the_sheets_from_being_handed_in(session, client, today):
    today(at_hour(START, 9))
    call, cases, seats = funding.judged_call(members=3, applications=2)
    today(call.closes_at + timedelta(days=2))
    session.commit()
    client.sign_in(user_of(actor_of(seats[1])))
    page = client.get(f"/panel/{call.id}/applications/{cases[0].id}")
    client.submit(
        page.form("applications"), **{"score-quality": "20", "comment-quality": "근거가 분명함"}, button=("go", "stay")
    )
    page = client.submit(client.get(f"/panel/{call.id}").form("hand-in"), status=422)
    assert f"점수를 다 적지 않은 신청이 있습니다: {cases[0].number}, {cases[1].number}" in page.words()
    assert sealed.handed_in(seats[1]) is None
    assert "근거가 분명함" in client.get(f"/panel/{call.id}/applications/{cases[0].id}").text


@pytest.mark.parametrize("typed", ["26", "-1", "7.25", "열", "NaN", "1e1", "²"])
def test_a_score_out_of_range_comes_back_as_typed_beside_its_field(session, client, today, typed):
    today(at_hour(START, 9))
    call, cases, seats = funding.judged_call(members=3, applications=1)
    today(call.closes_at + timedelta(days=2))
    session.commit()
    client.sign_in(user_of(actor_of(seats[0])))
    page = client.get(f"/panel/{call.id}/applications/{cases[0].id}")
    given = {"score-quality": typed, "score-business": "15"}
    page = client.submit(page.form("applications"), **given, button=("go", "stay"), status=422)
    assert "0점에서 25점까지" in page.words()
    assert f'value="{typed}"' in page.text
    assert sealed.own_sheet(seats[0], cases[0].id).scores == {"business": "15"}


def test_a_member_with_a_conflict_who_tries_the_address_is_logged_and_sees_nothing(session, client, today):
    from portal.core.cases import AccessLog

    today(at_hour(START, 9))
    call, cases, seats = funding.judged_call(members=3, applications=2)
    conflicts.add_conflict(seats[0], cases[0].id, "declared", "가상 이해관계")
    today(call.closes_at + timedelta(days=2))
    session.commit()
    client.sign_in(user_of(actor_of(seats[0])))
    client.get(f"/panel/{call.id}/applications/{cases[0].id}", status=404)
    client.post(f"/panel/{call.id}/applications/{cases[0].id}", {"score-quality": "25"}, status=404)
    assert sealed.own_sheet(seats[0], cases[0].id) is None
    assert session.query(AccessLog).filter(AccessLog.subject.like(f"%application:{cases[0].id}%")).count() >= 1


def test_a_call_without_a_budget_is_planned_but_not_published(session, client, today):
    today(at_hour(START, 9))
    client.sign_in(make.user("officer"))
    page = client.get("/desk/programmes/calls/new/project")
    client.submit(page.form("calls/new"), closes_on="2026-03-20", closes_hour="18:00", seats="2", notice="가상")
    call = session.query(Call).one()
    page = client.submit(client.get(f"/cases/{call.id}/moves/publish").form("moves/"), status=422)
    assert "예산이 없는 공모는 낼 수 없습니다" in page.words()
    assert (call.state, call.number, call.rubric_id) == ("planned", None, None)


def test_a_tie_at_the_budget_line_is_left_to_people(session, client, today):
    today(at_hour(START, 9))
    call, cases, seats = funding.judged_call("project", 2, 3, seats=2, budget=150_000_000)
    today(call.closes_at + timedelta(days=2))
    for seat in seats:
        funding.scored(seat, {})
    fire(call, "conclude", actor_of(seats[0]), given={"minutes": "가상"})
    session.commit()
    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/programmes/calls/{call.id}/result")
    assert f"처음 들어가지 못한 신청: {cases[0].number}, {cases[1].number}" in page.words()
    both = {f"amount-{c.id}": "120,000,000" for c in cases}
    ids = [str(c.id) for c in cases]
    page = client.submit(page.form("propose"), chosen=ids, reason="둘 다", **both, status=422)
    assert "240,000,000원이 예산 150,000,000원을 넘습니다" in page.words()
    assert call.state == "concluded"
    client.submit(page.form("propose"), chosen=ids[:1], reason="동점 가운데 현지 수요를 고려")
    assert call.state == "proposed"
    assert call.proposal["outcomes"][ids[1]] == {"what": "put_in_reserve", "reserve_no": 1}


def test_a_partner_who_never_confirms_keeps_the_application_a_draft(session, client, today):
    from funds.selection.models import Partner

    today(at_hour(START, 9))
    call = funding.published("project")
    case, owner = funding.drafted(call)
    session.add(Partner(application_id=case.id, name="가상 기업", business_number=make.business_number(), role="ict"))
    session.commit()
    client.sign_in(user_of(owner))
    page = client.submit(
        client.get(f"/programmes/applications/{case.id}/check").form("submit"), declared="yes", status=422
    )
    assert "‘가상 기업’이(가) 아직 참여를 확인하지 않았습니다" in page.words()
    assert (case.state, case.number) == ("draft", None)


def test_whoever_advised_the_applicant_has_a_conflict(session, today, monkeypatch):
    today(at_hour(START, 9))
    call = funding.published()
    case, _ = funding.submitted(call)
    reviewer = funding.reviewers(1)[0]
    from funds.selection import conflicts as seen
    from portal.core.panels.pool import user_of as account_of

    assert conflicts.computed_conflict(reviewer, case) is None
    advised = {case.organisation_id: frozenset({account_of(reviewer).id})}
    monkeypatch.setattr(seen, "fact", lambda name, who: advised.get(who) if name == "advisers_of" else None)
    assert "자문한 적이 있음" in conflicts.computed_conflict(reviewer, case).ko
    assert clock.today() == START

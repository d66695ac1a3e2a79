"""Rounds: what is carried over, the quorum of the meeting, and lots only where the rules ask for one."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from funds.selection import scoring
from funds.selection.lots.acts import lot_of, lots_of
from funds.selection.panel import attendance, sealed
from funds.selection.panel.result import compute, seats_now
from funds.selection.programmes import PROGRAMMES
from funds.selection.programmes.declaration import Meeting
from funds.selection.scoring.carry import carried_body, carried_points
from funds.selection.scoring.contract import contract_body
from portal.core import periods
from portal.core.fire import fire
from portal.core.panels import acts as machine
from portal.core.panels.draw import commitment, draw
from portal.core.panels.queries import seats_of
from portal.core.workflow import Refused
from tests import factories as make
from tests import funding
from tests.funding import START, actor_of, at_hour

TWO = [{"key": "papers", "advance": 2}, {"key": "face", "carry": 30}]


@pytest.mark.parametrize("key", list(PROGRAMMES))
@pytest.mark.parametrize("percent", [10, 30, 50])
def test_with_an_earlier_round_the_maxima_still_sum_to_100(key, percent):
    body = carried_body(PROGRAMMES[key].rubric, percent)
    assert sum(Decimal(c["max"]) for c in body["criteria"]) == 100
    scoring.parse_rubric(contract_body(body, "가상", 1))
    for criterion in body["criteria"]:
        assert all(Decimal(points) <= Decimal(criterion["max"]) for points, *_ in criterion["levels"])


def test_the_earlier_mean_counts_to_one_decimal_half_up():
    assert carried_points("83.67", 30) == "25.1"
    assert carried_points("81.5", 30) == "24.5"
    assert carried_points("100", 50) == "50"


def test_two_rounds_who_advances_and_who_is_left_behind(session, today):
    today(at_hour(START, 9))
    call, cases, seats = funding.judged_call(
        members=3, applications=3, seats=1, rounds=[{"key": "papers", "advance": 2}, {"key": "face"}]
    )
    for seat in seats:
        funding.scored(seat, {c.id: {"quality": str(24 - 5 * n)} for n, c in enumerate(cases)})
    chair = actor_of(seats[0])
    fire(call, "conclude", chair, given={"minutes": "서면평가"})
    officer = make.officer()
    with pytest.raises(Refused, match="단계"):
        fire(call, "propose", officer, given={"chosen": [], "amounts": {}, "reason": "아직"})
    fire(call, "advance", officer, given={"reason": "상위 2개"})
    assert (call.state, call.round_no, [c.out_in_round for c in cases]) == ("scoring", 2, [None, None, 1])
    for seat in seats:
        funding.scored(seat, {cases[1].id: {"quality": "25"}})
    assert call.state == "opened"
    fire(call, "conclude", chair, given={"minutes": "대면평가"})
    best = compute(call).result.applications[0]
    assert best.id == cases[1].number
    fire(call, "propose", officer, given={"chosen": [str(cases[1].id)], "amounts": {}, "reason": "계산 결과대로"})
    fire(call, "decide", make.acting(make.user("ministry")), given={"reason": "확정"})
    assert [c.state for c in cases] == ["reserve", "selected", "rejected"]


def conclude(call, seats, **given):
    return fire(call, "conclude", actor_of(seats[0]), given={"minutes": "가상", **given})


def test_the_second_round_counts_the_first_by_its_declared_weight(session, today):
    today(at_hour(START, 9))
    call, cases, seats = funding.judged_call(members=3, applications=3, seats=1, rounds=TWO)
    today(call.closes_at + timedelta(days=5))
    for seat in seats:
        funding.scored(seat, {c.id: {"quality": str(24 - n)} for n, c in enumerate(cases)})
    conclude(call, seats)
    first = {m["id"]: m["mean"] for m in call.result["result"]["applications"]}
    fire(call, "advance", make.officer(), given={"tied": "", "reason": "상위 둘"})
    body = sealed.body_of(call)
    assert [(c["id"], c["max"]) for c in body["criteria"]][-1] == ("carried", "30")
    assert next(c["max"] for c in body["criteria"] if c["id"] == "quality") == "17.5"
    too_much = machine.save_sheet(seats[0], cases[0], {"quality": "18"}, "", {})
    assert "17.5" in too_much["quality"].ko
    for seat in seats:
        for case in sealed.theirs(seat):
            given = {c["id"]: "10" for c in sealed.criteria_judged(call)}
            assert not machine.save_sheet(seat, case, given, "", {})
        attendance.attend(seat)
        machine.hand_in(seat)
    conclude(call, seats)
    for marks in call.result["result"]["applications"]:
        assert marks["criterion_means"]["carried"] == f"{Decimal(carried_points(first[marks['id']], 30)):.2f}"
    again = scoring.score(*scoring.parse(call.result["rubric"], call.result["scores"]))
    assert again.as_json() == call.result["result"]
    # whoever was left behind reads the numbers of the round they were in
    left = next(c for c in cases if c.out_in_round == 1)
    winner = call.result["result"]["applications"][0]["id"]
    chosen = [str(c.id) for c in cases if c.number == winner]
    fire(call, "propose", make.officer(), given={"chosen": chosen, "amounts": {}, "reason": "계산대로"})
    fire(call, "decide", make.acting(make.user("ministry")), given={"reason": "확정"})
    from funds.selection.panel.result import own_result

    assert own_result(left)["marks"]["mean"] == first[left.number]
    assert own_result(left)["round"] == 1


def test_without_the_quorum_nothing_is_concluded(session, today):
    today(at_hour(START, 9))
    call, _, seats = funding.judged_call(members=5, applications=2)
    today(call.closes_at + timedelta(days=5))
    for n, seat in enumerate(seats):
        for case in sealed.theirs(seat):
            scores = {c["id"]: "10" for c in sealed.criteria_judged(call)}
            machine.save_sheet(seat, case, scores, "", {})
        if n < 2:
            attendance.attend(seat)
        machine.hand_in(seat)
    assert [s.label for s in attendance.present(call)] == ["M1", "M2"]
    with pytest.raises(Refused, match="재적위원 5명 가운데 2명이 참석해 의결정족수 3명에 미치지 못합니다"):
        conclude(call, seats)
    with pytest.raises(Refused, match="참석자로 확인할 수 없습니다: M3"):
        conclude(call, seats, attended=["M1", "M2", "M3"])
    attendance.attend(seats[2])
    conclude(call, seats, attended=["M1", "M2", "M3"])
    assert call.result["meeting"] == {"seated": 5, "quorum": 3, "attended": ["M1", "M2", "M3"]}
    assert [s.attended for s in seats_of(call)] == [True, True, True, False, False]


def test_the_quorum_is_data():
    assert [Meeting().quorum(n) for n in (3, 4, 5, 7)] == [2, 3, 3, 4]
    assert [Meeting(more_than=66).quorum(n) for n in (3, 5, 7)] == [2, 4, 5]


def test_attendance_is_not_noted_before_scoring_or_by_who_left(session, today):

    today(at_hour(START, 9))
    seats = funding.judged_call(members=3, applications=1)[2]
    machine.replace(seats[2], make.officer(), "사정")
    with pytest.raises(Refused):
        attendance.attend(seats[2])


def test_equals_on_the_reserve_list_are_parted_by_the_lot_that_was_logged_before_scoring(session, today):
    today(at_hour(START, 9))
    call, cases, seats = funding.judged_call(members=3, applications=4, seats=1)
    held = lot_of(call, "reserve")
    logged = next(e for e in periods.events_of(call) if e.name == "call.lot_committed")
    assert logged.facts["hash"] == held.hash == commitment(held.seed)
    assert held.revealed_at is None
    today(call.closes_at + timedelta(days=5))
    for seat in seats:
        funding.scored(seat, {cases[0].id: {"quality": "25"}})
    conclude(call, seats)
    fire(call, "propose", make.officer(), given={"chosen": [str(cases[0].id)], "amounts": {}, "reason": "계산대로"})
    tied = [c.id for c in cases[1:]]
    assert held.order == draw(held.seed, tied)
    drawn = next(e for e in periods.events_of(call) if e.name == "call.lot_drawn")
    assert drawn.facts["seed"] == held.seed
    places = {int(k): v.get("reserve_no") for k, v in call.proposal["outcomes"].items()}
    assert [places[i] for i in held.order] == [1, 2, 3]


def test_where_the_rules_know_no_lot_equals_share_their_place(session, today, monkeypatch):
    monkeypatch.setitem(PROGRAMMES, "mark", replace(PROGRAMMES["mark"], lots=()))
    today(at_hour(START, 9))
    call, cases, seats = funding.judged_call(members=3, applications=3, seats=1)
    assert lots_of(call) == []
    today(call.closes_at + timedelta(days=5))
    for seat in seats:
        funding.scored(seat, {cases[0].id: {"quality": "25"}})
    conclude(call, seats)
    fire(call, "propose", make.officer(), given={"chosen": [str(cases[0].id)], "amounts": {}, "reason": "계산대로"})
    assert [call.proposal["outcomes"][str(c.id)].get("reserve_no") for c in cases] == [None, 1, 1]


def test_the_order_of_presentation_is_drawn_only_for_rounds_in_person(session, client, today):
    today(at_hour(START, 9))
    call, cases, seats = funding.judged_call(members=3, applications=3, seats=1, rounds=TWO)
    officer = make.user("officer")
    session.commit()
    page = f"/desk/programmes/calls/{call.id}"
    today(call.closes_at + timedelta(days=5))
    client.sign_in(officer).post(f"{page}/presentation/commit", {}, status=422)
    for seat in seats:
        funding.scored(seat, {c.id: {"quality": str(24 - n)} for n, c in enumerate(cases)})
    conclude(call, seats)
    fire(call, "advance", make.acting(officer), given={"tied": "", "reason": "상위 둘"})
    session.commit()
    client.post(f"{page}/presentation/draw", {}, status=422)
    shown = client.submit(client.get(page).form("presentation/commit"))
    held = lot_of(call, "presentation")
    assert held.hash in shown.words()
    assert held.seed not in shown.text
    shown = client.submit(shown.form("presentation/draw"))
    assert held.seed in shown.words()
    assert held.order == draw(held.seed, [c.id for c in cases[:2]])
    # each applicant learns the own place and nobody else's
    for case in cases:
        owner = session.get(make.User, funding.owner_of(case).user_id)
        words = client.sign_in(owner).get(f"/programmes/applications/{case.id}").words()
        own = f"{held.order.index(case.id) + 1}번째" if case.id in held.order else None
        assert (own in words) if own else ("발표 순서" not in words)
    member = session.get(make.User, actor_of(seats[1]).user_id)
    assert "발표 순서" in client.sign_in(member).get(f"/panel/{call.id}").words()


def test_a_call_of_three_rounds_is_planned_by_page(session, client, today):
    today(at_hour(START, 9))
    client.sign_in(make.user("officer"))
    page = client.get("/desk/programmes/calls/new/certified")
    page = client.submit(
        page.form("calls/new"),
        closes_on="2026-03-20",
        closes_hour="18:00",
        seats="2",
        notice="가상",
        rounds="3",
        advance2="6",
        carry2="30",
        carry3="20",
        status=422,
    )
    assert "다음 단계에 오를 수" in page.words()
    page = client.submit(page.form("calls/new"), advance3="4")
    from funds.selection.models import Call

    call = session.query(Call).one()
    stages = [
        {"key": "papers", "advance": 6},
        {"key": "face", "advance": 4, "carry": 30},
        {"key": "visit", "carry": 20},
    ]
    assert call.rounds == stages
    assert seats_now(call) == 6
    page = client.get(f"/desk/programmes/calls/{call.id}/edit")
    page = client.submit(page.form("edit"), rounds="1")
    assert call.rounds == [{"key": "papers"}]

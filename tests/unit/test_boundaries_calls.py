"""Calls until the selection: each day, score, sum and count on the value that its rule names,
the one before and the one after.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from funds.selection.applications import acts as applications
from funds.selection.applications import outcomes, supplements
from funds.selection.calls import acts as calls
from funds.selection.calls import decision, plan_desk
from funds.selection.calls.queries import open_calls, running_calls
from funds.selection.forms.questions import _money_check
from funds.selection.models import Partner
from funds.selection.objections import outcome
from funds.selection.panel import attendance, conflicts, result, seating
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import is_receiving
from funds.selection.reviews import acts as reviews
from funds.selection.rubrics import acts as rubrics
from funds.selection.rubrics import measures
from funds.selection.rubrics.problems import _steps_problems
from funds.selection.rubrics.queries import rubric_in_force
from funds.selection.scoring.budget import budget_line
from portal.core import clock
from portal.core.panels import acts as machine
from portal.core.panels import queries as panel_queries
from portal.core.people import Membership
from portal.core.workflow import Refused
from tests import factories as make
from tests import funding, grants
from tests.boundaries import Typed, each, refused
from tests.funding import START, at_hour

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
SUNDAY = date(2026, 3, 1)
NINE = datetime(2026, 3, 2, 9, tzinfo=clock.SEOUL)
SECOND, NONE = timedelta(seconds=1), timedelta(0)
INSTANTS = [-SECOND, NONE, SECOND]


# ---- 공모의 마감 ----


@pytest.mark.parametrize(("off", "receives"), each(INSTANTS, True, True, False))
def test_마감하는_초까지_접수한다(session, today, off, receives):
    today(at_hour(START, 9))
    call = funding.published()
    case, _ = funding.drafted(call)
    today(call.closes_at + off)
    assert is_receiving(call) == receives
    assert (call in open_calls()) == receives
    assert (call in running_calls()) != receives
    assert (applications.before_deadline(case, {}) is None) == receives
    assert (calls.closing_day(call) is None) == receives
    assert calls.close_due_calls() == (0 if receives else 1)
    assert (call.state == "open") == receives


@pytest.mark.parametrize(("off", "fits"), each(INSTANTS, False, False, True))
def test_공모의_마감은_지금보다_뒤다(session, today, off, fits):
    today(at_hour(START, 9))
    call = funding.planned("mark", closes_at=clock.now() + off)
    assert refused(calls.publishable, call, {}) != fits


@pytest.mark.parametrize(("hour", "fits"), [("08:59", False), ("09:00", False), ("09:01", True)])
def test_공모를_준비할_때의_마감도_지금보다_뒤다(today, hour, fits):
    today(NINE)
    asking = Typed(closes_on="2026-03-02", closes_hour=hour, rounds="")
    plan_desk._check_call(asking)
    assert ("closes_on" not in asking.faults) == fits


@pytest.mark.parametrize(("hour", "fits"), [("17:59", False), ("18:00", False), ("18:01", True)])
def test_늦춘_마감은_지금의_마감보다_뒤다(hour, fits):
    call = SimpleNamespace(closes_at=at_hour(MONDAY, 18))
    firing = SimpleNamespace(given={"day": "2026-03-02", "hour": hour}, facts={})
    assert refused(calls.extend_deadline, call, firing) != fits


# ---- 신청서 ----


@pytest.mark.parametrize(
    ("asked", "own", "faults"),
    [
        (299_999_999, 128_571_429, set()),
        (300_000_000, 128_571_429, set()),
        (300_000_001, 128_571_430, {"asked"}),
        (70, 29, {"own_share"}),
        (70, 30, set()),
        (70, 31, set()),
    ],
)
def test_지원금은_한도까지_자부담은_비율부터(asked, own, faults):
    track = SimpleNamespace(key="expand", ceiling=300_000_000)
    money = SimpleNamespace(tracks=[track], own_share=30)
    check = _money_check(SimpleNamespace(tracks=["expand"]), money)
    assert set(check({"total": asked + own, "asked": asked, "own_share": own, "track": "expand"})) == faults


@pytest.mark.parametrize(("points", "fits"), [("-0.1", False), ("0", True), ("10", True), ("10.1", False)])
def test_자동_항목의_점수는_0부터_배점까지(points, fits):
    body = {"criteria": [{"id": "years", "automatic": "years", "max": "10"}]}
    case = SimpleNamespace(call=SimpleNamespace(rubric=SimpleNamespace(body=body)))
    assert (applications.overridable(case, {"criterion": "years", "points": points}) is None) == fits


@pytest.mark.parametrize(("day", "fits"), [("2026-03-02", False), ("2026-03-03", True), ("2026-03-04", True)])
def test_신청서_보완은_내일부터(monkeypatch, today, day, fits):
    today(MONDAY)
    assert asks_for(monkeypatch, day) == fits


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_신청서_보완의_마지막_날(monkeypatch, today, more):
    today(MONDAY)
    most = PROGRAMMES["mark"].supplement.most_days
    assert asks_for(monkeypatch, (MONDAY + timedelta(days=most + more)).isoformat()) == (more <= 0)


@pytest.mark.parametrize(("left", "fits"), [(0, False), (1, True), (2, True)])
def test_신청서_보완의_횟수(monkeypatch, today, left, fits):
    today(MONDAY)
    assert asks_for(monkeypatch, "2026-03-04", left) == fits


def asks_for(monkeypatch, day, left=1) -> bool:
    monkeypatch.setattr(supplements, "call_under_review", lambda _case, _given: None)
    monkeypatch.setattr(supplements, "times_left", lambda _case: left)
    monkeypatch.setattr(
        supplements, "schema_of", lambda _call: SimpleNamespace(sections=[SimpleNamespace(key="record")])
    )
    case = SimpleNamespace(programme="mark", call=None)
    return not refused(supplements.may_ask, case, {"sections": ["record"], "due_on": day})


# ---- 이해충돌 ----


@pytest.mark.parametrize("known_by", ["name", "number"])
def test_참여를_거절한_기관은_이해충돌이_아니다(session, today, known_by):
    today(at_hour(START, 9))
    call = funding.published()
    case, _ = funding.submitted(call)
    partner = make.organisation(name="가상참여병원")
    named = Partner(
        application_id=case.id, name="가상참여병원", business_number=partner.business_number, role="hospital"
    )
    session.add(named)
    reviewer = funding.reviewers(1)[0]
    if known_by == "name":
        reviewer.employer = "가상참여병원"
    else:
        named.name = "다른 이름"
        member = session.scalar(select(make.User).where(make.User.email == reviewer.email))
        session.add(Membership(user_id=member.id, organisation_id=partner.id, role="viewer"))
    session.flush()
    session.refresh(case, ["partners"])
    assert conflicts.computed_conflict(reviewer, case) is not None
    named.declined_at = clock.now()
    session.flush()
    assert conflicts.computed_conflict(reviewer, case) is None


# ---- 위원회 ----


@pytest.mark.parametrize(
    ("wanted", "listed", "fits"), [(2, 5, False), (3, 5, True), (4, 5, True), (5, 5, True), (6, 5, False)]
)
def test_위원은_세_명부터_후보만큼(session, today, wanted, listed, fits):
    today(at_hour(START, 9))
    call = funding.published()
    pool = [r.id for r in funding.reviewers(listed)]
    if fits:
        machine.commit_draw(call, pool, wanted, make.officer())
        assert call.members_wanted == wanted
    else:
        with pytest.raises(Refused):
            machine.commit_draw(call, pool, wanted, make.officer())


@pytest.mark.parametrize(("attend", "fits"), [(3, False), (4, True), (5, True)])
def test_의결정족수(monkeypatch, attend, fits):
    seats = [SimpleNamespace(label=f"M{n}") for n in range(7)]
    monkeypatch.setattr(attendance, "seats_of", lambda _case: seats)
    monkeypatch.setattr(attendance, "confirmed", lambda _case, _given: seats[:attend])
    monkeypatch.setattr(attendance, "quorum_of", lambda _case: 4)
    assert (attendance.quorate(None, {"attended": [s.label for s in seats[:attend]]}) is None) == fits


@pytest.mark.parametrize(("round_no", "last", "places"), [(1, False, 8), (2, True, 3), (3, True, 3)])
def test_마지막_단계에서는_선정할_수만큼(round_no, last, places):
    call = SimpleNamespace(rounds=[{"key": "papers", "advance": 8}, {"key": "talk"}], round_no=round_no, seats=3)
    assert (result.is_last_round(call), result.seats_now(call)) == (last, places)


@pytest.mark.parametrize(
    ("seats", "wanted", "few"), [(2, 3, True), (3, 3, False), (4, 3, False), (4, 5, True), (5, 5, False)]
)
def test_정한_수의_위원이_앉아야_평가를_시작한다(monkeypatch, seats, wanted, few):
    held = [
        SimpleNamespace(label=f"M{n}", state="accepted", declared_at=NINE, chair=n == 0, conflicts=[])
        for n in range(seats)
    ]
    monkeypatch.setattr(seating, "seats_of", lambda _call: held)
    monkeypatch.setattr(seating.conflicts, "open_challenges", lambda _call: [])
    monkeypatch.setattr(seating, "open_applications", lambda _call: [])
    found = seating.ready_problems(SimpleNamespace(members_wanted=wanted))
    assert any("있어야 합니다" in t.ko for t in found) == few


@pytest.mark.parametrize(("judging", "few"), [(2, True), (3, False), (4, False)])
def test_신청마다_세_명부터_평가한다(monkeypatch, judging, few):
    held = [
        SimpleNamespace(
            label=f"M{n}",
            state="accepted",
            declared_at=NINE,
            chair=n == 0,
            conflicts=[] if n < judging else [SimpleNamespace(application_id=7)],
        )
        for n in range(5)
    ]
    monkeypatch.setattr(seating, "seats_of", lambda _call: held)
    monkeypatch.setattr(seating.conflicts, "open_challenges", lambda _call: [])
    monkeypatch.setattr(
        seating, "open_applications", lambda _call: [SimpleNamespace(id=7, state="eligible", number="A-7")]
    )
    assert bool(seating.ready_problems(SimpleNamespace(members_wanted=5))) == few


@pytest.mark.parametrize(("wanted", "fits"), [(2, False), (3, True)])
def test_재평가_위원은_세_명부터(session, monkeypatch, wanted, fits):
    case, _ = make.draft()
    monkeypatch.setattr(reviews, "seats_of", lambda _case: [])
    if fits:
        assert reviews.open_review(case, [], wanted).wanted == wanted
    else:
        with pytest.raises(Refused):
            reviews.open_review(case, [], wanted)


@pytest.mark.parametrize(("people", "fits"), [(2, False), (3, True), (4, True)])
def test_재평가_후보는_뽑을_수만큼(session, monkeypatch, people, fits):
    case, _ = make.draft()
    monkeypatch.setattr(reviews, "seats_of", lambda _case: [])
    held = reviews.open_review(case, [], 3)
    monkeypatch.setattr(machine, "fresh_pool", lambda _case: funding.reviewers(people))
    monkeypatch.setattr(machine, "_to_be_drawn", lambda _case: SimpleNamespace(drawn=lambda _case: held))
    monkeypatch.setattr(machine, "_note", lambda *_args, **_facts: None)
    assert refused(machine.commit_draw, case, None, 3, make.officer()) != fits


@pytest.mark.parametrize(("seats", "may"), [(2, True), (3, False), (4, False)])
def test_위원이_세_명이면_재평가를_그만두지_않는다(monkeypatch, seats, may):
    monkeypatch.setattr(reviews, "review_of", lambda _case: SimpleNamespace(draw_order=[1]))
    monkeypatch.setattr(reviews, "seats_of", lambda _case: [None] * seats)
    assert (reviews.may_call_off(None, {}) is None) == may


@pytest.mark.parametrize(
    ("seats", "objection", "call"),
    [(0, False, False), (1, False, True), (2, False, True), (3, True, True), (4, True, True)],
)
def test_이의신청은_세_명이_내야_공모는_남은_위원이_내면_연다(monkeypatch, seats, objection, call):
    from funds.selection.objections.panel import SUBJECT
    from funds.selection.panel.committee_panel import COMMITTEE

    for panel, state, done in ((SUBJECT, "rescoring", objection), (COMMITTEE, "scoring", call)):
        fired = []
        monkeypatch.setattr(panel_queries, "seats_of", lambda _case: [SimpleNamespace(handed_in_at=NINE)] * seats)
        monkeypatch.setattr(panel_queries, "panel_of", lambda _case, panel=panel: panel)
        monkeypatch.setattr(type(panel), "handed_in_at", lambda _panel, seat: seat.handed_in_at)
        monkeypatch.setattr(machine, "panel_of", lambda _case, panel=panel: panel)
        monkeypatch.setattr(machine, "fire", lambda *args, fired=fired: fired.append(args))
        machine.open_if_all_in(SimpleNamespace(state=state))
        assert bool(fired) == done, panel


# ---- 평가기준 ----


@pytest.mark.parametrize(("day", "in_force", "comments"), [(-1, False, True), (0, False, True), (1, True, False)])
def test_평가기준은_의견을_다_받은_뒤에_시행한다(session, today, day, in_force, comments):
    today(MONDAY)
    made = rubrics.new_version("mark", make.acting(make.user("ministry")))
    made.state, made.comment_until = "commented", date(2026, 3, 20)
    session.flush()
    now = date(2026, 3, 20) + timedelta(days=day)
    today(now)
    assert refused(rubrics.comment, made, make.acting(make.user()), "의견") != comments
    assert refused(rubrics.put_in_force, made, now) != in_force


@pytest.mark.parametrize(("off", "fits"), [(-1, False), (0, True), (1, True)])
def test_평가기준의_시행일은_오늘부터(session, today, off, fits):
    today(MONDAY)
    made = rubrics.new_version("mark", make.acting(make.user("ministry")))
    made.state, made.comment_until = "commented", SUNDAY
    session.flush()
    day = MONDAY + timedelta(days=off)
    assert refused(rubrics.put_in_force, made, day) != fits
    if fits:
        assert [rubric_in_force("mark", day + timedelta(days=n)) is made for n in (-1, 0, 1)] == [False, True, True]


@pytest.mark.parametrize(("value", "points"), [("4.9", 0), ("5", 10), ("5.1", 10), ("9.9", 10), ("10", 20)])
def test_단계는_기준값부터(value, points):
    assert measures.points([["5", "10"], ["10", "20"]], Decimal(value)) == points


@pytest.mark.parametrize(("began", "known"), [(SUNDAY, True), (MONDAY, True), (TUESDAY, False)])
def test_운영한_햇수는_시작한_날부터(began, known):
    filing = {
        "certificate_no": "제2020-0001호",
        "country": "VN",
        "type": "OPEN",
        "trigger_on": began,
        "status": "operating",
    }
    assert measures._years(measures.Facts(on=MONDAY, filings=[filing])).known == known


@pytest.mark.parametrize(("points", "fits"), [("-1", False), ("0", True), ("10", True), ("11", False)])
def test_단계의_점수는_0부터_배점까지(points, fits):
    criterion = {"automatic": next(iter(measures.MEASURES)), "steps": [["1", points]], "max": "10"}
    assert (_steps_problems(criterion, "햇수") == []) == fits


@pytest.mark.parametrize(("year", "own"), [(2024, 20), (2025, 30), (2026, 40), (2027, 40)])
def test_지원_기준은_그해의_것이다(year, own):
    from dataclasses import replace

    money = [SimpleNamespace(year=y, own_share=share) for y, share in ((2024, 20), (2025, 30), (2026, 40))]
    programme = replace(PROGRAMMES["project"], money=tuple(money))
    assert programme.money_in(year).own_share == own


# ---- 선정 ----


def concluded(**given):
    marks = [{"id": f"A-{n}", "passed": n != 3, "selected": True} for n in (1, 2, 3)]
    held = {"seats": 2, "budget": 200, "programme": "project", "rounds": [], "round_no": 1}
    return SimpleNamespace(**(held | given), result={"result": {"applications": marks}})


@pytest.mark.parametrize(
    ("chosen", "amounts", "fits"),
    [
        ([1], {1: 0}, False),
        ([1], {1: 1}, True),
        ([1], {1: 119}, True),
        ([1], {1: 120}, True),
        ([1], {1: 121}, False),
        ([1, 2], {1: 100, 2: 99}, True),
        ([1, 2], {1: 100, 2: 100}, True),
        ([1, 2], {1: 100, 2: 101}, False),
        ([3], {3: 1}, False),
    ],
)
def test_선정은_신청액과_예산_안에서(monkeypatch, chosen, amounts, fits):
    judged = [SimpleNamespace(id=n, number=f"A-{n}", asked=120) for n in (1, 2, 3)]
    monkeypatch.setattr(decision, "judged", lambda _case: judged)
    assert refused(decision.sound_proposal, concluded(), {"chosen": chosen, "amounts": amounts}) != fits


@pytest.mark.parametrize(("seats", "fits"), [(1, False), (2, True), (3, True)])
def test_선정은_선정할_수까지(monkeypatch, seats, fits):
    judged = [SimpleNamespace(id=n, number=f"A-{n}", asked=120) for n in (1, 2)]
    monkeypatch.setattr(decision, "judged", lambda _case: judged)
    given = {"chosen": [1, 2], "amounts": {1: 10, 2: 10}}
    assert refused(decision.sound_proposal, concluded(seats=seats), given) != fits


def ranked(*ids):
    marks = [SimpleNamespace(id=one, selected=True, rank=n) for n, one in enumerate(ids, 1)]
    return SimpleNamespace(applications=marks)


@pytest.mark.parametrize(("budget", "within"), [(199, ("A",)), (200, ("A", "B")), (201, ("A", "B"))])
def test_예산선은_예산에_꼭_맞아도_안이다(budget, within):
    found = budget_line(ranked("A", "B"), {"A": Decimal(100), "B": Decimal(100)}, Decimal(budget))
    assert found.within == within


@pytest.mark.parametrize(("award", "budget", "fits"), [(-1, 10, False), (0, 10, True), (0, 0, True), (0, -1, False)])
def test_예산과_지원액은_0부터(award, budget, fits):
    from funds.selection.scoring import Unusable

    if fits:
        assert budget_line(ranked("A"), {"A": Decimal(award)}, Decimal(budget)).within == ("A",)
    else:
        with pytest.raises(Unusable):
            budget_line(ranked("A"), {"A": Decimal(award)}, Decimal(budget))


@pytest.mark.parametrize(("place", "fits"), [(1, True), (2, False)])
def test_예비_순위는_앞선_것부터(session, today, place, fits):
    today(at_hour(START, 9))
    call = funding.published(seats=1)
    first, second = funding.drafted(call)[0], funding.drafted(call)[0]
    for n, case in enumerate((first, second), 1):
        case.state, case.reserve_no = "reserve", n
    session.flush()
    case = first if place == 1 else second
    assert (outcomes.next_in_line(case, {}) is None) == fits


@pytest.mark.parametrize(("seats", "free"), [(1, False), (2, True), (3, True)])
def test_빈자리가_있어야_예비를_올린다(session, today, seats, free):
    today(at_hour(START, 9))
    award, _ = grants.agreement("mark", None)
    call = award.call
    call.seats = seats
    case, _ = funding.drafted(call)
    case.state, case.reserve_no = "reserve", 1
    session.flush()
    assert (outcomes.next_in_line(case, {}) is None) == free
    assert outcome.places_left(call) == seats - 1

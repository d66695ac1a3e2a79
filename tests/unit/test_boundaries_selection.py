"""Calls, awards and objections: each day, score, sum and count on the value that its rule names,
the one before and the one after.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from funds import sheets
from funds.selection.applications import acts as applications
from funds.selection.applications import outcomes, supplements
from funds.selection.awards import course, notice, payments, signature
from funds.selection.awards.queries import awards_in_force
from funds.selection.brand import settings
from funds.selection.brand.models import MarkSetting
from funds.selection.calls import acts as calls
from funds.selection.calls import decision, plan_desk
from funds.selection.calls.queries import open_calls, running_calls
from funds.selection.forms.questions import _money_check
from funds.selection.misuse.acts import too_often
from funds.selection.misuse.models import MisuseTry
from funds.selection.models import Partner
from funds.selection.objections import acts as objections
from funds.selection.objections import hearings, outcome
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
from portal.core.fire import fire
from portal.core.people import Membership
from portal.core.tables import AsOf
from portal.core.text import Text
from portal.core.workflow import Refused
from tests import factories as make
from tests import funding, grants
from tests.funding import START, at_hour

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
SUNDAY = date(2026, 3, 1)
AROUND = [SUNDAY, MONDAY, TUESDAY]
NINE = datetime(2026, 3, 2, 9, tzinfo=clock.SEOUL)
SECOND, MINUTE, NONE = timedelta(seconds=1), timedelta(minutes=1), timedelta(0)
INSTANTS = [-SECOND, NONE, SECOND]


def each(values, *answers):
    """Parameters: a value with what is expected of it."""
    return [
        (value, *answer) if isinstance(answer, tuple) else (value, answer)
        for value, answer in zip(values, answers, strict=True)
    ]


def refused(step, *given) -> bool:
    """Whether the need or effect refuses, by a sentence or by raising one."""
    try:
        return step(*given) is not None
    except Refused:
        return True


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


class Typed(dict):
    """What was typed into a form, and the faults that were found."""

    def __init__(self, **given):
        super().__init__(**given)
        self.faults = {}

    def text(self, key):
        return self[key]

    def fault(self, key, sentence):
        self.faults[key] = sentence


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
        seating.commit_draw(call, pool, wanted, make.officer())
        assert call.members_wanted == wanted
    else:
        with pytest.raises(Refused):
            seating.commit_draw(call, pool, wanted, make.officer())


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
    monkeypatch.setattr(seating.committee, "seats_of", lambda _call: held)
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
    monkeypatch.setattr(seating.committee, "seats_of", lambda _call: held)
    monkeypatch.setattr(seating.conflicts, "open_challenges", lambda _call: [])
    monkeypatch.setattr(
        seating, "open_applications", lambda _call: [SimpleNamespace(id=7, state="eligible", number="A-7")]
    )
    assert bool(seating.ready_problems(SimpleNamespace(members_wanted=5))) == few


@pytest.mark.parametrize(("wanted", "fits"), [(2, False), (3, True)])
def test_재평가_위원은_세_명부터(session, wanted, fits):
    case, _ = make.draft()
    if fits:
        assert reviews.open_review(case, [], wanted).wanted == wanted
    else:
        with pytest.raises(Refused):
            reviews.open_review(case, [], wanted)


@pytest.mark.parametrize(("people", "fits"), [(2, False), (3, True), (4, True)])
def test_재평가_후보는_뽑을_수만큼(session, monkeypatch, people, fits):
    case, _ = make.draft()
    held = reviews.open_review(case, [], 3)
    monkeypatch.setattr(reviews, "running", lambda _case: held)
    monkeypatch.setattr(reviews, "fresh_pool", lambda _case: funding.reviewers(people))
    monkeypatch.setattr(reviews, "_note", lambda *_args, **_facts: None)
    assert refused(reviews.commit_draw, case, make.officer()) != fits


@pytest.mark.parametrize(("seats", "may"), [(2, True), (3, False), (4, False)])
def test_위원이_세_명이면_재평가를_그만두지_않는다(monkeypatch, seats, may):
    monkeypatch.setattr(reviews, "review_of", lambda _case: SimpleNamespace(draw_order=[1]))
    monkeypatch.setattr(reviews, "seats_of", lambda _case: [None] * seats)
    assert (reviews.may_call_off(None, {}) is None) == may


@pytest.mark.parametrize(("seats", "done"), [(2, False), (3, True), (4, True)])
def test_재평가는_세_명이_내야_끝난다(monkeypatch, seats, done):
    fired = []
    monkeypatch.setattr(reviews, "seats_of", lambda _case: [SimpleNamespace(handed_in_at=NINE)] * seats)
    monkeypatch.setattr(reviews, "subject_of", lambda _case: SimpleNamespace(working="scoring"))
    monkeypatch.setattr(reviews, "fire", lambda *args: fired.append(args))
    reviews.complete_if_all_in(SimpleNamespace(state="scoring"))
    assert bool(fired) == done


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


# ---- 인증과 협약 ----


@pytest.mark.parametrize(
    ("day", "holds"), [(SUNDAY, False), (MONDAY, True), (TUESDAY, True), (WEDNESDAY, True), (date(2026, 3, 5), False)]
)
def test_인증은_첫날부터_마지막_날까지(session, today, day, holds):
    today(at_hour(START, 9))
    award, _ = grants.agreement("mark", None)
    award.valid_from, award.valid_to = MONDAY, WEDNESDAY
    session.flush()
    today(day)
    assert awards_in_force(award.organisation_id) == (["mark"] if holds else [])


@pytest.mark.parametrize(("left", "may"), [(1, False), (0, True), (-1, True)])
def test_갱신은_만료_전_정한_날부터(today, left, may):
    last = date(2028, 3, 1)
    today(last - timedelta(days=PROGRAMMES["mark"].award.renew_within_days + left))
    case = SimpleNamespace(programme="mark", valid_to=last, evaluations=[SimpleNamespace(kind="yearly")])
    assert (course.renewable(case, {}) is None) == may


@pytest.mark.parametrize(("points", "fits"), [("-0.1", False), ("0", True), ("100", True), ("100.1", False)])
def test_평가_점수는_0부터_100까지(points, fits):
    assert (course.points_in_range(None, {"points": points}) is None) == fits


@pytest.mark.parametrize("off", ["-0.1", "0", "0.1"])
def test_이차년도는_정한_점수부터(off):
    key = next(k for k, p in PROGRAMMES.items() if p.second_year_from is not None)
    points = PROGRAMMES[key].second_year_from + Decimal(off)
    case = SimpleNamespace(
        programme=key, second_year=False, evaluations=[SimpleNamespace(kind="final", points=str(points))]
    )
    assert (course.good_enough(case, {}) is None) == (Decimal(off) >= 0)


@pytest.mark.parametrize(("off", "fits"), [(-1, True), (0, True), (1, False)])
def test_이차년도_지원액은_한도까지(today, off, fits):
    today(MONDAY)
    track = PROGRAMMES["project"].track(2026, "expand")
    case = SimpleNamespace(
        programme="project", application=SimpleNamespace(track="expand"), call=SimpleNamespace(year=2026)
    )
    assert (course.within_ceiling(case, {"amount": track.ceiling + off}) is None) == fits


@pytest.mark.parametrize(("off", "fits"), [(-1, False), (0, True), (1, True)])
def test_의견제출_기간은_열흘부터(off, fits):
    assert PROGRAMMES["mark"].award.opinion_days == 10
    assert (notice.long_enough(SimpleNamespace(programme="mark"), {"days": 10 + off}) is None) == fits


@pytest.mark.parametrize(("day", "heard"), each(AROUND, False, False, True))
def test_의견제출_기간의_마지막_날까지_기다린다(today, day, heard):
    today(day)
    case = SimpleNamespace(opinion="", opinion_by=MONDAY)
    assert (notice.opinion_heard(case, {}) is None) == heard
    case.opinion = "의견"
    assert notice.opinion_heard(case, {}) is None


@pytest.mark.parametrize(("day", "fits"), [("2026-03-01", False), ("2026-03-02", True), ("2026-03-03", True)])
def test_시정_기한은_오늘부터(today, day, fits):
    today(MONDAY)
    assert (notice.day_ahead(None, {"by": day}) is None) == fits


@pytest.mark.parametrize(("day", "due"), [(-1, 0), (0, 1), (1, 1)])
def test_의무의_기한은_주는_날보다_뒤다(session, today, day, due):
    """A duty until the day on which the award is given falls into the next year."""
    today(at_hour(START, 9))
    award, _ = grants.offered("mark", None)
    kind = PROGRAMMES["mark"].award.duties[0]
    until = date(2026, *kind.until)
    signature.add_duties(award, PROGRAMMES["mark"], until + timedelta(days=day))
    session.flush()
    session.refresh(award)
    assert min(d.due_on for d in award.duties if d.kind == kind.key) == date(2026 + due, *kind.until)


def test_차수는_차례대로_지급하고_마지막은_평가한_뒤에(session, today):
    today(at_hour(START, 9))
    grant, _ = grants.granted("project", paid=0)
    award = grant.award
    first, *_, last = award.payments
    assert payments.payable(award, {"payment": first.id}) is None
    assert "앞 차수" in payments.payable(award, {"payment": last.id}).ko
    for one in award.payments[:-1]:
        one.paid_on = MONDAY
    assert "평가" in payments.payable(award, {"payment": last.id}).ko
    fire(award, "evaluate_final", make.officer(), given={"points": "90", "reason": "가상"})
    assert payments.payable(award, {"payment": last.id}) is None


@pytest.mark.parametrize(("day", "name"), [(SUNDAY, "title"), (MONDAY, "new"), (TUESDAY, "new")])
def test_인증의_이름은_정한_날부터(session, day, name):
    session.add(
        MarkSetting(programme="mark", valid_from=MONDAY, name_ko="가상 이름", name_en="Fictional", source="가상")
    )
    session.flush()
    assert (settings.face_on("mark", day).name.ko == "가상 이름") == (name == "new")


@pytest.mark.parametrize(("off", "fits"), [(-1, False), (0, True), (1, True)])
def test_사용_조건의_새_판은_앞_판의_날부터(session, off, fits):
    by = make.officer()
    first = settings.add_terms("mark", date(2030, 3, 1), Text("앞", "first"), by)
    assert [
        settings.terms_on("mark", date(2030, 2, 28)) is first,
        settings.terms_on("mark", date(2030, 3, 1)) is first,
    ] == [False, True]
    step = (settings.add_terms, "mark", date(2030, 3, 1) + timedelta(days=off), Text("뒤", "next"), by)
    if fits:
        assert step[0](*step[1:]).version == first.version + 1
    else:
        with pytest.raises(Refused, match="앞 판"):
            step[0](*step[1:])


# ---- 이의신청 ----


@pytest.fixture
def passed_over(session, today):
    """The first by rank was passed over on 2026-04-05; it may object."""
    today(at_hour(START, 9))
    return funding.overtaken()


@pytest.mark.parametrize(("off", "may"), [(-1, True), (0, True), (1, False)])
def test_이의신청은_기간의_마지막_날까지(passed_over, today, off, may):
    _, first, _ = passed_over
    today(objections.last_day(first) + timedelta(days=off))
    assert (objections.may_object(first) is None) == may


@pytest.mark.parametrize(("off", "may"), [(-1, True), (0, False), (1, False)])
def test_결정마다_한_번_이의신청한다(passed_over, session, today, off, may):
    """An objection that was received before this decision was made against an earlier one."""
    _, first, _ = passed_over
    today(first.decided_on + timedelta(days=2))
    made = objections.object_to(first, ["quality"], "가상 까닭", funding.owner_of(first))
    made.state, made.received_on = "rejected", first.decided_on + timedelta(days=off)
    session.flush()
    assert "rejected" not in objections.UNDECIDED
    assert (objections.may_object(first) is None) == may


@pytest.mark.parametrize(("day", "over"), each(AROUND, False, False, True))
def test_이의신청의_의견은_마지막_날까지(monkeypatch, today, day, over):
    today(day)
    hearing = SimpleNamespace(given_at=None, opinion_by=MONDAY)
    monkeypatch.setattr(hearings, "hearing_of", lambda _case: hearing)
    assert hearings.is_over(hearing) == over
    assert (hearings.is_heard(None, {}) is None) != over
    hearing.given_at = NINE
    assert hearings.is_over(hearing)


@pytest.mark.parametrize(("days", "fits"), [(9, False), (10, True), (11, True)])
def test_자리를_잃을_기관의_의견은_열흘부터(monkeypatch, days, fits):
    monkeypatch.setattr(outcome, "would_lose", lambda _case: SimpleNamespace(id=1))
    monkeypatch.setattr(outcome, "hearings_of", lambda _case: [])
    assert (outcome.someone_to_hear(SimpleNamespace(rules={"hear": 10}), {"days": days}) is None) == fits


@pytest.mark.parametrize(("left", "problem"), [(0, True), (1, False), (2, False)])
def test_빈자리가_있으면_아무도_자리를_잃지_않는다(monkeypatch, left, problem):
    monkeypatch.setattr(outcome, "places_left", lambda _call: left)
    monkeypatch.setattr(outcome, "would_lose", lambda _case: None)
    case = SimpleNamespace(application=SimpleNamespace(call=None))
    assert (outcome._place_problem(case) is not None) == problem


@pytest.mark.parametrize(("seats", "loses"), [(1, True), (2, False)])
def test_뒤의_순위만_자리를_잃는다(passed_over, today, seats, loses):
    call, first, second = passed_over
    call.seats = seats
    today(first.decided_on)
    made = objections.object_to(first, ["quality"], "가상 까닭", funding.owner_of(first))
    assert (outcome.would_lose(made) is second) == loses


def test_같은_순위는_자리를_잃지_않는다(passed_over, today, monkeypatch):
    _, first, second = passed_over
    made = objections.object_to(first, ["quality"], "가상 까닭", funding.owner_of(first))
    for rank, loser in ((1, None), (2, second)):
        monkeypatch.setattr(
            outcome, "numbers_of", lambda _c, rank=rank: {first.number: {"rank": 1}, second.number: {"rank": rank}}
        )
        assert outcome.would_lose(made) is loser


@pytest.mark.parametrize(
    ("amount", "budget", "fits"),
    [
        (0, 500, False),
        (1, 500, True),
        (120, 500, True),
        (121, 500, False),
        (120, 119, False),
        (120, 120, True),
        (120, 121, True),
    ],
)
def test_이의신청으로_선정해도_신청액과_남은_예산_안에서(session, monkeypatch, amount, budget, fits):
    monkeypatch.setattr(outcome, "would_lose", lambda _case: None)
    call = SimpleNamespace(id=0, programme="project", budget=budget)
    case = SimpleNamespace(application=SimpleNamespace(call=call, asked=120))
    assert refused(outcome._money_problem, case, {"amount": amount}) != fits


# ---- 제보 ----

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("used", "passed", "over"),
    [(4, NONE, False), (5, NONE, True), (5, HOUR - SECOND, True), (5, HOUR, False), (5, HOUR + SECOND, False)],
)
def test_제보는_한_시간에_다섯_번까지(app, today, used, passed, over):
    today(NINE)
    for _ in range(used):
        assert not too_often("192.0.2.1")
    today(NINE + passed)
    assert too_often("192.0.2.1") == over


@pytest.mark.parametrize(("passed", "kept"), [(DAY - SECOND, 1), (DAY, 1), (DAY + SECOND, 0)])
def test_제보를_시도한_기록은_하루가_지나면_지운다(session, today, passed, kept):
    session.add(MisuseTry(digest="0" * 64, at=NINE))
    session.flush()
    today(NINE + passed)
    too_often("192.0.2.2")
    assert session.scalar(select(func.count()).select_from(MisuseTry).where(MisuseTry.digest == "0" * 64)) == kept


# ---- 통계: 기준일 ----


@pytest.mark.parametrize(("day", "applied", "selected"), [(-1, 0, 0), (0, 1, 0), (33, 1, 0), (34, 1, 1), (35, 1, 1)])
def test_공모의_통계는_그날부터_센다(session, today, day, applied, selected):
    today(at_hour(START, 9))
    _, cases = funding.decided_call("mark", applications=1, seats=1)
    assert cases[0].decided_on == date(2026, 4, 5)
    on = AsOf(day=START + timedelta(days=day), first_year=2026)
    rows = [row for row in sheets.programmes(on).rows if row[1] == "2026"]
    assert [(row[2], row[3], row[5] is not None) for row in rows] == (
        [(1, selected, bool(selected))] if applied else []
    )
    marks = [row[1:3] for row in sheets.marks(on).rows]
    assert marks == ([[1, selected]] if applied else [])


@pytest.mark.parametrize(("off", "valid", "ended"), [(-1, 1, 0), (0, 1, 0), (1, 0, 1)])
def test_인증은_마지막_날까지_유효하다고_센다(session, today, off, valid, ended):
    today(at_hour(START, 9))
    award, _ = grants.agreement("mark", None)
    award.application.received_on = START
    session.flush()
    last = award.valid_to
    *_, row = sheets.marks(AsOf(day=last + timedelta(days=off), first_year=2026)).rows
    assert tuple(row[3:5]) == (valid, ended)


@pytest.mark.parametrize(("off", "valid"), [(-1, 0), (0, 1), (1, 1)])
def test_인증은_준_날부터_유효하다고_센다(session, today, off, valid):
    today(at_hour(START, 9))
    award, _ = grants.agreement("mark", None)
    award.application.received_on = START - timedelta(days=3)
    session.flush()
    *_, row = sheets.marks(AsOf(day=START + timedelta(days=off), first_year=2026)).rows
    assert row[3] == valid


@pytest.mark.parametrize(("off", "continued"), [(-1, 0), (0, 1), (1, 1)])
def test_이차년도_지원은_그날부터_센다(session, today, off, continued):
    from portal.core import records
    from portal.core.people import SYSTEM

    today(at_hour(START, 9))
    award, _ = grants.offered()
    records.record(award, "award.continued", SYSTEM, on=MONDAY, state_to=award.state)
    assert len(sheets._second_years(MONDAY + timedelta(days=off))) == continued

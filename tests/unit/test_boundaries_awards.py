"""Awards, objections and reports of misuse: each day, score and sum on the value that its rule names,
the one before and the one after.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from funds import sheets
from funds.selection.awards import course, notice, payments, signature
from funds.selection.awards.queries import awards_in_force
from funds.selection.brand import settings
from funds.selection.brand.models import MarkSetting
from funds.selection.misuse.acts import too_often
from funds.selection.misuse.models import MisuseTry
from funds.selection.objections import acts as objections
from funds.selection.objections import hearings, outcome
from funds.selection.programmes import PROGRAMMES
from portal.core import clock
from portal.core.fire import fire
from portal.core.tables import AsOf
from portal.core.text import Text
from portal.core.workflow import Refused
from tests import factories as make
from tests import funding, grants
from tests.boundaries import each, refused
from tests.funding import START, at_hour

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
SUNDAY = date(2026, 3, 1)
AROUND = [SUNDAY, MONDAY, TUESDAY]
NINE = datetime(2026, 3, 2, 9, tzinfo=clock.SEOUL)
SECOND, NONE = timedelta(seconds=1), timedelta(0)


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
        MarkSetting(programme="mark", effective_from=MONDAY, name_ko="가상 이름", name_en="Fictional", source="가상")
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
        with pytest.raises(Refused, match="2030-03-01부터의 날"):
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

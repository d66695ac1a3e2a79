"""Pilots: each score, sum and day on the value that its rule names, the one before and the one after."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds.pilots import acts as pilots
from funds.pilots import entries as pilot_entries
from funds.pilots import sheets as pilot_sheets
from funds.pilots.course import gantt
from funds.pilots.course import queries as course
from funds.pilots.course.variance import Measured, Stretch, flags, share_passed
from funds.pilots.evaluation import acts as evaluation
from funds.pilots.evaluation import marks
from funds.pilots.months import questions
from funds.pilots.standard import queries as standard
from funds.pilots.standard.terms import shipped_rules
from portal.core.tables import AsOf
from tests import pilot_maker as pilot_of
from tests.boundaries import Typed, each

SUNDAY, MONDAY, TUESDAY, WEDNESDAY = (date(2026, 3, day) for day in range(1, 5))
AROUND = [SUNDAY, MONDAY, TUESDAY]


# ---- 시범사업 ----


@pytest.mark.parametrize(("points", "fits"), [("-0.1", False), ("0", True), ("0.1", True)])
def test_시범사업의_2차년도는_기준_점수부터(monkeypatch, points, fits):
    rule = shipped_rules()[0]
    monkeypatch.setattr(pilots, "rule_of", lambda _case: rule)
    final = SimpleNamespace(points=rule.second_year_from + Decimal(points))
    monkeypatch.setattr(pilots, "mark_of", lambda _case, _kind: final)
    assert (pilots.good_enough(SimpleNamespace(year_no=1), {}) is None) == fits
    assert pilots.good_enough(SimpleNamespace(year_no=2), {}) is not None


@pytest.mark.parametrize(("day", "fits"), [("2026-12-30", False), ("2026-12-31", False), ("2027-01-01", True)])
def test_2차년도는_1차년도보다_늦게_끝난다(day, fits):
    assert (pilots.longer(SimpleNamespace(ends_on=date(2026, 12, 31)), {"ends_on": day}) is None) == fits


@pytest.mark.parametrize(("year", "fits"), [(2026, True), (2027, False), (2028, False)])
def test_끝난_해의_성과를_적는다(monkeypatch, today, year, fits):
    today(date(2027, 6, 1))
    monkeypatch.setattr(pilots, "result_years", lambda _case: range(2025, 2030))
    assert (pilots.result_fits(SimpleNamespace(results=[]), {"year": year}) is None) == fits


@pytest.mark.parametrize(("done", "tone"), [(SUNDAY, "done"), (MONDAY, "done"), (TUESDAY, "late")])
def test_마지막_날에_마친_단계는_늦지_않다(done, tone):
    assert gantt._tone(Stretch("가", date(2026, 1, 1), MONDAY, done), WEDNESDAY) == tone


@pytest.mark.parametrize(("day", "tone"), each(AROUND, "plan", "plan", "late"))
def test_단계는_마지막_날이_지나야_늦다(day, tone):
    assert gantt._tone(Stretch("가", date(2026, 1, 1), MONDAY), day) == tone


@pytest.mark.parametrize(
    ("day", "shown"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_오늘은_사업_기간_안에서만_그린다(day, shown):
    chart = gantt.gantt([Stretch("가", date(2026, 1, 1), date(2026, 12, 31))], day)
    assert (chart.today_x is not None) == shown


@pytest.mark.parametrize(("day", "late"), each(AROUND, 0, 0, 1))
def test_월간_보고는_기한이_지나야_늦다(monkeypatch, day, late):
    monkeypatch.setattr(course, "latest_report", lambda _pilot: None)
    monkeypatch.setattr(course, "rule_of", lambda _pilot: None)
    monkeypatch.setattr(course, "report_due", lambda _pilot: MONDAY)
    monkeypatch.setattr(course, "next_month", lambda _pilot: "2026-02")
    assert len(course.current_flags(SimpleNamespace(state="running"), day)) == late


@pytest.mark.parametrize(
    ("day", "share"),
    [(SUNDAY, "0"), (MONDAY, "0.25"), (TUESDAY, "0.5"), (date(2026, 3, 5), "1"), (date(2026, 3, 6), "1")],
)
def test_기간은_첫날의_끝부터_지난다(day, share):
    assert share_passed(MONDAY, date(2026, 3, 5), day) == Decimal(share)


PLAN = [Stretch("가", date(2026, 1, 1), date(2026, 1, 10), date(2026, 1, 10))]
RULE = replace(shipped_rules()[0], lag_points=15, spend_points=20, late_days=14, indicator_points=20)


@pytest.mark.parametrize(("progress", "late"), [(86, 0), (85, 0), (84, 1)])
def test_진도는_정한_만큼_늦을_수_있다(progress, late):
    assert len(flags(RULE, date(2026, 2, 1), plan=PLAN, progress=progress, planned=0, spent=0)) == late


@pytest.mark.parametrize(("spent", "off"), [(79, 1), (80, 0), (81, 0), (119, 0), (120, 0), (121, 1)])
def test_집행은_정한_만큼_다를_수_있다(spent, off):
    assert len(flags(RULE, date(2026, 2, 1), plan=PLAN, progress=None, planned=100, spent=spent)) == off


@pytest.mark.parametrize(("day", "late"), [(23, 0), (24, 0), (25, 1)])
def test_단계는_정한_날만큼_늦을_수_있다(day, late):
    plan = [Stretch("가", date(2026, 1, 1), date(2026, 1, 10))]
    assert len(flags(RULE, date(2026, 1, day), plan=plan, progress=None, planned=0, spent=0)) == late


@pytest.mark.parametrize(("value", "behind"), [("79.9", 1), ("80", 0), ("80.1", 0)])
def test_지표는_정한_만큼_뒤질_수_있다(value, behind):
    last = date(2026, 12, 31)
    one = Measured("가", Decimal(0), Decimal(100), date(2026, 1, 1), last, Decimal(value), last)
    assert len(flags(RULE, last, plan=[], progress=None, planned=0, spent=0, indicators=[one])) == behind


def pilot(**given):
    held = {"begins_on": MONDAY, "ends_on": WEDNESDAY, "support": 100, "own_share": 20, "payments": [], "budget": []}
    return SimpleNamespace(**(held | given))


@pytest.mark.parametrize(
    ("first", "last", "faults"),
    [
        ("2026-03-01", "2026-03-03", {"begins_on"}),
        ("2026-03-02", "2026-03-04", set()),
        ("2026-03-03", "2026-03-03", set()),
        ("2026-03-03", "2026-03-02", {"ends_on"}),
        ("2026-03-02", "2026-03-05", {"ends_on"}),
    ],
)
def test_단계는_사업_기간_안에서_차례대로다(first, last, faults):
    asking = Typed(begins_on=first, ends_on=last)
    pilot_entries._days_in_order(pilot(), asking)
    assert set(asking.faults) == faults


@pytest.mark.parametrize(
    ("first", "last", "clash"),
    [
        ("2026-03-01", "2026-03-09", False),
        ("2026-03-01", "2026-03-10", True),
        ("2026-03-01", "2026-03-11", True),
        ("2026-03-19", "2026-03-25", True),
        ("2026-03-20", "2026-03-25", True),
        ("2026-03-21", "2026-03-25", False),
    ],
)
def test_지급분의_기간은_겹치지_않는다(first, last, clash):
    held = pilot(
        begins_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        payments=[SimpleNamespace(amount=60, begins_on=date(2026, 3, 10), ends_on=date(2026, 3, 20))],
    )
    asking = Typed(begins_on=first, ends_on=last, amount=10)
    pilot_entries._check_payment(held, asking)
    assert ("begins_on" in asking.faults) == clash


@pytest.mark.parametrize(("amount", "fits"), [(39, True), (40, True), (41, False)])
def test_지급액의_합은_지원금까지(amount, fits):
    paid = [SimpleNamespace(amount=60, begins_on=MONDAY, ends_on=MONDAY)]
    asking = Typed(begins_on="2026-03-03", ends_on="2026-03-04", amount=amount)
    pilot_entries._check_payment(pilot(payments=paid), asking)
    assert ("amount" not in asking.faults) == fits


@pytest.mark.parametrize(("amount", "fits"), [(59, True), (60, True), (61, False)])
def test_예산의_합은_사업비까지(amount, fits):
    asking = Typed(amount=amount)
    pilot_entries._check_budget(pilot(budget=[SimpleNamespace(amount=60)]), asking)
    assert ("amount" not in asking.faults) == fits


@pytest.mark.parametrize(
    ("day", "fits"), [("2026-03-01", False), ("2026-03-02", True), ("2026-03-03", True), ("2026-03-04", False)]
)
def test_평가일은_사업_시작일부터_오늘까지(today, day, fits):
    today(TUESDAY)
    given = {"held_on": day}
    found = [marks.held_in_time(pilot(), given), evaluation.not_to_come(None, given)]
    assert (found == [None, None]) == fits


@pytest.mark.parametrize(("spent", "fits"), [(49, False), (50, True), (51, True)])
def test_누적_집행액은_줄지_않는다(spent, fits):
    held = pilot(
        reports=[SimpleNamespace(year_no=1, month="2026-01", spent=50)], year_no=1, milestones=[], indicators=[]
    )
    asking = Typed(spent=spent)
    questions.check(held, asking)
    assert ("spent" not in asking.faults) == fits


@pytest.mark.parametrize(("day", "fits"), [("2026-03-01", False), ("2026-03-02", True), ("2026-03-03", True)])
def test_단계와_지표는_사업_시작일부터(day, fits):
    held = pilot(
        reports=[],
        year_no=1,
        milestones=[SimpleNamespace(id=1, year_no=1, done_on=None)],
        indicators=[SimpleNamespace(id=2, readings=[])],
    )
    asking = Typed(spent=None, m1=day, i2="5", d2=day)
    questions.check(held, asking)
    assert (set(asking.faults) == set()) == fits
    assert len(asking.faults) == (0 if fits else 2)


@pytest.mark.parametrize(("day", "months"), [(date(2026, 2, 28), 1), (date(2026, 3, 1), 2), (date(2026, 4, 1), 3)])
def test_보고할_달은_이번_달까지(monkeypatch, today, day, months):
    today(day)
    monkeypatch.setattr(questions, "months_of", lambda _pilot: ["2026-02", "2026-03", "2026-04"])
    held = pilot(reports=[], year_no=1, milestones=[], indicators=[])
    assert len(questions.fields_of(held)[0].choices) == months


@pytest.mark.parametrize(("off", "which"), [(-1, 0), (0, 1), (1, 1)])
def test_시범사업의_기준은_시행일부터(monkeypatch, off, which):
    first = shipped_rules()[0]
    known = [replace(first, effective_from=date(2020, 1, 1)), replace(first, effective_from=MONDAY, version="새 기준")]
    monkeypatch.setattr(standard, "all_pilot_rules", lambda: known)
    assert standard.pilot_rule_on(MONDAY + timedelta(days=off)) is known[which]


@pytest.mark.parametrize(
    ("day", "counted"), [(date(2026, 11, 22), 0), (date(2026, 11, 23), 1), (date(2026, 11, 24), 1)]
)
def test_최종평가는_평가일부터_센다(session, today, day, counted):
    today(date(2026, 11, 23))
    pilot_of.evaluated("93")
    (row,) = pilot_sheets.pilots_outside(AsOf(day=day, first_year=2026))
    assert (row[5] is not None) == bool(counted)


@pytest.mark.parametrize(("year", "rows"), [(2025, 0), (2026, 1), (2027, 1)])
def test_시범사업은_선정한_해부터_센다(session, today, year, rows):
    today(date(2026, 11, 23))
    pilot_of.running()
    assert len(pilot_sheets.pilots_outside(AsOf(day=date(year, 12, 31), first_year=2025))) == rows

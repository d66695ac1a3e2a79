"""Grants, pilots, finance and strategy: each sum, score and day on the value that its rule names,
the one before and the one after.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds.finance.confirmations import acts as confirmations
from funds.finance.credit import scorecard
from funds.finance.credit.factors import shipped_model
from funds.finance.credit.outcomes import FEWEST_OF_EACH, FEWEST_ROWS, _refuse_thin
from funds.finance.register import demand, entries, returns
from funds.finance.register import queries as register
from funds.finance.register.models import Fund, SurveyedPlans
from funds.grants.money import acts as grants_acts
from funds.grants.money import changes, matrix
from funds.grants.money import queries as grants_queries
from funds.grants.money.budget import Shift, budget_problem, enough_own
from funds.grants.settlement import acts as settling
from funds.grants.settlement import arithmetic, pages
from funds.grants.settlement import returns as paying_back
from funds.grants.terms import BUDGETS, Budget
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
from funds.strategy import queries as strategy
from funds.strategy.indicators.doubts import doubts
from funds.strategy.indicators.figures import Figure
from funds.strategy.releases.acts import _doubtful
from portal.core.tables import AsOf
from portal.core.text import Text
from tests import pilot_maker as pilot_of
from tests.unit.test_boundaries_selection import AROUND, MONDAY, SUNDAY, TUESDAY, WEDNESDAY, Typed, each

# ---- 보조금: 교부와 변경 ----


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        ("2026-03-01", "2026-03-10", False),
        ("2026-03-02", "2026-03-10", True),
        ("2026-03-03", "2026-03-02", False),
        ("2026-03-03", "2026-03-03", True),
        ("2026-03-03", "2026-12-30", True),
        ("2026-03-03", "2026-12-31", True),
        ("2026-03-03", "2027-01-01", False),
    ],
)
def test_사업_기간은_협약_기간_안이다(monkeypatch, first, last, fits):
    q = grants_acts.q
    monkeypatch.setattr(q, "is_granted", lambda _programme: True)
    monkeypatch.setattr(q, "year_now", lambda _case: 1)
    monkeypatch.setattr(q, "grant_of", lambda _case, _year: None)
    monkeypatch.setattr(q, "years_days", lambda _case, _year: (MONDAY, date(2026, 12, 31)))
    monkeypatch.setattr(q, "year_sum", lambda _case, _year: 100)
    monkeypatch.setattr(q, "own_needed", lambda _case: 0)
    case = SimpleNamespace(programme="project", payments=[1], call=SimpleNamespace(year=2026))
    given = {"begins_on": first, "ends_on": last, "lines": [["staff", "state", 100]]}
    assert (grants_acts.grantable(case, given) is None) == fits


@pytest.mark.parametrize(
    ("visited", "due", "fits"),
    [
        ("2026-03-01", None, False),  # granted on the 2nd
        ("2026-03-02", None, True),
        ("2026-03-04", None, True),
        ("2026-03-05", None, False),  # to come
        ("2026-03-03", "2026-03-02", False),
        ("2026-03-03", "2026-03-03", True),
        ("2026-03-03", "2026-03-04", True),
    ],
)
def test_점검은_교부결정부터_오늘까지(monkeypatch, today, visited, due, fits):
    today(WEDNESDAY)
    monkeypatch.setattr(grants_acts.q, "grants_of", lambda _case: [SimpleNamespace(decided_on=MONDAY)])
    given = {"visited_on": visited, "due_on": due, "measures": "가상 조치" if due else ""}
    assert (grants_acts.check_fits(None, given) is None) == fits


@pytest.mark.parametrize(("own", "fits"), [(29, False), (30, True), (31, True)])
def test_자부담은_정한_비율부터(own, fits):
    assert enough_own({"state": 70, "local": 30 - own if own < 30 else 0, "own_cash": own}, ["own_cash"], 30) == fits


@pytest.mark.parametrize(
    ("before", "after", "within"),
    [
        (100, 119, True),
        (100, 120, True),
        (100, 121, False),
        (100, 80, True),
        (100, 79, False),
        (0, 0, False),
        (0, 1, False),
        (1, 1, True),
    ],
)
def test_승인_없이_바꾸는_것은_정한_비율까지(before, after, within):
    assert Shift("staff", "state", before, after).within(20) == within


@pytest.mark.parametrize(("won", "fits"), [(-1, False), (0, True), (1, True)])
def test_예산은_0원부터(won, fits):
    budget = {("staff", "state"): 100, ("travel", "local"): won}
    assert (budget_problem("project", budget, 100, 0, ("own_cash",)) is None) == fits


@pytest.mark.parametrize(("day", "over"), each(AROUND, False, False, True))
def test_변경은_사업_기간의_마지막_날까지(today, day, over):
    today(day)
    grant = SimpleNamespace(ends_on=MONDAY, award=SimpleNamespace(state="in_force"))
    assert (changes.over(grant) is not None) == over
    grant.award.state = "revoked"
    assert changes.over(grant) is not None


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_예산_칸은_0원부터_가장_큰_금액까지(off):
    declared = Budget(("staff",), ("state",))
    name = matrix.box("staff", "state")
    assert bool(matrix.read(declared, {name: str(matrix.MOST + off)})[2]) == (off > 0)
    assert bool(matrix.read(declared, {name: str(off)})[2]) == (off < 0)


@pytest.mark.parametrize(("off", "tolerance"), [(-1, 10), (0, 30), (1, 30)])
def test_규정은_시행일부터(monkeypatch, off, tolerance):
    shipped = grants_queries.SHIPPED[-1]
    known = [
        replace(shipped, effective_from=date(2020, 1, 1), tolerance=10),
        replace(shipped, effective_from=MONDAY, tolerance=30),
    ]
    monkeypatch.setattr(grants_queries, "all_rules", lambda: known)
    assert grants_queries.rule_on(MONDAY + timedelta(days=off)).tolerance == tolerance


@pytest.mark.parametrize(
    ("year", "own"), [(2023, ("own_cash", "own_kind")), (2024, ("own_cash",)), (2025, ("own_cash",))]
)
def test_현물은_2023년_공모까지_자부담이다(year, own):
    assert BUDGETS["project"].own_sources(year) == own


# ---- 보조금: 정산 ----


def settlement(**given):
    grant = SimpleNamespace(
        begins_on=MONDAY, ends_on=WEDNESDAY, award=SimpleNamespace(state="in_force"), decided_on=MONDAY
    )
    return SimpleNamespace(grant=grant, rows=[], report="가상 실적", **given)


@pytest.mark.parametrize(
    ("day", "fits"), [(SUNDAY, False), (MONDAY, True), (TUESDAY, True), (WEDNESDAY, True), (date(2026, 3, 5), False)]
)
def test_집행일은_사업_기간의_첫날부터_마지막_날까지(day, fits):
    case = settlement()
    case.rows = [SimpleNamespace(spent_on=day, paper_id=1)]
    assert (settling.row_gaps(case) == []) == fits
    case.rows = []
    asking = Typed(spent_on=day.isoformat(), evidence_no="", evidence_kind="", source="state")
    pages._check_row(case, None, asking)
    assert ("spent_on" not in asking.faults) == fits


@pytest.mark.parametrize(("day", "may"), [(TUESDAY, False), (WEDNESDAY, False), (date(2026, 3, 5), True)])
def test_실적은_사업_기간이_끝난_뒤에_낸다(today, day, may):
    today(day)
    assert (settling.complete(settlement(), {}) is None) == may


@pytest.mark.parametrize(("final", "cut"), [(79, True), (80, False), (81, False)])
def test_쓴_것보다_적게_받으면_먼저_알린다(final, cut):
    for granted, spent in ((100, 80), (80, 100)):
        assert settling.is_cut(SimpleNamespace(final=final, granted=granted, spent={"state": spent})) == cut


@pytest.mark.parametrize(("days", "fits"), [(9, False), (10, True), (11, True)])
def test_정산의_의견제출_기간은_열흘부터(monkeypatch, days, fits):
    monkeypatch.setattr(settling.q, "rule_of", lambda _grant: SimpleNamespace(opinion_days=10))
    monkeypatch.setattr(settling, "reckoned", lambda _case: None)
    monkeypatch.setattr(settling, "is_cut", lambda _settled: True)
    assert (settling.something_cut(settlement(), {"days": days}) is None) == fits


@pytest.mark.parametrize(("day", "heard"), each(AROUND, False, False, True))
def test_불인정은_의견제출_기간이_지난_뒤에_확정한다(today, day, heard):
    today(day)
    case = settlement(state="notice", opinion="", opinion_by=MONDAY)
    assert (settling.heard(case, {}) is None) == heard
    case.opinion = "의견"
    assert settling.heard(case, {}) is None


@pytest.mark.parametrize(("amount", "fits"), [(99, True), (100, True), (101, False)])
def test_불인정은_통지한_만큼까지(today, amount, fits):
    today(TUESDAY)
    case = settlement(state="notice", opinion="", opinion_by=MONDAY)
    case.rows = [SimpleNamespace(disallowance=SimpleNamespace(noticed=100, amount=amount))]
    assert (settling.heard(case, {}) is None) == fits


@pytest.mark.parametrize(("won", "fits"), [(-1, False), (0, True), (100, True), (101, False)])
def test_불인정은_집행액까지(won, fits):
    assert (pages._disallow_problem(SimpleNamespace(amount=100), won, "가상 사유") is None) == fits


@pytest.mark.parametrize(
    ("day", "fits"), [("2026-03-01", False), ("2026-03-02", True), ("2026-03-04", True), ("2026-03-05", False)]
)
def test_반환은_확정한_날부터_오늘까지(monkeypatch, today, day, fits):
    today(WEDNESDAY)
    monkeypatch.setattr(paying_back, "owed", lambda _case: 100)
    monkeypatch.setattr(paying_back, "account_of", lambda *_given: None)
    case = SimpleNamespace(decided_on=MONDAY, receipts=[])
    assert (paying_back.receivable(case, {"on": day, "amount": 10}) is None) == fits


def settled(*rows, budget=100, needed=0, own=()):
    return arithmetic.settle(
        {("staff", "state"): budget},
        [arithmetic.Spent(*row) for row in rows],
        granted=200,
        paid=0,
        own_needed=needed,
        own_sources=own,
        tolerance=20,
    )


@pytest.mark.parametrize(("spent", "excess"), [(119, 0), (120, 0), (121, 1)])
def test_비목은_정한_비율만큼_넘을_수_있다(spent, excess):
    assert sum(e.over for e in settled(("staff", "state", spent)).excess) == excess


@pytest.mark.parametrize(("needed", "share"), [(-1, None), (0, None), (1, 4950)])
def test_자부담_비율이_0이면_따지지_않는다(needed, share):
    assert settled(("staff", "own_cash", 50), needed=needed, own=("own_cash",)).by_share == share


@pytest.mark.parametrize(
    ("row", "fits"), [((0, 0), True), ((-1, 0), False), ((5, -1), False), ((5, 5), True), ((5, 6), False)]
)
def test_집행과_불인정은_0원부터_집행액까지(row, fits):
    if fits:
        settled(("staff", "state", *row))
    else:
        with pytest.raises(ValueError, match="spending row"):
            settled(("staff", "state", *row))


def test_예산은_음수가_아니다():
    settled(budget=0)
    with pytest.raises(ValueError, match="negative money"):
        settled(budget=-1)


RATES = [(date(2026, 1, 1), Decimal("3.65")), (date(2026, 3, 4), Decimal("7.30"))]


@pytest.mark.parametrize(
    ("until", "won"), [(SUNDAY, 0), (MONDAY, 0), (TUESDAY, 100), (WEDNESDAY, 300), (date(2026, 3, 5), 500)]
)
def test_이자는_다음_날부터_세고_이율은_그날부터_바뀐다(until, won):
    assert arithmetic.interest(1_000_000, MONDAY, until, RATES).amount == won


@pytest.mark.parametrize(("base", "won"), [(-1_000_000, 0), (0, 0), (1_000_000, 100)])
def test_이자는_원금이_있어야_붙는다(base, won):
    assert arithmetic.interest(base, MONDAY, TUESDAY, RATES).amount == won


@pytest.mark.parametrize(
    ("on", "came", "left", "overdue"),
    [
        (MONDAY, MONDAY, 0, 0),
        (TUESDAY, WEDNESDAY, 1_000_000, 100),
        (WEDNESDAY, WEDNESDAY, 300, 300),
        (date(2026, 3, 5), WEDNESDAY, 300, 300),
    ],
)
def test_연체는_기한의_다음_날부터_들어온_날까지(on, came, left, overdue):
    found = arithmetic.account(1_000_000, 0, MONDAY, [arithmetic.Receipt(came, 1_000_000)], on, RATES)
    assert found.overdue == overdue
    assert found.balance == (left if left != 1_000_000 else 1_000_100)


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


# ---- 펀드 ----


@pytest.mark.parametrize(("day", "fits"), [("2026-03-01", False), ("2026-03-02", True), ("2026-03-03", True)])
def test_받은_날은_확인을_받은_날부터(day, fits):
    assert (confirmations.support_fits(SimpleNamespace(decided_on=MONDAY), {"received_on": day}) is None) == fits


def fund(**given):
    held = {
        "size": 1000,
        "begins_on": MONDAY,
        "investments": [],
        "calls": [],
        "returned": [],
        "valuations": [],
        "statements": [],
        "published": False,
        "commitments": [],
    }
    return SimpleNamespace(**(held | given))


@pytest.mark.parametrize(("day", "fits"), [("2026-03-01", False), ("2026-03-02", True), ("2026-03-03", True)])
def test_펀드의_일은_시작한_날부터(day, fits):
    asking = Typed(on=day)
    entries._after_start(fund(), asking)
    assert (asking.faults == {}) == fits
    made = fund(investments=[SimpleNamespace(id=1, on=MONDAY)])
    asking = Typed(on=day, investment="1")
    entries._after_investment(made, asking)
    assert (asking.faults == {}) == fits


@pytest.mark.parametrize(("amount", "fits"), [(399, True), (400, True), (401, False)])
def test_펀드의_합은_결성액까지(amount, fits):
    asking = Typed(amount=amount)
    entries._within_size(fund(), asking, 600, Text("납입액", "Paid in"))
    assert (asking.faults == {}) == fits


class Investing(Typed):
    """The answers of an investment."""

    @property
    def answers(self):
        return self


@pytest.mark.parametrize(
    ("amount", "fits"), [("-1", False), ("0.00", False), ("1", True), ("399", True), ("400", True), ("401", False)]
)
def test_투자액은_0보다_크고_결성액까지(monkeypatch, amount, fits):
    monkeypatch.setattr(entries, "_check_filing", lambda _asking: None)
    asking = Investing(on="2026-03-03", country="VN", amount=amount, currency="KRW")
    entries._check_investment(fund(investments=[SimpleNamespace(won=600)]), asking)
    assert (asking.faults == {}) == fits


@pytest.mark.parametrize(("day", "fits"), [("2026-03-01", True), ("2026-03-02", False), ("2026-03-03", False)])
def test_회수를_마친_날부터는_적지_않는다(day, fits):
    held = fund(returned=[SimpleNamespace(exits=True, investment_id=1, on=MONDAY)])
    asking = Typed(on=day, investment="1")
    entries._not_after_exit(held, asking, SimpleNamespace(id=1))
    assert (asking.faults == {}) == fits
    held.returned[0].exits = False
    asking = Typed(on="2026-03-03", investment="1")
    entries._not_after_exit(held, asking, SimpleNamespace(id=1))
    assert asking.faults == {}


@pytest.mark.parametrize(
    ("day", "counts"), list(zip(AROUND, [(0, 0, 0, 0), (1, 300, 500, 70), (1, 300, 500, 70)], strict=True))
)
def test_펀드는_그날까지의_것을_센다(day, counts):
    made = SimpleNamespace(id=1, on=MONDAY, won=300, main_purpose=True)
    held = fund(
        investments=[made],
        calls=[SimpleNamespace(on=MONDAY, amount=500)],
        returned=[SimpleNamespace(on=MONDAY, won=70, exits=False, investment_id=1)],
    )
    found = register.standing(held, day)
    assert (found.count, found.invested, found.paid_in, found.paid_back) == counts
    flows = register.flows_of(held, day)
    assert [f.amount for f in flows[:2]] == ([] if not counts[0] else [-500, 70])


@pytest.mark.parametrize(
    ("day", "worth"), [(SUNDAY, [300]), (MONDAY, [350]), (TUESDAY, [350]), (WEDNESDAY, []), (date(2026, 3, 5), [])]
)
def test_투자의_가치는_평가한_날부터_바뀌고_회수를_마친_날부터_없다(day, worth):
    made = SimpleNamespace(id=1, on=date(2026, 2, 1), won=300)
    held = fund(
        investments=[made],
        valuations=[SimpleNamespace(investment_id=1, on=MONDAY, won=350)],
        returned=[SimpleNamespace(on=WEDNESDAY, won=400, exits=True, investment_id=1)],
    )
    assert [won for _, won in register.values_held(held, day)] == worth
    held.returned[0].exits = False
    assert [won for _, won in register.values_held(held, day)] != []


@pytest.mark.parametrize(("day", "worth"), [(SUNDAY, []), (MONDAY, [300]), (TUESDAY, [300])])
def test_투자는_그날부터_가치가_있다(day, worth):
    held = fund(investments=[SimpleNamespace(id=1, on=MONDAY, won=300)])
    assert [won for _, won in register.values_held(held, day)] == worth


@pytest.mark.parametrize(("day", "count"), each(AROUND, None, 4, 4))
def test_공표는_그날부터_센다(day, count):
    held = fund(published=True, statements=[SimpleNamespace(on=MONDAY, investments=4, won=None)])
    assert register.standing(held, day).count == count


@pytest.mark.parametrize(
    ("day", "open_", "closed"),
    [(SUNDAY, 0, 0), (MONDAY, 1, 0), (TUESDAY, 1, 0), (WEDNESDAY, 1, 0), (date(2026, 3, 5), 0, 1)],
)
def test_펀드는_시작한_날부터_끝나는_날까지_열린다(session, day, open_, closed):
    session.add(Fund(name="가상펀드", size=1000, begins_on=MONDAY, ends_on=WEDNESDAY, expands=True, source="가상"))
    session.flush()
    found = demand.demand(day)
    mine = [[s for s in side if s.fund.name == "가상펀드"] for side in (found.open_funds, found.closed_funds)]
    assert [len(side) for side in mine] == [open_, closed]


@pytest.mark.parametrize(("day", "found"), each(AROUND, False, True, True))
def test_실태조사는_그날부터_쓴다(session, day, found):
    made = SurveyedPlans(survey_year=2026, on=MONDAY, source="가상", rows=[])
    session.add(made)
    session.flush()
    assert (demand.latest_survey(day) is made) == found


@pytest.mark.parametrize(
    ("year", "count", "won", "fits"),
    [
        (2025, 1, 5, False),
        (2026, 1, 5, True),
        (2036, 1, 5, True),
        (2037, 1, 5, False),
        (2026, 0, 5, False),
        (2026, 2, 5, True),
        (2026, 1, 0, True),
        (2026, 1, -1, False),
        (2026, 1, 10**15, True),
        (2026, 1, 10**15 + 1, False),
    ],
)
def test_투자_계획의_줄(year, count, won, fits):
    rows, problems = demand.read_plans(f"베트남;{year};{count};{won}", 2026)
    assert (len(rows), len(problems)) == ((1, 0) if fits else (0, 1))


@pytest.mark.parametrize(("amount", "fits"), [(99, True), (100, True), (101, False), (0, True), (-1, False)])
def test_투자액은_결성액까지_소진한다(amount, fits):
    if fits:
        assert returns.use_rate(Decimal(100), Decimal(amount)).remaining == 100 - amount
    else:
        with pytest.raises(returns.Unusable):
            returns.use_rate(Decimal(100), Decimal(amount))


# ---- 신용평가 ----


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_등급은_정한_점수부터(off):
    model = shipped_model()
    for better, worse in zip(model.grades, model.grades[1:], strict=False):
        found = model.grade_of(better.start + off)
        assert found is (worse if off < 0 else better)


def test_구간은_시작하는_값부터():
    factor = next(f for f in shipped_model().factors if len(f.bands) > 1)
    start = factor.bands[1].start
    assert [factor.held(start + Decimal(off)) for off in ("-0.1", "0", "0.1")] == [
        factor.bands[0],
        factor.bands[1],
        factor.bands[1],
    ]


def test_값은_항목이_정한_범위_안이다():
    factor = next(f for f in shipped_model().factors if f.least is not None and f.most is not None)
    values = [factor.least - 1, factor.least, factor.most, factor.most + 1]
    assert [scorecard._unfit(factor, Decimal(v)) is None for v in values] == [False, True, True, False]


@pytest.mark.parametrize(("known", "graded"), [(59, False), (60, True), (61, True)])
def test_등급은_자료가_있는_배점이_정한_비율부터(known, graded):
    """Two factors of `known` and the rest of 100 points; the second has no data."""
    shipped = shipped_model()
    factor = next(f for f in shipped.factors if f.levels)

    def worth(key, most):
        levels = tuple(replace(level, points=most if n == 0 else 0) for n, level in enumerate(factor.levels))
        return replace(factor, id=key, levels=levels)

    model = replace(shipped, factors=(worth("a", known), worth("b", 100 - known)), grade_needs_percent=60)
    found = scorecard.assess(model, {"a": factor.levels[0].id, "b": None})
    assert (found.grade is not None) == graded


@pytest.mark.parametrize(("revenue", "there"), [("0", False), ("0.1", True)])
def test_매출이_있어야_이익률이_있다(revenue, there):
    found = scorecard.financial_ratios({"operating_profit": Decimal(1), "revenue": Decimal(revenue)})
    assert ("operating_margin" in found) == there
    with pytest.raises(scorecard.Unusable):
        scorecard.financial_ratios({"revenue": Decimal("-0.1")})


@pytest.mark.parametrize(("profit", "ratio"), [("-1", -9999), ("0", 9999), ("1", 9999)])
def test_이자가_없으면_손실만_나쁘다(profit, ratio):
    found = scorecard.financial_ratios({"operating_profit": Decimal(profit), "interest": Decimal(0)})
    assert found["interest_coverage"] == ratio


@pytest.mark.parametrize(("needed", "gains"), [(0, []), (9, [10]), (10, [10]), (11, [10, 7]), (17, [10, 7]), (18, [])])
def test_등급까지의_길은_꼭_닿는_만큼이다(needed, gains):
    steps = [SimpleNamespace(gain=gain) for gain in (7, 10)]
    assert [step.gain for step in scorecard._path(steps, needed)] == gains


def test_보정은_정한_수의_자료부터():
    enough = [1.0] * FEWEST_OF_EACH + [0.0] * (FEWEST_ROWS - FEWEST_OF_EACH)
    _refuse_thin(enough)
    for thin in (enough[:-1], [0.0, *enough[1:]]):
        with pytest.raises(scorecard.Unusable):
            _refuse_thin(thin)


# ---- 지표 ----


def figure(code, value, year=2024):
    return Figure(iso3="VNM", indicator=code, year=year, value=Decimal(str(value)), source="가상")


@pytest.mark.parametrize(("value", "told"), [(149, 0), (150, 0), (151, 1), (51, 0), (50, 0), (49, 1)])
def test_한_해에_절반까지_달라질_수_있다(value, told):
    held = [figure("SP.POP.TOTL", 100, 2023), figure("SP.POP.TOTL", value)]
    assert len(doubts(held, 2024)) == told


@pytest.mark.parametrize(("before", "told"), [(-1, 0), (0, 0), (1, 1)])
def test_앞선_값이_0보다_커야_견준다(before, told):
    held = [figure("SP.POP.TOTL", before, 2023), figure("SP.POP.TOTL", 100)]
    assert len(doubts(held, 2024)) == told


@pytest.mark.parametrize(
    ("spending", "told"), [("54.9", 0), ("55", 0), ("55.1", 1), ("45.1", 0), ("45", 0), ("44.9", 1)]
)
def test_의료비는_발표된_비율과_10퍼센트까지_다를_수_있다(spending, told):
    from funds.strategy.indicators.doubts import GDP, SHARE, SPENDING

    held = [figure(SPENDING, spending), figure(GDP, 1000), figure(SHARE, 5)]
    assert len(doubts(held, 2024)) == told
    for code in (GDP, SHARE):
        zero = [figure(SPENDING, spending), *(figure(c, 0 if c == code else n) for c, n in ((GDP, 1000), (SHARE, 5)))]
        assert doubts(zero, 2024) == ()


@pytest.mark.parametrize(("value", "told"), [("-0.1", 1), ("0", 0), ("0.1", 0)])
def test_지표는_0보다_작지_않다(value, told):
    release = SimpleNamespace(unknown=[], figures=[figure("SP.POP.TOTL", value)])
    assert len(_doubtful(release, aside=False)) == told


@pytest.mark.parametrize(("off", "counts"), [(-1, False), (0, False), (1, True)])
def test_가져온_지표는_들어_있는_판보다_새로워야_쓴다(monkeypatch, off, counts):
    row = SimpleNamespace(indicator="X", updated=MONDAY + timedelta(days=off))
    monkeypatch.setattr(strategy, "releases", lambda _indicator=None: [row])
    monkeypatch.setattr(strategy, "shipped_release", lambda _indicator: MONDAY)
    assert (strategy.counting() == {"X": row}) == counts


def test_앞_판과_뒤_판은_같은_날의_것이_아니다(monkeypatch):
    rows = [SimpleNamespace(indicator="X", updated=day) for day in (TUESDAY, MONDAY, MONDAY, SUNDAY)]
    monkeypatch.setattr(strategy, "releases", lambda _indicator=None: rows)
    assert strategy.release_before(rows[1]) is rows[3]
    assert strategy.release_after(rows[2]) is rows[0]
    assert strategy.release_before(rows[3]) is None
    assert strategy.release_after(rows[0]) is None

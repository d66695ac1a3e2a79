"""Grant money: each sum and day on the value that its rule names, the one before and the one after."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds.grants.money import acts as grants_acts
from funds.grants.money import changes, matrix
from funds.grants.money import queries as grants_queries
from funds.grants.money.budget import Shift, budget_problem, enough_own
from funds.grants.settlement import acts as settling
from funds.grants.settlement import arithmetic, pages
from funds.grants.settlement import returns as paying_back
from funds.selection.programmes import PROGRAMMES
from funds.selection.programmes.declaration import Budget
from tests.boundaries import Typed, each

SUNDAY, MONDAY, TUESDAY, WEDNESDAY = (date(2026, 3, day) for day in range(1, 5))
AROUND = [SUNDAY, MONDAY, TUESDAY]


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
    assert (budget_problem(PROGRAMMES["project"].budget, budget, 100, 0, ("own_cash",)) is None) == fits


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
    assert PROGRAMMES["project"].budget.own_sources(year) == own


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

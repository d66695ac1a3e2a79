"""Funds, credit and indicators: each sum, score and day on the value that its rule names,
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
from funds.strategy import queries as strategy
from funds.strategy.indicators.doubts import doubts
from funds.strategy.indicators.figures import Figure
from funds.strategy.releases.acts import _doubtful
from portal.core.text import Text
from tests.boundaries import Typed, each

SUNDAY, MONDAY, TUESDAY, WEDNESDAY = (date(2026, 3, day) for day in range(1, 5))
AROUND = [SUNDAY, MONDAY, TUESDAY]


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

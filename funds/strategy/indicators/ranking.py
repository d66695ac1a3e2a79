"""The ranking of strategy countries, every score with the inputs that it was made of. Guesses nothing that is missing.

Re-computable by hand: percentiles and scores are rounded half up to two decimals, and a score is made of the rounded
percentiles that the page shows.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from funds.strategy.indicators.figures import INDICATORS, Figure
from funds.strategy.indicators.weights import LOWER, Measure, Weights
from funds.unusable import Unusable
from portal.core.text import Text

CENT = Decimal("0.01")
RATIO = Decimal("0.000001")
Held = Mapping[tuple[str, str], Mapping[int, Figure]]


@dataclass(frozen=True, kw_only=True)
class Input:
    """One measure of one country.

    `parts` are the figures it was made of, `value` the figure or the quotient (six decimals). Of `among` countries with
    a value in the year, `worse` lie on the worse side and `equal` (with this one) share the value. `contribution` is
    its share of the score in points. Where it is missing, `missing` says so and `last_known` are older or newer
    figures, to be shown and never counted.
    """

    measure: Measure
    value: Decimal | None
    parts: tuple[Figure, ...] = ()
    worse: int = 0
    equal: int = 0
    among: int = 0
    percentile: Decimal | None = None
    contribution: Decimal | None = None
    missing: Text | None = None
    last_known: tuple[Figure, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CountryScore:
    """`present_percent`: the share of the weight for which there are values; below the threshold there is no score."""

    iso3: str
    score: Decimal | None
    rank: int | None
    present_percent: Decimal
    inputs: tuple[Input, ...]

    def workings(self) -> Text | None:
        """The weighted mean written out, e.g. '(25 × 61.20 + 15 × 80.00) ÷ 40 = 68.25'; None without a score."""
        if self.score is None:
            return None
        present = [i for i in self.inputs if i.percentile is not None]
        terms = " + ".join(f"{i.measure.weight:f} × {i.percentile}" for i in present)
        total = sum((i.measure.weight for i in present), Decimal(0))
        line = f"({terms}) ÷ {total:f} = {self.score}"
        return Text(line, line)


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """`rows`: countries with a score by rank, then code; after them those without one by code."""

    weights: Weights
    year: int
    rows: tuple[CountryScore, ...]

    def of(self, iso3: str) -> CountryScore:
        """The row of a country; LookupError where it is no candidate."""
        for row in self.rows:
            if row.iso3 == iso3:
                return row
        raise LookupError(iso3)

    def top(self, count: int) -> tuple[str, ...]:
        """The countries ranked `count` or better (more than `count` where equals stand at the line)."""
        return tuple(row.iso3 for row in self.rows if row.rank is not None and row.rank <= count)


def percentile(worse: int, equal: int, among: int) -> Decimal:
    """The mid-rank percentile: 100 × (countries on the worse side + half of those with the same value) ÷ all countries.

    The country itself is one of the equal ones and of all. So a single country stands at 50, the best of n at 100 −
    50/n, the worst at 50/n, and countries with the same value share one percentile. Rounded half up to two decimals.
    """
    return (Decimal(100) * (worse + Decimal(equal) / 2) / among).quantize(CENT, ROUND_HALF_UP)


def rank(figures: Iterable[Figure], weights: Weights, year: int | None = None) -> Ranking:
    """Rank every country that has any figure, except the excluded ones,
    on the figures of `year` (else the weights' own).

    Each measure enters as its percentile among the countries with a value in that year; where fewer is better, counted
    from the other side. The score is the weighted mean of the percentiles present, given only where at least
    `shown_from_percent` of the weight is present. Equal scores share a rank and the next rank skips. Raises `Unusable`
    where a figure is given twice.
    """
    year = weights.year if year is None else year
    held, countries = _by_country(figures, weights)
    columns = [_column(held, countries, measure, year) for measure in weights.measures]
    scored = [_score(weights, iso3, tuple(column[iso3] for column in columns)) for iso3 in countries]
    return Ranking(weights=weights, year=year, rows=_placed(scored))


def _by_country(figures: Iterable[Figure], weights: Weights) -> tuple[Held, list[str]]:
    held: defaultdict[tuple[str, str], dict[int, Figure]] = defaultdict(dict)
    twice = []
    for figure in figures:
        if figure.iso3 in weights.excluded:
            continue
        if figure.year in held[figure.iso3, figure.indicator]:
            twice.append(figure)
        held[figure.iso3, figure.indicator][figure.year] = figure
    if twice:
        words = Text(
            "{iso3} {code} {year}년 수치가 둘 이상입니다.", "There is more than one figure of {iso3}, {code}, {year}."
        )
        raise Unusable([words.format(iso3=f.iso3, code=f.indicator, year=f.year) for f in twice])
    return held, sorted({iso3 for iso3, _ in held})


def _column(held: Held, countries: Sequence[str], measure: Measure, year: int) -> dict[str, Input]:
    """One measure for all countries."""
    values = {iso3: _value(_parts(held, iso3, measure, year)) for iso3 in countries}
    ordered = sorted(value for value in values.values() if value is not None)
    column = {}
    for iso3, value in values.items():
        if value is None:
            column[iso3] = _missing(held, iso3, measure, year)
            continue
        below, reach = bisect_left(ordered, value), bisect_right(ordered, value)
        worse = len(ordered) - reach if measure.better == LOWER else below
        column[iso3] = Input(
            measure=measure,
            value=value,
            parts=_parts(held, iso3, measure, year) or (),
            worse=worse,
            equal=reach - below,
            among=len(ordered),
            percentile=percentile(worse, reach - below, len(ordered)),
        )
    return column


def _parts(held: Held, iso3: str, measure: Measure, year: int) -> tuple[Figure, ...] | None:
    """The figures of all the measure's codes in `year`, None unless there is one of each."""
    parts = [held.get((iso3, code), {}).get(year) for code in measure.codes]
    found = tuple(part for part in parts if part is not None)
    return found if len(found) == len(parts) else None


def _value(parts: tuple[Figure, ...] | None) -> Decimal | None:
    if parts is None:
        return None
    if len(parts) == 1:
        return parts[0].value
    above, below = parts
    return (above.value / below.value).quantize(RATIO, ROUND_HALF_UP) if below.value > 0 else None


def _missing(held: Held, iso3: str, measure: Measure, year: int) -> Input:
    lacking = [code for code in measure.codes if year not in held.get((iso3, code), {})] or [measure.codes[-1]]
    labels = [INDICATORS[code].label if code in INDICATORS else Text(code, code) for code in lacking]
    years = {y for code in measure.codes for y in held.get((iso3, code), {})}
    known = (_parts(held, iso3, measure, y) for y in sorted(years, key=lambda y: (abs(y - year), -y)) if y != year)
    words = Text("{year}년 {what} 자료 없음", "no {what} for {year}")
    what = Text(", ".join(label.ko for label in labels), ", ".join(label.en for label in labels))
    return Input(
        measure=measure,
        value=None,
        missing=words.format(year=year, what=what),
        last_known=next((parts for parts in known if parts), ()),
    )


def _score(weights: Weights, iso3: str, inputs: tuple[Input, ...]) -> CountryScore:
    present = sum((i.measure.weight for i in inputs if i.percentile is not None), Decimal(0))
    enough = present > 0 and 100 * present >= weights.shown_from_percent * weights.total
    weighted = sum((i.measure.weight * i.percentile for i in inputs if i.percentile is not None), Decimal(0))
    if enough:
        inputs = tuple(
            i if i.percentile is None else replace(i, contribution=_cents(i.measure.weight * i.percentile / present))
            for i in inputs
        )
    return CountryScore(
        iso3=iso3,
        score=_cents(weighted / present) if enough else None,
        rank=None,
        present_percent=(100 * present / weights.total).quantize(Decimal("0.1"), ROUND_HALF_UP),
        inputs=inputs,
    )


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _placed(scored: Sequence[CountryScore]) -> tuple[CountryScore, ...]:
    shown = sorted((row for row in scored if row.score is not None), key=lambda row: (-(row.score or 0), row.iso3))
    placed: list[CountryScore] = []
    for _, equals in groupby(shown, key=lambda row: row.score):
        place = len(placed) + 1
        placed += [replace(row, rank=place) for row in equals]
    return (*placed, *(row for row in scored if row.score is None))

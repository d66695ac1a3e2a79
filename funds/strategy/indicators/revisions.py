"""What changed between two releases of one indicator: a figure added, removed or revised. Judges nothing."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from funds.strategy.indicators.worldbank import Release
from funds.unusable import Unusable
from portal.core.text import Text


@dataclass(frozen=True)
class Revision:
    """A country's figure of a year in both releases; None where a release does not hold it."""

    iso3: str
    year: int
    before: Decimal | None
    after: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        """The change in per cent of the old value, to one decimal; None where there is nothing to divide."""
        if self.before is None or self.after is None or self.before == 0:
            return None
        change = 100 * (self.after - self.before) / abs(self.before)
        return change.quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Changes:
    """From an older to a newer release; lists by country, then year. `same` counts the figures that did not change."""

    older: Release
    newer: Release
    added: tuple[Revision, ...]
    removed: tuple[Revision, ...]
    revised: tuple[Revision, ...]
    same: int

    @property
    def new_years(self) -> tuple[int, ...]:
        """Years for which only the newer release holds any figure."""
        before = {figure.year for figure in self.older.figures}
        return tuple(sorted({figure.year for figure in self.newer.figures} - before))

    @property
    def median_percent(self) -> Decimal | None:
        """The median size of the revisions in per cent, None where nothing was revised."""
        sizes = [abs(revision.percent) for revision in self.revised if revision.percent is not None]
        return Decimal(median(sizes)) if sizes else None


def compare(one: Release, other: Release) -> Changes:
    """What changed from the older of the two to the newer. Raises `Unusable` where their indicators differ."""
    if one.indicator != other.indicator:
        words = Text("서로 다른 지표입니다: {one}, {other}", "These are different indicators: {one}, {other}")
        raise Unusable([words.format(one=one.indicator, other=other.indicator)])
    older, newer = sorted((one, other), key=lambda release: release.updated)
    before = {(f.iso3, f.year): f.value for f in older.figures}
    after = {(f.iso3, f.year): f.value for f in newer.figures}
    both = [Revision(*key, before.get(key), after.get(key)) for key in sorted(before.keys() | after.keys())]
    return Changes(
        older=older,
        newer=newer,
        added=tuple(r for r in both if r.before is None),
        removed=tuple(r for r in both if r.after is None),
        revised=tuple(r for r in both if None not in (r.before, r.after) and r.before != r.after),
        same=sum(r.before == r.after for r in both),
    )

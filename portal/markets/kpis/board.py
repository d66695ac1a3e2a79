"""The board: each indicator with its versions, the values of each, and where one definition gives way to the next.

Reads only. A year belongs to one version: from the year a version holds until the next one's. Values of two
versions are never joined.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from portal.core import clock
from portal.core.db import db
from portal.core.declared import fact
from portal.core.tables import AsOf
from portal.core.text import Text
from portal.markets.kpis.models import AddedVersion, EnteredValue
from portal.markets.kpis.terms import KPIS, Kpi
from portal.markets.series.models import PublishedFigure
from portal.markets.statistics import tables


@dataclass(frozen=True)
class Version:
    """A version with its number; `target` is None where it keeps the indicator's own.

    `added` is what an official entered.
    """

    no: int
    since: int
    definition: Text
    source: Text
    values: dict[int, int]
    computed: str
    baseline: tuple[int, int] | None
    target: tuple[int, int] | None
    added: AddedVersion | None = None


@dataclass(frozen=True)
class Row:
    """One indicator of the board.

    `series` holds each version with the values of its own years; `last` is the newest value.
    """

    kpi: Kpi
    series: list[tuple[Version, dict[int, int]]]
    last: tuple[int, int, Version] | None

    @property
    def target(self) -> tuple[int, int]:
        """(year, value): of the version of the newest value, else the indicator's own."""
        held = self.last[2].target if self.last else None
        return held or (self.kpi.target_year, self.kpi.target)

    @property
    def reached(self) -> int | None:
        """How much of the target the newest value is, in whole per cent."""
        return round(100 * self.last[1] / self.target[1]) if self.last and self.target[1] else None

    @property
    def broken(self) -> bool:
        """Whether the newest value is counted in another way than the target was set for."""
        return self.last is not None and self.last[2].no > 1 and self.last[2].target is None

    @property
    def years(self) -> list[int]:
        """Every year from the first value to the last, without gaps."""
        held = [year for _, points in self.series for year in points]
        return list(range(min(held), max(held) + 1)) if held else []

    @property
    def breaks(self) -> list[tuple[int, Version]]:
        """(place among `years`, version): before which year a new definition begins."""
        years = self.years
        return [(years.index(v.since), v) for v, _ in self.series[1:] if v.since in years]

    def of_version(self, version: Version) -> list[int | None]:
        """The version's values over all `years` of the row; None in those of others."""
        held = next(points for v, points in self.series if v is version)
        return [held.get(year) for year in self.years]

    @property
    def values(self) -> list[tuple[int, int, Version]]:
        """(year, value, version) of every value, by year."""
        return sorted(((y, n, v) for v, points in self.series for y, n in points.items()), key=lambda one: one[0])


def kpi_of(key: str) -> Kpi | None:
    return next((k for k in KPIS if k.key == key), None)


def versions(kpi: Kpi) -> list[Version]:
    """All versions of an indicator by the year from which they hold."""
    shipped = [
        Version(n, v.since, v.definition, v.source, dict(v.values), v.computed, v.baseline, None)
        for n, v in enumerate(kpi.versions, 1)
    ]
    wanted = select(AddedVersion).where(AddedVersion.kpi == kpi.key).order_by(AddedVersion.since)
    for n, row in enumerate(db.session.scalars(wanted), len(shipped) + 1):
        shipped.append(_added(n, row))
    entered = select(EnteredValue).where(EnteredValue.kpi == kpi.key).order_by(EnteredValue.id)
    for value in db.session.scalars(entered):
        if value.no <= len(shipped):
            shipped[value.no - 1].values[value.year] = value.value
    return shipped


def _added(no: int, row: AddedVersion) -> Version:
    return Version(
        no,
        row.since,
        Text(row.definition_ko, row.definition_en or row.definition_ko),
        Text(row.source, row.source),
        {},
        row.computed,
        (row.baseline_year, row.baseline) if row.baseline_year and row.baseline is not None else None,
        (row.target_year, row.target) if row.target_year and row.target is not None else None,
        row,
    )


def points(version: Version, day: date, *, yearly: bool) -> dict[int, int]:
    """All values of a version by year as of the day: entered ones over the portal's own reading,
    years to come left out.

    Of a `yearly` count the year of the day itself is over on no day of it: only a reading that counts
    up to the day tells of it.
    """
    reading = READINGS.get(version.computed)
    found = reading.values(day) if reading else {}
    last = day.year - 1 if yearly and not (reading and reading.running) else day.year
    return {year: n for year, n in sorted((found | version.values).items()) if year <= last}


def row_of(kpi: Kpi, day: date) -> Row:
    """The indicator as the board shows it on the day."""
    held = versions(kpi)
    series = []
    for version, after in zip(held, [*held[1:], None], strict=True):
        own = {
            year: n
            for year, n in points(version, day, yearly=kpi.yearly).items()
            if (version.no == 1 or year >= version.since) and (after is None or year < after.since)
        }
        if own:
            series.append((version, own))
    found = [(y, n, v) for v, p in series for y, n in p.items() if not kpi.yearly or y < day.year]
    return Row(kpi, series, max(found, key=lambda one: one[0], default=None))


def board(day: date | None = None) -> list[Row]:
    """Every indicator as of the day (today).

    A yearly count waits until its year is over before it is the newest value.
    """
    return [row_of(kpi, day or clock.today()) for kpi in KPIS]


# ---- readings of the portal's own data --------------------------------------------------------------------------------


def _filings(day: date) -> dict[int, int]:
    one = tables.table_of("by_year")
    if one is None:
        return {}
    rows = tables.built(one, AsOf(day=day, first_year=fact("first_filing_year", day) or day.year)).rows
    return {int(row[0]): row[1] for row in rows if row[1]}


def _patients(_day: date) -> dict[int, int]:
    wanted = select(PublishedFigure.period, PublishedFigure.value).where(
        PublishedFigure.series == "patients", PublishedFigure.dimension == "total", PublishedFigure.value.is_not(None)
    )
    return {int(period): value or 0 for period, value in db.session.execute(wanted) if period.isdigit()}


def _experts(day: date) -> dict[int, int]:
    count = fact("experts_in_office", day)
    return {day.year: count} if count else {}


class Reading(NamedTuple):
    """Something that the portal can count itself: its words, its values by year as of a day,
    whether the year that runs is counted.
    """

    words: Text
    values: Callable[[date], dict[int, int]]
    running: bool = False


READINGS = {
    "filings": Reading(
        Text("이 포털의 신고 대장(수리일 기준)", "This portal's register, by acceptance"), _filings, running=True
    ),
    "patients": Reading(
        Text("이 포털에 가져온 외국인환자 통계", "Statistics of patients kept in this portal"), _patients
    ),
    "experts": Reading(Text("이 포털에 위촉 중인 전문위원", "Experts in office in this portal"), _experts),
}


def computed_choices() -> dict[str, Text]:
    return {key: reading.words for key, reading in READINGS.items()}

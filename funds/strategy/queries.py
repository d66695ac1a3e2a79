"""Which figures count, by which weights, and what was named: readings for the strategy-country pages. Writes nothing.

Of each indicator the newest release counts, whether it came with the portal or was imported; a figure keeps its source.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from sqlalchemy import func, select

from funds.strategy.indicators.figures import Figure, Source, shipped_figures, shipped_sources
from funds.strategy.indicators.weights import SHIPPED, Weights, read_weights, shipped_weights
from funds.strategy.indicators.worldbank import Release, source_id
from funds.strategy.models import IndicatorFigure, IndicatorRelease, StrategyList, StrategyWeights
from portal.core import clock, countries
from portal.core.db import db
from portal.core.declared import fact
from portal.core.text import Text

OWN_SOURCES = {
    "kr-filings": Text(
        "포털의 신고대장: 그해 마지막 날에 유효한 수리 건수",
        "The portal's register: accepted filings in force at the year's end",
    ),
    "kr-mous": Text("포털의 협약 목록", "The portal's list of agreements"),
}
"""Korea's own figures are counted by the portal."""
SHIPPED_SET, EVERY = "shipped", "all"


@lru_cache(maxsize=1)
def iso2_by_iso3() -> dict[str, str]:
    return {c.iso3: c.iso2 for c in countries.all_countries()}


@lru_cache(maxsize=1)
def iso3_by_iso2() -> dict[str, str]:
    return {c.iso2: c.iso3 for c in countries.all_countries()}


def country_name(iso3: str, language: str) -> str:
    return countries.name(iso2_by_iso3().get(iso3, iso3), language)


@lru_cache(maxsize=1)
def _shipped() -> tuple[Figure, ...]:
    return shipped_figures()


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    return shipped_sources()


def shipped_release(indicator: str) -> date | None:
    """The release day of the figures that came with the portal;
    a release known by its month counts from the first of it.
    """
    ids = {f.source for f in _shipped() if f.indicator == indicator}
    days = [_day(sources()[id_].release) for id_ in ids if id_ in sources()]
    return max(days, default=None)


def _day(text: str) -> date:
    year, month, *rest = (int(part) for part in text.split("-"))
    return date(year, month, rest[0] if rest else 1)


def releases(indicator: str | None = None) -> list[IndicatorRelease]:
    """Imported files, newest release first."""
    wanted = select(IndicatorRelease).order_by(IndicatorRelease.updated.desc(), IndicatorRelease.id.desc())
    return list(db.session.scalars(wanted.where(IndicatorRelease.indicator == indicator) if indicator else wanted))


def release_before(release: IndicatorRelease) -> IndicatorRelease | None:
    """The imported release of the same indicator that came out just before."""
    return next((r for r in releases(release.indicator) if r.updated < release.updated), None)


def release_after(release: IndicatorRelease) -> IndicatorRelease | None:
    """The imported release of the same indicator that came out next."""
    return next((r for r in reversed(releases(release.indicator)) if r.updated > release.updated), None)


def counting() -> dict[str, IndicatorRelease]:
    """Of each imported indicator the newest file, where it is newer than what came with the portal."""
    found: dict[str, IndicatorRelease] = {}
    for release in reversed(releases()):
        came = shipped_release(release.indicator)
        if came is None or release.updated > came:
            found[release.indicator] = release
    return found


def as_release(row: IndicatorRelease) -> Release:
    """The imported file as the pure modules know it, every figure with it."""
    held = db.session.scalars(select(IndicatorFigure).where(IndicatorFigure.release_id == row.id))
    return Release(
        indicator=row.indicator,
        indicator_name=row.name,
        updated=row.updated,
        years=tuple(row.years),
        figures=tuple(_figure(row, f) for f in held),
        groups=tuple(row.groups),
        unknown=tuple((code, name) for code, name in row.unknown),
    )


def _figure(release: IndicatorRelease, held: IndicatorFigure) -> Figure:
    return Figure(held.iso3, release.indicator, held.year, Decimal(held.value), source_id(release.updated))


def candidates() -> frozenset[str]:
    """The countries of the figures that came with the portal."""
    return frozenset(f.iso3 for f in _shipped())


def figures(among: str = SHIPPED_SET, year: int | None = None) -> list[Figure]:
    """Every figure that counts, of the shipped countries or of all known ones;
    with `year` also Korea's own of that year.
    """
    newest = counting()
    wanted = candidates() if among == SHIPPED_SET else frozenset(iso2_by_iso3())
    held = [f for f in _shipped() if f.indicator not in newest]
    for release in newest.values():
        rows = db.session.scalars(select(IndicatorFigure).where(IndicatorFigure.release_id == release.id))
        held += [_figure(release, row) for row in rows if row.iso3 in wanted]
    known = {f.iso3 for f in held}
    return held + (own_figures(known, year) if year is not None else [])


def own_figures(known: Iterable[str], year: int) -> list[Figure]:
    """Korea's own presence at the end of `year` (today, while it runs): a country without filings has 0 of them.

    What no part of the portal can tell (agreements, before they are kept here) is no figure at all.
    """
    day = min(date(year, 12, 31), clock.today())
    found = []
    for code, asked in (("KR.FILINGS", "filings_by_country"), ("KR.MOUS", "mous_by_country")):
        counts = fact(asked, day)
        if counts is not None:
            source = f"{code.lower().replace('.', '-')}-{day.isoformat()}"
            found += [Figure(c, code, year, Decimal(counts.get(iso2_by_iso3().get(c, ""), 0)), source) for c in known]
    return found


def source_words(source: str) -> Text:
    """Where a figure is from, in words."""
    for own, words in OWN_SOURCES.items():
        if source.startswith(own):
            return Text(
                f"{words.ko} ({source.removeprefix(own + '-')})", f"{words.en} ({source.removeprefix(own + '-')})"
            )
    known = sources().get(source)
    if known is not None:
        return Text(f"{known.credit}, {known.release}", f"{known.credit}, {known.release}")
    credit = f"World Bank, World Development Indicators (CC BY 4.0), {source.removeprefix('wdi-')}"
    return Text(credit, credit)


# ---- weights ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Declared:
    """Weights with who declared them and why; those that came with the portal have no row."""

    weights: Weights
    row: StrategyWeights | None


def declared_weights() -> list[Declared]:
    """Every version, newest first; the last one came with the portal."""
    rows = db.session.scalars(select(StrategyWeights).order_by(StrategyWeights.id.desc()))
    return [*(Declared(read_weights(r.body), r) for r in rows), Declared(shipped_weights(), None)]


def weights_of(version: str) -> Weights | None:
    """The named version, the newest where none is named; None for one that does not exist."""
    known = declared_weights()
    if not version:
        return known[0].weights
    return next((d.weights for d in known if d.weights.version == version), None)


def next_version() -> str:
    """The name of the next version of weights: strategy-<year>-<n>."""
    year = clock.today().year
    taken = {d.weights.version for d in declared_weights()} | {SHIPPED}
    return next(name for n in range(1, 1000) if (name := f"strategy-{year}-{n}") not in taken)


# ---- lists -----------------------------------------------------------------------------------------------------------------------


def named_lists() -> list[StrategyList]:
    """Every list ever named, the newest year and version first."""
    return list(
        db.session.scalars(select(StrategyList).order_by(StrategyList.year.desc(), StrategyList.version.desc()))
    )


def list_in_force(year: int) -> StrategyList | None:
    """The last version of a year's list."""
    wanted = select(StrategyList).where(StrategyList.year == year).order_by(StrategyList.version.desc()).limit(1)
    return db.session.scalar(wanted)


def next_list_version(year: int) -> int:
    return (db.session.scalar(select(func.max(StrategyList.version)).where(StrategyList.year == year)) or 0) + 1


def standing(iso2: str) -> tuple[StrategyList, dict[str, object]] | None:
    """The newest list that names the country, with its entry."""
    newest: dict[int, StrategyList] = {}
    for one in named_lists():
        newest.setdefault(one.year, one)
    for one in newest.values():
        entry = next((e for e in one.entries if e["iso2"] == iso2), None)
        if entry is not None:
            return one, entry
    return None

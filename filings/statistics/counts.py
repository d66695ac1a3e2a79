"""The counts behind the annual tables: SQL over the typed content in force on a day.

No figure is ever counted in Python rows.
`day` is the as-of day. A filing counts by the year of its 수리일 with the content it had on that day.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, extract, func, or_, select

from filings.columns.register import FIELDS
from filings.models import Content
from portal.core.cases import Revision
from portal.core.db import db
from portal.core.text import Text

BEDS = (
    (0, 0, "0"),
    (1, 29, "1-29"),
    (30, 99, "30-99"),
    (100, 299, "100-299"),
    (300, 499, "300-499"),
    (500, 999, "500-999"),
)
MOST_BEDS = "1000 이상"
BAND_WORDS = {MOST_BEDS: Text(MOST_BEDS, "1000 or more")}
BED_BANDS = [label for _, _, label in BEDS] + [MOST_BEDS]


def in_force(day: date) -> ColumnElement[bool]:
    """Accepted by `day`, with the content that held on it."""
    return and_(
        Content.accepted_on <= day,
        Content.effective_from <= day,
        or_(Content.effective_to.is_(None), Content.effective_to > day),
    )


def year_of(column: Any) -> Any:
    return extract("year", column)


def first_year(day: date) -> int:
    """The year of the first filing accepted by `day`; the year of `day` if there is none."""
    earliest = db.session.scalar(select(func.min(Content.accepted_on)).where(in_force(day)))
    return earliest.year if earliest else day.year


def by_year_and(column: Any, day: date) -> dict[str, dict[int, int]]:
    """Filings by a content column and the year of 수리일: {label: {year: count}}."""
    year = year_of(Content.accepted_on)
    rows = db.session.execute(select(column, year, func.count()).where(in_force(day)).group_by(column, year))
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for label, in_year, count in rows:
        found[label][int(in_year)] = count
    return found


def by(column: Any, day: date) -> dict[Any, int]:
    """Filings by a content column: {label: count}."""
    rows = db.session.execute(select(column, func.count()).where(in_force(day)).group_by(column))
    return {label: count for label, count in rows}  # noqa: C416


def by_two(one: Any, other: Any, day: date) -> dict[tuple[Any, Any], int]:
    rows = db.session.execute(select(one, other, func.count()).where(in_force(day)).group_by(one, other))
    return {(a, b): count for a, b, count in rows}


def by_country(day: date) -> dict[str, int]:
    """Filings in force on `day` by alpha-2 code of the country."""
    return by(Content.country, day)


def planned_investment(day: date) -> list[tuple[str, int, int, int]]:
    """What filings in force on `day` say they invest: (country, year of 수리일, filings that name a sum, won)."""
    year = year_of(Content.accepted_on)
    invested = Revision.answers["investment"].as_numeric(20, 0)
    rows = db.session.execute(
        select(Content.country, year, func.count(), func.sum(invested))
        .join(Revision, Revision.id == Content.revision_id)
        .where(in_force(day), invested > 0)
        .group_by(Content.country, year)
        .order_by(Content.country, year)
    )
    return [(country, int(in_year), count, int(won)) for country, in_year, count, won in rows]


def by_year_and_type_in(country: str, day: date) -> list[tuple[int, str, int]]:
    """Filings of one country: (year of 수리일, type, count)."""
    year = year_of(Content.accepted_on)
    wanted = select(year, Content.type, func.count()).where(in_force(day), Content.country == country)
    return [(int(y), kind, n) for y, kind, n in db.session.execute(wanted.group_by(year, Content.type))]


def region_by_year(day: date) -> dict[str, dict[int, int]]:
    return by_year_and(Content.region, day)


def bed_band() -> ColumnElement[str]:
    return case(*((Content.beds.between(least, most), label) for least, most, label in BEDS), else_=MOST_BEDS)


def bed_bands(day: date) -> dict[str, int]:
    return by(bed_band(), day)


def register_rows(day: date) -> Iterator[Any]:
    """The register's columns of every filing in force, by certificate number, streamed in portions."""
    wanted = (
        select(*(getattr(Content, field) for field in FIELDS))
        .where(in_force(day))
        .order_by(Content.accepted_on, Content.certificate_no, Content.id)
        .execution_options(yield_per=2000)
    )
    yield from db.session.execute(wanted)

"""The counts behind the annual tables: SQL over the typed content in force on a day. No figure is ever counted in Python rows.

`day` is the as-of day. A filing counts by the year of its 수리일 with the content it had on that day.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, extract, func, or_, select

from filings.models import ChangeFiling, Content, Filing
from portal.core import clock
from portal.core.cases import Case, Event, Revision
from portal.core.db import db

BEDS = (
    (0, 0, "0"),
    (1, 29, "1-29"),
    (30, 99, "30-99"),
    (100, 299, "100-299"),
    (300, 499, "300-499"),
    (500, 999, "500-999"),
)
MOST_BEDS = "1000 이상"
BED_BANDS = [label for _, _, label in BEDS] + [MOST_BEDS]


def in_force(day: date) -> ColumnElement[bool]:
    """Accepted by `day`, with the content that held on it."""
    return and_(
        Content.accepted_on <= day,
        Content.effective_from <= day,
        or_(Content.effective_to.is_(None), Content.effective_to > day),
    )


def _year(column: Any) -> Any:
    return extract("year", column)


def first_year(day: date) -> int:
    """The year of the first filing accepted by `day`; the year of `day` if there is none."""
    earliest = db.session.scalar(select(func.min(Content.accepted_on)).where(in_force(day)))
    return earliest.year if earliest else day.year


def by_year_and(column: Any, day: date) -> dict[str, dict[int, int]]:
    """Filings by a content column and the year of 수리일: {label: {year: count}}."""
    year = _year(Content.accepted_on)
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
    year = _year(Content.accepted_on)
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
    year = _year(Content.accepted_on)
    wanted = select(year, Content.type, func.count()).where(in_force(day), Content.country == country)
    return [(int(y), kind, n) for y, kind, n in db.session.execute(wanted.group_by(year, Content.type))]


def filing_with(certificate_no: str) -> dict[str, Any] | None:
    """The filing of a certificate as it stands today: case_id, organisation_id, organisation_name, country; None if none is."""
    row = db.session.scalar(
        select(Content).where(in_force(clock.today()), Content.certificate_no == certificate_no.strip())
    )
    if row is None:
        return None
    return {
        "case_id": row.case_id,
        "organisation_id": row.organisation_id,
        "organisation_name": row.organisation_name,
        "country": row.country,
    }


def region_by_year(day: date) -> dict[str, dict[int, int]]:
    return by_year_and(Content.region, day)


def bed_bands(day: date) -> dict[str, int]:
    band = case(*((Content.beds.between(least, most), label) for least, most, label in BEDS), else_=MOST_BEDS)
    return by(band, day)


# ---- handling: by the year of 접수일 --------------------------------------------------------------------------------------------


def _undecided(day: date) -> Select[Any]:
    """Filings received by `day` that had no certificate on it."""
    return select(Filing).where(
        Filing.received_on <= day,
        or_(Filing.certificate_no.is_(None), Filing.decided_on > day, Filing.decided_on.is_(None)),
    )


def handling(day: date) -> dict[int, dict[str, Any]]:
    """By year of 접수일: received, accepted, deemed, supplemented, returned, withdrawn, days (their sum), decided, in_time."""
    found: dict[int, dict[str, Any]] = defaultdict(
        lambda: dict.fromkeys(
            ("received", "accepted", "deemed", "supplemented", "returned", "withdrawn", "days", "decided", "in_time"), 0
        )
    )
    year = _year(Content.received_on)
    with_certificate = db.session.execute(
        select(
            year,
            func.count(),
            func.sum(case((Content.deemed, 1), else_=0)),
            func.sum(Content.days_taken),
            func.count(Content.days_taken),
            func.sum(case((and_(Content.in_time, ~Content.deemed), 1), else_=0)),
        )
        .where(in_force(day))
        .group_by(year)
    )
    _add_accepted(found, with_certificate)
    _add_revoked(found, day)
    _add_undecided(found, day)
    for in_year, count in _supplemented(day):
        found[int(in_year)]["supplemented"] += count
    return dict(found)


def _revoked(day: date) -> Select[Any]:
    """Filings whose certificate was revoked by `day`: received and decided as any other, but not in force."""
    return select(Filing).where(Filing.revoked_on <= day)


def revoked_count(day: date) -> int:
    return db.session.scalar(_revoked(day).with_only_columns(func.count())) or 0


def _add_revoked(found: dict[int, dict[str, Any]], day: date) -> None:
    year = _year(Filing.received_on)
    rows = db.session.execute(
        _revoked(day)
        .with_only_columns(
            year,
            func.count(),
            func.sum(case((Filing.deemed, 1), else_=0)),
            func.sum(Filing.days_taken),
            func.count(Filing.days_taken),
            func.sum(case((and_(Filing.in_time, ~Filing.deemed), 1), else_=0)),
        )
        .group_by(year)
    )
    _add_accepted(found, rows)


def _add_accepted(found: dict[int, dict[str, Any]], rows: Any) -> None:
    """`rows`: year of 접수일, filings, of them deemed, sum and number of working days taken, decided in time."""
    for in_year, count, deemed, days, decided, in_time in rows:
        row = found[int(in_year)]
        row["received"] += count
        row["deemed"] += int(deemed or 0)
        row["accepted"] += count - int(deemed or 0)
        row["days"] += int(days or 0)
        row["decided"] += decided
        row["in_time"] += int(in_time or 0)


def _add_undecided(found: dict[int, dict[str, Any]], day: date) -> None:
    year = _year(Filing.received_on)
    against = and_(Filing.state.in_(("refused", "returned")), Filing.decided_on <= day)
    withdrawn = and_(Filing.state == "withdrawn", Filing.decided_on <= day)
    rows = db.session.execute(
        _undecided(day)
        .with_only_columns(
            year,
            func.count(),
            func.sum(case((against, 1), else_=0)),
            func.sum(case((withdrawn, 1), else_=0)),
            func.sum(case((against, Filing.days_taken), else_=0)),
            func.sum(case((and_(against, Filing.in_time), 1), else_=0)),
        )
        .group_by(year)
    )
    for in_year, count, returned, gone, days, in_time in rows:
        row = found[int(in_year)]
        row["received"] += count
        row["returned"] += int(returned or 0)
        row["withdrawn"] += int(gone or 0)
        row["days"] += int(days or 0)
        row["decided"] += int(returned or 0)
        row["in_time"] += int(in_time or 0)


def _supplemented(day: date) -> Any:
    year = _year(Filing.received_on)
    return db.session.execute(
        select(year, func.count(distinct(Event.case_id)))
        .select_from(Event)
        .join(Filing, Filing.id == Event.case_id)
        .where(Event.name == "filing.supplement_asked", Event.on <= day, Filing.received_on <= day)
        .group_by(year)
    )


def lateness(day: date) -> dict[int, tuple[int, int, int]]:
    """By year of 접수일: how many were filed late, the sum and the most of the calendar days past the filing period."""
    found: dict[int, tuple[int, int, int]] = {}
    year = _year(Content.received_on)
    accepted = db.session.execute(
        select(year, func.count(), func.sum(Content.late_days), func.max(Content.late_days))
        .where(in_force(day), Content.late_days > 0, Content.obliged)
        .group_by(year)
    )
    own_year = _year(Filing.received_on)
    others = [
        db.session.execute(
            filings.where(Filing.late_days > 0, Filing.obliged)
            .with_only_columns(own_year, func.count(), func.sum(Filing.late_days), func.max(Filing.late_days))
            .group_by(own_year)
        )
        for filings in (_undecided(day), _revoked(day))
    ]
    for rows in (accepted, *others):
        for in_year, count, days, most in rows:
            held = found.get(int(in_year), (0, 0, 0))
            found[int(in_year)] = (held[0] + count, held[1] + int(days), max(held[2], int(most)))
    return found


def changes(day: date) -> dict[int, dict[str, int]]:
    """By the year in which it took effect: change filings, endings, and both by reason."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    year = _year(Case.decided_on)
    filed = db.session.execute(
        select(year, ChangeFiling.ends, ChangeFiling.reason, func.count())
        .where(ChangeFiling.state == "accepted", Case.decided_on <= day)
        .group_by(year, ChangeFiling.ends, ChangeFiling.reason)
    )
    for in_year, ends, reason, count in filed:
        row = found[int(in_year)]
        row["changed"] += count
        row["ended"] += count if ends else 0
        row[reason or "other"] += count
    own = _year(Content.effective_from)
    imported = db.session.execute(
        select(own, func.count())
        .where(
            Content.change_id.is_(None),
            Content.filing_kind == "change",
            Content.effective_from > Content.accepted_on,
            Content.effective_from <= day,
        )
        .group_by(own)
    )
    for in_year, count in imported:
        found[int(in_year)]["changed"] += count
        found[int(in_year)]["other"] += count
    return {y: dict(row) for y, row in found.items()}


def register_rows(day: date) -> Iterator[Any]:
    """Every filing in force, by certificate number, streamed in portions."""
    wanted = (
        select(
            Content.certificate_no,
            Content.received_on,
            Content.accepted_on,
            Content.filing_kind,
            Content.organisation_name,
            Content.category,
            Content.region,
            Content.business_number,
            Content.has_department,
            Content.type,
            Content.country,
            Content.city,
            Content.foreign_name,
            Content.specialty,
            Content.beds,
            Content.trigger,
            Content.trigger_on,
            Content.contract_ends_on,
            Content.staff,
            Content.status,
            Content.note,
        )
        .where(in_force(day))
        .order_by(Content.accepted_on, Content.certificate_no, Content.id)
        .execution_options(yield_per=2000)
    )
    yield from db.session.execute(wanted)


def count_in_force(day: date) -> int:
    return db.session.scalar(select(func.count()).select_from(Content).where(in_force(day))) or 0

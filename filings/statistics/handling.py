"""The counts of how filings were handled, by the year of 접수일: decided, late, supplemented, changed.

SQL, as in `counts`. `day` is the as-of day. What has a certificate is counted with the content it had on that day; the
rest as it stands on the case.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, distinct, func, or_, select, union_all

from filings.models import ChangeFiling, Content, Filing
from filings.statistics.counts import in_force, year_of
from portal.core.cases import Case, Event
from portal.core.db import db


def _undecided(day: date) -> Select[Any]:
    """Filings received by `day` that had no certificate on it."""
    return select(Filing).where(
        Filing.received_on <= day,
        or_(Filing.certificate_no.is_(None), Filing.decided_on > day, Filing.decided_on.is_(None)),
    )


def handled(day: date) -> dict[int, dict[str, Any]]:
    """By year of 접수일: received, accepted, deemed, supplemented, returned, withdrawn, days (their sum),
    decided, in_time.
    """
    found: dict[int, dict[str, Any]] = defaultdict(
        lambda: dict.fromkeys(
            ("received", "accepted", "deemed", "supplemented", "returned", "withdrawn", "days", "decided", "in_time"), 0
        )
    )
    year = year_of(Content.received_on)
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
    year = year_of(Filing.received_on)
    rows = db.session.execute(
        _revoked(day)
        .with_only_columns(
            year,
            func.count(),
            func.sum(case((Filing.deemed, 1), else_=0)),
            func.sum(Filing.days_taken),
            func.count(Filing.days_taken),
            func.sum(case((and_(Filing.in_time.is_(True), ~Filing.deemed), 1), else_=0)),
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
    year = year_of(Filing.received_on)
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
            func.sum(case((and_(against, Filing.in_time.is_(True)), 1), else_=0)),
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
    year = year_of(Filing.received_on)
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
    year = year_of(Content.received_on)
    accepted = db.session.execute(
        select(year, func.count(), func.sum(Content.late_days), func.max(Content.late_days))
        .where(in_force(day), Content.late_days > 0, Content.obliged)
        .group_by(year)
    )
    own_year = year_of(Filing.received_on)
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
    year = year_of(Case.decided_on)
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
    own = year_of(Content.effective_from)
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


# ---- the filings behind the counts ----------------------------------------------------------------------------------------------


def filings_behind(how: str, day: date) -> Select[int, Any] | None:
    """(id, day of 접수) of the filings that `handled` and `lateness` count on `day` under that word;
    None for another word.
    """
    own = (Filing.id, Filing.received_on)
    accepted = select(Content.case_id.label("id"), Content.received_on).where(in_force(day))
    revoked, undecided = (held.with_only_columns(*own) for held in (_revoked(day), _undecided(day)))
    against = undecided.where(Filing.state.in_(("refused", "returned")), Filing.decided_on <= day)
    asked = select(Event.case_id).where(Event.name == "filing.supplement_asked", Event.on <= day)
    parts: dict[str, tuple[Select[int, Any], ...]] = {
        "received": (accepted, revoked, undecided),
        "accepted": (accepted.where(~Content.deemed), revoked.where(~Filing.deemed)),
        "deemed": (accepted.where(Content.deemed), revoked.where(Filing.deemed)),
        "supplemented": (select(*own).where(Filing.id.in_(asked), Filing.received_on <= day),),
        "returned": (against,),
        "withdrawn": (undecided.where(Filing.state == "withdrawn", Filing.decided_on <= day),),
        "late": (
            accepted.where(Content.late_days > 0, Content.obliged),
            *(held.where(Filing.late_days > 0, Filing.obliged) for held in (revoked, undecided)),
        ),
    }
    if how not in parts:
        return None
    found = union_all(*parts[how]).subquery()
    return select(found.c.id, found.c.received_on)

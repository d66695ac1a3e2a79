"""Readings over all pilots: lists, counts by country, field and year, planned against actual. Writes nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from funds.pilots.course.queries import current_flags, latest_report, mark_of, planned_sum, stretches
from funds.pilots.course.variance import expected_progress
from funds.pilots.models import Pilot
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.people import Actor
from portal.core.permissions import visible
from portal.core.text import Text


def pilots_seen(actor: Actor) -> list[Pilot]:
    """Every pilot that the actor may see, the newest year first."""
    wanted: Select[Any] = (
        select(Pilot)
        .where(visible(actor, "pilot"))
        .order_by(Pilot.year.desc(), Case.id)
        .options(
            selectinload(Pilot.milestones),
            selectinload(Pilot.reports),
            selectinload(Pilot.budget),
            selectinload(Pilot.results),
            selectinload(Pilot.marks),
        )
    )
    return list(db.session.scalars(wanted))


@dataclass(frozen=True)
class Line:
    """A pilot in the portfolio: planned against actual. None is "not known"."""

    pilot: Pilot
    expected: Any
    progress: int | None
    planned: int | None
    spent: int | None
    final: Any
    contracts: int | None
    exports: int | None
    flags: tuple[Text, ...]


def lines(pilots: Sequence[Pilot]) -> list[Line]:
    today = clock.today()
    found = []
    for pilot in pilots:
        last, mark = latest_report(pilot), mark_of(pilot, "final") or mark_of(pilot, "final", 1)
        found.append(
            Line(
                pilot,
                expected_progress(stretches(pilot), today),
                last.progress if last else None,
                planned_sum(pilot) or None,
                last.spent if last else None,
                mark.points if mark else None,
                sum(r.contracts for r in pilot.results) if pilot.results else None,
                sum(r.export_won for r in pilot.results) if pilot.results else None,
                tuple(current_flags(pilot, today)),
            )
        )
    return found


def counts(pilots: Sequence[Pilot]) -> tuple[Counter[str], Counter[str], Counter[int]]:
    """By country, by field, by year of selection."""
    return Counter(p.country for p in pilots), Counter(p.field for p in pilots), Counter(p.year for p in pilots)

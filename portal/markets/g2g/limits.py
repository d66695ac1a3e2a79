"""What a mission may get for its project at most: dated rules that an official can add to.

A project is judged by its first day.
"""

from datetime import date
from typing import NamedTuple

from portal.core import clock, dated
from portal.core.db import db
from portal.markets.g2g.models import MissionLimit


class Limit(NamedTuple):
    """`most` whole won from a day on, by which source."""

    effective_from: date
    most: int
    source: str


SHIPPED = (Limit(date(2023, 1, 1), 40_000_000, "보건의료 서비스 분야 수출 활성화 방안(관계부처 합동, 2023. 6.)"),)


def every() -> list[Limit]:
    """All limits, oldest first."""
    added = (Limit(r.effective_from, r.most, r.source) for r in dated.written(MissionLimit))
    return dated.one_a_day(SHIPPED, added)


def on(day: date) -> Limit:
    """The limit in force on a day; the oldest one for any day before it."""
    return dated.in_force_or_first(every(), day)


def add(one: Limit, by_id: int | None) -> None:
    """Add a limit, or mend the added one of the same day."""
    held = dated.written(MissionLimit, effective_from=one.effective_from)
    row = held[0] if held else MissionLimit(effective_from=one.effective_from)
    row.most, row.source, row.by_id, row.at = one.most, one.source, by_id, clock.now()
    db.session.add(row)
    db.session.flush()

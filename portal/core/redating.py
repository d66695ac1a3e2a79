"""What a changed calendar or rule set does to the open cases: their due days are reckoned anew and both days are kept.

Runs in the transaction of the change, after it was flushed. Must not know who may change the calendar, nor pages.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.core import clock, mail, periods, records
from portal.core.cases import Case, Event
from portal.core.db import db, lock_row
from portal.core.declared import listeners
from portal.core.fire import fire_lapsed
from portal.core.people import Actor
from portal.core.text import Text
from portal.core.workdays import Calendar

EVENT = "clock.redated"
TOLD = Text(
    "달력 또는 처리 기준이 바뀌어 기한을 다시 계산했습니다.",
    "The calendar or the rules changed: the due day was reckoned anew.",
)
PORTION = 500


@dataclass(frozen=True)
class Why:
    """What was changed: the day it concerns and its name, as the event will tell."""

    day: date
    name: str


@dataclass(frozen=True)
class Shift:
    """One case whose due day moves. `answer_by` is the new last day of an open supplement, where that is what moves."""

    case: Case
    before: date
    after: date
    answer_by: date | None = None

    @property
    def is_past(self) -> bool:
        """Whether the new day is over already: the law then decides at once."""
        return self.after < clock.today()


def redate(actor: Actor, why: Why) -> list[tuple[Case, date, date]]:
    """Give every open case the due day of today's calendar and rules; (case, before, after) of those that moved.

    Each leaves an Event with both days and its mail. Go `portal.core.db.alone` and `settle` before making the change:
    a move that is just being fired would keep a day of the old calendar.
    """
    moved: list[tuple[Case, date, date]] = []
    for shift in sorted(shifts(), key=lambda s: s.case.id):  # rows are locked in the order in which bulk acts lock them
        case = shift.case
        lock_row(case)
        again = next(iter(shifts([case])), None) if case.pending else None
        if again is None:
            continue
        facts: dict[str, Any] = {
            "before": again.before.isoformat(),
            "after": again.after.isoformat(),
            "day": why.day.isoformat(),
            "name": why.name,
        }
        if again.answer_by:
            facts["answer_by"] = again.answer_by.isoformat()
        event = records.record(case, EVENT, actor, state_from=case.state, state_to=case.state, facts=facts)
        case.due_on, case.updated_at = again.after, clock.now()
        case.version += 1
        db.session.flush()
        mail.tell(case, event, ("members", "handler"))
        for listen in listeners(EVENT):
            listen(case, event)
        moved.append((case, again.before, again.after))
    return moved


def settle() -> None:
    """Decide what the law has decided by today, so that a change never reaches back to periods that are over."""
    over = select(Case).where(Case.pending.is_(True), Case.due_on < clock.today()).order_by(Case.id)
    for case in db.session.scalars(over).unique().all():
        lock_row(case)
        fire_lapsed(case)


def shifts(cases: Iterable[Case] | None = None) -> list[Shift]:
    """The open cases whose stored due day differs from what calendar and rules say now, by the stored day."""
    days = periods.calendar()
    found = []
    for case, events in _with_events(cases):
        shift = _shift(case, events, days)
        if shift is not None:
            found.append(shift)
    return sorted(found, key=lambda s: (s.before, s.case.id))


@contextmanager
def supposing() -> Iterator[None]:
    """What is changed inside is undone at the end: for looking at the shifts before deciding."""
    attempt = db.session.begin_nested()
    try:
        yield
    finally:
        attempt.rollback()


def _shift(case: Case, events: list[Event], days: Calendar) -> Shift | None:
    if case.due_on is None:
        return None
    if case.declared.due_on is None and periods.course_of(events).paused:
        later = _supplement_day(events, days)
        return Shift(case, case.due_on, later, later) if later is not None and later > case.due_on else None
    after = periods.due_day(case, events, days)
    return Shift(case, case.due_on, after) if after is not None and after != case.due_on else None


def _supplement_day(events: list[Event], days: Calendar) -> date | None:
    """The last day of the open supplement as reckoned now; it may only move later,
    as people were promised the other day.
    """
    asked = next((e for e in reversed(events) if e.facts.get("answer_by") and e.facts.get("days")), None)
    return clock.civil_period(asked.on, int(asked.facts["days"]), days).due_on if asked else None


def _with_events(cases: Iterable[Case] | None) -> Iterator[tuple[Case, list[Event]]]:
    if cases is None:
        cases = db.session.scalars(
            select(Case).where(Case.pending.is_(True), Case.due_on.is_not(None)).order_by(Case.id)
        ).unique()
    waiting = list(cases)
    for start in range(0, len(waiting), PORTION):
        portion = waiting[start : start + PORTION]
        files: dict[int, list[Event]] = defaultdict(list)
        for event in db.session.scalars(
            select(Event).where(Event.case_id.in_([c.id for c in portion])).order_by(Event.id)
        ):
            files[event.case_id].append(event)
        for case in portion:
            yield case, files[case.id]

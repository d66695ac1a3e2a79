"""Reminders of due days: the ladder that each kind declares, each step told once per case and due day. Changes no case.

Safe to repeat, to run late and to run twice at once: what was told is a row with a unique key,
written in the transaction of its mail. Of steps that were missed only the nearest is told. A due
day that moves starts the ladder anew.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock, mail, periods
from portal.core.cases import Case
from portal.core.db import Base, Instant, db
from portal.core.declared import all_kinds
from portal.core.module import Kind, Reminder
from portal.core.workdays import Calendar

MAIL = "case.reminder"
PORTION = 500
"""Cases of one step a tick: the rest follow with the next one, so that lapses and mails never wait long."""


class Reminded(Base):
    """That the step `left` (working days before the due day) was told for the case and that due day."""

    __tablename__ = "reminded"
    __table_args__ = (UniqueConstraint("case_id", "due_on", "left"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    due_on: Mapped[date] = mapped_column(Date)
    left: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)


def remind() -> int:
    """Send the reminders that are due now, a transaction a case; how many were sent."""
    days = periods.calendar()
    return sum(_tell(case_id, step, days) for kind in all_kinds() for step, case_id in list(_due(kind, days)))


def _due(kind: Kind[Any], days: Calendar) -> Iterator[tuple[Reminder, int]]:
    """The steps of the kind's ladders that are due today and were not told yet, with the ids of their cases."""
    for step in kind.reminders:
        nearer = [r.left for r in kind.reminders if r.left < step.left and set(r.states) & set(step.states)]
        wanted = _waiting(kind, step, days)
        if nearer:
            wanted = wanted.where(Case.due_on > clock.last_day_with(max(nearer), clock.today(), days))
        for case_id in db.session.scalars(wanted.order_by(Case.due_on, Case.id).limit(PORTION)):
            yield step, case_id


def _waiting(kind: Kind[Any], step: Reminder, days: Calendar) -> Select[int]:
    told = select(Reminded.id).where(
        Reminded.case_id == Case.id, Reminded.due_on == Case.due_on, Reminded.left == step.left
    )
    return select(Case.id).where(
        Case.pending.is_(True),
        Case.due_on <= clock.last_day_with(step.left, clock.today(), days),
        Case.kind == kind.key,
        Case.state.in_(step.states),
        ~told.exists(),
    )


def _tell(case_id: int, step: Reminder, days: Calendar) -> int:
    case = db.session.get(Case, case_id)
    if case is None or case.due_on is None or case.state not in step.states:
        db.session.rollback()
        return 0
    try:
        db.session.add(Reminded(case_id=case.id, due_on=case.due_on, left=step.left))
        db.session.flush()
        left = clock.working_days_left(case.due_on, clock.today(), days)
        mail.tell_about(case, MAIL, step.tells, left=left)
        db.session.commit()
    except IntegrityError:  # another tick was first
        db.session.rollback()
        return 0
    return 1

"""What was done about an MOU or project and what came of it: dated entries of their own. A follow-up has a due day and is closed once."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant, db, lock_row
from portal.core.people import Actor
from portal.core.text import Text as Words
from portal.core.workflow import Refused
from portal.markets.models import Cooperation


class CooperationEntry(Base):
    """One dated entry. `due_on`, `state` and `result` are of follow-ups; events and results are done as they stand."""

    __tablename__ = "cooperation_entry"
    __table_args__ = (Index("ix_cooperation_entry_due", "state", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cooperation_id: Mapped[int] = mapped_column(ForeignKey("cooperation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    on: Mapped[date] = mapped_column(Date)
    title_ko: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default="done")
    result: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    reminded_on: Mapped[date | None] = mapped_column(Date)

    cooperation: Mapped[Cooperation] = relationship()

    @property
    def late(self) -> bool:
        return self.state == "open" and self.due_on is not None and self.due_on < clock.today()


def of(cooperation_ids: list[int]) -> dict[int, list[CooperationEntry]]:
    """The entries of each, the latest first."""
    found: dict[int, list[CooperationEntry]] = {number: [] for number in cooperation_ids}
    wanted = select(CooperationEntry).where(CooperationEntry.cooperation_id.in_(cooperation_ids))
    ordered = wanted.order_by(CooperationEntry.on.desc(), CooperationEntry.id.desc())
    for entry in db.session.scalars(ordered) if cooperation_ids else ():
        found[entry.cooperation_id].append(entry)
    return found


def add(one: Cooperation, given: dict[str, Any], actor: Actor) -> CooperationEntry:
    """Add an entry. `given`: kind, on, title_ko, title_en, text, source, due_on (follow-ups)."""
    made = CooperationEntry(cooperation_id=one.id, by_id=actor.user_id, **given)
    made.state = "open" if made.kind == "follow_up" else "done"
    db.session.add(made)
    db.session.flush()
    return made


def close(entry: CooperationEntry, state: str, result: str, actor: Actor) -> None:
    """End a follow-up with what came of it."""
    lock_row(entry)
    if entry.state != "open":
        raise Refused(Words("이미 마친 후속 조치입니다.", "This follow-up was closed already."))
    entry.state, entry.result, entry.closed_by_id, entry.closed_at = state, result, actor.user_id, clock.now()

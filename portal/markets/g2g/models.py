"""Tables of cooperation between governments: MOUs and projects, their dated entries, what a mission may get at most."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.dated import Dated
from portal.core.db import Base, Instant


class Cooperation(Base):
    """Something between governments: an MOU, a project of a mission (거점공관), an ODA project.

    Years or months as far as known. `began` and `ended` are ISO text of a day, month or year; `budget` is whole units
    of `currency`. What was done and what came of it are dated entries (`CooperationEntry`).
    """

    __tablename__ = "cooperation"
    __table_args__ = (Index("ix_cooperation_country", "country", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    country: Mapped[str] = mapped_column(String(2))
    title_ko: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300), default="")
    partner: Mapped[str] = mapped_column(String(200), default="")
    began: Mapped[str] = mapped_column(String(10), default="")
    ended: Mapped[str] = mapped_column(String(10), default="")
    budget: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="KRW", server_default="KRW")
    agency: Mapped[str] = mapped_column(String(200), default="", server_default="")
    reminded_on: Mapped[date | None] = mapped_column(Date)
    follow_up: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)


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


class MissionLimit(Dated, Base):
    """A limit that an official added; the one of the same day stands over what ships."""

    __tablename__ = "mission_limit"
    __table_args__ = (UniqueConstraint("effective_from"),)

    most: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(300))

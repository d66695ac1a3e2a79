"""Tables of an application beyond the case itself: what an officer asked to be supplemented (보완)."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Instant


class Supplement(Base):
    """One request: which sections are open again, what is missing in words, and until when.

    `ended`: answered or lapsed.
    """

    __tablename__ = "fund_supplement"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("fund_application.id"), index=True)
    no: Mapped[int] = mapped_column(Integer, default=1)
    sections: Mapped[list[str]] = mapped_column(JSON, default=list)
    wanted: Mapped[str] = mapped_column(String(2000))
    due_on: Mapped[date] = mapped_column(Date)
    asked_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    ended: Mapped[str] = mapped_column(String(10), default="")
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

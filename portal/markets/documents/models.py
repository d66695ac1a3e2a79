"""The table of the dated rules by which documents are due. Only ever added."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant
from portal.core.people import User


class DocumentTerm(Base):
    """When documents of a type are due that are opened from `effective_from` on: year offset, month, day, and how sure that is."""

    __tablename__ = "policy_document_term"
    __table_args__ = (UniqueConstraint("type", "effective_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(String(20))
    effective_from: Mapped[date] = mapped_column(Date)
    offset: Mapped[int] = mapped_column(Integer)
    month: Mapped[int] = mapped_column(Integer)
    day: Mapped[int] = mapped_column(Integer)
    sure: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    by: Mapped[User | None] = relationship()

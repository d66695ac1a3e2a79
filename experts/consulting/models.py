"""What is arranged and worked on a consultation: meetings and logged time."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Instant


class Meeting(Base):
    """A slot that one side proposed and the other may book. Instants in UTC; `place` is an address or a link."""

    __tablename__ = "consultation_meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    minutes: Mapped[int] = mapped_column(Integer)
    place: Mapped[str] = mapped_column(String(300), default="")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    booked_at: Mapped[datetime | None] = mapped_column(Instant)
    booked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)


class WorkedTime(Base):
    """Time that an expert logged; confirmed by the client, or once their time to answer is over by KHIDI (`by_office`).

    `settled` are the minutes that an officer decided on after a dispute; None: as logged.
    """

    __tablename__ = "consultation_time"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    on: Mapped[date] = mapped_column(Date)
    minutes: Mapped[int] = mapped_column(Integer)
    what: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    by_office: Mapped[bool] = mapped_column(Boolean, default=False)
    settled: Mapped[int | None] = mapped_column(Integer)

    @property
    def counted(self) -> int:
        """Minutes that count."""
        return self.minutes if self.settled is None else self.settled

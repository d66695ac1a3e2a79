"""Tables of the committee: who sits on a call, conflicts, challenges, sealed score sheets and the seal log.

A sheet and a hand-in say nothing to anybody but their own member while the call is sealed
(`funds.selection.panel.sealed`).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funds.selection.models import Application, Call
from portal.core import clock
from portal.core.db import Base, Instant
from portal.core.panels.models import Seated
from portal.core.panels.pool import Reviewer


class Seat(Seated, Base):
    """A member of a call's committee: M1 … in results.

    `pledged_at` covers both pledges (비밀유지, 청렴); `declared_at` is when the member told their conflicts.
    """

    __tablename__ = "fund_seat"
    __table_args__ = (UniqueConstraint("call_id", "reviewer_id"), UniqueConstraint("call_id", "label"))

    call_id: Mapped[int] = mapped_column(ForeignKey("fund_call.id"))
    chair: Mapped[bool] = mapped_column(Boolean, default=False)
    pledged_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    attended: Mapped[bool | None] = mapped_column(Boolean)

    call: Mapped[Call] = relationship()
    conflicts: Mapped[list["Conflict"]] = relationship(back_populates="seat")

    @property
    def case(self) -> Call:
        return self.call


class Conflict(Base):
    """A member who may not judge an application.

    `source`: declared, computed (employer, organisation, advice) or challenge.
    """

    __tablename__ = "fund_conflict"
    __table_args__ = (UniqueConstraint("seat_id", "application_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("fund_seat.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("fund_application.id"), index=True)
    source: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(1000))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    seat: Mapped[Seat] = relationship(back_populates="conflicts")


class Challenge(Base):
    """기피: an applicant objects to somebody of the pool list; an officer decides before scoring."""

    __tablename__ = "fund_challenge"
    __table_args__ = (UniqueConstraint("application_id", "reviewer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("fund_application.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("fund_reviewer.id"))
    reason: Mapped[str] = mapped_column(String(1000))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    upheld: Mapped[bool | None] = mapped_column(Boolean)
    decision: Mapped[str] = mapped_column(String(1000), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    reviewer: Mapped[Reviewer] = relationship()
    application: Mapped[Application] = relationship()


class ScoreSheet(Base):
    """평가표: one member's scores of one application in one round, {criterion: "15.5"}, with comments.

    Private until opened.
    """

    __tablename__ = "fund_score_sheet"
    __table_args__ = (UniqueConstraint("seat_id", "application_id", "round_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("fund_seat.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("fund_application.id"), index=True)
    round_no: Mapped[int] = mapped_column(Integer, default=1)
    scores: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    comments: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    remark: Mapped[str] = mapped_column(String(4000), default="")
    saved_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    seat: Mapped[Seat] = relationship()


class HandIn(Base):
    """The seal log: when a member handed in all sheets of a round. Nobody else reads it before the opening."""

    __tablename__ = "fund_hand_in"
    __table_args__ = (UniqueConstraint("seat_id", "round_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("fund_seat.id"))
    round_no: Mapped[int] = mapped_column(Integer, default=1)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)


class Attendance(Base):
    """A member who said, signed in, to be at the meeting of a round;
    `confirmed_at` once the chair has confirmed it (의결서).
    """

    __tablename__ = "fund_attendance"
    __table_args__ = (UniqueConstraint("seat_id", "round_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("fund_seat.id"))
    round_no: Mapped[int] = mapped_column(Integer, default=1)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)

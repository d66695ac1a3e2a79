"""Tables of 이의신청 beyond the case itself: scoring named criteria again, who does it, and who is heard before losing by it.

What a review seat holds says nothing to anybody but its own member until the last one has handed in (`funds.objections.reviewing`).
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funds.models import Application, Objection
from funds.panel.models import Reviewer
from portal.core import clock
from portal.core.db import Base, Instant


class Rescoring(Base):
    """The named criteria, the draw of the new reviewers (as for a committee), and the result frozen with its hashes.

    `result`: {criteria: {id: {mean, by: {label: score}}}, round, rubric, scores, result, sha256}.
    """

    __tablename__ = "fund_rescoring"

    objection_id: Mapped[int] = mapped_column(ForeignKey("fund_objection.id"), primary_key=True)
    criteria: Mapped[list[str]] = mapped_column(JSON, default=list)
    wanted: Mapped[int] = mapped_column(Integer, default=3)
    draw_seed: Mapped[str] = mapped_column(String(64), default="")
    draw_hash: Mapped[str] = mapped_column(String(64), default="")
    draw_pool: Mapped[list[int]] = mapped_column(JSON, default=list)
    draw_order: Mapped[list[int]] = mapped_column(JSON, default=list)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    objection: Mapped[Objection] = relationship()


class ReviewSeat(Base):
    """A new reviewer of one objection. `state`: invited → accepted, or refused, conflicted, replaced. Sheet and hand-in stand here."""

    __tablename__ = "fund_review_seat"
    __table_args__ = (UniqueConstraint("objection_id", "reviewer_id"), UniqueConstraint("objection_id", "label"))

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("fund_objection.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("fund_reviewer.id"), index=True)
    label: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="invited")
    reason: Mapped[str] = mapped_column(String(1000), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    declared_at: Mapped[datetime | None] = mapped_column(Instant)
    scores: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    remark: Mapped[str] = mapped_column(String(4000), default="")
    handed_in_at: Mapped[datetime | None] = mapped_column(Instant)

    reviewer: Mapped[Reviewer] = relationship(lazy="joined")
    objection: Mapped[Objection] = relationship()

    @property
    def sits(self) -> bool:
        return self.state in ("invited", "accepted")

    @property
    def judges(self) -> bool:
        """Whether the file is open to this reviewer: accepted, pledged, nothing in the way."""
        return self.state == "accepted" and self.declared_at is not None


class Hearing(Base):
    """An applicant who would lose by an objection and has not signed yet: told, and heard until `opinion_by` (행정절차법 제22조)."""

    __tablename__ = "fund_hearing"
    __table_args__ = (UniqueConstraint("objection_id", "application_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("fund_objection.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("fund_application.id"), index=True)
    told_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    opinion_by: Mapped[date] = mapped_column(Date)
    opinion: Mapped[str] = mapped_column(String(4000), default="")
    given_at: Mapped[datetime | None] = mapped_column(Instant)

    application: Mapped[Application] = relationship()
    objection: Mapped[Objection] = relationship()

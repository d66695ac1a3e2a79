"""Tables of the rubrics: their versions, and what was said of those published for comment."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant
from portal.core.people import User


class Rubric(Base):
    """One version of a programme's scoring rules. `state`: draft → commented (published for comment) → in_force.

    `body` holds the rubric.json of the contract without `version` and `seats`, plus per criterion `label_en`,
    `levels` ([[points, ko, en]]), `automatic` (a measure) and `steps` ([[threshold, points]]), per bonus and
    penalty `evidence` and optionally `by` (what the portal itself sees: award:<programme>, filing,
    partners:<roles>). A version in force is never written again.
    """

    __tablename__ = "fund_rubric"
    __table_args__ = (UniqueConstraint("programme", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme: Mapped[str] = mapped_column(String(20))
    version: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12), default="draft")
    sample: Mapped[bool] = mapped_column(Boolean, default=False)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    comment_until: Mapped[date | None] = mapped_column(Date)
    effective_from: Mapped[date | None] = mapped_column(Date)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    in_force_at: Mapped[datetime | None] = mapped_column(Instant)

    comments: Mapped[list["RubricComment"]] = relationship(order_by="RubricComment.id")


class RubricComment(Base):
    """What somebody said about a rubric that was published for comment."""

    __tablename__ = "fund_rubric_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    rubric_id: Mapped[int] = mapped_column(ForeignKey("fund_rubric.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    text: Mapped[str] = mapped_column(String(2000))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    user: Mapped[User] = relationship()

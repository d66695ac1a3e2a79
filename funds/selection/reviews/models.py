"""Tables of a panel over one case: what is scored, the draw, the result with its hashes, and who sits.

What a seat holds says nothing to anybody but its own member until the last one has handed in
(`funds.selection.reviews.acts`).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.cases import Case
from portal.core.db import Base, Instant
from portal.core.panels.models import Drawn, Seated


class Review(Drawn, Base):
    """`criteria` as they are scored, each {id, label, label_en, max, levels}; the draw as for a committee;
    `result` once opened.
    """

    __tablename__ = "fund_case_review"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    wanted: Mapped[int] = mapped_column(Integer, default=3)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    case: Mapped[Case] = relationship()


class ReviewSeat(Seated, Base):
    """A reviewer of one case. Sheet and hand-in stand here."""

    __tablename__ = "fund_case_review_seat"
    __table_args__ = (UniqueConstraint("case_id", "reviewer_id"), UniqueConstraint("case_id", "label"))

    case_id: Mapped[int] = mapped_column(ForeignKey("fund_case_review.case_id"))
    scores: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    remark: Mapped[str] = mapped_column(String(4000), default="")
    handed_in_at: Mapped[datetime | None] = mapped_column(Instant)

    review: Mapped[Review] = relationship()

    @property
    def case(self) -> Case:
        return self.review.case

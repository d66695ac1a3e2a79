"""The table of lots (추첨) that the rules of a call's programme ask for."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Instant


class Lot(Base):
    """One drawing of lots among applications.

    `purpose`: presentation (order of a round) or reserve (equals on the reserve list). SHA-256 of the seed is logged
    when it is committed to; `order` (application ids) and the seed follow when it is revealed.
    """

    __tablename__ = "fund_lot"
    __table_args__ = (UniqueConstraint("call_id", "purpose", "round_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("fund_call.id"))
    purpose: Mapped[str] = mapped_column(String(20))
    round_no: Mapped[int] = mapped_column(Integer, default=1)
    seed: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    committed_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    revealed_at: Mapped[datetime | None] = mapped_column(Instant)
    order: Mapped[list[int]] = mapped_column(JSON, default=list)

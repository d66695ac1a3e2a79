"""Tables of the misuse reports. Who reported is known by `created_by_id`, an address or a code, or not at all."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funds.selection.models import Award
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import Base, Instant


class MisuseReport(Case):
    """부정사용 신고. It belongs to no organisation, so that no holder sees it. `code_hash` opens the public look-up.

    `reply` is what the reporter is told; `demand` what the holder was asked to put right by `demand_by`.
    """

    __tablename__ = "misuse_report"

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    about: Mapped[str] = mapped_column(String(12))
    named: Mapped[str] = mapped_column(String(200), default="")
    happened: Mapped[str] = mapped_column(String(4000))
    place: Mapped[str] = mapped_column(String(500), default="")
    seen_on: Mapped[date | None] = mapped_column(Date)
    email: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(2), default="ko")
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    award_id: Mapped[int | None] = mapped_column(ForeignKey("fund_award.id"), index=True)
    demand: Mapped[str] = mapped_column(String(2000), default="")
    demand_by: Mapped[date | None] = mapped_column(Date)
    outcome: Mapped[str] = mapped_column(String(12), default="")
    reply: Mapped[str] = mapped_column(String(2000), default="")

    award: Mapped[Award | None] = relationship(foreign_keys=[award_id], primaryjoin=award_id == Award.id)

    __mapper_args__ = {"polymorphic_identity": "misuse_report"}


class MisuseTry(Base):
    """One use of the open form, kept for a day: `digest` is a keyed hash of the sender's network address,
    never the address.
    """

    __tablename__ = "misuse_try"
    __table_args__ = (Index("ix_misuse_try_digest_at", "digest", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

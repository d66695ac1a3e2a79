"""Tables of 이의신청: the case, and who is heard before losing by it. Its panel is `funds.selection.reviews`."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funds.selection.models import Application
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import Base, Instant


class Objection(Case):
    """이의신청 against the decision on an application (`parent_id`). `rules` are the periods and the basis it lives by."""

    __tablename__ = "fund_objection"

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("fund_application.id"), index=True)
    criteria: Mapped[list[str]] = mapped_column(JSON, default=list)
    grounds: Mapped[str] = mapped_column(String(4000), default="")
    rules: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    extended: Mapped[bool] = mapped_column(Boolean, default=False)

    application: Mapped[Application] = relationship(
        foreign_keys=[application_id], primaryjoin=application_id == Application.id
    )

    __mapper_args__ = {"polymorphic_identity": "objection"}


class Hearing(Base):
    """An applicant who would lose by an objection and has not signed yet: told,
    and heard until `opinion_by` (행정절차법 제22조).
    """

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

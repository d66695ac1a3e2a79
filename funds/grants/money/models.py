"""Tables of the rooms of grant money alone: the rules that the ministry declared, and changes of a budget."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funds.grants.models import Grant
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import Base, Instant


class GrantRuleRow(Base):
    """A rule of grant money that the ministry declared; `body` as `GrantRule.as_json`."""

    __tablename__ = "grant_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    effective_from: Mapped[date] = mapped_column(Date, unique=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)


class GrantChange(Case):
    """변경: the budget before and after as [[item, source, won], …]; `content` says what of the work changes."""

    __tablename__ = "grant_change"

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("grant_decision.id"), index=True)
    before: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    after: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    why: Mapped[str] = mapped_column(String(4000), default="")
    content: Mapped[str] = mapped_column(String(4000), default="")

    grant: Mapped[Grant] = relationship()

    __mapper_args__ = {"polymorphic_identity": "grant_change"}

"""Tables of the rooms of grant money alone: the rules that the ministry declared, and changes of a budget."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funds.grants.models import Grant
from portal.core.cases import Case
from portal.core.dated import Dated
from portal.core.db import Base


class GrantRuleRow(Dated, Base):
    """A rule of grant money that the ministry declared; `body` as `GrantRule.as_json`."""

    __tablename__ = "grant_rule"
    __table_args__ = (UniqueConstraint("effective_from"),)

    body: Mapped[dict[str, Any]] = mapped_column(JSON)


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

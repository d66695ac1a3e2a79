"""Tables of what a document rests on: frozen figures, evaluations of tasks. Only ever added: the newest one counts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant
from portal.core.people import User


class FrozenFigures(Base):
    """Figures and tables as they stood on `as_of`, frozen for one document:
    lists of JSON as `figures.taken` makes them.
    """

    __tablename__ = "policy_frozen_figures"
    __table_args__ = (UniqueConstraint("document_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("policy_document.id"))
    no: Mapped[int] = mapped_column(Integer)
    as_of: Mapped[date] = mapped_column(Date)
    figures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    tables: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    by: Mapped[User | None] = relationship()


class TaskEvaluation(Base):
    """How a task of the plan did in the former year: a result, a sentence,
    and the reports of its card as they stood then.
    """

    __tablename__ = "policy_task_evaluation"
    __table_args__ = (Index("ix_policy_task_evaluation_task", "document_id", "task", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("policy_document.id"))
    task: Mapped[str] = mapped_column(String(10))
    result: Mapped[str] = mapped_column(String(10))
    sentence: Mapped[str] = mapped_column(String(1000))
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    by: Mapped[User | None] = relationship()

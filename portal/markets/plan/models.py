"""The table of the plan: what the cards of its tasks tell. Only ever added."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant
from portal.core.people import User


class TaskReport(Base):
    """One entry on the card of a task of the plan: how it stands, with evidence. Only ever added."""

    __tablename__ = "plan_task_report"
    __table_args__ = (Index("ix_plan_task_report_task", "task", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    by: Mapped[User | None] = relationship()

"""Tables of the register's imports: each import and what came of it, and the rows it staged,
which are read by nobody else.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from filings.models import RegisterColumns
from portal.core import clock
from portal.core.db import Base, Instant
from portal.core.people import User


class ImportRun(Base):
    """One import of a register file: who, when, which file, what came of it.

    `problems` keeps the first ones to show.
    """

    __tablename__ = "register_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64), default="")
    state: Mapped[str] = mapped_column(String(12), default="reading")  # reading | checked | refused | written | dropped
    refused: Mapped[str] = mapped_column(String(500), default="")
    refused_en: Mapped[str] = mapped_column(String(500), default="")
    as_of: Mapped[date | None] = mapped_column(Date)
    rows_read: Mapped[int] = mapped_column(Integer, default=0)
    rows_ready: Mapped[int] = mapped_column(Integer, default=0)
    rows_new: Mapped[int] = mapped_column(Integer, default=0)
    rows_changed: Mapped[int] = mapped_column(Integer, default=0)
    problem_count: Mapped[int] = mapped_column(Integer, default=0)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    changed: Mapped[list[str]] = mapped_column(JSON, default=list)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    by: Mapped[User | None] = relationship()


class StagedRow(RegisterColumns, Base):
    """A right row of the file with how it is judged; `action` new | changed | same is found by comparing with what is
    stored.
    """

    __tablename__ = "register_staging"
    __table_args__ = (Index("ix_register_staging_no", "run_id", "certificate_no"),)

    run_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    action: Mapped[str] = mapped_column(String(8), default="new")
    case_id: Mapped[int | None] = mapped_column(Integer)
    certificate_year: Mapped[int] = mapped_column(Integer)
    certificate_serial: Mapped[int] = mapped_column(Integer)
    certificate_code: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text)
    founder: Mapped[str] = mapped_column(String(20))
    obliged: Mapped[bool] = mapped_column(Boolean)
    due_on: Mapped[date] = mapped_column(Date)
    file_due_on: Mapped[date | None] = mapped_column(Date)
    late_days: Mapped[int | None] = mapped_column(Integer)
    deemed: Mapped[bool] = mapped_column(Boolean)
    days_taken: Mapped[int | None] = mapped_column(Integer)
    in_time: Mapped[bool] = mapped_column(Boolean)

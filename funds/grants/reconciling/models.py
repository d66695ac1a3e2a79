"""Tables of the 대사: which file was compared with which settlement, what came of each row, which columns are read."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funds.grants.models import Settlement, Spending
from portal.core import clock
from portal.core.db import Base, Instant
from portal.core.people import User


class ColumnSet(Base):
    """What headings of the foreign workbook mean: {column: [aliases]}, as an officer declared it.

    The newest one counts.
    """

    __tablename__ = "reconciliation_columns"

    id: Mapped[int] = mapped_column(primary_key=True)
    aliases: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)


class Reconciliation(Base):
    """A kept comparison. The same content for the same settlement stands once."""

    __tablename__ = "reconciliation"
    __table_args__ = (UniqueConstraint("settlement_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlement.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    on: Mapped[date] = mapped_column(Date)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    settlement: Mapped[Settlement] = relationship()
    by: Mapped[User | None] = relationship()
    rows: Mapped[list["ReconciledRow"]] = relationship(order_by="ReconciledRow.id")


class ReconciledRow(Base):
    """One outcome: `agrees`, `differs` (in the columns `differing`), `here` only, `there` only.

    `told` is what the file says.
    A difference is marked with the officer's reason.
    """

    __tablename__ = "reconciled_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    reconciliation_id: Mapped[int] = mapped_column(ForeignKey("reconciliation.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(10))
    spending_id: Mapped[int | None] = mapped_column(ForeignKey("grant_spending.id"))
    line: Mapped[int | None] = mapped_column(Integer)
    told: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    ours: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    differing: Mapped[list[str]] = mapped_column(JSON, default=list)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    marked_at: Mapped[datetime | None] = mapped_column(Instant)

    spending: Mapped[Spending | None] = relationship()

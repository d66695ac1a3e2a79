"""The chain over the append-only tables, its daily anchors, and what was destroyed by which rule.

Triggers of the database refuse every change and removal of a row of these tables, and of `event`, `rights_change` and
`access_log`; only a row of the access log that a destruction names may be blanked (migration 0013).
"""

from datetime import date, datetime

from sqlalchemy import Date, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Instant


class AuditLink(Base):
    """One row of a kept table: `digest` of its content, `chain` of that and of the link before it (SHA-256)."""

    __tablename__ = "audit_link"
    __table_args__ = (UniqueConstraint("table_name", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    table_name: Mapped[str] = mapped_column(String(30))
    row_id: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(64))
    chain: Mapped[str] = mapped_column(String(64))


class AuditAnchor(Base):
    """Where the chain stood on a day; the same line lies outside the database."""

    __tablename__ = "audit_anchor"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date, unique=True)
    link_id: Mapped[int] = mapped_column(Integer)
    chain: Mapped[str] = mapped_column(String(64))

    @property
    def line(self) -> str:
        return f"{self.day.isoformat()} {self.link_id} {self.chain}"


class Destruction(Base):
    """Rows whose content was destroyed by a rule: the table, the first and last id, how many, and what lay before."""

    __tablename__ = "audit_destruction"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    rule: Mapped[str] = mapped_column(String(40))
    table_name: Mapped[str] = mapped_column(String(30), index=True)
    first_id: Mapped[int] = mapped_column(Integer)
    last_id: Mapped[int] = mapped_column(Integer)
    count: Mapped[int] = mapped_column(Integer)
    before: Mapped[date] = mapped_column(Date)

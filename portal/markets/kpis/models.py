"""Versions of indicators that officials added to those the plan came with, and the values that they entered.

Only ever added.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant
from portal.core.people import User


class AddedVersion(Base):
    """A new way of counting the indicator `kpi` from the year `since` on.

    `computed` names a reading of the portal's own data.
    """

    __tablename__ = "kpi_version"
    __table_args__ = (UniqueConstraint("kpi", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kpi: Mapped[str] = mapped_column(String(20))
    since: Mapped[int] = mapped_column(Integer)
    definition_ko: Mapped[str] = mapped_column(Text)
    definition_en: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(300))
    computed: Mapped[str] = mapped_column(String(20), default="")
    baseline_year: Mapped[int | None] = mapped_column(Integer)
    baseline: Mapped[int | None] = mapped_column(Integer)
    target_year: Mapped[int | None] = mapped_column(Integer)
    target: Mapped[int | None] = mapped_column(Integer)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    by: Mapped[User | None] = relationship()


class EnteredValue(Base):
    """A value of one version (`no` of the indicator's) in a year, with its source; of several the newest counts."""

    __tablename__ = "kpi_value"
    __table_args__ = (Index("ix_kpi_value_kpi", "kpi", "no", "year", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kpi: Mapped[str] = mapped_column(String(20))
    no: Mapped[int] = mapped_column(Integer)
    year: Mapped[int] = mapped_column(Integer)
    value: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    by: Mapped[User | None] = relationship()

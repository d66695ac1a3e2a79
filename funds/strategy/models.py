"""Tables of the strategy countries: imported releases and their figures, weights that the ministry declared,
lists it named.

Figures, weights and lists are only ever added: what was ranked or named once can be shown again.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant
from portal.core.people import User


class IndicatorRelease(Base):
    """One file of the World Bank as it came in.

    `updated` is its own release date; `groups` and `unknown` were set aside.
    """

    __tablename__ = "indicator_release"
    __table_args__ = (UniqueConstraint("indicator", "updated"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    updated: Mapped[date] = mapped_column(Date)
    years: Mapped[list[int]] = mapped_column(JSON)
    groups: Mapped[list[str]] = mapped_column(JSON)
    unknown: Mapped[list[list[str]]] = mapped_column(JSON)
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    figures: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    by: Mapped[User | None] = relationship()


class IndicatorFigure(Base):
    """A figure of a release; `value` exactly as the file wrote it."""

    __tablename__ = "indicator_figure"
    __table_args__ = (
        UniqueConstraint("release_id", "iso3", "year"),
        Index("ix_indicator_figure_year", "year", "release_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("indicator_release.id"))
    iso3: Mapped[str] = mapped_column(String(3))
    year: Mapped[int] = mapped_column(Integer)
    value: Mapped[str] = mapped_column(String(60))


class StrategyWeights(Base):
    """Weights that the ministry declared beside the shipped ones. `body` has the shape of the shipped file."""

    __tablename__ = "strategy_weights"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(40), unique=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(2000))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    by: Mapped[User | None] = relationship()


class StrategyList(Base):
    """ICT 중점전략국 of a year as the ministry named them; a later version replaces an earlier one and never changes it.

    `entries`: [{iso2, reason, score, rank}] with the score of the day it was named, by `weights` on
    the figures of `data_year`.
    """

    __tablename__ = "strategy_list"
    __table_args__ = (UniqueConstraint("year", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    named_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(2000))
    weights: Mapped[str] = mapped_column(String(40))
    data_year: Mapped[int] = mapped_column(Integer)
    entries: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    by: Mapped[User | None] = relationship()

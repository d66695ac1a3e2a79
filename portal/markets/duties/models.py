"""Tables of the duties in Korea: the versions that officials wrote, and of which they were reminded.

Only ever added.
"""

from datetime import date, datetime

from sqlalchemy import JSON, Date, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.dated import Dated
from portal.core.db import Base, Instant


class DutyVersion(Dated, Base):
    """A version of a duty that an official wrote. Of one day the later written stands."""

    __tablename__ = "duty_version"
    __table_args__ = (Index("ix_duty_version_key", "key", "effective_from", "id"),)

    key: Mapped[str] = mapped_column(String(40))
    title_ko: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300))
    stage: Mapped[str] = mapped_column(String(10))
    founders: Mapped[list[str]] = mapped_column(JSON)
    expansions: Mapped[list[str]] = mapped_column(JSON)
    authority_ko: Mapped[str] = mapped_column(String(200), default="")
    authority_en: Mapped[str] = mapped_column(String(200), default="")
    law_ko: Mapped[str] = mapped_column(String(200), default="")
    law_en: Mapped[str] = mapped_column(String(200), default="")
    when_ko: Mapped[str] = mapped_column(String(300), default="")
    when_en: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(500))
    source_url: Mapped[str] = mapped_column(String(500), default="")
    reviewed_on: Mapped[date] = mapped_column(Date)
    review_by: Mapped[date] = mapped_column(Date)
    certainty: Mapped[str] = mapped_column(String(12))
    ended: Mapped[bool] = mapped_column(default=False)


class DutyReminded(Base):
    """That the officers were told of a duty's day of review."""

    __tablename__ = "duty_reminded"
    __table_args__ = (UniqueConstraint("key", "review_by"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    review_by: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

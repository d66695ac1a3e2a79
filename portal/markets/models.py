"""Tables of the countries' pages, the market news, the plan and the published figures. What is published is never overwritten.

Texts are Markdown, Korean beside English. A guide section is a line of editions; the public reads the newest published one.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Index, Integer, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant
from portal.core.people import User


class GuideEdition(Base):
    """One edition of one section of a country's guide. `state`: draft → review → published, or back to draft.

    `sources` is a line a source. `reviewed_on` is the day it was last checked against them, `review_by` the day to do it again.
    """

    __tablename__ = "guide_edition"
    __table_args__ = (
        UniqueConstraint("country", "section", "no"),
        Index("ix_guide_edition_state", "state", "review_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(String(2))
    section: Mapped[str] = mapped_column(String(20))
    no: Mapped[int] = mapped_column(Integer)
    ko: Mapped[str] = mapped_column(Text, default="")
    en: Mapped[str] = mapped_column(Text, default="")
    sources: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="draft")
    version: Mapped[int] = mapped_column(Integer, default=1)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    publisher_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    reviewed_on: Mapped[date | None] = mapped_column(Date)
    review_by: Mapped[date | None] = mapped_column(Date)
    reminded_on: Mapped[date | None] = mapped_column(Date)

    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    publisher: Mapped[User | None] = relationship(foreign_keys=[publisher_id])


class Post(Base):
    """A piece of market news. `countries` and `topics` are codes; `state`: draft → review → published → withdrawn."""

    __tablename__ = "market_post"
    __table_args__ = (Index("ix_market_post_published", "state", "published_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title_ko: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    ko: Mapped[str] = mapped_column(Text, default="")
    en: Mapped[str] = mapped_column(Text, default="")
    sources: Mapped[str] = mapped_column(Text, default="")
    countries: Mapped[list[str]] = mapped_column(JSON, default=list)
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    version: Mapped[int] = mapped_column(Integer, default=1)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    publisher_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    published_at: Mapped[datetime | None] = mapped_column(Instant)

    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    publisher: Mapped[User | None] = relationship(foreign_keys=[publisher_id])
    images: Mapped[list["PostImage"]] = relationship(order_by="PostImage.id")


class PostImage(Base):
    """A picture of a post, kept by its hash; `alt` says in words what it shows."""

    __tablename__ = "market_post_image"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("market_post.id"), index=True)
    alt: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))


class Subscription(Base):
    """Somebody wants the news of a country ('' = of all). `told_until`: what was published by then has been mailed."""

    __tablename__ = "market_subscription"
    __table_args__ = (UniqueConstraint("user_id", "country"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    country: Mapped[str] = mapped_column(String(2), default="")
    told_until: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    user: Mapped[User] = relationship()


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


class PublishedFigure(Base):
    """A figure that somebody published: series, period, dimension and label; a count, a share in per cent, or both.

    Series are never added up or joined: each is counted in its own way.
    """

    __tablename__ = "published_figure"
    __table_args__ = (UniqueConstraint("series", "period", "dimension", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(30))
    period: Mapped[str] = mapped_column(String(20))
    dimension: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(100), default="")
    value: Mapped[int | None] = mapped_column(Integer)
    share: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    source: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)


class Cooperation(Base):
    """Something between governments: an MOU, a project of a mission (거점공관), an ODA project. Years or months as far as known.

    `began` and `ended` are ISO text of a day, month or year; `budget` is whole units of `currency`. What was done and what came
    of it are dated entries (`portal.markets.g2g.acts`).
    """

    __tablename__ = "cooperation"
    __table_args__ = (Index("ix_cooperation_country", "country", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    country: Mapped[str] = mapped_column(String(2))
    title_ko: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300), default="")
    partner: Mapped[str] = mapped_column(String(200), default="")
    began: Mapped[str] = mapped_column(String(10), default="")
    ended: Mapped[str] = mapped_column(String(10), default="")
    budget: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="KRW", server_default="KRW")
    agency: Mapped[str] = mapped_column(String(200), default="", server_default="")
    reminded_on: Mapped[date | None] = mapped_column(Date)
    follow_up: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

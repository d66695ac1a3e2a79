"""Tables of the texts: guides of countries, market news with pictures and files, subscriptions, looks at outside links.

Texts are Markdown, Korean beside English. A guide section is a line of editions; the public reads the newest published
one. What is published is never overwritten.
"""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant
from portal.core.people import User
from portal.core.sniff import HWPX, JPG, PDF, PNG, XLSX, FileType


class GuideEdition(Base):
    """One edition of one section of a country's guide. `state`: draft → review → published, or back to draft.

    `sources` is a line a source. `reviewed_on` is the day it was last checked against them,
    `review_by` the day to do it again.
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


TYPES = (PDF, HWPX, XLSX, JPG, PNG)
"""What may be attached to a text."""


class TextFile(Base):
    """One file of a post or of a guide edition: of its versions from `since` until before `until`."""

    __tablename__ = "text_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("market_post.id"), index=True)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("guide_edition.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    since: Mapped[int] = mapped_column(Integer)
    until: Mapped[int | None] = mapped_column(Integer)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    @property
    def kind(self) -> FileType:
        return next(t for t in TYPES if t.media_type == self.media_type)

    @property
    def is_picture(self) -> bool:
        return self.kind in (JPG, PNG)


class LinkLook(Base):
    """That somebody opened an outside link by hand: whether it led where it should.

    `mark` is the hash of the address.
    """

    __tablename__ = "link_look"
    __table_args__ = (Index("ix_link_look_mark", "mark", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(64))
    url: Mapped[str] = mapped_column(String(2000))
    works: Mapped[bool] = mapped_column(default=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    by: Mapped[User | None] = relationship()

"""Tables of a policy document and of its chapters, each a case, and of the texts that were saved of a chapter:
only ever added.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.cases import Case
from portal.core.db import Base, Instant
from portal.core.people import User


class PolicyDocument(Case):
    """A document of one year (`year`; a five-year plan's first).

    Its lead is the case's handler, its due day stands in the case.
    """

    __tablename__ = "policy_document"
    __mapper_args__ = {"polymorphic_identity": "policy_document"}

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    type: Mapped[str] = mapped_column(String(20))
    year: Mapped[int] = mapped_column(Integer, index=True)


class PolicyChapter(Case):
    """A chapter: the case's parent is its document, its handler the owner; else every official of `unit` owns it.

    `part` is a key of terms.PARTS: what the portal puts below the text. `place` is where it stands.
    """

    __tablename__ = "policy_chapter"
    __mapper_args__ = {"polymorphic_identity": "policy_chapter"}

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    place: Mapped[int] = mapped_column(Integer)
    heading_ko: Mapped[str] = mapped_column(String(200))
    heading_en: Mapped[str] = mapped_column(String(200), default="")
    part: Mapped[str] = mapped_column(String(20), default="text")
    unit: Mapped[str] = mapped_column(String(100), default="")


class ChapterText(Base):
    """The text of a chapter as it was saved: Markdown, Korean beside English."""

    __tablename__ = "policy_chapter_text"
    __table_args__ = (UniqueConstraint("chapter_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chapter_id: Mapped[int] = mapped_column(ForeignKey("policy_chapter.id"))
    no: Mapped[int] = mapped_column(Integer)
    ko: Mapped[str] = mapped_column(Text, default="")
    en: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    by: Mapped[User | None] = relationship()

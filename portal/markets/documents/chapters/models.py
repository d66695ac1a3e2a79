"""Tables of the policy documents. Texts, snapshots, evaluations and editions are only ever added: the newest one counts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.cases import Case
from portal.core.db import Base, Instant
from portal.core.people import User


class PolicyDocument(Case):
    """A document of one year (`year`; a five-year plan's first). Its lead is the case's handler, its due day stands in the case."""

    __tablename__ = "policy_document"
    __mapper_args__ = {"polymorphic_identity": "policy_document"}

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    type: Mapped[str] = mapped_column(String(20))
    year: Mapped[int] = mapped_column(Integer, index=True)
    title_en: Mapped[str] = mapped_column(String(300), default="")


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


class FrozenFigures(Base):
    """Figures and tables as they stood on `as_of`, frozen for one document: lists of JSON as `figures.taken` makes them."""

    __tablename__ = "policy_frozen_figures"
    __table_args__ = (UniqueConstraint("document_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("policy_document.id"))
    no: Mapped[int] = mapped_column(Integer)
    as_of: Mapped[date] = mapped_column(Date)
    figures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    tables: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    by: Mapped[User | None] = relationship()


class TaskEvaluation(Base):
    """How a task of the plan did in the former year: a result, a sentence, and the reports of its card as they stood then."""

    __tablename__ = "policy_task_evaluation"
    __table_args__ = (Index("ix_policy_task_evaluation_task", "document_id", "task", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("policy_document.id"))
    task: Mapped[str] = mapped_column(String(10))
    result: Mapped[str] = mapped_column(String(10))
    sentence: Mapped[str] = mapped_column(String(1000))
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    by: Mapped[User | None] = relationship()


class DocumentEdition(Base):
    """A document as it was decided or submitted: its whole content and its papers by hash. Only `public` may change."""

    __tablename__ = "policy_document_edition"
    __table_args__ = (UniqueConstraint("document_id", "no"), Index("ix_policy_document_edition_public", "public", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("policy_document.id"))
    no: Mapped[int] = mapped_column(Integer)
    act: Mapped[str] = mapped_column(String(10))
    on: Mapped[date] = mapped_column(Date)
    number: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(String(1000), default="")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    papers: Mapped[dict[str, str]] = mapped_column(JSON)
    public: Mapped[bool] = mapped_column(Boolean, default=False)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    document: Mapped[PolicyDocument] = relationship()
    by: Mapped[User | None] = relationship()


class DocumentTerm(Base):
    """When documents of a type are due that are opened from `effective_from` on: year offset, month, day, and how sure that is."""

    __tablename__ = "policy_document_term"
    __table_args__ = (UniqueConstraint("type", "effective_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(String(20))
    effective_from: Mapped[date] = mapped_column(Date)
    offset: Mapped[int] = mapped_column(Integer)
    month: Mapped[int] = mapped_column(Integer)
    day: Mapped[int] = mapped_column(Integer)
    sure: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    by: Mapped[User | None] = relationship()

"""The table of the editions: a document as it was decided or submitted."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant
from portal.core.people import User
from portal.markets.documents.chapters.models import PolicyDocument


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

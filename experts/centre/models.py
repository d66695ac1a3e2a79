"""Tables of the consultation centre: questions, and what is published of the answers."""

from datetime import date

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.cases import Case
from portal.core.db import Base


class Inquiry(Case):
    """상담센터 질의.

    `topic` by TOPICS decides the service time; `channel` portal or phone; `asker` as the caller named themselves.
    """

    __tablename__ = "inquiry"

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(20), default="other")
    country: Mapped[str] = mapped_column(String(2), default="")
    channel: Mapped[str] = mapped_column(String(10), default="portal")
    asker: Mapped[str] = mapped_column(String(200), default="")
    standing: Mapped[str] = mapped_column(String(20), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None] = mapped_column(Date)

    __mapper_args__ = {"polymorphic_identity": "inquiry"}


class PublicAnswer(Base):
    """A published question with its answer. `standing`: interpretation (유권해석) or guidance (안내)."""

    __tablename__ = "public_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id"), unique=True)
    topic: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(2), default="", index=True)
    standing: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(300), default="", server_default="")
    question: Mapped[str] = mapped_column(String(300))
    question_en: Mapped[str] = mapped_column(String(300), default="")
    answer: Mapped[str] = mapped_column(Text)
    answer_en: Mapped[str] = mapped_column(Text, default="")
    published_on: Mapped[date] = mapped_column(Date)
    withdrawn_on: Mapped[date | None] = mapped_column(Date)

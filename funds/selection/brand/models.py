"""Tables of the marks: name and logo by date, versions of the conditions of use, and who signed which."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.dated import Dated
from portal.core.db import Base, Instant
from portal.core.people import User


class MarkSetting(Dated, Base):
    """What a mark is called and looks like from `effective_from` on.

    The logo lies in the store by its hash; '' for none.
    `kahf` and `kahf_en` record how the brand stands to KAHF (외국인환자 유치의료기관 평가·인증), with an address where there is one.
    """

    __tablename__ = "mark_setting"
    __table_args__ = (UniqueConstraint("programme", "valid_from"),)

    programme: Mapped[str] = mapped_column(String(20))
    effective_from: Mapped[date] = mapped_column("valid_from", Date)
    name_ko: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    logo_sha256: Mapped[str] = mapped_column(String(64), default="")
    logo_type: Mapped[str] = mapped_column(String(40), default="")
    kahf: Mapped[str] = mapped_column(String(1000), default="")
    kahf_en: Mapped[str] = mapped_column(String(1000), default="")
    kahf_url: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(500))


class UseTerms(Dated, Base):
    """A version of the conditions of use of a mark; never written again."""

    __tablename__ = "mark_terms"
    __table_args__ = (UniqueConstraint("programme", "version"),)

    programme: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer)
    effective_from: Mapped[date] = mapped_column("valid_from", Date)
    text_ko: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)


class UseSignature(Base):
    """Who signed which version for an award, and when."""

    __tablename__ = "mark_signature"
    __table_args__ = (UniqueConstraint("award_id", "terms_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("fund_award.id"), index=True)
    terms_id: Mapped[int] = mapped_column(ForeignKey("mark_terms.id"))
    name: Mapped[str] = mapped_column(String(100))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    terms: Mapped[UseTerms] = relationship()
    by: Mapped[User | None] = relationship()

"""Tables of the policy-finance confirmations: what a filed institution asked for, and what support it received."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.cases import Case
from portal.core.db import Base, Instant


class FinanceConfirmation(Case):
    """정책금융 지원요건 확인 (시행령 제7조제3항).

    `kind_of_support` by SUPPORTS; `paper_no` and the `code` of the public check are given on confirmation.
    """

    __tablename__ = "finance_confirmation"

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    certificate_no: Mapped[str] = mapped_column(String(20))
    kind_of_support: Mapped[str] = mapped_column(String(20))
    institution: Mapped[str] = mapped_column(String(200), default="")
    amount: Mapped[int | None] = mapped_column(BigInteger)
    purpose: Mapped[str] = mapped_column(String(2000), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    paper_no: Mapped[str | None] = mapped_column(String(40), unique=True)
    code: Mapped[str | None] = mapped_column(String(16), unique=True)

    supports: Mapped[list["FinanceSupport"]] = relationship(order_by="FinanceSupport.received_on, FinanceSupport.id")

    __mapper_args__ = {"polymorphic_identity": "finance_confirmation"}


class FinanceSupport(Base):
    """Support received, as the institution tells it (시행령 제7조제4항)."""

    __tablename__ = "finance_support"

    id: Mapped[int] = mapped_column(primary_key=True)
    confirmation_id: Mapped[int] = mapped_column(ForeignKey("finance_confirmation.id"), index=True)
    kind_of_support: Mapped[str] = mapped_column(String(20))
    institution: Mapped[str] = mapped_column(String(200))
    won: Mapped[int] = mapped_column(BigInteger)
    received_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

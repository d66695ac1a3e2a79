"""Tables of experts' fees: rates with their versions, accounts under seal, the payment as a case with its lines,
papers issued.

Money is whole won; another currency stands beside it with the rate and the rate's day. Account numbers are
never stored in the open.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, ForeignKey, Index, Integer, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from experts.consulting.models import WorkedTime
from experts.models import Consultation, Expert
from portal.core import clock
from portal.core.cases import Case
from portal.core.dated import Dated
from portal.core.db import Base, Instant
from portal.core.people import User


class FeeRate(Dated, Base):
    """What an hour or a day is paid, from `effective_from` until the next row of the same depth and role.

    Only ever added.
    `sample`: no official rate, shown as such wherever it is used.
    """

    __tablename__ = "expert_rate"
    __table_args__ = (Index("ix_expert_rate_in_force", "depth", "role", "valid_from", "id"),)

    effective_from: Mapped[date] = mapped_column("valid_from", Date)
    depth: Mapped[str] = mapped_column(String(10))
    role: Mapped[str] = mapped_column(String(10))
    unit: Mapped[str] = mapped_column(String(10))
    amount: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(500))
    sample: Mapped[bool] = mapped_column(Boolean, default=False)
    version: Mapped[int] = mapped_column(Integer)


class ExpertAccount(Base):
    """Where an expert is paid.

    `sealed` holds holder, bank, BIC and number under seal; '' once another account replaced it.
    """

    __tablename__ = "expert_account"
    __table_args__ = (Index("ix_expert_account_expert", "expert_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    sealed: Mapped[str] = mapped_column(Text)
    last4: Mapped[str] = mapped_column(String(4))
    country: Mapped[str] = mapped_column(String(2))
    currency: Mapped[str] = mapped_column(String(3))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class FeePayment(Case):
    """자문료 지급: the hours of one expert on one consultation, from the client's answer to the pay day.

    Owned by the client's organisation, which answers on the hours and sees no amounts. `fx_rate` won
    for one unit of `currency`.
    """

    __tablename__ = "expert_payment"
    __table_args__ = (
        Index("ix_expert_payment_expert", "expert_id", "paid_on"),
        Index("ix_expert_payment_consultation", "consultation_id"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    asked_on: Mapped[date | None] = mapped_column(Date)
    confirmed_on: Mapped[date | None] = mapped_column(Date)
    by_office: Mapped[bool] = mapped_column(Boolean, default=False)
    disputed: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # line id → minutes that the client accepts
    dispute: Mapped[str] = mapped_column(String(1000), default="")
    role: Mapped[str] = mapped_column(String(10), default="")
    minutes: Mapped[int] = mapped_column(Integer, default=0)
    amount: Mapped[int | None] = mapped_column(BigInteger)
    approval_no: Mapped[str] = mapped_column(String(40), default="")
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    pay_on: Mapped[date | None] = mapped_column(Date)
    paid_on: Mapped[date | None] = mapped_column(Date)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("expert_account.id"))
    currency: Mapped[str] = mapped_column(String(3), default="KRW")
    fx_rate: Mapped[Decimal | None] = mapped_column(Numeric(16, 6))
    fx_on: Mapped[date | None] = mapped_column(Date)
    fx_source: Mapped[str] = mapped_column(String(200), default="")
    foreign_amount: Mapped[Decimal | None] = mapped_column(Numeric(16, 3))
    code: Mapped[str | None] = mapped_column(String(12), unique=True)

    __mapper_args__ = {"polymorphic_identity": "expert_payment"}

    expert: Mapped[Expert] = relationship(foreign_keys=[expert_id])
    consultation: Mapped[Consultation] = relationship(foreign_keys=[consultation_id])
    account: Mapped[ExpertAccount | None] = relationship(foreign_keys=[account_id])
    prepared_by: Mapped[User | None] = relationship(foreign_keys=[prepared_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    lines: Mapped[list["FeeLine"]] = relationship(back_populates="payment", order_by="FeeLine.on, FeeLine.id")


class FeeLine(Base):
    """One entry of logged time on a payment. An entry stands on one payment only: nothing is paid twice.

    `rate_id`, `rate` (won a unit) and `amount` (won) are fixed when the payment is prepared.
    """

    __tablename__ = "expert_payment_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("expert_payment.id"), index=True)
    time_id: Mapped[int] = mapped_column(ForeignKey("consultation_time.id"), unique=True)
    on: Mapped[date] = mapped_column(Date)
    rate_id: Mapped[int | None] = mapped_column(ForeignKey("expert_rate.id"))
    amount: Mapped[int | None] = mapped_column(BigInteger)

    payment: Mapped[FeePayment] = relationship(back_populates="lines")
    time: Mapped[WorkedTime] = relationship(lazy="joined")
    rate: Mapped[FeeRate | None] = relationship(lazy="joined")


class IssuedPaper(Base):
    """활동 확인서: what it says is frozen on the day of issue, so that the open check can compare."""

    __tablename__ = "expert_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    says: Mapped[dict[str, Any]] = mapped_column(JSON)
    issued_on: Mapped[date] = mapped_column(Date)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    expert: Mapped[Expert] = relationship(lazy="joined")

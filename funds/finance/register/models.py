"""Tables of the fund register: funds with commitments, closes, capital calls, investments, valuations,
money back, published figures.

Money is whole won; an investment in another currency keeps its own amount with the rate and the rate's day.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, ForeignKey, Integer, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant


class Fund(Base):
    """A fund. `expands`: made for the expansion of medical institutions; `published`: known from public sources only.

    `period` is the investment period as the source writes it; `begins_on`/`ends_on` are its
    days as far as they are known.
    """

    __tablename__ = "money_fund"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    name_en: Mapped[str] = mapped_column(String(200), default="")
    size: Mapped[int] = mapped_column(BigInteger)
    managers: Mapped[str] = mapped_column(String(300), default="")
    period: Mapped[str] = mapped_column(String(60), default="")
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    expands: Mapped[bool] = mapped_column(Boolean, default=False)
    published: Mapped[bool] = mapped_column(Boolean, default=False)
    source: Mapped[str] = mapped_column(String(1000), default="")
    note: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    commitments: Mapped[list["Commitment"]] = relationship(order_by="Commitment.id", back_populates="fund")
    closes: Mapped[list["Close"]] = relationship(order_by="Close.on, Close.id")
    calls: Mapped[list["CapitalCall"]] = relationship(order_by="CapitalCall.on, CapitalCall.id")
    investments: Mapped[list["Investment"]] = relationship(
        order_by="Investment.on, Investment.id", back_populates="fund"
    )
    valuations: Mapped[list["Valuation"]] = relationship(order_by="Valuation.on, Valuation.id")
    returned: Mapped[list["MoneyBack"]] = relationship(order_by="MoneyBack.on, MoneyBack.id")
    statements: Mapped[list["Statement"]] = relationship(order_by="Statement.on, Statement.id")


class Commitment(Base):
    """Who promised how much: `side` ministry or other. `amount` None where it was not published."""

    __tablename__ = "money_commitment"

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("money_fund.id"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    amount: Mapped[int | None] = mapped_column(BigInteger)

    fund: Mapped[Fund] = relationship(back_populates="commitments")


class Close(Base):
    """결성: a close of the fund with the sum reached."""

    __tablename__ = "money_close"

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("money_fund.id"), index=True)
    on: Mapped[date] = mapped_column(Date)
    amount: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(String(300), default="")


class CapitalCall(Base):
    """Money that the investors paid in."""

    __tablename__ = "money_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("money_fund.id"), index=True)
    on: Mapped[date] = mapped_column(Date)
    amount: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(String(300), default="")


class Investment(Base):
    """`amount` in `currency`; `won` at `rate` won a unit of `rate_on`. `certificate_no` links the filing it served."""

    __tablename__ = "money_investment"

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("money_fund.id"), index=True)
    investee: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    certificate_no: Mapped[str] = mapped_column(String(20), default="")
    main_purpose: Mapped[bool] = mapped_column(Boolean)
    on: Mapped[date] = mapped_column(Date)
    currency: Mapped[str] = mapped_column(String(3), default="KRW")
    amount: Mapped[Decimal] = mapped_column(Numeric(20, 2))
    rate: Mapped[Decimal] = mapped_column(Numeric(14, 4), default=Decimal(1))
    rate_on: Mapped[date | None] = mapped_column(Date)
    won: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(String(500), default="")

    fund: Mapped[Fund] = relationship(back_populates="investments")


class Valuation(Base):
    """What an investment is still worth on a day, in won."""

    __tablename__ = "money_valuation"
    __table_args__ = (UniqueConstraint("investment_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("money_fund.id"), index=True)
    investment_id: Mapped[int] = mapped_column(ForeignKey("money_investment.id"), index=True)
    on: Mapped[date] = mapped_column(Date)
    won: Mapped[int] = mapped_column(BigInteger)

    investment: Mapped[Investment] = relationship()


class MoneyBack(Base):
    """회수: money that came back from an investment and went to the investors;
    `exits` when nothing of it is held any more.
    """

    __tablename__ = "money_back"

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("money_fund.id"), index=True)
    investment_id: Mapped[int] = mapped_column(ForeignKey("money_investment.id"), index=True)
    on: Mapped[date] = mapped_column(Date)
    won: Mapped[int] = mapped_column(BigInteger)
    exits: Mapped[bool] = mapped_column(Boolean, default=False)

    investment: Mapped[Investment] = relationship()


class Statement(Base):
    """공표: how many investments, of how much, a public source says a fund had made by a day;
    None where it does not say.
    """

    __tablename__ = "money_statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("money_fund.id"), index=True)
    on: Mapped[date] = mapped_column(Date)
    investments: Mapped[int | None] = mapped_column(Integer)
    won: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(500))


class SurveyedPlans(Base):
    """What a yearly survey (실태조사) says is planned to be invested: `rows` of [country, year, organisations, won].

    The last entry of a survey counts; earlier ones are kept.
    """

    __tablename__ = "money_surveyed"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_year: Mapped[int] = mapped_column(Integer, index=True)
    on: Mapped[date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(300))
    rows: Mapped[list[list[Any]]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class ExchangeRate(Base):
    """Won a unit of a currency on a day, as an officer entered it with its source."""

    __tablename__ = "money_rate"
    __table_args__ = (UniqueConstraint("currency", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(String(3))
    on: Mapped[date] = mapped_column(Date)
    rate: Mapped[Decimal] = mapped_column(Numeric(14, 4))
    source: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

"""Tables of grant money that every room reads: the decision with its budget and checks,
the settlement with its rows and returns.

Money is whole won. State and due day of the settlement are written by `fire` alone.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from funds.selection.models import Award
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import Base, Instant
from portal.core.files import Paper
from portal.core.people import User


class Grant(Base):
    """교부결정: the money of one year of an agreement. `rule` pins the grant rule in force on the day of the decision.

    `own_needed` is the own share in percent of the whole cost, `own_sources` what counts as such.
    """

    __tablename__ = "grant_decision"
    __table_args__ = (UniqueConstraint("award_id", "year_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("fund_award.id"), index=True)
    year_no: Mapped[int] = mapped_column(Integer, default=1)
    decided_on: Mapped[date] = mapped_column(Date)
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    amount: Mapped[int] = mapped_column(BigInteger)
    conditions: Mapped[str] = mapped_column(String(4000), default="")
    own_needed: Mapped[int] = mapped_column(Integer, default=0)
    own_sources: Mapped[list[str]] = mapped_column(JSON, default=list)
    rule: Mapped[dict[str, Any]] = mapped_column(JSON)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    award: Mapped[Award] = relationship()
    lines: Mapped[list["GrantLine"]] = relationship(order_by="GrantLine.id", cascade="all, delete-orphan")
    checks: Mapped[list["GrantCheck"]] = relationship(order_by="GrantCheck.visited_on, GrantCheck.id")


class GrantLine(Base):
    """The budget of an item from a source, as it stands after approved and reported changes."""

    __tablename__ = "grant_line"
    __table_args__ = (UniqueConstraint("grant_id", "item", "source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("grant_decision.id"), index=True)
    item: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(10))
    amount: Mapped[int] = mapped_column(BigInteger)


class GrantCheck(Base):
    """점검: a visit with what was found, what is to be done by when, what the holder says was done,
    and who saw it done.
    """

    __tablename__ = "grant_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("grant_decision.id"), index=True)
    visited_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(200), default="")
    findings: Mapped[str] = mapped_column(String(4000))
    measures: Mapped[str] = mapped_column(String(4000), default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[str] = mapped_column(String(4000), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    done_on: Mapped[date | None] = mapped_column(Date)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    by: Mapped[User | None] = relationship(foreign_keys=[by_id])


class Settlement(Case):
    """실적·정산보고 of a grant (`parent_id`: the award). `result` is the final sum with all it was made of, frozen on 확정."""

    __tablename__ = "settlement"

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("grant_decision.id"), unique=True)
    report: Mapped[str] = mapped_column(Text, default="")
    report_due: Mapped[date | None] = mapped_column(Date)
    review_due: Mapped[date | None] = mapped_column(Date)
    questions: Mapped[str] = mapped_column(String(4000), default="")
    answer_by: Mapped[date | None] = mapped_column(Date)
    answer: Mapped[str] = mapped_column(String(4000), default="")
    opinion_by: Mapped[date | None] = mapped_column(Date)
    opinion: Mapped[str] = mapped_column(String(4000), default="")
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    return_due: Mapped[date | None] = mapped_column(Date)

    grant: Mapped[Grant] = relationship()
    rows: Mapped[list["Spending"]] = relationship(order_by="Spending.spent_on, Spending.id")
    receipts: Mapped[list["ReturnReceipt"]] = relationship(order_by="ReturnReceipt.on, ReturnReceipt.id")

    __mapper_args__ = {"polymorphic_identity": "settlement"}


class Spending(Base):
    """집행 내역: one payment made, with its evidence (`paper_id`, a paper of the settlement)."""

    __tablename__ = "grant_spending"

    id: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlement.id"), index=True)
    item: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(10))
    spent_on: Mapped[date] = mapped_column(Date)
    payee_kind: Mapped[str] = mapped_column(String(10))
    payee: Mapped[str] = mapped_column(String(200))
    amount: Mapped[int] = mapped_column(BigInteger)
    evidence_kind: Mapped[str] = mapped_column(String(10))
    evidence_no: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))

    paper: Mapped[Paper | None] = relationship()
    disallowance: Mapped["Disallowance | None"] = relationship(back_populates="spending")


class Disallowance(Base):
    """불인정 of a row or part of it. `noticed` is the sum in the last prior notice: no more than that is decided."""

    __tablename__ = "grant_disallowance"

    id: Mapped[int] = mapped_column(primary_key=True)
    spending_id: Mapped[int] = mapped_column(ForeignKey("grant_spending.id"), unique=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(2000))
    noticed: Mapped[int | None] = mapped_column(BigInteger)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    spending: Mapped[Spending] = relationship(back_populates="disallowance")


class ReturnReceipt(Base):
    """Money of a return: `paid` in, or `remitted` with the ministry's reason. One payment number counts once."""

    __tablename__ = "grant_return"
    __table_args__ = (UniqueConstraint("settlement_id", "reference"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[int] = mapped_column(ForeignKey("settlement.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    on: Mapped[date] = mapped_column(Date)
    amount: Mapped[int] = mapped_column(BigInteger)
    reference: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(2000), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

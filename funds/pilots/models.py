"""Tables of the pilots: the case with its plan, what was reported month by month, what panels came to, results.

Money is whole won; None is "not known". State and due day are written by `fire` alone.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, ForeignKey, Integer, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.cases import Case
from portal.core.db import Base, Instant


class Pilot(Case):
    """시범사업.

    `year` is the year of selection, `year_no` the first or second of 1+1; `source` where its facts are public ones.
    `award_id` is the agreement of the programme it came from, if any. `partners` are [{name, role}].
    """

    __tablename__ = "pilot"

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    award_id: Mapped[int | None] = mapped_column(ForeignKey("fund_award.id"), unique=True)
    year: Mapped[int] = mapped_column(Integer, index=True)
    year_no: Mapped[int] = mapped_column(Integer, default=1)
    country: Mapped[str] = mapped_column(String(2))
    field: Mapped[str] = mapped_column(String(20))
    summary: Mapped[str] = mapped_column(String(2000), default="")
    partners: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    source: Mapped[str] = mapped_column(String(500), default="")
    begins_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    support: Mapped[int | None] = mapped_column(BigInteger)
    own_share: Mapped[int | None] = mapped_column(BigInteger)
    ended_on: Mapped[date | None] = mapped_column(Date)

    sites: Mapped[list["Site"]] = relationship(order_by="Site.id")
    milestones: Mapped[list["Milestone"]] = relationship(order_by="Milestone.begins_on, Milestone.id")
    indicators: Mapped[list["PilotIndicator"]] = relationship(order_by="PilotIndicator.id")
    budget: Mapped[list["BudgetLine"]] = relationship(order_by="BudgetLine.year_no, BudgetLine.id")
    payments: Mapped[list["PilotPayment"]] = relationship(order_by="PilotPayment.begins_on, PilotPayment.id")
    risks: Mapped[list["PilotRisk"]] = relationship(order_by="PilotRisk.id")
    reports: Mapped[list["MonthlyReport"]] = relationship(order_by="MonthlyReport.month")
    marks: Mapped[list["PilotMark"]] = relationship(order_by="PilotMark.id")
    results: Mapped[list["PilotResult"]] = relationship(order_by="PilotResult.year")

    __mapper_args__ = {"polymorphic_identity": "pilot"}


class Site(Base):
    """Where the pilot runs."""

    __tablename__ = "pilot_site"

    id: Mapped[int] = mapped_column(primary_key=True)
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    city: Mapped[str] = mapped_column(String(100), default="")
    role: Mapped[str] = mapped_column(String(200), default="")


class Milestone(Base):
    """A step of the plan, both days included."""

    __tablename__ = "pilot_milestone"

    id: Mapped[int] = mapped_column(primary_key=True)
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"), index=True)
    year_no: Mapped[int] = mapped_column(Integer, default=1)
    title: Mapped[str] = mapped_column(String(200))
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    done_on: Mapped[date | None] = mapped_column(Date)


class PilotIndicator(Base):
    """What is measured: from `baseline` on the first day to `target` on `due_on`."""

    __tablename__ = "pilot_indicator"

    id: Mapped[int] = mapped_column(primary_key=True)
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"), index=True)
    label: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(40), default="")
    baseline: Mapped[Decimal] = mapped_column(Numeric(18, 4))
    target: Mapped[Decimal] = mapped_column(Numeric(18, 4))
    due_on: Mapped[date] = mapped_column(Date)

    readings: Mapped[list["Reading"]] = relationship(order_by="Reading.on, Reading.id")


class Reading(Base):
    """A value of an indicator on a day; one a day."""

    __tablename__ = "pilot_reading"
    __table_args__ = (UniqueConstraint("indicator_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("pilot_indicator.id"), index=True)
    on: Mapped[date] = mapped_column(Date)
    value: Mapped[Decimal] = mapped_column(Numeric(18, 4))


class BudgetLine(Base):
    """What is planned to be spent on an item in one of the years."""

    __tablename__ = "pilot_budget"

    id: Mapped[int] = mapped_column(primary_key=True)
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"), index=True)
    year_no: Mapped[int] = mapped_column(Integer, default=1)
    item: Mapped[str] = mapped_column(String(200))
    amount: Mapped[int] = mapped_column(BigInteger)


class PilotPayment(Base):
    """Support paid for a stretch of days; the stretches of a pilot never overlap."""

    __tablename__ = "pilot_payment"

    id: Mapped[int] = mapped_column(primary_key=True)
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"), index=True)
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    amount: Mapped[int] = mapped_column(BigInteger)
    paid_on: Mapped[date | None] = mapped_column(Date)
    condition: Mapped[str] = mapped_column(String(300), default="")


class PilotRisk(Base):
    """A risk or an issue, until it is closed."""

    __tablename__ = "pilot_risk"

    id: Mapped[int] = mapped_column(primary_key=True)
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    level: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(1000))
    answer: Mapped[str] = mapped_column(String(1000), default="")
    opened_on: Mapped[date] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)


class MonthlyReport(Base):
    """What the performer says of a month ('2026-03'); `flags` are the sentences that the officer was shown."""

    __tablename__ = "pilot_report"
    __table_args__ = (UniqueConstraint("pilot_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"), index=True)
    month: Mapped[str] = mapped_column(String(7))
    year_no: Mapped[int] = mapped_column(Integer, default=1)
    progress: Mapped[int] = mapped_column(Integer)
    spent: Mapped[int] = mapped_column(BigInteger)
    done: Mapped[str] = mapped_column(String(4000))
    next_steps: Mapped[str] = mapped_column(String(4000), default="")
    flags: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    by_file: Mapped[bool] = mapped_column(Boolean, default=False)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class PilotMark(Base):
    """What a panel's evaluation came to: `kind` mid or final; `rule` the version it was held against;
    `evaluation_id` the panel's case.
    """

    __tablename__ = "pilot_mark"
    __table_args__ = (UniqueConstraint("pilot_id", "kind", "year_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    year_no: Mapped[int] = mapped_column(Integer)
    points: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    held_on: Mapped[date] = mapped_column(Date)
    members: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(String(4000))
    rule: Mapped[str] = mapped_column(String(40))
    evaluation_id: Mapped[int | None] = mapped_column(ForeignKey("pilot_evaluation.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class PilotResult(Base):
    """What came of the pilot in a year after its end."""

    __tablename__ = "pilot_result"
    __table_args__ = (UniqueConstraint("pilot_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"), index=True)
    year: Mapped[int] = mapped_column(Integer)
    contracts: Mapped[int] = mapped_column(Integer)
    contract_won: Mapped[int] = mapped_column(BigInteger)
    export_won: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(String(2000), default="")
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

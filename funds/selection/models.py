"""Tables that every room of the selection reads: calls, applications with their partners, awards and what follows them.

What one room alone keeps stands in its own `models`. Money is in whole won. State and due day
are written by `fire` alone.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from funds.selection.rubrics.models import Rubric
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import Base, Instant
from portal.core.panels.models import Drawn
from portal.core.people import Organisation


class Call(Drawn, Case):
    """공모.

    `closes_at` is the deadline with its hour; `rounds` are [{key, advance}], `round_no` the one that runs (from 1).
    `draw_pool` are the reviewer ids committed to before the seed is revealed, `draw_order` what it drew. `result` is
    frozen when the chair closes: rubric, scores and result as in the contract, with the SHA-256 of each.
    """

    __tablename__ = "fund_call"

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    programme: Mapped[str] = mapped_column(String(20), index=True)
    year: Mapped[int] = mapped_column(Integer)
    closes_at: Mapped[datetime | None] = mapped_column(Instant)
    budget: Mapped[int | None] = mapped_column(BigInteger)
    seats: Mapped[int] = mapped_column(Integer, default=1)
    members_wanted: Mapped[int] = mapped_column(Integer, default=7)
    tracks: Mapped[list[str]] = mapped_column(JSON, default=list)
    notice: Mapped[str] = mapped_column(Text, default="")
    rubric_id: Mapped[int | None] = mapped_column(ForeignKey("fund_rubric.id"))
    rounds: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    round_no: Mapped[int] = mapped_column(Integer, default=1)
    minutes: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    earlier_results: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    proposal: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    rubric: Mapped[Rubric | None] = relationship()
    wanted = synonym("members_wanted")

    __mapper_args__ = {"polymorphic_identity": "call"}


class Application(Case):
    """A bid under a call. `automatic` pins the computed criteria ({criterion: {points, value, source}}) at submission.

    `overrides`: {criterion: {points, reason}}; `eligibility`: {check: {met, evidence, on}}; `granted` and
    `penalties` are ids of the rubric. `marks` are its own numbers of the frozen result, `asked` the grant sought,
    `awarded` what was decided.
    """

    __tablename__ = "fund_application"
    __table_args__: tuple[Any, ...] = (Index("ix_fund_application_call", "call_id", "id"),)

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("fund_call.id"))
    programme: Mapped[str] = mapped_column(String(20))
    track: Mapped[str] = mapped_column(String(20), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    asked: Mapped[int | None] = mapped_column(BigInteger)
    own_share: Mapped[int | None] = mapped_column(BigInteger)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    automatic: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    overrides: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    eligibility: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    claimed: Mapped[list[str]] = mapped_column(JSON, default=list)
    granted: Mapped[list[str]] = mapped_column(JSON, default=list)
    penalties: Mapped[list[str]] = mapped_column(JSON, default=list)
    out_in_round: Mapped[int | None] = mapped_column(Integer)
    marks: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    reserve_no: Mapped[int | None] = mapped_column(Integer)
    awarded: Mapped[int | None] = mapped_column(BigInteger)

    call: Mapped[Call] = relationship(foreign_keys=[call_id], primaryjoin=call_id == Call.id)
    partners: Mapped[list["Partner"]] = relationship(order_by="Partner.id", back_populates="application")

    __mapper_args__ = {"polymorphic_identity": "application"}


class Partner(Base):
    """A partner of a consortium, as the lead names it: whoever holds the link mailed to `email` confirms, or declines.

    `organisation_id` is the partner's own organisation, bound when it confirms; of the token only its SHA-256 is kept.
    """

    __tablename__ = "fund_partner"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("fund_application.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    business_number: Mapped[str] = mapped_column(String(10), index=True)
    role: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(254), default="")
    added_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    declined_at: Mapped[datetime | None] = mapped_column(Instant)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)

    application: Mapped[Application] = relationship(back_populates="partners")
    organisation: Mapped[Organisation | None] = relationship()


class Award(Case):
    """What a selected application holds: a mark, a designation, an agreement or a certificate, with validity.

    `code` opens the public check. `opinion_by` is the last day for the holder's opinion after a prior notice.
    """

    __tablename__ = "fund_award"

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("fund_call.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("fund_application.id"), index=True)
    programme: Mapped[str] = mapped_column(String(20), index=True)
    holder: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2), default="")
    amount: Mapped[int | None] = mapped_column(BigInteger)
    own_share: Mapped[int | None] = mapped_column(BigInteger)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    signed_at: Mapped[datetime | None] = mapped_column(Instant)
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    opinion_by: Mapped[date | None] = mapped_column(Date)
    opinion: Mapped[str] = mapped_column(String(4000), default="")
    second_year: Mapped[bool] = mapped_column(Boolean, default=False)

    application: Mapped[Application] = relationship(
        foreign_keys=[application_id], primaryjoin=application_id == Application.id
    )
    call: Mapped[Call] = relationship(foreign_keys=[call_id], primaryjoin=call_id == Call.id)
    payments: Mapped[list["Payment"]] = relationship(order_by="Payment.no")
    duties: Mapped[list["Duty"]] = relationship(order_by="Duty.id")
    evaluations: Mapped[list["Evaluation"]] = relationship(order_by="Evaluation.id")

    __mapper_args__ = {"polymorphic_identity": "award"}


class Payment(Base):
    """An instalment of an agreement; `paid_on` once an officer notes that it went out."""

    __tablename__ = "fund_payment"

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("fund_award.id"), index=True)
    no: Mapped[int] = mapped_column(Integer)
    amount: Mapped[int] = mapped_column(BigInteger)
    condition: Mapped[str] = mapped_column(String(300))
    paid_on: Mapped[date | None] = mapped_column(Date)
    paid_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class Duty(Base):
    """What the holder does in a year (a seminar, a report …): asked, reported by the holder."""

    __tablename__ = "fund_duty"

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("fund_award.id"), index=True)
    year: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(20))
    wanted: Mapped[int] = mapped_column(Integer, default=1)
    done: Mapped[int | None] = mapped_column(Integer)
    due_on: Mapped[date] = mapped_column(Date)
    report: Mapped[str] = mapped_column(String(2000), default="")
    reported_at: Mapped[datetime | None] = mapped_column(Instant)


class Evaluation(Base):
    """최종평가 (`final`) or yearly 성과평가 (`yearly`) of an award, in points out of 100 with one decimal, kept as text."""

    __tablename__ = "fund_evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("fund_award.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    year: Mapped[int] = mapped_column(Integer)
    points: Mapped[str] = mapped_column(String(6))
    text: Mapped[str] = mapped_column(String(2000))
    on: Mapped[date] = mapped_column(Date)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

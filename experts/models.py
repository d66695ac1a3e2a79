"""Tables that every room reads: the expert, the consultation, and the offer that joins the two.

What an expert may not know before accepting stands on the consultation's revision, never on the offer.
"""

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from experts import terms, times
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import Base, Instant
from portal.core.people import User
from portal.core.text import Text as Words
from portal.core.titles import joined


class Expert(Base):
    """A member of the pool (GHKOL 전문위원). Codes as in the lexicon; `confirmed` None: the reading was not looked at yet.
    `unsure` were confirmed once, but their sentence is gone from the career: they count for
    nothing until confirmed again.

    In office from `term_from` to `term_to` (both included) unless `ended_on` came before.
    `max_load` in cases at a time.
    """

    __tablename__ = "expert"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), unique=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), unique=True)
    certificate_no: Mapped[str] = mapped_column(String(20), unique=True)
    name_en: Mapped[str] = mapped_column(String(100), default="")
    affiliation: Mapped[str] = mapped_column(String(200), default="")
    conflicts: Mapped[list[str]] = mapped_column(JSON, default=list)
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    countries: Mapped[list[str]] = mapped_column(JSON, default=list)
    regions: Mapped[list[str]] = mapped_column(JSON, default=list)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    years: Mapped[int] = mapped_column(Integer, default=0)
    career: Mapped[str] = mapped_column(Text, default="")
    confirmed: Mapped[list[str] | None] = mapped_column(JSON)
    unsure: Mapped[list[str] | None] = mapped_column(JSON)
    available: Mapped[bool] = mapped_column(Boolean, default=True)
    max_load: Mapped[int] = mapped_column(Integer, default=3)
    zone: Mapped[str] = mapped_column(String(40), default="Asia/Seoul")
    term_from: Mapped[date] = mapped_column(Date)
    term_to: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    user: Mapped[User] = relationship(lazy="joined")
    away: Mapped[list["Away"]] = relationship(back_populates="expert", order_by="Away.first")

    @property
    def code(self) -> str:
        """The id as the matching knows it: sorts as the number does."""
        return f"E{self.id:06d}"

    @property
    def name(self) -> str:
        return self.user.name

    def serves_on(self, day: date) -> bool:
        """In office on that day."""
        return self.term_from <= day <= self.term_to and (self.ended_on is None or day < self.ended_on)


class Away(Base):
    """Days on which an expert takes nothing new, both included."""

    __tablename__ = "expert_away"

    id: Mapped[int] = mapped_column(primary_key=True)
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), index=True)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)

    expert: Mapped[Expert] = relationship(back_populates="away")


class Consultation(Case):
    """자문. `expert_id` is whoever is asked or has it now; `fallback` whom the officer wants asked next, in order.

    `title` names the parties alone, since whoever is asked reads it; `subject` is the applicant's own heading,
    for the file. `confirmed` are the concepts that the applicant confirmed; `region` is a key of
    countries.REGIONS for the yearly table.
    """

    __tablename__ = "consultation"
    __table_args__ = (Index("ix_consultation_expert", "expert_id"),)

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(300), default="")
    depth: Mapped[str] = mapped_column(String(10), default="general")
    region: Mapped[str] = mapped_column(String(20), default="")
    countries: Mapped[list[str]] = mapped_column(JSON, default=list)
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    confirmed: Mapped[list[str] | None] = mapped_column(JSON)
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id"))
    fallback: Mapped[list[int]] = mapped_column(JSON, default=list)
    asked_on: Mapped[date | None] = mapped_column(Date)
    accepted_on: Mapped[date | None] = mapped_column(Date)
    reported_on: Mapped[date | None] = mapped_column(Date)
    plan: Mapped[str] = mapped_column(Text, default="")
    plan_minutes: Mapped[int | None] = mapped_column(Integer)
    report: Mapped[str] = mapped_column(Text, default="")
    rating: Mapped[int | None] = mapped_column(Integer)
    rating_words: Mapped[str] = mapped_column(String(2000), default="")
    outcome: Mapped[str] = mapped_column(String(20), default="")
    outcome_words: Mapped[str] = mapped_column(String(1000), default="")
    outcome_asked: Mapped[int] = mapped_column(Integer, default=0)  # months after closing at which it was asked last

    __mapper_args__ = {"polymorphic_identity": "consultation"}

    expert: Mapped[Expert | None] = relationship(foreign_keys=[expert_id])

    @property
    def code(self) -> str:
        return f"R{self.id:06d}"

    @property
    def parties(self) -> Words:
        """Who asks, for which places and how: all that lists and mails say of the case, nothing of what is asked."""
        owner = self.organisation
        named = Words(owner.name, owner.name_en or owner.name) if owner is not None else Words("", "")
        said = [named, terms.named(terms.places(), self.countries[:3]), terms.DEPTHS[self.depth]]
        return joined(*said)

    @property
    def deadline(self) -> Words:
        """The due day, where the expert lives by another clock as an instant by both."""
        zone = self.expert.zone if self.expert is not None else times.SEOUL
        return times.deadline(self.due_on, zone) if self.due_on else Words("–", "–")


class Offer(Base):
    """One asking of one expert. `state`: asked → accepted → done or left; or declined, conflict, lapsed, recalled.

    `reason` is the expert's (or officer's) and is read by officials only.
    """

    __tablename__ = "consultation_offer"
    __table_args__ = (
        Index("ix_consultation_offer_case", "case_id", "id"),
        Index("ix_consultation_offer_expert", "expert_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"))
    state: Mapped[str] = mapped_column(String(10), default="asked")
    rank: Mapped[int] = mapped_column(Integer, default=0)  # place on the list shown to the officer, 0: not on it
    wished: Mapped[int] = mapped_column(Integer, default=0)  # the applicant's rank, 0: not wished
    asked_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    why_asked: Mapped[str] = mapped_column(String(1000), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    pledged_at: Mapped[datetime | None] = mapped_column(Instant)

    expert: Mapped[Expert] = relationship(lazy="joined")

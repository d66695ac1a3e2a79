"""Tables of the survey of needed staff (인력 수요조사).

Occupations are named by their Korean words, so they carry over from year to year.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.cases import Case
from portal.core.db import Base, Instant


class WorkforceSurvey(Base):
    """One survey a year.

    `occupations` are [Korean, English]; answers are taken up to and including the second `closes_at`.
    `published` is what the public page shows, frozen when the officer published it (see `experts.workforce.results`).
    """

    __tablename__ = "workforce_survey"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(Integer, unique=True)
    opens_at: Mapped[datetime] = mapped_column(Instant)
    closes_at: Mapped[datetime] = mapped_column(Instant)
    reference_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
    occupations: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    invited_at: Mapped[datetime | None] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    published: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)


class WorkforceReturn(Case):
    """One organisation's answer of one year.

    `extended_to` is the officer's later deadline; `invited`: asked because of a filing.
    """

    __tablename__ = "workforce_return"
    __table_args__ = (Index("ix_workforce_return_survey", "survey_id"),)

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("workforce_survey.id"))
    extended_to: Mapped[datetime | None] = mapped_column(Instant)
    invited: Mapped[bool] = mapped_column(Boolean, default=False)

    __mapper_args__ = {"polymorphic_identity": "workforce_return"}

    survey: Mapped[WorkforceSurvey] = relationship(lazy="joined")

    @property
    def deadline(self) -> datetime:
        """The last instant at which this return is taken."""
        return max(self.survey.closes_at, self.extended_to or self.survey.closes_at)


class WorkforceNeed(Base):
    """A row of a return as it was last submitted: persons needed of one occupation in one country.

    `month` is 'YYYY-MM' or ''.
    """

    __tablename__ = "workforce_need"
    __table_args__ = (UniqueConstraint("case_id", "country", "occupation"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("workforce_return.id"))
    no: Mapped[int] = mapped_column(Integer)
    country: Mapped[str] = mapped_column(String(2))
    occupation: Mapped[str] = mapped_column(String(100))
    this_year: Mapped[int] = mapped_column(Integer, default=0)
    next_year: Mapped[int] = mapped_column(Integer, default=0)
    month: Mapped[str] = mapped_column(String(7), default="")
    languages: Mapped[str] = mapped_column(String(200), default="")
    licences: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")

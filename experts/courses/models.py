"""Tables of the courses: who may offer them, the course, its sessions, who applied, who was there."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.cases import Case
from portal.core.db import Base, Instant
from portal.core.people import Organisation, User


class CourseProvider(Base):
    """The right of an organisation to offer courses, given by an officer until it is taken back."""

    __tablename__ = "course_provider"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), unique=True)
    granted_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    organisation: Mapped[Organisation] = relationship(lazy="joined")


class Course(Case):
    """과정. Its columns are written when the proposal is sent; organisation None: KHIDI's own.

    `admission` 'order' takes whoever applies first, 'choice' has the provider decide. Applications are taken up to
    and including the second `apply_by`. To complete: at least `pass_percent` of the hours of the sessions, and
    `pass_score` where one is declared.
    """

    __tablename__ = "course"
    __table_args__ = (Index("ix_course_days", "starts_on", "id"),)

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(20), default="")
    provider: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    hours: Mapped[int] = mapped_column(Integer, default=0)
    mode: Mapped[str] = mapped_column(String(10), default="")
    place: Mapped[str] = mapped_column(String(300), default="")
    capacity: Mapped[int] = mapped_column(Integer, default=0)
    fee: Mapped[int] = mapped_column(Integer, default=0)
    admission: Mapped[str] = mapped_column(String(10), default="choice")
    countries: Mapped[list[str]] = mapped_column(JSON, default=list)
    occupations: Mapped[list[str]] = mapped_column(JSON, default=list)
    apply_by: Mapped[datetime | None] = mapped_column(Instant)
    pass_percent: Mapped[int] = mapped_column(Integer, default=80)
    pass_score: Mapped[int | None] = mapped_column(Integer)
    published_on: Mapped[date | None] = mapped_column(Date, index=True)

    __mapper_args__ = {"polymorphic_identity": "course"}

    sessions: Mapped[list["CourseSession"]] = relationship(back_populates="course", order_by="CourseSession.no")


class CourseSession(Base):
    """One meeting of a course; `minutes` is what attendance weighs."""

    __tablename__ = "course_session"
    __table_args__ = (UniqueConstraint("course_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    no: Mapped[int] = mapped_column(Integer)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    minutes: Mapped[int] = mapped_column(Integer)
    subject: Mapped[str] = mapped_column(String(200), default="")

    course: Mapped[Course] = relationship(back_populates="sessions")


class CourseApplication(Case):
    """수강 신청 of one person, for themselves or for their organisation.

    `place_no` orders the waiting list as people joined it.
    """

    __tablename__ = "course_application"
    __table_args__ = (Index("ix_course_application_course", "course_id"),)

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    applicant_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    motive: Mapped[str] = mapped_column(String(2000), default="")
    place_no: Mapped[int | None] = mapped_column(Integer)
    score: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    certificate_no: Mapped[str | None] = mapped_column(String(40), unique=True)
    certificate_code: Mapped[str] = mapped_column(String(16), default="")
    completed_on: Mapped[date | None] = mapped_column(Date)
    rating: Mapped[int | None] = mapped_column(Integer)
    rating_words: Mapped[str] = mapped_column(String(2000), default="")

    __mapper_args__ = {"polymorphic_identity": "course_application"}

    course: Mapped[Course] = relationship(foreign_keys=[course_id])
    applicant: Mapped[User] = relationship(foreign_keys=[applicant_id])


class CourseAttendance(Base):
    """That somebody was there; no row: absent."""

    __tablename__ = "course_attendance"
    __table_args__ = (UniqueConstraint("session_id", "application_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("course_session.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("course_application.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

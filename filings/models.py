"""Tables of the filings domain: what a filing adds to a case, and its content as typed columns for statistics."""

from datetime import date

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.cases import Case
from portal.core.db import Base

_LATE = text("late_days IS NOT NULL")


class Filing(Case):
    """해외진출 신고. The certificate's columns are filled on acceptance; one certificate a case.

    `file_due_on` is the last day of the filing period, `late_days` the calendar days past it; both None without a duty
    to file. `days_taken` are working days (접수일 = 1) until the officer's decision; None where the law decided (수리간주).
    """

    __tablename__ = "filing"
    __table_args__ = (
        UniqueConstraint("certificate_year", "certificate_serial"),
        Index("ix_filing_certificate_no", "certificate_no", unique=True),
        # of the few that were late
        Index("ix_filing_days_late", "late_days", sqlite_where=_LATE, postgresql_where=_LATE),
    )

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    obliged: Mapped[bool] = mapped_column(Boolean, default=True)
    trigger_on: Mapped[date | None] = mapped_column(Date)
    file_due_on: Mapped[date | None] = mapped_column(Date)
    late_days: Mapped[int | None] = mapped_column(Integer)
    days_taken: Mapped[int | None] = mapped_column(Integer)
    in_time: Mapped[bool | None] = mapped_column(Boolean)
    deemed: Mapped[bool] = mapped_column(Boolean, default=False)
    imported: Mapped[bool] = mapped_column(Boolean, default=False)
    licence_checked_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    certificate_year: Mapped[int | None] = mapped_column(Integer)
    certificate_serial: Mapped[int | None] = mapped_column(Integer)
    certificate_no: Mapped[str | None] = mapped_column(String(20))
    certificate_code: Mapped[str | None] = mapped_column(String(16))
    certificate_on: Mapped[date | None] = mapped_column(Date)
    certificate_edition: Mapped[int] = mapped_column(Integer, default=1)
    revoked_on: Mapped[date | None] = mapped_column(Date)

    __mapper_args__ = {"polymorphic_identity": "filing"}


class SupersededCertificate(Base):
    """An edition of a certificate that a later one replaced. `code` verified it, `content_id` is what it said.

    The edition in force stands on the filing itself.
    """

    __tablename__ = "superseded_certificate"
    __table_args__ = (UniqueConstraint("case_id", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("filing.id"))
    edition: Mapped[int] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(String(16))
    content_id: Mapped[int | None] = mapped_column(ForeignKey("filing_content.id"))
    superseded_on: Mapped[date] = mapped_column(Date)


class ChangeFiling(Case):
    """변경신고 of an accepted filing (`parent_id`). `reason` by CHANGE_REASONS; `ends` when it ends the case."""

    __tablename__ = "change_filing"

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    ends: Mapped[bool] = mapped_column(Boolean, default=False)
    reason: Mapped[str] = mapped_column(String(20), default="")
    changed_on: Mapped[date | None] = mapped_column(Date)
    days_taken: Mapped[int | None] = mapped_column(Integer)

    __mapper_args__ = {"polymorphic_identity": "change"}


class RegisterColumns:
    """The columns of the register as they are stored, by the names that `filings.columns.register` gives them."""

    certificate_no: Mapped[str] = mapped_column(String(20))
    received_on: Mapped[date] = mapped_column(Date)
    accepted_on: Mapped[date] = mapped_column(Date)
    filing_kind: Mapped[str] = mapped_column(String(10), default="new")
    organisation_name: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(40))
    region: Mapped[str] = mapped_column(String(20))
    business_number: Mapped[str] = mapped_column(String(10))
    has_department: Mapped[bool] = mapped_column(Boolean)
    type: Mapped[str] = mapped_column(String(10))
    country: Mapped[str] = mapped_column(String(2))
    city: Mapped[str] = mapped_column(String(100), default="")
    foreign_name: Mapped[str] = mapped_column(String(200), default="")
    specialty: Mapped[str] = mapped_column(String(40), default="")
    beds: Mapped[int] = mapped_column(Integer, default=0)
    trigger: Mapped[str] = mapped_column(String(20))
    trigger_on: Mapped[date] = mapped_column(Date)
    contract_ends_on: Mapped[date | None] = mapped_column(Date)
    staff: Mapped[int | None] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(1000), default="")


class Content(RegisterColumns, Base):
    """What an accepted filing said, as typed columns, in force from `effective_from` until `effective_to` (exclusive).

    One row a revision: an as-of reading is one interval condition. Beside the columns of the register stands how the
    filing was handled (so that a later correction of a day never changes an earlier year's figures). `change_id` is the
    change filing that brought the row, if any.
    """

    __tablename__ = "filing_content"
    __table_args__ = (
        Index("ix_filing_content_case", "case_id", "effective_from"),
        # a year is counted from this index alone
        Index("ix_filing_content_accepted", "accepted_on", "id", "effective_to", "type", "deemed"),
        # a country's list is ordered and counted from this one
        Index("ix_filing_content_country", "country", "accepted_on", "id", "effective_to"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    effective_from: Mapped[date] = mapped_column(Date)
    effective_to: Mapped[date | None] = mapped_column(Date)
    obliged: Mapped[bool] = mapped_column(Boolean, default=True)
    late_days: Mapped[int | None] = mapped_column(Integer)
    deemed: Mapped[bool] = mapped_column(Boolean, default=False)
    days_taken: Mapped[int | None] = mapped_column(Integer)
    in_time: Mapped[bool] = mapped_column(Boolean, default=True)
    change_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))

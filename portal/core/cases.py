"""The Case: anything with a number, an owner organisation, a state, a due day and a file of events.

One table for all domains.
Each domain adds its own columns by joined inheritance. State and due day are written by `portal.core.fire` alone.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant
from portal.core.declared import kind_of
from portal.core.people import Organisation, User
from portal.core.text import Text

if TYPE_CHECKING:
    from portal.core.module import Kind

_CHILD = text("parent_id IS NOT NULL")


class Case(Base):
    """`received_on`, `due_on`, `decided_on` are legal days in Asia/Seoul; `version` grows with every move.

    `title` is Korean, `title_en` English where it differs: written and read together as `titled`.
    """

    __tablename__ = "cases"
    __table_args__: Any = (  # a kind has its own
        Index("ix_cases_worklist", "pending", "due_on", "id"),
        Index("ix_cases_kind_state", "kind", "state", "received_on", "id"),
        Index("ix_cases_owner", "organisation_id", "id"),
        Index("ix_cases_desk", "handler_id", "pending", "due_on", "id"),
        Index("ix_cases_received", "kind", "received_on", "id", "state"),
        # of the few that have a parent
        Index("ix_cases_parent", "parent_id", sqlite_where=_CHILD, postgresql_where=_CHILD),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[str | None] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(LongText, default="")
    title_en: Mapped[str] = mapped_column(LongText, default="", server_default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    state: Mapped[str] = mapped_column(String(30))
    received_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    decided_on: Mapped[date | None] = mapped_column(Date)
    # in an open state other than the first: on the worklist
    pending: Mapped[bool] = mapped_column(Boolean, default=False)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    organisation: Mapped[Organisation | None] = relationship(lazy="joined", innerjoin=False)
    handler: Mapped[User | None] = relationship(foreign_keys=[handler_id])
    parent: Mapped["Case | None"] = relationship(remote_side="Case.id", foreign_keys=[parent_id])

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "case"}

    @property
    def titled(self) -> Text:
        return Text(self.title, self.title_en)

    @titled.setter
    def titled(self, said: Text | str) -> None:
        ko, en = said if isinstance(said, Text) else (said, "")
        self.title, self.title_en = ko, en if en != ko else ""

    @property
    def declared(self) -> "Kind[Any]":
        """The declaration this case lives by."""
        return kind_of(self.kind)


class Event(Base):
    """The only memory of a case: append-only. `on` is the legal day, `at` the instant it was written."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_case", "case_id", "id"), Index("ix_event_name_on", "name", "on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    name: Mapped[str] = mapped_column(String(60))
    on: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    acting_for_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    state_from: Mapped[str | None] = mapped_column(String(30))
    state_to: Mapped[str | None] = mapped_column(String(30))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    actor: Mapped[User | None] = relationship(foreign_keys=[actor_id])
    acting_for: Mapped[User | None] = relationship(foreign_keys=[acting_for_id])


class Revision(Base):
    """What was answered, as submitted.

    In force from `effective_from` until `effective_to` (exclusive) once accepted.
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("case_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    no: Mapped[int] = mapped_column(Integer)
    schema_key: Mapped[str] = mapped_column(String(40))
    schema_version: Mapped[int] = mapped_column(Integer)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    effective_from: Mapped[date | None] = mapped_column(Date)
    effective_to: Mapped[date | None] = mapped_column(Date)


class Draft(Base):
    """Answers being written.

    `trail` keeps, per field, the values it had at earlier versions: a late save is merged by it.
    `open_fields` None means that everything may be edited; a list, only those fields (a supplement).
    """

    __tablename__ = "draft"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    trail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    open_fields: Mapped[list[str] | None] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(Integer, default=1)
    updated_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    updated_by: Mapped[User | None] = relationship()


class Counter(Base):
    """Series of numbers; the row is locked while the next one is taken."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(String(60), primary_key=True)
    last: Mapped[int] = mapped_column(Integer, default=0)


class AccessLog(Base):
    """Reads of personal data, refused guesses, failed sign-ins: who, when, from where, whose data, what."""

    __tablename__ = "access_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now, index=True)
    user_id: Mapped[int | None] = mapped_column(Integer)
    address: Mapped[str] = mapped_column(String(45), default="")
    act: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(120), default="", index=True)
    path: Mapped[str] = mapped_column(String(300), default="")
    why: Mapped[str] = mapped_column(String(120), default="", server_default="")  # what an export is for

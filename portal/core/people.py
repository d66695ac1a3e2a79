"""Organisations, people and who acts for whom. Must not know pages or cases.

A person (`User`) has portal roles (officer, ministry, admin …); what they may do for an organisation is a `Membership`.
Whoever asks or acts is an `Actor`: a plain value made once a request.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from flask_login import UserMixin
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    case,
    cast,
    event,
    literal,
    select,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant, db
from portal.core.text import Text

ROLES = {
    "officer": Text("KHIDI 담당자", "KHIDI officer"),
    "ministry": Text("복지부 담당자", "Ministry officer"),
    "admin": Text("시스템 관리자", "Administrator"),
    "expert": Text("GHKOL 전문위원", "GHKOL expert"),
    "panel": Text("평가위원", "Panel member"),
}
OFFICIALS = frozenset({"officer", "ministry", "admin"})

MEMBER_ROLES = {
    "manager": Text("관리자", "Manager"),
    "editor": Text("작성자", "Editor"),
    "viewer": Text("열람자", "Viewer"),
}

FOUNDERS = {
    "hospital": Text("의료기관 개설자", "Founder of a medical institution"),
    "company": Text("기업", "Company"),
}


class Organisation(Base):
    """A hospital founder or company. `category` is its 종별, `region` its 시도 (short Korean label)."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    name_en: Mapped[str] = mapped_column(String(200), default="")
    business_number: Mapped[str] = mapped_column(String(10), unique=True)
    institution_code: Mapped[str] = mapped_column(String(20), default="")
    founder: Mapped[str] = mapped_column(String(20), default="hospital")
    incorporated: Mapped[bool] = mapped_column(Boolean, default=False)  # 의료법인 등: articles of association are asked
    category: Mapped[str] = mapped_column(String(40), default="")
    region: Mapped[str] = mapped_column(String(20), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    representative: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    has_department: Mapped[bool] = mapped_column(Boolean, default=False)
    verified: Mapped[bool] = mapped_column(Boolean, default=False)
    source: Mapped[str] = mapped_column(String(20), default="sign-up")  # sign-up | import | demo
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    members: Mapped[list["Membership"]] = relationship(back_populates="organisation")


class User(UserMixin, Base):  # type: ignore[misc]
    """Somebody who signs in. `roles` are portal roles; `second_factor` is the encrypted TOTP secret once confirmed;
    a new `session_key` signs the person out everywhere.
    """

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    unit: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(2), default="ko")
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    roles: Mapped[list[str]] = mapped_column(JSON, default=list)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    second_factor: Mapped[str] = mapped_column(String(300), default="")
    second_factor_step: Mapped[int] = mapped_column(Integer, default=0)
    session_key: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    memberships: Mapped[list["Membership"]] = relationship(back_populates="user")

    @property
    def is_active(self) -> bool:
        return self.active

    @property
    def is_official(self) -> bool:
        return bool(OFFICIALS & set(self.roles))

    def get_id(self) -> str:
        return str(self.id)


class Membership(Base):
    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(20), default="editor")
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    user: Mapped[User] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship(back_populates="members")


class Invitation(Base):
    """An invitation into an organisation (or to a portal role) by mail; the token is stored as its SHA-256 only."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    member_role: Mapped[str] = mapped_column(String(20), default="")
    portal_role: Mapped[str] = mapped_column(String(20), default="")
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)

    organisation: Mapped[Organisation | None] = relationship()


class Deputy(Base):
    """`deputy` acts for `absent` from `first` to `last`, both days included; both names stand on every event."""

    __tablename__ = "deputy"
    __table_args__ = (Index("ix_deputy_days", "deputy_id", "first", "last"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    absent_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(200), default="")
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    absent: Mapped[User] = relationship(foreign_keys=[absent_id])
    deputy: Mapped[User] = relationship(foreign_keys=[deputy_id])


class RightsChange(Base):
    """One grant, change or revocation: whose, which role, for which organisation (none: a portal role),
    by whom, why.
    """

    __tablename__ = "rights_change"
    __table_args__ = (Index("ix_rights_change_user", "user_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    act: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(20), default="")
    before: Mapped[str] = mapped_column(String(20), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    organisation: Mapped[Organisation | None] = relationship()


@event.listens_for(RightsChange, "before_update")
@event.listens_for(RightsChange, "before_delete")
def _append_only(_mapper: Mapper[Any], _connection: Any, target: RightsChange) -> None:
    raise AssertionError(f"changes of rights are append-only ({target.id})")


class Interest(Base):
    """A private interest in an organisation that an official has reported, and what the head decided on it
    (이해충돌방지법 제5조, 제7조). Until they are `allowed` to go on, the official decides nothing of the organisation.
    """

    __tablename__ = "private_interest"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    ground: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(1000), default="")
    reported_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    decision: Mapped[str] = mapped_column(String(20), default="")  # '' | recused | allowed | ended
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(1000), default="")

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    organisation: Mapped[Organisation] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])


def officers() -> list[User]:
    """All active KHIDI officers, by id."""
    return holders("officer")


def holders(role: str) -> list[User]:
    """Everybody active with a portal role, by id."""
    held = cast(User.roles, String).like(f'%"{role}"%')
    return list(db.session.scalars(select(User).where(User.active.is_(True), held).order_by(User.id)))


def officer_choices() -> dict[str, Text]:
    """The officers of today as choices of a form, by id."""
    shown = {str(u.id): f"{u.unit} {u.name}".strip() for u in officers()}
    return {code: Text(words, words) for code, words in shown.items()}


@dataclass(frozen=True)
class Actor:
    """Who asks or acts. `memberships` maps organisation id → member role; `deputy_for` are absent officers' ids;
    `concerned` maps the organisations of which an official decides nothing to the ground (`portal.core.concern`).
    """

    user_id: int | None = None
    name: str = ""
    email: str = ""
    roles: frozenset[str] = frozenset()
    memberships: dict[int, str] = field(default_factory=dict, hash=False)
    deputy_for: frozenset[int] = frozenset()
    concerned: dict[int, str] = field(default_factory=dict, hash=False)
    organisation_id: int | None = None
    language: str = "ko"
    is_system: bool = False

    @property
    def signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def is_official(self) -> bool:
        return bool(self.roles & OFFICIALS)

    def has(self, *roles: str) -> bool:
        return bool(self.roles.intersection(roles))


NOBODY = Actor()
SYSTEM = Actor(name="SYSTEM", roles=frozenset({"system"}), is_system=True)


_ABSENT = "absent"  # in place of a member role: somebody whom the actor deputises
_FORMER, _INTEREST, _ALLOWED = "former", "interest", "allowed"  # in place of one: grounds of concern, and their end
FORMER_YEARS = 2  # 이해충돌방지법 제2조제6호: who belonged to it within two years


def actor_of(user: User, organisation_id: int | None = None) -> Actor:
    """The actor that `user` is today, in one statement; `organisation_id` picks whom they act for,
    if they are a member there.
    """
    held: Any = select(Membership.organisation_id, Membership.role, Membership.id).where(Membership.user_id == user.id)
    if user.is_official:
        held = held.union_all(_covered(user), *_of_concern(user))
    rows = sorted((tuple(row) for row in db.session.execute(held)), key=itemgetter(2))
    others = (_ABSENT, _FORMER, _INTEREST, _ALLOWED)
    memberships = {whose: role for whose, role, _ in rows if role not in others}
    chosen = organisation_id if organisation_id in memberships else next(iter(memberships), None)
    return Actor(
        user_id=user.id,
        name=user.name,
        email=user.email,
        roles=frozenset(user.roles),
        memberships=memberships,
        deputy_for=frozenset(whose for whose, role, _ in rows if role == _ABSENT),
        concerned=_concerned(rows, memberships) if user.is_official else {},
        organisation_id=chosen,
        language=user.language,
    )


def concerned(user: User) -> dict[int, str]:
    """The organisations that concern somebody, official or not, by id, with the ground."""
    held: Any = select(Membership.organisation_id, Membership.role, literal(0)).where(Membership.user_id == user.id)
    rows = sorted((tuple(r) for r in db.session.execute(held.union_all(*_of_concern(user)))), key=itemgetter(2))
    return _concerned(rows, {whose: what for whose, what, _ in rows if what in MEMBER_ROLES})


def _covered(user: User) -> Any:
    today = clock.today()
    return select(Deputy.absent_id, literal(_ABSENT), literal(0)).where(
        Deputy.deputy_id == user.id, Deputy.first <= today, Deputy.last >= today, Deputy.ended_at.is_(None)
    )


def _of_concern(user: User) -> tuple[Any, ...]:
    """Selects of (organisation id, what it is, order): where they belonged, and what they reported."""
    former = select(RightsChange.organisation_id, literal(_FORMER), literal(0)).where(
        RightsChange.user_id == user.id,
        RightsChange.act == "withdrawn",
        RightsChange.organisation_id.is_not(None),
        RightsChange.at >= clock.start_of(clock.years_before(clock.today(), FORMER_YEARS)),
    )
    meaning = case((Interest.decision == "allowed", _ALLOWED), else_=_INTEREST)
    reported = select(Interest.organisation_id, meaning, Interest.id).where(
        Interest.user_id == user.id, Interest.decision != "ended"
    )
    return former, reported


def _concerned(rows: list[tuple[int, str, int]], memberships: dict[int, str]) -> dict[int, str]:
    """Organisation id → ground: the last report and its decision stand over a former membership, a present one over
    everything.
    """
    grounds = {whose: what for whose, what, _ in rows if what in (_FORMER, _INTEREST, _ALLOWED)}
    grounds = {whose: what for whose, what in grounds.items() if what != _ALLOWED}
    return grounds | dict.fromkeys(memberships, "member")

"""How people come into an organisation or a role: by invitation, or by asking to join.

Roles themselves are given by `roles`.
A token that was mailed is kept as its SHA-256 only. Must not know pages or write mail.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Boolean, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant, db, lock_row
from portal.core.people import Actor, Invitation, Organisation, User
from portal.core.roles import admit, grant, membership
from portal.core.text import Text
from portal.core.workflow import Refused

LINK_LASTS = timedelta(days=7)


class Tokened(Protocol):
    """A row that a mailed link opens for a while."""

    token_hash: Any
    expires_at: Any


class JoinRequest(Base):
    """Somebody asks to become a member of an organisation that exists; its managers decide,
    officers where it has none.
    """

    __tablename__ = "join_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    granted: Mapped[bool | None] = mapped_column(Boolean)

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    organisation: Mapped[Organisation] = relationship()


def ask_to_join(user: User, organisation: Organisation) -> JoinRequest | None:
    """Keep the wish to join; None if the person is a member or has asked already."""
    open_one = select(JoinRequest).where(
        JoinRequest.user_id == user.id, JoinRequest.organisation_id == organisation.id, JoinRequest.decided_at.is_(None)
    )
    if membership(user.id, organisation.id) or db.session.scalar(open_one):
        return None
    made = JoinRequest(user_id=user.id, organisation_id=organisation.id)
    db.session.add(made)
    db.session.flush()
    return made


def decide_join(request: JoinRequest, role: str | None, by: Actor) -> None:
    """Answer a request: a role lets the person in, None refuses."""
    lock_row(request)
    if request.decided_at is not None:
        raise Refused(Text("이미 처리한 요청입니다.", "This request was answered already."))
    request.decided_at, request.decided_by_id, request.granted = clock.now(), by.user_id, role is not None
    if role is not None:
        admit(request.user, request.organisation, role, by)


def open_join_requests(organisation_id: int | None = None) -> list[JoinRequest]:
    """Requests nobody has answered, oldest first; all of them, or those to one organisation."""
    wanted = select(JoinRequest).where(JoinRequest.decided_at.is_(None)).order_by(JoinRequest.id)
    if organisation_id is not None:
        wanted = wanted.where(JoinRequest.organisation_id == organisation_id)
    return list(db.session.scalars(wanted))


# ---- invitations --------------------------------------------------------------------------------------------------------


def fingerprint(token: str) -> str:
    """What is kept of a token that was mailed."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(
    email: str, by: Actor, *, organisation: Organisation | None = None, member_role: str = "", portal_role: str = ""
) -> tuple[Invitation, str]:
    """An invitation and the token that its mail carries; an open one to the same place is replaced."""
    for earlier in open_invitations(organisation.id if organisation else None):
        if earlier.email == email and earlier.portal_role == portal_role:
            earlier.withdrawn_at = clock.now()
    made = Invitation(
        email=email,
        organisation_id=organisation.id if organisation else None,
        member_role=member_role,
        portal_role=portal_role,
        invited_by_id=by.user_id,
        token_hash="",
        expires_at=clock.now(),
    )
    token = renew(made)
    db.session.add(made)
    db.session.flush()
    return made, token


def renew(invitation: Tokened) -> str:
    """A fresh token and seven more days; the token mailed before is void."""
    token = secrets.token_urlsafe(32)
    invitation.token_hash, invitation.expires_at = fingerprint(token), clock.now() + LINK_LASTS
    return token


def send_again(invitation: Invitation, by: Actor) -> str:
    """Renew an open invitation in the name of whoever sends it again; the token for its mail."""
    _still_open(invitation)
    invitation.invited_by_id = by.user_id
    return renew(invitation)


def withdraw(invitation: Invitation) -> None:
    _still_open(invitation)
    invitation.withdrawn_at = clock.now()


def _still_open(invitation: Invitation) -> None:
    lock_row(invitation)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise Refused(Text("이미 쓰였거나 취소된 초대입니다.", "This invitation was used or withdrawn."))


def open_invitations(organisation_id: int | None) -> list[Invitation]:
    """Invitations that were neither accepted nor withdrawn, expired ones too; None: those to portal roles."""
    wanted = select(Invitation).where(Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
    return list(db.session.scalars(wanted.where(Invitation.organisation_id == organisation_id).order_by(Invitation.id)))


def invitation_of(token: str) -> Invitation | None:
    """The invitation that this token still opens."""
    return db.session.scalar(
        select(Invitation).where(
            Invitation.token_hash == fingerprint(token),
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
    )


def accept(invitation: Invitation, user: User, by: Actor) -> None:
    """Use the invitation up: the person gets what it offers. `by` is who invited, or the person."""
    _still_open(invitation)
    if not inviter_stands(invitation):
        raise Refused(
            Text("초대한 분의 권한이 바뀌어 쓸 수 없는 초대입니다.", "Whoever invited you may no longer do so.")
        )
    invitation.accepted_at = clock.now()
    if invitation.organisation is not None:
        admit(user, invitation.organisation, invitation.member_role, by)
    if invitation.portal_role:
        grant(user, invitation.portal_role, by)


def inviter_stands(invitation: Invitation) -> bool:
    """Whether whoever invited may still give what is offered: an administrator, for a panel an officer,
    or a manager of the organisation.
    """
    inviter = db.session.get(User, invitation.invited_by_id) if invitation.invited_by_id else None
    if inviter is None or not inviter.active:
        return False
    if invitation.portal_role:
        return "admin" in inviter.roles or (invitation.portal_role == "panel" and "officer" in inviter.roles)
    held = membership(inviter.id, invitation.organisation_id or 0)
    return held is not None and held.role == "manager"

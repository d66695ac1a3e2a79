"""Portal roles and memberships: given, changed, taken back, and the record of it.

Each change leaves a RightsChange, which is only ever added and kept at least three years (개인정보의 안전성 확보조치 기준
제5조제3항). Nobody writes `User.roles` or `Membership.role` but this module. Must not know pages.
"""

import secrets

from sqlalchemy import select

from portal.core.db import db, lock_row
from portal.core.people import MEMBER_ROLES, OFFICIALS, ROLES, Actor, Membership, Organisation, RightsChange, User
from portal.core.text import Text
from portal.core.workflow import Refused, within

ACTS = {
    "granted": Text("권한을 주었습니다", "Granted"),
    "changed": Text("권한을 바꾸었습니다", "Changed"),
    "withdrawn": Text("권한을 거두었습니다", "Withdrawn"),
    "suspended": Text("계정을 중지했습니다", "Account suspended"),
    "restored": Text("계정을 다시 열었습니다", "Account restored"),
    "deputy-named": Text("대리로 정했습니다", "Named as a deputy"),
    "deputy-ended": Text("대리를 끝냈습니다", "Deputyship ended"),
    "interest-reported": Text("사적 이해관계를 신고했습니다", "Private interest reported"),
    "interest-recused": Text("다른 사람이 처리하게 했습니다", "Recused by the head"),
    "interest-allowed": Text("계속 처리하게 했습니다", "Allowed to go on by the head"),
    "interest-ended": Text("사적 이해관계가 끝났습니다", "Private interest over"),
    "factor-reset": Text("2단계 인증을 초기화했습니다", "Second factor reset"),
}


def note(
    user: User,
    act: str,
    by: Actor,
    role: str = "",
    *,
    before: str = "",
    organisation_id: int | None = None,
    reason: str = "",
) -> None:
    """Add one line to the record of rights."""
    db.session.add(
        RightsChange(
            user_id=user.id,
            act=act,
            role=role,
            before=before,
            organisation_id=organisation_id,
            by_id=by.user_id,
            reason=within(reason, 200),
        )
    )
    db.session.flush()


# ---- portal roles -----------------------------------------------------------------------------------------------------


def grant(user: User, role: str, by: Actor, reason: str = "") -> None:
    """Give a portal role; nothing happens if the person has it. Who becomes an official signs in again, as such."""
    if role not in ROLES:
        raise Refused(Text("없는 역할입니다.", "There is no such role."))
    if role not in user.roles:
        user.roles = [*user.roles, role]
        _sign_in_again(user, role)
        note(user, "granted", by, role, reason=reason)


def withdraw(user: User, role: str, by: Actor, reason: str = "") -> None:
    """Take a portal role back; the last administrator keeps theirs."""
    if role not in user.roles:
        return
    if role == "admin":
        _keep_an_administrator(user)
    user.roles = [r for r in user.roles if r != role]
    _sign_in_again(user, role)
    note(user, "withdrawn", by, role, reason=reason)


def _sign_in_again(user: User, role: str) -> None:
    """Sessions begun with other rights end: those of officials are shorter and asked for a second factor."""
    if role in OFFICIALS:
        user.session_key = new_key()


def suspend(user: User, by: Actor, reason: str = "") -> None:
    """Close the account at once: open sessions end with it."""
    if user.id == by.user_id:
        raise Refused(Text("자기 계정은 중지할 수 없습니다.", "You cannot suspend your own account."))
    if not user.active:
        return
    if "admin" in user.roles:
        _keep_an_administrator(user)
    user.active, user.session_key = False, new_key()
    note(user, "suspended", by, reason=reason)


def restore(user: User, by: Actor, reason: str = "") -> None:
    if not user.active:
        user.active = True
        note(user, "restored", by, reason=reason)


def _keep_an_administrator(leaving: User) -> None:
    holders = [u for u in db.session.scalars(select(User).order_by(User.id)) if "admin" in u.roles]
    for holder in holders:
        lock_row(holder)
    if not any(u.active and "admin" in u.roles and u.id != leaving.id for u in holders):
        raise Refused(
            Text(
                "마지막 시스템 관리자의 권한은 거둘 수 없습니다. 먼저 다른 관리자를 정해 주세요.",
                "The last administrator stays. Name another one first.",
            )
        )


def new_key() -> str:
    """A session key: a new one signs the person out everywhere."""
    return secrets.token_hex(16)


# ---- members ----------------------------------------------------------------------------------------------------------


def membership(user_id: int | None, organisation_id: int) -> Membership | None:
    return db.session.scalar(
        select(Membership).where(Membership.user_id == user_id, Membership.organisation_id == organisation_id)
    )


def managers(organisation_id: int) -> list[User]:
    wanted = (
        select(User).join(Membership).where(Membership.organisation_id == organisation_id, Membership.role == "manager")
    )
    return list(db.session.scalars(wanted.where(User.active.is_(True)).order_by(User.id)))


def admit(user: User, organisation: Organisation, role: str, by: Actor) -> Membership:
    """Make the person a member; one who is already keeps the role they have."""
    held = membership(user.id, organisation.id)
    if held is None:
        held = Membership(user_id=user.id, organisation_id=organisation.id, role=_known(role))
        db.session.add(held)
        note(user, "granted", by, role, organisation_id=organisation.id)
    return held


def change(held: Membership, role: str, by: Actor) -> None:
    """Give a member another role; an organisation never loses its last manager."""
    if held.role == _known(role):
        return
    _keep_a_manager(held)
    before, held.role = held.role, role
    note(held.user, "changed", by, role, before=before, organisation_id=held.organisation_id)


def dismiss(held: Membership, by: Actor) -> None:
    """End a membership; an organisation never loses its last manager."""
    _keep_a_manager(held)
    note(held.user, "withdrawn", by, held.role, organisation_id=held.organisation_id)
    db.session.delete(held)
    db.session.flush()


def _known(role: str) -> str:
    if role not in MEMBER_ROLES:
        raise Refused(Text("없는 역할입니다.", "There is no such role."))
    return role


def _keep_a_manager(leaving: Membership) -> None:
    lock_row(leaving.organisation)
    if leaving.role != "manager":
        return
    if not any(user.id != leaving.user_id for user in managers(leaving.organisation_id)):
        raise Refused(
            Text(
                "기관의 마지막 관리자입니다. 먼저 다른 구성원을 관리자로 정해 주세요.",
                "This is the last manager of the organisation. Make somebody else a manager first.",
            )
        )

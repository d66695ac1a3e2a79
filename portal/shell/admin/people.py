"""The people of the portal: the list, and invitations of officials. One person's rights stand in `person`."""

from typing import Any

from flask import abort, render_template, request
from sqlalchemy import Select, String, cast, select
from sqlalchemy.orm import selectinload

from portal.core import inviting, joining
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.listing import Column, Filter, Listing, says
from portal.core.people import OFFICIALS, ROLES, Actor, Invitation, Membership, User
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other
from portal.shell.admin.blueprint import bp
from portal.shell.admin.second_person import ask_and_tell
from portal.shell.signing import passkeys
from portal.shell.signing.tries import closed_until

INVITED = (
    Field(key="email", label=Text("전자우편", "E-mail"), type="email", required=True, longest=254),
    Field(key="role", label=Text("역할", "Role"), type="choice", required=True, choices=ROLES),
)
STATES = {"active": Text("사용 중", "Active"), "suspended": Text("중지", "Suspended")}


def _people(_actor: Actor) -> Select[Any]:
    return select(User).options(selectinload(User.memberships).joinedload(Membership.organisation))


def _named(query: Select[Any], text: str) -> Select[Any]:
    return query.where(says(text, User.name, User.email))


def _with_role(query: Select[Any], role: str) -> Select[Any] | None:
    return query.where(cast(User.roles, String).contains(f'"{role}"')) if role in ROLES else None


def _in_state(query: Select[Any], state: str) -> Select[Any] | None:
    return query.where(User.active.is_(state == "active")) if state in STATES else None


PEOPLE = Listing(
    key="people",
    title=Text("사람과 권한", "People and rights"),
    query=_people,
    columns=(
        Column(key="name", label=Text("이름", "Name"), value=lambda u: u.name),
        Column(key="email", label=Text("전자우편", "E-mail"), value=lambda u: u.email),
        Column(key="roles", label=Text("역할", "Roles"), value=lambda u: ", ".join(u.roles)),
    ),
    order=(User.id,),
    filters=(
        Filter(key="q", label=Text("이름·전자우편", "Name or e-mail"), apply=_named),
        Filter(key="role", label=Text("역할", "Role"), apply=_with_role, choices=lambda: list(ROLES.items())),
        Filter(key="state", label=Text("상태", "State"), apply=_in_state, choices=lambda: list(STATES.items())),
    ),
)


@bp.get("/people")
@access("admin")
def people() -> str:
    return _page()


def _page(invited: Asking | None = None) -> str:
    page = PEOPLE.page(current_actor(), request.args)
    return render_template(
        "shell/admin/people.html",
        listing=PEOPLE,
        page=page,
        closed=closed_until([one.id for one in page.rows]),
        with_passkey=passkeys.holders([one.id for one in page.rows]),
        invited=invited or Asking(INVITED, {"role": "officer"}),
        invitations=[i for i in joining.open_invitations(None) if i.portal_role],
    )


@bp.post("/people/invitations")
@access("admin")
def official_invite() -> Any:
    asked = Asking(INVITED, given=request.form)
    if not asked.good:
        return _page(asked), 422
    role = asked.text("role")
    if role in OFFICIALS:
        with attempt(asked):
            ask_and_tell("invite", {"email": asked.text("email"), "role": role}, "")
        if not asked.good:
            return _page(asked), 422
    else:
        inviting.invite(asked.text("email"), portal_role=role)
    return see_other("admin.people")


@bp.post("/people/invitations/<int:invitation_id>/<any(withdraw, again):act>")
@access("admin")
def official_invitation(invitation_id: int, act: str) -> Any:
    found = db.session.get(Invitation, invitation_id)
    if found is None or not found.portal_role:
        note_access("guess", f"invitation:{invitation_id}")
        abort(404)
    asked = Asking(INVITED)
    with attempt(asked):
        inviting.carry_out(act, found)
    if not asked.good:
        return _page(asked), 422
    return see_other("admin.people")

"""A manager's acts on the people of the organisation: invite, admit, change, dismiss."""

from typing import Any

from flask import abort, request

from portal.core import inviting, joining, mail, roles
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.people import Invitation, Membership, Organisation
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.shell.accounts.organisation import INVITED, organisation_page, own
from portal.shell.signing.acts import user_of
from portal.shell.signing.blueprint import bp


@bp.post("/organisation/members/<int:membership_id>/role")
@access("member")
def member_role(membership_id: int) -> Any:
    held = _member(membership_id, own(managed=True))
    with attempt() as tried:
        roles.change(held, request.form.get("role", ""), current_actor())
    if tried.refused:
        return organisation_page(problem=tried.sentence), 422
    tell(Text("{name} 님의 역할을 바꾸었습니다.", "The role of {name} is changed.").format(name=held.user.name))
    return see_other("accounts.organisation")


@bp.post("/organisation/members/<int:membership_id>/remove")
@access("member")
def member_remove(membership_id: int) -> Any:
    """A manager ends a membership; anybody may end their own."""
    organisation = own()
    held = _member(membership_id, organisation)
    if held.user_id != current_actor().user_id:
        own(managed=True)
    name = held.user.name
    with attempt() as tried:
        roles.dismiss(held, current_actor())
    if tried.refused:
        return organisation_page(problem=tried.sentence), 422
    tell(Text("{name} 님을 구성원에서 뺐습니다.", "{name} is no longer a member.").format(name=name))
    return see_other("accounts.organisation")


def _member(membership_id: int, organisation: Organisation) -> Membership:
    held = db.session.get(Membership, membership_id)
    if held is None or held.organisation_id != organisation.id:
        note_access("guess", f"membership:{membership_id}")
        abort(404)
    return held


@bp.post("/organisation/invitations")
@access("member")
def member_invite() -> Any:
    organisation = own(managed=True)
    asked = Asking(INVITED, given=request.form, prefix="invite-")
    invited = user_of(asked.text("email"))
    if invited is not None and roles.membership(invited.id, organisation.id):
        asked.fault("email", Text("이미 우리 기관의 구성원입니다.", "This person is a member already."))
    if not asked.good:
        return organisation_page(invited=asked), 422
    inviting.invite(asked.text("email"), organisation=organisation, member_role=asked.text("role"))
    return see_other("accounts.organisation")


@bp.post("/organisation/invitations/<int:invitation_id>/<any(withdraw, again):act>")
@access("member")
def member_invitation(invitation_id: int, act: str) -> Any:
    organisation = own(managed=True)
    found = db.session.get(Invitation, invitation_id)
    if found is None or found.organisation_id != organisation.id:
        note_access("guess", f"invitation:{invitation_id}")
        abort(404)
    with attempt() as tried:
        inviting.carry_out(act, found)
    if tried.refused:
        return organisation_page(problem=tried.sentence), 422
    return see_other("accounts.organisation")


@bp.post("/organisation/requests/<int:request_id>")
@access("member")
def member_request(request_id: int) -> Any:
    """Answer somebody who asked to join: a role lets them in."""
    organisation = own(managed=True)
    found = db.session.get(joining.JoinRequest, request_id)
    if found is None or found.organisation_id != organisation.id:
        note_access("guess", f"join-request:{request_id}")
        abort(404)
    role = request.form.get("role") if request.form.get("answer") == "admit" else None
    with attempt() as tried:
        joining.decide_join(found, role, current_actor())
    if tried.refused:
        return organisation_page(problem=tried.sentence), 422
    mail.tell_person(found.user, "accounts.join_answered", organisation=organisation, granted=role is not None)
    tell(Text("답을 {name} 님께 알렸습니다.", "{name} has been told.").format(name=found.user.name))
    return see_other("accounts.organisation")

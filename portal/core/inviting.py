"""Invitations as a manager's and an administrator's page make them: the mail that carries one,
and what is told of it.
"""

from portal.core import joining, mail
from portal.core.db import db
from portal.core.people import MEMBER_ROLES, ROLES, Actor, Invitation, Organisation, User
from portal.core.text import Text
from portal.core.web import current_actor, tell


def invite(
    email: str,
    *,
    by: Actor | None = None,
    organisation: Organisation | None = None,
    member_role: str = "",
    portal_role: str = "",
) -> None:
    """Invite to an organisation or to a role of the portal, and send the mail; `by`: in whose name, if not the
    actor's.
    """
    by = by or current_actor()
    made, token = joining.invite(email, by, organisation=organisation, member_role=member_role, portal_role=portal_role)
    _send(made, token, by)
    tell(Text("{email} 주소로 초대 메일을 보냈습니다.", "The invitation is on its way to {email}.").format(email=email))


def carry_out(act: str, invitation: Invitation) -> None:
    """`act` 'withdraw', or 'again': send it once more. Raises Refused where it is open no longer."""
    if act == "withdraw":
        joining.withdraw(invitation)
        tell("초대를 취소했습니다.", "The invitation is withdrawn.")
    else:
        _send(invitation, joining.send_again(invitation, current_actor()), current_actor())
        tell(Text("{email} 주소로 다시 보냈습니다.", "Sent to {email} again.").format(email=invitation.email))


def _send(made: Invitation, token: str, by: Actor) -> None:
    known = db.session.query(User).filter_by(email=made.email).one_or_none()
    mail.tell_address(
        made.email,
        "accounts.invited",
        known.language if known else "ko",
        token=token,
        invitation=made,
        role=MEMBER_ROLES[made.member_role] if made.member_role else ROLES[made.portal_role],
        inviter=by.name,
    )

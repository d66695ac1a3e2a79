"""Who is told of a call: its applicants, its committee and the chair, the ministry."""

from sqlalchemy import String, cast, select

from funds.selection.models import Application, Call
from portal.core.cases import Case
from portal.core.db import db
from portal.core.panels.pool import user_of
from portal.core.panels.queries import seats_of
from portal.core.people import Membership, User


def applicants(case: Case) -> list[User]:
    """Members of every organisation with an application or a draft under the call."""
    owners = select(Application.organisation_id).where(
        Application.call_id == case.id, Application.state.not_in(("discarded", "withdrawn"))
    )
    members = select(Membership.user_id).where(Membership.organisation_id.in_(owners))
    return list(db.session.scalars(select(User).where(User.id.in_(members)).order_by(User.id)))


def panel(case: Case) -> list[User]:
    assert isinstance(case, Call)
    found = [user_of(s.reviewer) for s in seats_of(case)]
    return [u for u in found if u is not None]


def chair(case: Case) -> list[User]:
    assert isinstance(case, Call)
    found = [user_of(s.reviewer) for s in seats_of(case) if s.chair]
    return [u for u in found if u is not None]


def ministry(_case: Case) -> list[User]:
    held = cast(User.roles, String).like('%"ministry"%')
    return list(db.session.scalars(select(User).where(User.active.is_(True), held).order_by(User.id)))


AUDIENCES = {"applicants": applicants, "panel": panel, "chair": chair, "ministry": ministry}

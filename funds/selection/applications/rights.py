"""Who of an application's partners may see it: a rule with two faces, beside those of `portal.core.permissions`."""

from sqlalchemy import ColumnElement, exists, false, select

from funds.selection.models import Partner
from portal.core.cases import Case
from portal.core.db import db
from portal.core.people import Actor, Organisation
from portal.core.permissions import Rule
from portal.core.text import Text


def _bound_to(actor: Actor) -> ColumnElement[bool]:
    """What a partner says of itself opens nothing: its organisation answered by its link, and an officer knows it."""
    own = select(Organisation.id).where(Organisation.id.in_(list(actor.memberships)), Organisation.verified.is_(True))
    return Partner.organisation_id.in_(own)


class Partners(Rule):
    """Members of a verified organisation that confirmed, by the link mailed to it, that it takes part."""

    label = Text("참여를 확인한 기관(기관 확인 뒤)", "Partners that confirmed, once verified")

    def holds(self, actor: Actor, case: Case) -> bool:
        if not actor.memberships:
            return False
        named = select(Partner.id).where(
            Partner.application_id == case.id, Partner.declined_at.is_(None), _bound_to(actor)
        )
        return db.session.scalar(named) is not None

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        if not actor.memberships:
            return false()
        return exists(
            select(Partner.id).where(Partner.application_id == Case.id, Partner.declined_at.is_(None), _bound_to(actor))
        )


PARTNERS = Partners()

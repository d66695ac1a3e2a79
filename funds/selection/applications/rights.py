"""Who of an application's partners may see it: a rule with two faces, beside those of `portal.core.permissions`."""

from sqlalchemy import ColumnElement, exists, false, select

from funds.selection.models import Partner
from portal.core.cases import Case
from portal.core.db import db
from portal.core.people import Actor, Organisation
from portal.core.permissions import Rule
from portal.core.text import Text


def _organisations_by_number(actor: Actor) -> ColumnElement[bool]:
    own = select(Organisation.business_number).where(Organisation.id.in_(list(actor.memberships)))
    return Partner.business_number.in_(own)


class Partners(Rule):
    """Members of an organisation that an application names as a partner and that did not decline."""

    label = Text("참여 기관", "Partner organisations")

    def holds(self, actor: Actor, case: Case) -> bool:
        if not actor.memberships:
            return False
        named = select(Partner.id).where(
            Partner.application_id == case.id, Partner.declined_at.is_(None), _organisations_by_number(actor)
        )
        return db.session.scalar(named) is not None

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        if not actor.memberships:
            return false()
        return exists(
            select(Partner.id).where(
                Partner.application_id == Case.id, Partner.declined_at.is_(None), _organisations_by_number(actor)
            )
        )


PARTNERS = Partners()

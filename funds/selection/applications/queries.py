"""What an organisation has applied for, is writing, or takes part in. Reads only."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from funds.selection.models import Application, Call, Partner
from portal.core.db import db
from portal.core.people import Actor

GONE = ("draft", "discarded", "withdrawn")


def own_drafts(actor: Actor) -> list[Application]:
    """Applications that the organisation is writing, with their calls, the latest first."""
    wanted = select(Application).where(
        Application.organisation_id == actor.organisation_id, Application.state == "draft"
    )
    return list(db.session.scalars(wanted.options(selectinload(Application.call)).order_by(Application.id.desc())))


def own_applications(actor: Actor) -> list[Application]:
    wanted = select(Application).where(
        Application.organisation_id == actor.organisation_id, Application.state != "discarded"
    )
    return list(db.session.scalars(wanted.order_by(Application.id.desc())))


def own_in(call: Call, actor: Actor) -> Application | None:
    """The organisation's application under the call, drafts too; the latest that was not taken back."""
    wanted = select(Application).where(
        Application.call_id == call.id,
        Application.organisation_id == actor.organisation_id,
        Application.state.not_in(("discarded", "withdrawn")),
    )
    return db.session.scalar(wanted.order_by(Application.id.desc()).limit(1))


def partnerships(actor: Actor) -> list[Partner]:
    """Where an organisation of the actor has confirmed that it takes part, the latest first."""
    wanted = (
        select(Partner)
        .join(Application, Application.id == Partner.application_id)
        .where(
            Partner.organisation_id.in_(list(actor.memberships)),
            Partner.declined_at.is_(None),
            Application.state.not_in(("discarded", "withdrawn")),
        )
        .order_by(Partner.id.desc())
    )
    return list(db.session.scalars(wanted))

"""Who is in the pool, and who somebody signed in is. Reads only."""

from sqlalchemy import select

from funds.selection.pool.models import Reviewer
from portal.core.db import db
from portal.core.people import Actor, User


def candidates() -> list[Reviewer]:
    """Everybody who may be drawn, by name."""
    return list(
        db.session.scalars(select(Reviewer).where(Reviewer.active.is_(True)).order_by(Reviewer.name, Reviewer.id))
    )


def reviewer_of(actor: Actor) -> Reviewer | None:
    """Who of the pool the actor is, by the confirmed address."""
    return db.session.scalar(select(Reviewer).where(Reviewer.email == actor.email.lower())) if actor.signed_in else None


def user_of(reviewer: Reviewer) -> User | None:
    return db.session.scalar(select(User).where(User.email == reviewer.email, User.active.is_(True)))

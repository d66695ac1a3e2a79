"""The pool (평가위원 후보): people who may be asked to judge, and who of them somebody signed in is."""

from datetime import datetime

from sqlalchemy import Boolean, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Instant, db
from portal.core.people import Actor, User


class Reviewer(Base):
    """Somebody of the pool (평가위원 후보). Who signs in with the same confirmed address is this person."""

    __tablename__ = "fund_reviewer"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    employer: Mapped[str] = mapped_column(String(200), default="")
    field: Mapped[str] = mapped_column(String(100), default="")
    outside: Mapped[bool] = mapped_column(Boolean, default=True)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)


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

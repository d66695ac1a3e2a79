"""What other domains may ask of this one (`Module.facts`): figures and plain values, never rows. Reads only."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from experts.models import Consultation, Expert, Offer
from portal.core import clock
from portal.core.db import db


def experts_in_office(day: date | None = None) -> int:
    """How many experts are in office on a day (today, if none is given)."""
    on = day or clock.today()
    serving = select(func.count()).select_from(Expert).where(
        Expert.term_from <= on, Expert.term_to >= on, or_(Expert.ended_on.is_(None), Expert.ended_on > on)
    )  # fmt: skip
    return db.session.scalar(serving) or 0


def advisers_of(organisation_id: int) -> frozenset[int]:
    """User ids of the experts who accepted a consultation of the organisation, at any time."""
    accepted = (
        select(Expert.user_id)
        .join(Offer, Offer.expert_id == Expert.id)
        .join(Consultation, Consultation.id == Offer.case_id)
        .where(Consultation.organisation_id == organisation_id, Offer.pledged_at.is_not(None))
    )
    return frozenset(db.session.scalars(accepted.distinct()))


FACTS: dict[str, Callable[..., Any]] = {"experts_in_office": experts_in_office, "advisers_of": advisers_of}

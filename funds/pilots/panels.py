"""Pilots in one country, for its public page: those of published plans by title, others as a number."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from funds.pilots.models import Pilot
from funds.terms import FIELDS
from portal.core.db import db
from portal.core.module import Panel
from portal.core.text import Text

AT_WORK = ("running", "evaluated", "ended", "closed")


def pilots_in(iso2: str) -> Mapping[str, Any] | None:
    """Pilots of published plans, newest first, and how many of the portal's own were taken up; None without any."""
    here = Pilot.country == iso2
    public = list(
        db.session.scalars(select(Pilot).where(here, Pilot.state == "recorded").order_by(Pilot.year.desc(), Pilot.id))
    )
    own = db.session.scalar(select(func.count()).select_from(Pilot).where(here, Pilot.state.in_(AT_WORK))) or 0
    return {"public": public, "own": own, "fields": FIELDS} if public or own else None


PILOTS = Panel(
    key="pilots",
    title=Text("ICT 시범사업", "ICT pilots"),
    template="funds/pilots/country.html",
    load=pilots_in,
    order=46,
)

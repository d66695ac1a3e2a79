"""What sheet 16 holds of pilots that did not come from a call in the portal:
public records and those that officers registered.
"""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from funds.pilots.models import Pilot, PilotMark
from funds.selection.queries import title_of_pilots
from portal.core.cases import Event
from portal.core.db import db
from portal.core.tables import AsOf, rounded
from portal.core.text import Text


def pilots_outside(as_of: AsOf) -> list[list[Any]]:
    """Rows of the sheet by year of selection; applications are unknown, support too where one pilot's is."""
    wanted = select(Pilot).where(Pilot.award_id.is_(None), Pilot.year <= as_of.day.year).order_by(Pilot.year, Pilot.id)
    years: dict[int, list[Pilot]] = defaultdict(list)
    for pilot in db.session.scalars(wanted):
        years[pilot.year].append(pilot)
    outside = Text("{title} (공모 밖)", "{title} (outside calls)").format(title=title_of_pilots())
    rows: list[list[Any]] = []
    for year, held in sorted(years.items()):
        ids = [p.id for p in held]
        points = list(
            db.session.scalars(
                select(PilotMark.points).where(
                    PilotMark.pilot_id.in_(ids), PilotMark.kind == "final", PilotMark.held_on <= as_of.day
                )
            )
        )
        second = select(Event.case_id).where(
            Event.case_id.in_(ids), Event.name == "pilot.continued", Event.on <= as_of.day
        )
        support = [p.support for p in held]
        rows.append(
            [
                outside,
                str(year),
                None,
                len(held),
                None if None in support else sum(s or 0 for s in support),
                rounded(sum(points, Decimal(0)) / len(points), 2) if points else None,
                len(set(db.session.scalars(second))) if any(p.state != "recorded" for p in held) else None,
            ]
        )
    return rows

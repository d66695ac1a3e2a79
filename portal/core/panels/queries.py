"""A panel as it stands: its seats, who stands in, who may still be drawn, whether all are in. Writes nothing."""

from typing import Any

from sqlalchemy import select

from portal.core.cases import Case
from portal.core.db import db
from portal.core.panels.panel import panel_of
from portal.core.panels.pool import Reviewer, candidates, reviewer_of
from portal.core.people import Actor


def seats_of(case: Case, *, sitting: bool = True) -> list[Any]:
    """The seats of a case in the order in which they were given; `sitting` leaves out who left."""
    panel = panel_of(case)
    rows = db.session.scalars(select(panel.seats).filter_by(**{panel.names_case: case.id}).order_by(panel.seats.id))
    return [s for s in rows if s.sits or not sitting]


def own_seat(table: type[Any], column: Any, case_id: int, actor: Actor) -> Any | None:
    """The actor's own seat on a case in a table of seats, one that was left too."""
    reviewer = reviewer_of(actor)
    if reviewer is None:
        return None
    return db.session.scalar(select(table).where(column == case_id, table.reviewer_id == reviewer.id))


def stand_in(case: Case) -> Reviewer | None:
    """The next of the drawn order who was not asked yet."""
    asked = {s.reviewer_id for s in seats_of(case, sitting=False)}
    found = next((i for i in panel_of(case).drawn(case).draw_order if i not in asked), None)
    return db.session.get(Reviewer, found) if found is not None else None


def all_in(case: Case) -> bool:
    """Whether every sitting member has handed in, and enough of them."""
    panel, seats = panel_of(case), seats_of(case)
    return len(seats) >= panel.fewest_in and all(panel.handed_in_at(s) is not None for s in seats)


def fresh_pool(case: Case) -> list[Reviewer]:
    """The people of the pool who may be drawn; whoever was once asked is not asked again."""
    panel, asked = panel_of(case), {s.reviewer_id for s in seats_of(case, sitting=False)}
    return [r for r in candidates() if r.id not in asked and panel.barred(case, r) is None]


def is_whole(case: Case, sheet: Any) -> bool:
    """Whether every criterion has its score."""
    return sheet is not None and all(sheet.scores.get(c["id"]) for c in panel_of(case).criteria(case))

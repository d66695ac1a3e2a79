"""The committee of a call as it stands: who sits, who stands in, what was pledged, whether it may still be changed.

Writes nothing.
"""

from typing import Any

from sqlalchemy import select

from funds.selection.models import Call
from funds.selection.panel.models import Seat
from funds.selection.pool.models import Reviewer
from funds.selection.pool.queries import reviewer_of
from portal.core.db import db
from portal.core.people import Actor
from portal.core.text import Text
from portal.core.workflow import Refused


def seats_of(call: Call, *, sitting: bool = True) -> list[Seat]:
    """The seats of a call by label; `sitting` leaves out who refused or was replaced."""
    rows = db.session.scalars(select(Seat).where(Seat.call_id == call.id).order_by(Seat.id))
    return [s for s in rows if s.sits or not sitting]


def seat_of(call_id: int, actor: Actor) -> Seat | None:
    """The actor's own seat on a call, refused and replaced ones too."""
    reviewer = reviewer_of(actor)
    if reviewer is None:
        return None
    return db.session.scalar(select(Seat).where(Seat.call_id == call_id, Seat.reviewer_id == reviewer.id))


def stand_in(call: Call) -> Reviewer | None:
    """The next of the drawn order who has no seat yet."""
    seated = {s.reviewer_id for s in seats_of(call, sitting=False)}
    found = next((i for i in call.draw_order if i not in seated), None)
    return db.session.get(Reviewer, found) if found is not None else None


def pledges(call: Call) -> list[dict[str, Any]]:
    """Who accepted, pledged and declared what, as plain values for papers."""
    return [
        {
            "member": s.label,
            "name": s.reviewer.name,
            "employer": s.reviewer.employer,
            "state": s.state,
            "chair": s.chair,
            "pledged_at": s.pledged_at.isoformat() if s.pledged_at else "",
            "declared_at": s.declared_at.isoformat() if s.declared_at else "",
            "reason": s.reason,
            "conflicts": [
                {"application": c.application_id, "source": c.source, "reason": c.reason} for c in s.conflicts
            ],
        }
        for s in seats_of(call, sitting=False)
    ]


def before_scoring(call: Call) -> None:
    if call.state not in ("open", "review"):
        raise Refused(Text("평가가 시작되기 전에만 할 수 있습니다.", "Possible only before scoring has begun."))

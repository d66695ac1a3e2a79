"""The committee of a call as it stands: who sits, who stands in, what was pledged, whether it may still be changed.

Writes nothing.
"""

from typing import Any

from funds.selection.models import Call
from funds.selection.panel.models import Seat
from portal.core.panels.queries import own_seat, seats_of
from portal.core.people import Actor
from portal.core.text import Text
from portal.core.workflow import Refused


def seat_of(call_id: int, actor: Actor) -> Seat | None:
    """The actor's own seat on a call, refused and replaced ones too."""
    found: Seat | None = own_seat(Seat, Seat.call_id, call_id, actor)
    return found


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

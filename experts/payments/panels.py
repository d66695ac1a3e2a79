"""What fees put on the first page: a member's one to-do, to confirm an expert's hours. Reads only."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from experts.home.own import own_cases
from experts.payments.models import FeePayment
from portal.core.module import Panel
from portal.core.people import Actor
from portal.core.permissions import EDITORS
from portal.core.text import Text


def hours_panel(actor: Actor) -> Mapping[str, Any] | None:
    """Payments whose hours the organisation has to confirm; None where nothing waits or the actor may not answer."""
    if actor.memberships.get(actor.organisation_id or 0) not in EDITORS.roles:
        return None
    cases = [c for c in own_cases(actor) if isinstance(c, FeePayment) and c.organisation_id == actor.organisation_id]
    return {"cases": sorted(cases, key=lambda c: (c.due_on or date.max, c.id))[:20]} if cases else None


HOURS = Panel(
    key="ghkol-hours", title=Text("확인할 자문 시간", "Hours to confirm"), template="experts/home/panel_hours.html", load=hours_panel, order=4
)  # fmt: skip

"""What fees put on the first page: a member's one to-do, to confirm an expert's hours. Reads only."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from experts.payments.models import FeePayment
from portal.core.db import db
from portal.core.module import Panel
from portal.core.people import Actor
from portal.core.permissions import EDITORS
from portal.core.text import Text


def hours_panel(actor: Actor) -> Mapping[str, Any] | None:
    """Payments whose hours the organisation has to confirm; None where nothing waits or the actor may not answer."""
    if actor.memberships.get(actor.organisation_id or 0) not in EDITORS.roles:
        return None
    waiting = select(FeePayment).where(FeePayment.organisation_id == actor.organisation_id, FeePayment.state == "asked")
    cases = list(db.session.scalars(waiting.order_by(FeePayment.due_on, FeePayment.id).limit(20)))
    return {"cases": cases} if cases else None


HOURS = Panel(
    key="ghkol-hours", title=Text("확인할 자문 시간", "Hours to confirm"), template="experts/panel_hours.html", load=hours_panel, order=4
)  # fmt: skip

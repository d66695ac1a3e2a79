"""What the selection shows on the first page: open calls, drafts, committees. Reads only."""

from typing import Any

from funds.selection.applications.queries import own_drafts
from funds.selection.calls.queries import open_calls
from portal.core.module import Panel
from portal.core.panels.pool import reviewer_of
from portal.core.people import Actor
from portal.core.text import Text


def at_home(actor: Actor) -> dict[str, Any] | None:
    """Open calls for everybody; for members their drafts, for panel members their seats."""
    reviewer = reviewer_of(actor) if actor.has("panel") else None
    calls = open_calls()
    drafts = own_drafts(actor) if actor.organisation_id else []
    if not (calls or drafts or reviewer):
        return None
    return {"calls": calls, "drafts": drafts, "reviewer": reviewer}


HOME = Panel(
    key="programmes",
    title=Text("지원사업", "Programmes"),
    template="funds/selection/_home.html",
    load=at_home,
    order=60,
)

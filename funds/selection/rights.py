"""Whose application it is, and who of them may write: the guards that pages of several rooms stand behind."""

from flask import abort

from funds.selection.models import Application
from portal.core.permissions import EDITORS
from portal.core.web import case_or_404, current_actor, note_access


def own_application(case_id: int) -> Application:
    """An application of an organisation that the actor belongs to; else 404, and the guess is logged."""
    case = case_or_404(Application, case_id)
    if case.organisation_id not in current_actor().memberships:
        note_access("guess", f"application:{case_id}")
        abort(404)
    return case


def owner_or_403(case: Application) -> None:
    """Viewers read; they change nothing."""
    if not EDITORS.holds(current_actor(), case):
        note_access("refused", f"application:{case.id}")
        abort(403)

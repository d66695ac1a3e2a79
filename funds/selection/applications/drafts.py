"""What the applicant's views share: whose application it is, who may write, the draft being written."""

from flask import abort

from funds.selection.applications import acts as applying
from funds.selection.forms.questions import schema_of
from funds.selection.models import Application
from portal.core.cases import Case, Draft
from portal.core.db import db
from portal.core.drafting import Writing
from portal.core.permissions import EDITORS
from portal.core.schema import Answers
from portal.core.text import Text
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


def writing_of(case: Application) -> Writing | None:
    """What is being written: the draft, or of a supplement the sections that are open again; None once it was handed in."""
    draft = db.session.get(Draft, case.id) if case.state in ("draft", "supplementing") else None
    if draft is None:
        return None
    if draft.open_fields is None:
        return Writing(case, draft, schema_of(case.call), applying.gaps)
    opened = set(draft.open_fields)

    def gaps(found: Case, answers: Answers) -> dict[str, Text]:
        return {k: v for k, v in applying.gaps(found, answers).items() if k in opened}

    return Writing(case, draft, schema_of(case.call).only(opened), gaps)

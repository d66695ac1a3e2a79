"""What is being written of an application: its draft, or of a supplement the sections that are open again."""

from funds.selection.applications import acts
from funds.selection.forms.questions import schema_of
from funds.selection.models import Application
from portal.core.cases import Draft
from portal.core.db import db
from portal.core.schema import Answers
from portal.core.text import Text
from portal.core.writing.drafts import Writing


def writing_of(case: Application) -> Writing[Application] | None:
    """What is being written: the draft, or of a supplement the sections that are open again;
    None once it was handed in.
    """
    draft = db.session.get(Draft, case.id) if case.state in ("draft", "supplementing") else None
    if draft is None:
        return None
    if draft.open_fields is None:
        return Writing(case, draft, schema_of(case.call), acts.gaps)
    opened = set(draft.open_fields)

    def gaps(found: Application, answers: Answers) -> dict[str, Text]:
        return {k: v for k, v in acts.gaps(found, answers).items() if k in opened}

    return Writing(case, draft, schema_of(case.call).only(opened), gaps)

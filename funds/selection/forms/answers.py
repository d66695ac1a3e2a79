"""What an application answers: as it is being written, and as last handed in; and the automatic points that count."""

from funds.selection.models import Application
from portal.core import records
from portal.core.cases import Case, Draft
from portal.core.db import db
from portal.core.schema import Answers
from portal.core.text import Text
from portal.core.workflow import Refused


def draft_of(case: Case) -> Draft:
    draft = db.session.get(Draft, case.id)
    if draft is None:
        raise Refused(Text("작성 중인 내용이 없습니다.", "There is no draft."))
    return draft


def answers_of(case: Application) -> Answers:
    """The answers as they stand: the draft's, else those submitted."""
    draft = db.session.get(Draft, case.id)
    return dict(draft.answers) if draft is not None else submitted_answers(case)


def submitted_answers(case: Application) -> Answers:
    """The answers as last handed in: what officials and members read, whatever is being written meanwhile."""
    revision = records.latest_revision(case.id)
    return dict(revision.answers) if revision else {}


def automatic_points(case: Application, criterion: str) -> str:
    """The points that count: the override where there is one."""
    held = case.overrides.get(criterion) or case.automatic.get(criterion) or {"points": "0"}
    return str(held["points"])

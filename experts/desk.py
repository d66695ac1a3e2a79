"""What every case page at the officials' desk shows: answers, papers, moves, timeline, who wrote it.

Notes that it was read.
"""

from typing import Any

from experts import writing
from experts.acts import answers_of
from portal.core import clock, files, periods, threads, timeline
from portal.core.cases import Case
from portal.core.db import db
from portal.core.fire import possible_moves
from portal.core.people import User
from portal.core.web import current_actor, note_access
from portal.core.writing.pages import paper_row


def case_values(case: Case) -> dict[str, Any]:
    actor, answers = current_actor(), answers_of(case)
    names: dict[str, list[str]] = {}
    papers = [p for p in files.papers_of(case.id) if not p.slot.startswith(threads.SLOT)]
    for paper in papers:
        names.setdefault(paper.slot, []).append(paper.name)
    author = db.session.get(User, case.created_by_id) if case.created_by_id else None
    note_access("read", f"{case.kind}:{case.id}")
    return {
        "case": case,
        "state": case.declared.workflow.state(case.state),
        "left": clock.working_days_left(case.due_on, clock.today(), periods.calendar()) if case.due_on else None,
        "moves": possible_moves(case, actor),
        "sections": writing.answer_sections(case.declared.schema, answers, names),
        "papers": [paper_row(p) for p in papers],
        "entries": timeline.entries(case, actor),
        "author": author,
    }

"""The panel of an objection (`funds.selection.reviews`): who may score again, what they read,
and the arithmetic once their sheets are open.

Nobody scores again who sat on a panel of the call, scored another of its objections, or has a conflict
with any of its applicants.
"""

from typing import Any

from flask import g
from sqlalchemy import select

from funds.selection.forms.answers import submitted_answers
from funds.selection.forms.questions import schema_of
from funds.selection.objections.models import Objection
from funds.selection.panel.conflicts import computed_conflict
from funds.selection.panel.models import Seat
from funds.selection.queries import open_applications, round_result
from funds.selection.reviews.acts import keep_result
from funds.selection.reviews.models import ReviewSeat
from funds.selection.reviews.queries import sheets_of
from funds.selection.reviews.subjects import Subject
from funds.selection.scoring.rescored import new_means, with_means
from portal.core import files
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.panels.pool import Reviewer
from portal.core.text import Text
from portal.core.writing import drafts
from portal.core.writing.pages import paper_row


def parties(case: Objection) -> list[str]:
    """Every applicant of the call by name, the objector first."""
    others = [a for a in open_applications(case.application.call) if a.id != case.application_id]
    return [a.organisation.name for a in (case.application, *others) if a.organisation]


def barred(case: Objection, reviewer: Reviewer) -> Text | None:
    """Why somebody of the pool may not score again: a seat on an earlier panel of the call,
    or a conflict the portal sees.
    """
    call = case.application.call
    if db.session.scalar(select(Seat.id).where(Seat.call_id == call.id, Seat.reviewer_id == reviewer.id)):
        return Text("이 공모의 평가위원이었음", "Sat on the panel of this call")
    applications = open_applications(call)
    earlier = (
        select(ReviewSeat.id)
        .join(Objection, Objection.id == ReviewSeat.case_id)
        .where(
            ReviewSeat.reviewer_id == reviewer.id,
            ReviewSeat.case_id != case.id,
            Objection.application_id.in_([a.id for a in applications]),
        )
    )
    if db.session.scalar(earlier):
        return Text("이 공모의 다른 이의신청을 재평가했음", "Scored another objection of this call again")
    return next((found for a in applications if (found := computed_conflict(reviewer, a)) is not None), None)


def file(case: Objection) -> dict[str, Any]:
    """What the panel reads: grounds, application and papers as filed; no earlier score."""
    application = case.application
    filed = [p for p in files.papers_of(application.id) if p.filed_at is not None]
    by_slot: dict[str, list[str]] = {}
    for paper in filed:
        by_slot.setdefault(paper.slot, []).append(paper.name)
    rows = drafts.answer_rows(schema_of(application.call), submitted_answers(application), g.language, by_slot)
    return {"sections": rows, "papers": [paper_row(p) for p in filed]}


SUBJECT = Subject(
    title=Text("이의신청 재평가", "Scoring again upon an objection"),
    heading=lambda case: case.application.call.titled,
    working="rescoring",
    parties=parties,
    bars=barred,
    invites=lambda case: case.application.call.created_by_id,
    template="funds/selection/objections/_file.html",
    shows=file,
)


def freeze(case: Objection, firing: Firing) -> None:
    """Run the same arithmetic with the new means and keep files, hashes and who scored what."""
    before, sheets = round_result(case.application), sheets_of(case)
    assert before is not None
    means = new_means(sheets)
    by_criterion = {
        c: {"mean": m, "by": {label: given[c] for label, given in sheets.items()}} for c, m in means.items()
    }
    scores = with_means(before["scores"], case.application.number or "", means)
    keep_result(case, firing, before["rubric"], scores, criteria=by_criterion, round=before["round"])
    firing.facts |= {"criteria": list(means)}

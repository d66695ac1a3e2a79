"""Needs and effects that kinds of several rooms share: a whole draft, its keeping as a revision, who has the case,
how it ends. Knows no kind by name.
"""

from collections.abc import Mapping
from typing import Any

from portal.core import clock, files, records
from portal.core.cases import Case, Draft
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.people import User
from portal.core.schema import Answers
from portal.core.text import Text
from portal.core.workflow import Refused


def answers_of(case: Case) -> Answers:
    """The draft while it is written, else what was last submitted."""
    draft = db.session.get(Draft, case.id)
    if draft is not None:
        return dict(draft.answers)
    revision = records.latest_revision(case.id)
    return dict(revision.answers) if revision else {}


def complete(case: Case, _given: Mapping[str, Any]) -> Text | None:
    """Every question and paper is there; gaps go to their fields."""
    found = case.declared.schema.gaps(answers_of(case), files.slots_of(files.papers_of(case.id)))
    if found:
        raise Refused(fields=found)
    return None


def file_answers(case: Case, firing: Firing) -> Answers:
    """Keep the draft as a revision and its papers as filed."""
    answers = answers_of(case)
    revision = records.add_revision(case, case.declared.schema, answers, firing.actor)
    for paper in files.papers_of(case.id):
        paper.filed_at = paper.filed_at or clock.now()
    draft = db.session.get(Draft, case.id)
    if draft is not None:
        db.session.delete(draft)
    firing.facts |= {"revision": revision.no}
    return dict(revision.answers)


def take(case: Case, firing: Firing) -> None:
    case.handler_id = firing.actor.user_id


def decide(case: Case, firing: Firing) -> None:
    case.decided_on = firing.on
    draft = db.session.get(Draft, case.id)
    if draft is not None:
        db.session.delete(draft)


def reopen(case: Case, _firing: Firing) -> None:
    records.start_draft(case, answers_of(case))


def hand_over(case: Case, firing: Firing) -> None:
    receiver = db.session.get(User, int(firing.given["to"]))
    if receiver is None or not receiver.active or "officer" not in receiver.roles:
        raise Refused(fields={"to": Text("받을 담당자를 골라 주세요.", "Choose the officer who takes over.")})
    firing.facts |= {"to": receiver.id, "to_name": receiver.name}
    case.handler_id = receiver.id


def handler_if_none(case: Case, firing: Firing) -> None:
    case.handler_id = case.handler_id or firing.actor.user_id


def title_in(answers: Answers) -> Text:
    """What is written in both languages is called, by the answers so far."""
    return Text(str(answers.get("title") or ""), str(answers.get("title_en") or ""))

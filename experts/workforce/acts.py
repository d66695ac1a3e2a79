"""What must hold for the moves of a return, and what they do. The draft holds the rows as typed, by keys r1, r2 …"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete

from experts.deadlines import exact, instant
from experts.workforce import rows
from experts.workforce.models import WorkforceNeed, WorkforceReturn
from portal.core import clock, records
from portal.core.cases import Draft
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.text import Text
from portal.core.workflow import Refused


def rows_of(answers: Mapping[str, Any]) -> dict[str, rows.Typed]:
    """The rows of a draft by key, in the order in which they were added; emptied ones left out."""
    keys = sorted((k for k in answers if k[:1] == "r" and k[1:].isdigit()), key=lambda k: int(k[1:]))
    return {k: answers[k] for k in keys if not rows.is_empty(answers[k])}


def read_draft(case: WorkforceReturn, answers: Mapping[str, Any]) -> rows.Read:
    return rows.read(rows_of(answers), case.survey.occupations, case.survey.year)


def in_time(case: WorkforceReturn, _given: Mapping[str, Any]) -> Text | None:
    """To the second: what is sent at the deadline itself is taken."""
    if clock.now() > case.deadline:
        raise Refused(
            Text(
                "{at}에 마감되어 받지 못했습니다. 쓰신 내용은 그대로 있으니 연장이 필요하면 담당자에게 말씀해 주세요.",
                "It closed at {at}, so this was not taken. What you wrote is kept; ask the officer if you need more time.",
            ).format(at=exact(case.deadline))
        )
    return None


def complete(case: WorkforceReturn, _given: Mapping[str, Any]) -> Text | None:
    """Contact and rows are there and right; faults go to their cells ('r1-country')."""
    draft = db.session.get(Draft, case.id)
    answers = dict(draft.answers) if draft else {}
    found: dict[str, Text] = dict(case.declared.schema.gaps(answers))
    read = read_draft(case, answers)
    found |= {f"{key}-{column}": sentence for (key, column), sentence in read.errors.items()}
    filled = rows_of(answers)
    if not filled and answers.get("none") != "yes":
        found["none"] = Text(
            "필요한 인력을 한 행 이상 적거나, 없으면 ‘예’를 골라 주세요.",
            "Enter at least one row, or say that nobody is needed.",
        )
    if filled and answers.get("none") == "yes":
        found["none"] = Text(
            "필요한 인력이 없다고 하셨지만 적은 행이 있습니다.", "You said that nobody is needed, but there are rows."
        )
    if len(filled) > rows.MOST_ROWS:
        found["none"] = Text("{n}행까지 낼 수 있습니다.", "At most {n} rows.").format(n=rows.MOST_ROWS)
    if found:
        raise Refused(fields=found)
    return None


def submit(case: WorkforceReturn, firing: Firing) -> None:
    """Keep what was written as a revision and its rows as columns; the draft ends."""
    draft = db.session.get(Draft, case.id)
    assert draft is not None
    needs = list(read_draft(case, draft.answers).needs.values())
    answers = {k: v for k, v in draft.answers.items() if k in case.declared.schema}
    revision = records.add_revision(
        case, case.declared.schema, answers | {"rows": [n._asdict() for n in needs]}, firing.actor
    )
    db.session.execute(delete(WorkforceNeed).where(WorkforceNeed.case_id == case.id))
    db.session.add_all(WorkforceNeed(case_id=case.id, no=n, **need._asdict()) for n, need in enumerate(needs, 1))
    db.session.delete(draft)
    if case.number is None:
        case.number = records.receipt_number("W", firing.on)
    case.received_on = firing.on
    firing.facts |= {"number": case.number, "revision": revision.no}


def confirm(case: WorkforceReturn, firing: Firing) -> None:
    case.decided_on = firing.on
    case.handler_id = case.handler_id or firing.actor.user_id


def not_published(case: WorkforceReturn, _given: Mapping[str, Any]) -> Text | None:
    if case.survey.published_at is not None:
        return Text(
            "결과를 공개한 조사입니다. 공개를 먼저 거두어 주세요.", "The results are published. Withdraw them first."
        )
    return None


def reopen(case: WorkforceReturn, firing: Firing) -> None:
    """Back to its writers with what they sent, to be sent again by the day that the officer names."""
    extend(case, firing)
    revision = records.latest_revision(case.id)
    answers = dict(revision.answers) if revision else {}
    held = answers.pop("rows", None) or []
    shown = {
        f"r{n}": {c: "" if row[c] in (0, None) else str(row[c]) for c in rows.COLUMNS} for n, row in enumerate(held, 1)
    }
    records.start_draft(case, answers | shown)
    case.decided_on = None
    case.handler_id = case.handler_id or firing.actor.user_id


def extend(case: WorkforceReturn, firing: Firing) -> None:
    later = instant(str(firing.given["until_day"]), str(firing.given["until_hour"]))
    if later is None:
        raise Refused(fields={"until_hour": Text("시각을 18:00처럼 적어 주세요.", "Enter an hour such as 18:00.")})
    if later <= clock.now():
        raise Refused(fields={"until_day": Text("지금보다 뒤의 일시를 적어 주세요.", "Enter a day and hour to come.")})
    case.extended_to = later


def due_on(case: WorkforceReturn) -> date | None:
    """The day of the deadline while it is to be answered."""
    return clock.seoul(case.deadline).date() if case.state in ("asked", "returned") else None

"""변경신고: how one is started, what keeps it from being submitted, and what its acceptance sets going.

Starts from the accepted answers (imported ones too), one open at a time per filing. Only the change itself must be
complete: a gap that the accepted filing already had never blocks. How the filing takes it over stands in
`filings.filing.amended`.
"""

from collections.abc import Mapping
from typing import Any

from filings.change.queries import IN_FORCE, open_change, parent_of
from filings.change.questions import CHANGE_SCHEMA, OF_THE_CHANGE
from filings.filing.acts import decide, draft_of
from filings.filing.amended import applied
from filings.filing.content import latest_answers
from filings.filing.questions import SCHEMA
from filings.models import ChangeFiling, Filing
from portal.core import files, records
from portal.core.cases import Case
from portal.core.db import lock_row
from portal.core.declared import kind_of
from portal.core.fire import Firing, fire, open_case
from portal.core.people import SYSTEM, Actor
from portal.core.reading_days import kept_day
from portal.core.schema import Answers
from portal.core.text import Text
from portal.core.titles import joined
from portal.core.workflow import Refused

NOTHING_CHANGED = Text(
    "바꾼 항목이 없습니다. 바뀐 내용을 고친 뒤 제출해 주세요.",
    "Nothing is changed yet. Edit what has changed, then submit.",
)
ONLY_ONE = Text("이 신고에는 처리하고 있는 변경신고가 있습니다.", "A change filing of this filing is already open.")
NOT_IN_FORCE = Text("수리된 신고만 변경할 수 있습니다.", "Only an accepted filing can be changed.")


def start_change(parent: Filing, actor: Actor, *, ends: bool = False) -> ChangeFiling:
    """A draft of a change with the accepted answers in it.

    Raises Refused unless the filing is in force and none is open.
    """
    lock_row(parent)
    if parent.state not in IN_FORCE:
        raise Refused(NOT_IN_FORCE)
    if open_change(parent.id) is not None:
        raise Refused(ONLY_ONE)
    made: ChangeFiling = open_case(
        kind_of("change"),
        actor,
        organisation_id=parent.organisation_id,
        title=title_of_change(parent, ends=ends),
        parent_id=parent.id,
    )
    made.ends = ends
    records.start_draft(made, latest_answers(parent) | {"ends": "yes" if ends else "no"})
    return made


def title_of_change(parent: Case, *, ends: bool) -> Text:
    return joined(Text("종료", "Ending") if ends else Text("변경", "Change"), parent.titled, between=": ")


def gaps(case: ChangeFiling, answers: Answers) -> dict[str, Text]:
    """What keeps a change from being submitted.

    What the accepted filing left open may stay open; to change nothing is a gap.
    """
    found = CHANGE_SCHEMA.gaps(answers, files.slots_of(files.papers_of(case.id)))
    before = latest_answers(parent_of(case))
    if answers.get("ends") == "yes":
        return {k: said for k, said in found.items() if k in OF_THE_CHANGE}
    known = SCHEMA.gaps(before, (f.key for f in SCHEMA if f.is_paper))
    left = {k: said for k, said in found.items() if k not in known or answers.get(k) != before.get(k)}
    if answers.get("ends") == "no" and not changed_fields(before, answers):
        left.setdefault("ends", NOTHING_CHANGED)
    return left


def changed_fields(before: Answers, answers: Answers) -> list[str]:
    return [c.field.key for c in SCHEMA.diff(before, applied(before, answers))]


def complete(case: ChangeFiling, _given: Mapping[str, Any]) -> Text | None:
    found = gaps(case, draft_of(case).answers)
    if found:
        raise Refused(fields=found)
    return None


def keep_change(case: ChangeFiling, firing: Firing) -> None:
    """The typed columns of a submitted change, and the difference as it is at this time, which the event remembers."""
    answers, parent = latest_answers(case), parent_of(case)
    before = latest_answers(parent)
    case.ends = answers.get("ends") == "yes"
    case.reason = answers.get("reason") or ""
    case.changed_on = kept_day(answers.get("ended_on" if case.ends else "changed_on"))
    case.titled = title_of_change(parent, ends=case.ends)
    after = applied(before, answers)
    firing.facts["differences"] = [[c.field.key, c.before, c.after] for c in SCHEMA.diff(before, after)]


def receive(case: ChangeFiling, firing: Firing) -> None:
    """접수: the number is given at once. No filing limit: 시행령 제3조제5항 says '지체 없이' and no day."""
    case.received_on = firing.on
    case.number = records.receipt_number("C", firing.on)
    firing.facts["number"] = case.number


def parent_in_force(case: ChangeFiling, _given: Mapping[str, Any]) -> Text | None:
    return None if parent_of(case).state in IN_FORCE else NOT_IN_FORCE


def accept(case: ChangeFiling, firing: Firing) -> None:
    """수리: the filing takes the change over from today."""
    decide(case, firing)
    fire(parent_of(case), "change", SYSTEM, given={"change": case.id, "number": case.number})

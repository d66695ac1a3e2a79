"""Writing a filing or a change: what `portal.core.writing` does, and what is particular to filings.

Knows no request.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from filings.cases.queries import draft_of
from filings.change.acts import gaps as gaps_of_change
from filings.change.queries import parent_of
from filings.change.questions import OF_THE_CHANGE
from filings.filing.acts import gaps as gaps_of_filing
from filings.filing.content import latest_answers, title_of
from filings.models import ChangeFiling, Filing
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db, lock_row
from portal.core.people import Actor
from portal.core.schema import Answers, Field, Schema, Section, is_blank
from portal.core.text import Text
from portal.core.writing import drafts
from portal.core.writing.drafts import Saved, Writing


@dataclass(frozen=True)
class Editing(Writing[Case]):
    """A filing or change that its filer may write now."""

    @property
    def supplementing(self) -> bool:
        return self.draft.open_fields is not None


def editing_of(case: Case, *, lock: bool = False) -> Editing | None:
    """The draft of a case that may be written in its state; None otherwise. `lock` holds the case until the answer."""
    if lock:
        lock_row(case)
    draft = draft_of(case)
    if draft is None or case.state not in ("draft", "supplement"):
        return None
    schema = case.declared.schema
    if draft.open_fields is not None:
        schema = schema.only(draft.open_fields)
    return Editing(case, draft, schema, gaps_of)


def gaps_of(case: Case, answers: Answers) -> dict[str, Text]:
    """What keeps the case from being submitted, by field key."""
    return gaps_of_change(case, answers) if isinstance(case, ChangeFiling) else gaps_of_filing(case, answers)


def answers_before(editing: Editing) -> Answers:
    """What the answers are compared with: those last submitted, for a change those of its filing;
    empty for a first draft.
    """
    if editing.supplementing:
        return latest_answers(editing.case)
    if isinstance(editing.case, ChangeFiling):
        own = {k: v for k, v in editing.answers.items() if k in OF_THE_CHANGE}
        return latest_answers(parent_of(editing.case)) | own
    return {}


def must_be_answered(schema: Schema, field: Field, answers: Answers) -> bool:
    """Whether the filing cannot be submitted without it: by its declaration,
    or by a check in the light of the other answers.
    """
    without = {k: v for k, v in answers.items() if k != field.key}
    return field.must or any(field.key in check(without) for check in schema.checks)


def save(
    editing: Editing, section: Section, sent: MultiDict[str, Any], base: int | None, actor: Actor, language: str
) -> Saved:
    """Merge what was sent into the draft, name the draft, open what it newly needs (`portal.core.writing`)."""
    saved = drafts.save(editing, section, sent, base, actor, language)
    if editing.supplementing:
        _open_what_is_missing(editing)
    _name(editing.case, editing.answers)
    return saved


def _name(case: Case, answers: Answers) -> None:
    """A draft is called in lists by what it says so far."""
    if isinstance(case, Filing) and case.state == "draft":
        said = title_of(answers)
        case.titled = said if said.ko else case.titled
    case.updated_at = clock.now()


def _open_what_is_missing(editing: Editing) -> None:
    """In a supplement, what an answer newly makes necessary is opened too; otherwise it could never be completed."""
    draft = editing.draft
    missing = gaps_of(editing.case, dict(draft.answers)).keys() - set(draft.open_fields or ())
    if missing:
        draft.open_fields = sorted({*(draft.open_fields or ()), *missing})
        db.session.flush()


@dataclass(frozen=True)
class Task(drafts.Task):
    """How far a section is; `waits_for`: the question of another section that decides what is asked here,
    while it is open.
    """

    waits_for: Field | None = None

    @property
    def state(self) -> str:
        if super().state == "done" and self.waits_for is not None:
            return "doing" if self.begun else "todo"
        return super().state


def tasks(editing: Editing) -> list[Task]:
    """The task list of a draft, a task per section."""
    asked = editing.schema.asked(editing.answers)
    return [
        Task(t.section, t.missing, t.problems, t.begun, _waits_for(t.section, asked, editing.answers))
        for t in drafts.tasks(editing)
    ]


def _waits_for(section: Section, asked: list[Field], answers: Answers) -> Field | None:
    beside = {f.key for f in section.fields}
    askers = {f.show_if.field for f in section.fields if f.show_if} - beside
    return next((f for f in asked if f.key in askers and is_blank(answers.get(f.key))), None)


def problems_in(editing: Editing, section: Section) -> dict[str, Text]:
    """Answers of the section that are given but cannot be submitted as they are."""
    return next((t.problems for t in tasks(editing) if t.section.key == section.key), {})


def section_of(schema: Schema) -> Callable[[str], str | None]:
    """Which section a field stands in, by key."""
    places = {f.key: s.key for s in schema.sections for f in s.fields}
    return places.get

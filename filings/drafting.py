"""Writing a draft: which fields stand on a page, saving what was sent, how far each section is. Knows no request.

Saving checks the shape of each answer alone and merges field by field: what a colleague changed meanwhile is never overwritten.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from werkzeug.datastructures import MultiDict

from filings import changes, rules
from filings.kinds.change_questions import OF_THE_CHANGE
from filings.models import ChangeFiling, Filing
from filings.queries import draft_of, revisions_count
from portal.core import clock, files, records
from portal.core.cases import Case, Draft
from portal.core.db import db, lock_row
from portal.core.fields import check_shape, form_for, values
from portal.core.people import Actor, User
from portal.core.schema import Answers, Field, Schema, Section, is_blank
from portal.core.text import Text

UNDECIDED = Text("두 내용 가운데 하나를 골라 주세요.", "Choose one of the two.")


@dataclass(frozen=True)
class Editing:
    """A case that its filer may write now: the draft, and the questions that are open."""

    case: Case
    draft: Draft
    schema: Schema
    round: int

    @property
    def version(self) -> str:
        """What a form was made from: how often the case was submitted before, and the draft's version."""
        return f"{self.round}-{self.draft.version}"

    @property
    def answers(self) -> Answers:
        return dict(self.draft.answers)

    @property
    def supplementing(self) -> bool:
        return self.draft.open_fields is not None

    def base(self, version: str) -> int | None:
        """The draft version that a form names; None when the case was submitted since, or it makes no sense."""
        own_round, _, number = version.partition("-")
        return int(number) if own_round == str(self.round) and number.isdecimal() else None

    def sections(self) -> list[Section]:
        return self.schema.asked_sections(self.draft.answers)

    def section(self, key: str) -> Section | None:
        return next((s for s in self.sections() if s.key == key), None)


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
    return Editing(case, draft, schema, revisions_count(case))


def gaps_of(case: Case, answers: Answers) -> dict[str, Text]:
    """What keeps the case from being submitted, by field key."""
    return changes.gaps(case, answers) if isinstance(case, ChangeFiling) else rules.gaps(case, answers)


def answers_before(editing: Editing) -> Answers:
    """What the answers are compared with: those last submitted, for a change those of its filing; empty for a first draft."""
    if editing.supplementing:
        return rules.latest_answers(editing.case)
    if isinstance(editing.case, ChangeFiling):
        own = {k: v for k, v in editing.answers.items() if k in OF_THE_CHANGE}
        return rules.latest_answers(changes.parent_of(editing.case)) | own
    return {}


def fields_on_page(section: Section, answers: Answers) -> list[Field]:
    """The questions that a page of the section shows: all that are asked, and those that depend on another one beside them."""
    shown: dict[str, Field] = {}
    for field in section.fields:
        if field.show_if is None or field.show_if.field in shown or field.show_if.holds(answers):
            shown[field.key] = field
    return list(shown.values())


def must_be_answered(schema: Schema, field: Field, answers: Answers) -> bool:
    """Whether the filing cannot be submitted without it: by its declaration, or by a check in the light of the other answers."""
    without = {k: v for k, v in answers.items() if k != field.key}
    return field.must or any(field.key in check(without) for check in schema.checks)


class Clashed(NamedTuple):
    """A field that two people changed: what is stored, by whom and when. What the other one typed stands in the form."""

    stored: Any
    by: str
    at: datetime


class Saved(NamedTuple):
    """`form` holds typed text for `errors` and `clashes`, else the stored answers; `merged` are others' changes now on the page."""

    form: dict[str, Any]
    errors: dict[str, str]
    clashes: dict[str, Clashed]
    merged: list[str]
    changed: list[str]


def save(
    editing: Editing, section: Section, sent: MultiDict[str, Any], base: int, actor: Actor, language: str
) -> Saved:
    """Merge what was sent from a page of the section into the draft. `base` is the draft version that the page was made from."""
    draft, before = editing.draft, editing.answers
    shown = [f for f in fields_on_page(section, before) if not f.is_paper]
    typed = form_for(shown, before, sent, language)
    errors = {k: said for k, said in check_shape(typed, language).items() if k in sent}
    given = _given(shown, values(typed), sent, before)
    for key in [k for k in given.keys() | errors.keys() if sent.get(f"take-{k}") == "theirs"]:
        given.pop(key, None)
        errors.pop(key, None)
    undecided = [k for k in sent.getlist("clash") if not sent.get(f"take-{k}") and k in given]
    clashes = records.save_draft(draft, {k: v for k, v in given.items() if k not in undecided}, base, actor)
    kept = [c.key for c in clashes] + undecided
    kept += [k for k in errors if k not in kept and records.changed_since(draft, k, base)]
    errors |= {k: UNDECIDED.in_(language) for k in undecided}
    if editing.supplementing:
        _open_what_is_missing(editing)
    after = dict(draft.answers)
    _name(editing.case, after)
    stored = form_for(shown, after, None, language)
    form = {f.key: typed[f.key] if f.key in errors or f.key in kept else stored[f.key] for f in shown}
    for key in undecided:
        form[key].errors = [errors[key]]
    return Saved(
        form,
        errors,
        {k: _clashed(draft, k) for k in kept},
        [k for k, v in given.items() if k not in kept and not same(after.get(k), v)],
        [k for k in given if not same(before.get(k), after.get(k))],
    )


def _name(case: Case, answers: Answers) -> None:
    """A draft is called in lists by what it says so far."""
    if isinstance(case, Filing) and case.state == "draft":
        case.title = rules.title_of(answers) or case.title
    case.updated_at = clock.now()


def _given(shown: list[Field], parsed: Answers, sent: MultiDict[str, Any], before: Answers) -> Answers:
    """The answers that the page really gave: a list without a tick counts as emptied where its question was asked."""
    given = {f.key: parsed[f.key] for f in shown if f.key in sent and f.key in parsed}
    now = before | given
    for f in shown:
        if f.type in ("choices", "countries") and f.key not in sent and (f.show_if is None or f.show_if.holds(now)):
            given[f.key] = None
    return given


def same(one: Any, other: Any) -> bool:
    return bool(one == other) or (is_blank(one) and is_blank(other))


def _clashed(draft: Draft, key: str) -> Clashed:
    hand = records.changed_since(draft, key, 0)
    person = db.session.get(User, hand.user_id) if hand and hand.user_id else None
    return Clashed(draft.answers.get(key), person.name if person else "", hand.at if hand else draft.updated_at)


def _open_what_is_missing(editing: Editing) -> None:
    """In a supplement, what an answer newly makes necessary is opened too; otherwise it could never be completed."""
    draft = editing.draft
    missing = gaps_of(editing.case, dict(draft.answers)).keys() - set(draft.open_fields or ())
    if missing:
        draft.open_fields = sorted({*(draft.open_fields or ()), *missing})
        db.session.flush()


@dataclass(frozen=True)
class Task:
    """How far a section is. `missing`: statutory or required answers that are not given; `problems`: given but not right;
    `waits_for`: the question of another section that decides what is asked here, while it is open."""

    section: Section
    missing: list[Field]
    problems: dict[str, Text]
    begun: bool
    waits_for: Field | None = None

    @property
    def state(self) -> str:
        if self.problems:
            return "problem"
        if not self.missing and self.waits_for is None:
            return "done"
        return "doing" if self.begun else "todo"


def tasks(editing: Editing) -> list[Task]:
    """The task list of a draft, a task per section."""
    answers, found = editing.answers, gaps_of(editing.case, editing.answers)
    held = files.slots_of(files.papers_of(editing.case.id))
    asked = editing.schema.asked(answers)
    made = [_task(s, editing.schema.asked_in(s, answers), answers, held, found) for s in editing.sections()]
    return [replace(task, waits_for=_waits_for(task.section, asked, answers)) for task in made]


def _waits_for(section: Section, asked: list[Field], answers: Answers) -> Field | None:
    beside = {f.key for f in section.fields}
    askers = {f.show_if.field for f in section.fields if f.show_if} - beside
    return next((f for f in asked if f.key in askers and is_blank(answers.get(f.key))), None)


def _task(section: Section, asked: list[Field], answers: Answers, held: Iterable[str], found: dict[str, Text]) -> Task:
    def given(f: Field) -> bool:
        return f.key in held if f.is_paper else not is_blank(answers.get(f.key))

    missing = [f for f in asked if f.key in found and not given(f)]
    problems = {f.key: found[f.key] for f in asked if f.key in found and given(f)}
    return Task(section, missing, problems, any(given(f) for f in asked))


def problems_in(editing: Editing, section: Section) -> dict[str, Text]:
    """Answers of the section that are given but cannot be submitted as they are."""
    return next((t.problems for t in tasks(editing) if t.section.key == section.key), {})


def section_of(schema: Schema) -> Callable[[str], str | None]:
    """Which section a field stands in, by key."""
    places = {f.key: s.key for s in schema.sections for f in s.fields}
    return places.get

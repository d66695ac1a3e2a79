"""A draft of any kind: which fields stand on a page, saving what was sent, how far each section is.

Knows no request. Saving checks the shape of each answer alone and merges field by field: what a colleague changed
meanwhile is never overwritten. What keeps a draft from being submitted is handed in by the domain.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from werkzeug.datastructures import MultiDict

from portal.core import files, records
from portal.core.cases import Case, Draft
from portal.core.db import db
from portal.core.fields import check_shape, form_for, show, values
from portal.core.people import Actor, User
from portal.core.reading import sent_number
from portal.core.records import Hand
from portal.core.schema import Answers, Field, Schema, Section, is_blank
from portal.core.text import Text

C = TypeVar("C", bound=Case)
Gaps = Callable[[C, Answers], dict[str, Text]]
UNDECIDED = Text("두 내용 가운데 하나를 골라 주세요.", "Choose one of the two.")


@dataclass(frozen=True)
class Writing(Generic[C]):
    """A case that its owner may write now: the draft, the questions that are open, and what tells its gaps."""

    case: C
    draft: Draft
    schema: Schema
    gaps: Gaps[C]

    @property
    def round(self) -> int:
        """How often the case was submitted before."""
        return records.revisions_count(self.case.id)

    @property
    def version(self) -> str:
        """What a form is made from: how often the case was submitted before, and the draft's version."""
        return f"{self.round}-{self.draft.version}"

    def base(self, version: str) -> int | None:
        """The draft version that a form names; None where it names none that there was, which is never taken for the
        present one.
        """
        named = sent_number(version.partition("-")[2])
        return named if named is not None and 1 <= named <= self.draft.version else None

    def is_over(self, version: str) -> bool:
        """Whether the form was made before the case was last submitted."""
        own_round, parted, _ = version.partition("-")
        return bool(parted) and own_round != str(self.round)

    def changed_since(self, version: str) -> list[tuple[Field, Hand]]:
        """The questions whose answers were changed after the form was made, with whose hand it was; none where the
        form names no version of this round.
        """
        base = self.base(version)
        if base is None or self.is_over(version):
            return []
        hands = [(f, records.changed_since(self.draft, f.key, base)) for f in self.schema]
        return [(f, hand) for f, hand in hands if hand is not None]

    @property
    def answers(self) -> Answers:
        return dict(self.draft.answers)

    def sections(self) -> list[Section]:
        return self.schema.asked_sections(self.draft.answers)

    def section(self, key: str) -> Section | None:
        return next((s for s in self.sections() if s.key == key), None)


def fields_on_page(section: Section, answers: Answers) -> list[Field]:
    """The questions that a page of the section shows: all that are asked,
    and those that depend on another one shown.
    """
    shown: dict[str, Field] = {}
    for field in section.fields:
        if field.show_if is None or field.show_if.field in shown or field.show_if.holds(answers):
            shown[field.key] = field
    return list(shown.values())


class Clashed(NamedTuple):
    """A field that two people changed: what is stored, by whom and when.

    What the other one typed stands in the form.
    """

    stored: Any
    by: str
    at: datetime


class Saved(NamedTuple):
    """`form` holds typed text for `errors` and `clashes`, else the stored answers; `merged` are others' changes now on
    the page, `changed` what this save changed.
    """

    form: dict[str, Any]
    errors: dict[str, str]
    clashes: dict[str, Clashed]
    merged: list[str]
    changed: list[str]


def save(
    writing: Writing[Any], section: Section, sent: MultiDict[str, Any], base: int | None, actor: Actor, language: str
) -> Saved:
    """Merge what was sent from a page of the section into the draft.

    `base` is the draft version that the page was made from; None where it is not known: then whatever differs clashes.
    """
    draft, before = writing.draft, writing.answers
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
    kept += [k for k in errors if k not in kept and records.changed_since(draft, k, base or 0)]
    errors |= {k: UNDECIDED.in_(language) for k in undecided}
    after = dict(draft.answers)
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
    return Clashed(
        draft.answers.get(key), name_of(hand.user_id if hand else None), hand.at if hand else draft.updated_at
    )


def name_of(user_id: int | None) -> str:
    person = db.session.get(User, user_id) if user_id else None
    return person.name if person else ""


@dataclass(frozen=True)
class Task:
    """How far a section is. `missing`: what must be given and is not; `problems`: given but not right, by field key."""

    section: Section
    missing: list[Field]
    problems: dict[str, Text]
    begun: bool

    @property
    def state(self) -> str:
        if self.problems:
            return "problem"
        if not self.missing:
            return "done"
        return "doing" if self.begun else "todo"


def tasks(writing: Writing[Any]) -> list[Task]:
    """The task list of a draft, a task per section."""
    answers = writing.answers
    found = writing.gaps(writing.case, answers)
    held = files.slots_of(files.papers_of(writing.case.id))
    return [_task(s, writing.schema.asked_in(s, answers), answers, held, found) for s in writing.sections()]


def _task(section: Section, asked: list[Field], answers: Answers, held: set[str], found: Mapping[str, Text]) -> Task:
    def given(f: Field) -> bool:
        return f.key in held if f.is_paper else not is_blank(answers.get(f.key))

    missing = [f for f in asked if f.key in found and not given(f)]
    problems = {f.key: found[f.key] for f in asked if f.key in found and given(f)}
    return Task(section, missing, problems, any(given(f) for f in asked))


def answer_rows(
    schema: Schema,
    answers: Answers,
    language: str,
    papers: Mapping[str, list[str]] | None = None,
    *,
    blanks: bool = True,
) -> list[dict[str, Any]]:
    """Sections with rows for `ui.summary_list`: what was asked of these answers; `papers` are file names by slot.

    Without `blanks` questions that were not answered are left out, and sections of which none was.
    """
    held, found = papers or {}, []
    for section in schema.asked_sections(answers):
        rows = []
        for f in schema.asked_in(section, answers):
            shown = ", ".join(held.get(f.key, ())) if f.is_paper else show(f, answers.get(f.key), language)
            if blanks or (shown and shown != "–"):
                rows.append({"question": f.label, "answer": shown})
        if blanks or rows:
            found.append({"key": section.key, "title": section.title, "rows": rows})
    return found

"""A draft on one page: saved as it is, checked whole only when it is sent (`portal.core.writing`).

Knows the request, no kind by name.
"""

from dataclasses import dataclass, field
from typing import Any

from flask import g, request

from portal.core import files
from portal.core.attempts import attempt
from portal.core.cases import Case, Draft
from portal.core.db import db, lock_row
from portal.core.fire import fire
from portal.core.periods import events_of
from portal.core.schema import Answers, Schema, Section
from portal.core.text import Text
from portal.core.web import current_actor, keep, say, wants_data
from portal.core.workflow import Refused
from portal.core.writing import pages
from portal.core.writing.drafts import Saved, Writing, answer_rows


@dataclass
class Page:
    """The form of a draft as it is shown: rows by key, sentences by key."""

    writing: Writing[Case]
    saved: Saved | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def draft(self) -> Draft:
        return self.writing.draft

    @property
    def schema(self) -> Schema:
        return self.writing.schema

    @property
    def rows(self) -> dict[str, dict[str, Any]]:
        """What the template shows of each question, by key."""
        shown = list(self.schema)
        rows = pages.form_rows(self.writing, shown, self.saved, self.errors, request.path)
        return {row["key"]: row for row in rows}

    @property
    def clashes(self) -> bool:
        return bool(self.saved and self.saved.clashes)

    @property
    def status(self) -> int:
        """The answer's status where the page is shown again."""
        return 409 if self.clashes else 422

    @property
    def labels(self) -> dict[str, str]:
        """Names for the summary of errors where the sentence does not say them itself."""
        found = {k: say(self.schema[k].label) for k in self.errors if k in self.schema}
        return {k: label for k, label in found.items() if label not in self.errors[k]}

    def refuse(self, problem: Refused) -> None:
        """What kept the move from happening, beside its fields."""
        for key, sentence in problem.fields.items():
            self.errors.setdefault(key if key in self.schema else "", say(sentence))
        for sentence in problem.reasons:
            self.errors.setdefault("", say(sentence))

    @property
    def seen(self) -> bool:
        """Whether the person saw all that would be sent: nobody changed an answer since, and the version is known."""
        assert self.saved is not None
        return not self.saved.merged and self.writing.base(pages.sent_version()) is not None

    def fires(self, move: str) -> bool:
        """Carry the move out on what was saved. Where it is refused, or was not seen whole, nothing is done, and the
        page says why.
        """
        if not self.seen:
            self.errors[""] = say(
                "이 화면을 연 뒤에 내용이 바뀌었습니다. 저장은 했으니 확인하고 다시 보내 주세요.",
                "The content changed after this page was opened. It was saved: look at it again, then send it.",
            )
            return False
        with attempt(self) as tried:
            fire(self.writing.case, move, current_actor())
        return not tried.refused

    def autosaved(self) -> Any:
        """To the script that saves while somebody writes."""
        assert self.saved is not None
        return pages.autosaved(self.writing, self.saved, request.path)


def _gaps(case: Case, answers: Answers) -> dict[str, Text]:
    return case.declared.schema.gaps(answers, files.slots_of(files.papers_of(case.id)))


def _writing_of(case: Case) -> Writing[Case] | None:
    draft = db.session.get(Draft, case.id)
    return Writing(case, draft, case.declared.schema, _gaps) if draft is not None else None


def opened(case: Case) -> Page | None:
    """The draft of the case as a form; None where nothing is being written."""
    writing = _writing_of(case)
    return Page(writing) if writing is not None else None


def saved(case: Case) -> Page | None:
    """What was sent is kept as far as its shape is right; the page as it now stands, with typed text where it is not
    and both texts where a colleague was first. None where it came too late.
    """
    lock_row(case)
    writing = _writing_of(case)
    if writing is None or pages.too_late(writing):
        return None
    whole = Section(key="whole", title=Text("", ""), fields=tuple(writing.schema))
    kept = pages.sent(writing, whole)
    errors = dict(kept.errors) | pages.take_papers(case, writing.schema)
    pages.remove_paper(case, writing.schema)
    for key in kept.clashes:
        errors.setdefault(
            key, say("그 사이에 동료가 고쳤습니다. 하나를 골라 주세요.", "A colleague changed this: choose one.")
        )
    if not wants_data():
        pages.tell_merged(writing, kept)
        keep()
    return Page(writing, kept, errors)


def too_late(case: Case) -> Any:
    """Nothing was saved: the case was sent, or moved on, while the page was open. All that was typed is shown."""
    if wants_data():
        return pages.not_autosaved(request.path)
    return pages.too_late_page(case, pages.labels_of(case.declared.schema), request.path)


def answer_sections(
    schema: Schema, answers: Answers, papers: dict[str, list[str]] | None = None
) -> list[dict[str, Any]]:
    """Sections with rows for `ui.summary_list`, in the language of the page; what was not answered is left out."""
    return answer_rows(schema, answers, g.language, papers, blanks=False)


def asked_of(case: Case) -> str:
    """What the officer asked for with the open request to complete."""
    asked = [e for e in events_of(case) if e.name.endswith(".asked") or e.name.endswith(".returned")]
    return str(asked[-1].facts.get("reason", "")) if asked and case.state in ("supplement", "returned") else ""

"""Writing a draft on one page: saved as it is, checked whole only when it is sent; what was written, to be read.

Knows the request, no kind by name.
"""

from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from flask import g, request, url_for

from portal.core import files, records
from portal.core.attempts import attempt
from portal.core.cases import Case, Draft
from portal.core.db import db
from portal.core.fields import check_shape, form_for, show, values
from portal.core.files import Paper
from portal.core.fire import fire
from portal.core.periods import events_of
from portal.core.reading import file_name, sent_number
from portal.core.schema import Field, Schema
from portal.core.sniff import Unfit
from portal.core.text import Text
from portal.core.web import current_actor, keep, say
from portal.core.workflow import Refused

CLASHED = Text("그 사이에 다른 분이 고쳤습니다. 저장된 내용: {v}", "Somebody changed this meanwhile. Stored: {v}")


@dataclass
class Page:
    """The form of a draft as it is shown: controls by key, sentences by key, papers by slot."""

    case: Case
    draft: Draft
    schema: Schema
    form: dict[str, Any]
    papers: dict[str, list[dict[str, Any]]]
    errors: dict[str, str] = field(default_factory=dict)

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

    def fires(self, move: str) -> bool:
        """Carry the move out on what was saved. Where it is refused nothing is done, and the page says why."""
        with attempt(self) as tried:
            fire(self.case, move, current_actor())
        return not tried.refused


def opened(case: Case) -> Page | None:
    """The draft of the case as a form; None where nothing is being written."""
    draft = db.session.get(Draft, case.id)
    if draft is None:
        return None
    schema = case.declared.schema
    shown = form_for([f for f in schema if not f.is_paper], draft.answers, None, g.language)
    slots = form_for([f for f in schema if f.is_paper], {}, None, g.language)
    return Page(case, draft, schema, {f.name: f for one in (shown, slots) for f in one}, _papers(case, schema))


def saved(case: Case) -> Page | None:
    """What was sent is kept as far as its shape is right; the page as it now stands,
    with typed text where it is not.
    """
    draft = db.session.get(Draft, case.id)
    if draft is None:
        return None
    schema = case.declared.schema
    typed = form_for([f for f in schema if not f.is_paper], draft.answers, request.form, g.language)
    errors = check_shape(typed, g.language)
    sent = {k: v for k, v in values(typed).items() if k in request.form or schema[k].type in ("choices", "countries")}
    sent_version = sent_number(request.form.get("version"))
    base = draft.version if sent_version is None else sent_version
    for clash in records.save_draft(draft, sent, base, current_actor()):
        stored = show(schema[clash.key], clash.theirs, g.language)
        errors[clash.key] = say(CLASHED.format(v=stored))
    errors |= _take_papers(case, schema)
    keep()
    page = opened(case)
    assert page is not None
    page.errors = errors
    for key in errors:
        if key in typed:
            page.form[key] = typed[key]
    return page


def _take_papers(case: Case, schema: Schema) -> dict[str, str]:
    said: dict[str, str] = {}
    for slot in [f.key for f in schema if f.is_paper]:
        for upload in request.files.getlist(slot):
            if not upload.filename:
                continue
            try:
                files.attach(case, slot, cast(BinaryIO, upload.stream), upload.filename, current_actor())
            except Unfit as problem:
                said[slot] = f"{file_name(upload.filename)}: {say(problem.sentence)}"
    wanted = request.form.get("remove", "")
    for paper in files.papers_of(case.id):
        if str(paper.id) == wanted and paper.filed_at is None and paper.slot in schema:
            files.remove(paper)
    return said


def _papers(case: Case, schema: Schema) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {f.key: [] for f in schema if f.is_paper}
    for paper in files.papers_of(case.id):
        if paper.slot in found:
            removable = {"remove_url": request.path, "remove_name": "remove", "remove_value": paper.id}
            found[paper.slot].append(paper_row(paper) | ({} if paper.filed_at else removable))
    return found


def paper_row(paper: Paper) -> dict[str, Any]:
    """A row of `ui.file_list`."""
    url = url_for("home.paper", case_id=paper.case_id, paper_id=paper.id)
    return {"name": paper.name, "size": paper.size, "url": url}


def answer_sections(
    schema: Schema, answers: dict[str, Any], papers: dict[str, list[str]] | None = None
) -> list[dict[str, Any]]:
    """Sections with rows for `ui.summary_list`, in the language of the page; what was not answered is left out."""
    held = papers or {}
    found = []
    for section in schema.asked_sections(answers):
        rows = []
        for f in schema.asked_in(section, answers):
            value = ", ".join(held.get(f.key, ())) if f.is_paper else _shown(f, answers)
            if value and value != "–":
                rows.append({"question": f.label, "answer": value})
        if rows:
            found.append({"key": section.key, "title": section.title, "rows": rows})
    return found


def _shown(asked: Field, answers: dict[str, Any]) -> str:
    return show(asked, answers.get(asked.key), g.language)


def asked_of(case: Case) -> str:
    """What the officer asked for with the open request to complete."""
    asked = [e for e in events_of(case) if e.name.endswith(".asked") or e.name.endswith(".returned")]
    return str(asked[-1].facts.get("reason", "")) if asked and case.state in ("supplement", "returned") else ""

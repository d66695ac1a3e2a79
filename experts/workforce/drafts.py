"""Writing a return on one page: cells as typed are kept row by row,
so that two people on one return never undo each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import g
from werkzeug.datastructures import MultiDict

from experts.workforce import acts, rows
from experts.workforce.models import WorkforceReturn
from portal.core import countries, records
from portal.core.cases import Draft
from portal.core.db import db, lock_row
from portal.core.fields import check_shape, form_for, show, values
from portal.core.people import Actor
from portal.core.text import Text
from portal.core.web import keep, say
from portal.core.workflow import Refused
from portal.core.writing.drafts import Writing

SPARE = 3
CLASHED = Text("그 사이에 다른 분이 고쳤습니다. 저장된 내용: {v}", "Somebody changed this meanwhile. Stored: {v}")


@dataclass
class Sheet:
    """The page of a return: `rows` by key as typed (new1 … are empty ones), the contact's form,
    sentences by control id.
    """

    case: WorkforceReturn
    draft: Draft
    form: dict[str, Any]
    rows: dict[str, rows.Typed]
    errors: dict[str, str] = field(default_factory=dict)
    unsaved: bool = False  # something that was typed is on the page only: it is looked at before anything is sent

    @property
    def version(self) -> str:
        """What a form of this page is made from."""
        return writing_of(self.case, self.draft).version

    def refuse(self, problem: Refused) -> None:
        """What kept the return from being sent, beside its cells."""
        for key, sentence in problem.fields.items():
            self.errors.setdefault(key, say(sentence))
        for sentence in problem.reasons:
            self.errors.setdefault("", say(sentence))

    @property
    def labels(self) -> dict[str, str]:
        """Names of the controls for the summary: 'row 3, country'."""
        places = {key: n for n, key in enumerate(self.rows, 1)}
        found = {}
        for key in self.errors:
            row, _, column = key.partition("-")
            if row in places:
                name = Text("{n}행", "Row {n}").format(n=places[row])
                found[key] = say(name) + (f" {say(rows.COLUMNS[column])}" if column in rows.COLUMNS else "")
            elif key in self.form:
                found[key] = say(self.form[key].declared.label)
        return found


def writing_of(case: WorkforceReturn, draft: Draft) -> Writing[WorkforceReturn]:
    return Writing(case, draft, case.declared.schema, lambda _case, _answers: {})


def label_of(case: WorkforceReturn, key: str) -> Text | None:
    """The words of a control by its name: a question's, or 'row 3: country'."""
    if key in case.declared.schema:
        return case.declared.schema[key].label
    row, _, column = key.partition("-")
    if column not in rows.COLUMNS:
        return None
    number = row.removeprefix("new").removeprefix("r")
    return Text("{n}행 {ko}", "Row {n}: {en}").format(n=number, ko=rows.COLUMNS[column].ko, en=rows.COLUMNS[column].en)


def draft_of(case: WorkforceReturn) -> Draft | None:
    return db.session.get(Draft, case.id)


def opened(case: WorkforceReturn, draft: Draft, spare: int = SPARE) -> Sheet:
    """The draft as it stands, with empty rows to go on in."""
    declared = [f for f in case.declared.schema if f.key != "rows"]
    form = form_for(declared, draft.answers, None, g.language)
    held: dict[str, rows.Typed] = dict(acts.rows_of(draft.answers))
    held |= {f"new{n}": {} for n in range(1, (spare if held else max(spare, 5)) + 1)}
    return Sheet(case, draft, {f.name: f for f in form}, held)


def row_errors(case: WorkforceReturn, typed: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with each cell of the draft, by control id."""
    read = acts.read_draft(case, typed)
    return {f"{key}-{column}": say(sentence) for (key, column), sentence in read.errors.items()}


def saved(case: WorkforceReturn, draft: Draft, sent: MultiDict[str, Any], actor: Actor) -> Sheet:
    """Keep what was sent; rows that somebody else changed meanwhile stay as stored,
    with what was typed still on the page.
    """
    lock_row(draft)
    declared = [f for f in case.declared.schema if f.key != "rows"]
    form = form_for(declared, draft.answers, sent, g.language)
    errors = check_shape(form, g.language)
    given = {k: v for k, v in values(form).items() if k in sent}
    typed = _rows_sent(sent, draft)
    writing = writing_of(case, draft)
    clashes = records.save_draft(draft, given | typed, writing.base(sent.get("version", "")), actor)
    keep()
    page = opened(case, draft)
    page.unsaved = bool(errors or clashes)
    errors |= row_errors(case, draft.answers)
    for clash in clashes:
        if clash.key in case.declared.schema:
            errors[clash.key] = say(CLASHED.format(v=show(case.declared.schema[clash.key], clash.theirs, g.language)))
        else:
            errors[f"{clash.key}-country"] = say(CLASHED.format(v=in_words(clash.theirs)))
            page.rows[clash.key] = clash.mine or {}
    page.errors = errors
    page.form |= {f.name: f for f in form if f.name in errors}
    return page


def _rows_sent(sent: MultiDict[str, Any], draft: Draft) -> dict[str, Any]:
    """The rows that were sent by key; new ones get the next free keys, unchanged ones stay as they are,
    emptied ones go.
    """
    names = {name.partition("-")[0] for name in sent if "-" in name}
    held = {k for k in draft.answers if k[:1] == "r" and k[1:].isdigit()}
    found: dict[str, Any] = {}
    for key in held & names:
        row, stored = _row(sent, key), draft.answers[key] or {}
        same = all(row[c] == str(stored.get(c) or "") for c in rows.COLUMNS)
        found[key] = draft.answers[key] if same else (None if rows.is_empty(row) else row)
    following = max((int(k[1:]) for k in held), default=0) + 1
    fresh = sorted(
        (n for n in names if n.startswith("new") and n[3:].isdigit() and len(n) < 8), key=lambda n: int(n[3:])
    )
    for name in fresh:
        row = _row(sent, name)
        if not rows.is_empty(row):
            found[f"r{following}"] = row
            following += 1
    return found


def _row(sent: MultiDict[str, Any], key: str) -> dict[str, str]:
    return {c: " ".join(sent.get(f"{key}-{c}", "").split()) for c in rows.COLUMNS}


def replaced(case: WorkforceReturn, draft: Draft, made: Sequence[rows.Typed], version: str, actor: Actor) -> Sheet:
    """Put the rows of a file in the place of those that stand;
    refused when somebody saved since the page was opened.
    """
    lock_row(draft)
    if version != writing_of(case, draft).version:
        raise Refused(
            Text(
                "화면을 연 뒤에 다른 분이 저장했습니다. 지금 내용을 확인하고 다시 올려 주세요.",
                "Somebody saved since you opened the page. Look at what stands now and upload again.",
            )
        )
    stale = {k: None for k in draft.answers if k[:1] == "r" and k[1:].isdigit()}
    records.save_draft(draft, stale | {f"r{n}": dict(row) for n, row in enumerate(made, 1)}, draft.version, actor)
    keep()
    page = opened(case, draft)
    page.errors = row_errors(case, draft.answers)
    return page


def in_words(row: Mapping[str, Any] | None) -> str:
    """A row in one line."""
    if rows.is_empty(row):
        return say(Text("지움", "removed"))
    assert row is not None
    shown = [
        countries.name(str(row.get("country") or ""), g.language),
        *(str(row.get(c) or "") for c in list(rows.COLUMNS)[1:]),
    ]
    return " · ".join(part for part in shown if part)

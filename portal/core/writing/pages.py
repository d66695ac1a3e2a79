"""What every page of a draft does with a request: what it was made from, files, autosave, and what to show when it came
too late. Knows no kind by name.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO, cast

from flask import Response, g, jsonify, render_template, request, url_for

from portal.core import carried, clock, contents, files, quotas
from portal.core.cases import Case
from portal.core.db import db
from portal.core.fields import form_for, show
from portal.core.files import Paper
from portal.core.reading import file_name
from portal.core.schema import Field, Schema, Section
from portal.core.sniff import Unfit
from portal.core.text import Text
from portal.core.web import current_actor, say, tell
from portal.core.writing import drafts
from portal.core.writing.drafts import Saved, Writing

Saving = Callable[..., Saved]
NOT_TYPED = ("version", "go", "clash", "remove")


def too_late(writing: Writing[Any] | None) -> bool:
    """Whether nothing may be written any more by the form that was sent: the case was submitted since."""
    return writing is None or writing.is_over(sent_version())


def sent_version() -> str:
    return request.form.get("version", "")


def sent(writing: Writing[Any], section: Section, save: Saving = drafts.save) -> Saved:
    """Merge what was sent from a page of the section into the draft."""
    return save(writing, section, request.form, writing.base(sent_version()), current_actor(), g.language)


# ---- files -----------------------------------------------------------------------------------------------------------------------


def take_papers(case: Case, fields: Iterable[Field]) -> dict[str, str]:
    """Keep the uploads that were sent for these questions; a sentence by slot for what was not taken.

    A file that is there already, of the same name and content, is not taken twice, and the person is told.
    """
    said: dict[str, str] = {}
    for slot in [f.key for f in fields if f.is_paper]:
        held = {(p.sha256, p.name) for p in files.papers_of(case.id) if p.slot == slot}
        for upload in request.files.getlist(slot):
            if not upload.filename:
                continue
            try:
                paper = files.attach(case, slot, cast(BinaryIO, upload.stream), upload.filename, current_actor())
            except Unfit as problem:
                said[slot] = f"{file_name(upload.filename)}: {say(problem.sentence)}"
                continue
            if (paper.sha256, paper.name) in held:
                db.session.delete(paper)
                tell(
                    Text("‘{n}’은(는) 이미 올린 파일입니다.", "“{n}” was uploaded already.").format(n=paper.name),
                    category="info",
                )
            held.add((paper.sha256, paper.name))
    return said


def remove_paper(case: Case, fields: Iterable[Field]) -> None:
    """Take the paper that was named out of the draft; what was filed stays in the file of the case."""
    wanted, slots = request.form.get("remove", ""), {f.key for f in fields if f.is_paper}
    for paper in files.papers_of(case.id):
        if str(paper.id) == wanted and paper.slot in slots and paper.filed_at is None:
            files.remove(paper)
            tell(Text("‘{n}’ 파일을 뺐습니다.", "“{n}” was removed.").format(n=paper.name))


def paper_row(paper: Paper, note: str = "") -> dict[str, Any]:
    """A row of `ui.file_list`; whoever has no part in the case's organisation is told what was found in the file."""
    actor = current_actor()
    shut = contents.standing(paper.content)
    judges = actor.is_official or actor.has("panel", "expert")
    return {
        "name": paper.name,
        "size": paper.size,
        "url": "" if shut else url_for("home.paper", case_id=paper.case_id, paper_id=paper.id),
        "note": note,
        "shut": shut,
        "warnings": contents.warnings(paper.content) if judges and not shut else [],
    }


def paper_rows(papers: Iterable[Paper], slot: str, address: str) -> list[dict[str, Any]]:
    """Rows of `ui.file_list` of one question; what was not filed yet can be removed by a post to `address`."""
    removable = {"remove_url": address, "remove_name": "remove"}
    return [paper_row(p) | ({} if p.filed_at else removable | {"remove_value": p.id}) for p in papers if p.slot == slot]


# ---- the form --------------------------------------------------------------------------------------------------------------------


def form_rows(
    writing: Writing[Any], shown: list[Field], saved: Saved | None, errors: Mapping[str, str], address: str
) -> list[dict[str, Any]]:
    """What the template shows per question: the control, its error, its files, the two texts of a clash.

    After a save what was typed stands in what is wrong or clashed, the stored answer elsewhere.
    """
    plain = form_for([f for f in shown if not f.is_paper], writing.answers, None, g.language)
    slots = form_for([f for f in shown if f.is_paper], {}, None, g.language)
    controls = {f.name: f for one in (plain, slots) for f in one} | (saved.form if saved else {})
    held = files.papers_of(writing.case.id)
    left = quotas.room(writing.case).words() if any(f.is_paper for f in shown) else None
    rows = []
    for f in shown:
        clash = saved.clashes.get(f.key) if saved else None
        rows.append(
            {
                "key": f.key,
                "is_paper": f.is_paper,
                "field": controls[f.key],
                "error": errors.get(f.key, ""),
                "files": paper_rows(held, f.key, address) if f.is_paper else [],
                "room": left if f.is_paper else None,
                "clash": clash,
                "stored": show(f, clash.stored, g.language) if clash else "",
            }
        )
    return rows


def tell_merged(writing: Writing[Any], saved: Saved) -> None:
    """Name the answers of this page that stand as a colleague changed them meanwhile."""
    if saved.merged:
        names = ", ".join(say(writing.schema[k].label) for k in saved.merged)
        tell(
            Text(
                "그 사이에 동료가 고친 항목은 동료의 내용으로 두었습니다: {n}",
                "What a colleague changed meanwhile was kept: {n}",
            ).format(n=names),
            category="info",
        )


def changed_since(writing: Writing[Any]) -> Text | None:
    """Which answers changed after the page that submits was opened; None where it shows what stands."""
    if sent_version() == writing.version:
        return None
    changed = [
        Text("{label}({who})", "{label} ({who})").format(label=f.label, who=drafts.name_of(hand.user_id) or "–")
        for f, hand in writing.changed_since(sent_version())
    ]
    if not changed:
        return Text(
            "이 화면은 지금 내용으로 만든 것이 아닙니다. 확인하고 다시 제출해 주세요.",
            "This page was not made from what stands now. Look at it again, then submit.",
        )
    return Text(
        "이 화면을 연 뒤에 고친 항목이 있습니다: {ko}. 확인하고 다시 제출해 주세요.",
        "Changed after this page was opened: {en}. Look at it again, then submit.",
    ).format(ko=", ".join(c.ko for c in changed), en=", ".join(c.en for c in changed))


# ---- the answers -----------------------------------------------------------------------------------------------------------------


def autosaved(writing: Writing[Any], saved: Saved, address: str) -> Any:
    """To a script that saves while somebody writes; 409 where a colleague changed an answer that stands on its page."""
    if saved.clashes or saved.merged:
        return jsonify(url=address, fields=[*saved.clashes, *saved.merged]), 409
    at = clock.seoul(writing.draft.updated_at)
    return jsonify(version=writing.version, saved_at=f"{at:%H:%M}", errors=saved.errors)


def not_autosaved(address: str) -> tuple[Response, int]:
    """To a script that came too late: `address` tells how the case stands."""
    return jsonify(url=address), 409


def too_late_page(case: Case, label: Callable[[str], Text | None], address: str) -> tuple[str, int]:
    """The case was submitted, or moved on, while the page was open: nothing was saved, and all that was typed is shown.

    `label` gives the question's own words by the name of its control; None for what was not typed.
    """
    typed: dict[str, list[str]] = {}
    for key, text in carried.typed_fields(request.form):
        if text.strip() and key not in NOT_TYPED and not key.startswith("take-"):
            typed.setdefault(key, []).append(_chosen(case.declared.schema, key, text))
    rows = [(say(words), ", ".join(texts)) for key, texts in typed.items() if (words := label(key)) is not None]
    state = case.declared.workflow.state(case.state)
    page = render_template("too_late.html", case=case, typed=rows, state=state.public or state.label, address=address)
    return page, 409


def _chosen(schema: Schema, key: str, text: str) -> str:
    """A choice in its words, anything else as it was typed."""
    if key in schema and schema[key].type in ("choice", "choices", "country", "countries", "yesno"):
        several = schema[key].type in ("choices", "countries")
        return show(schema[key], [text] if several else text, g.language)
    return text


def labels_of(schema: Schema) -> Callable[[str], Text | None]:
    """The words of a question by its key."""
    return lambda key: schema[key].label if key in schema else None

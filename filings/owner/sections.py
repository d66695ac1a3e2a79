"""Writing a filing: one page per section, saving as it is written, papers,
and a colleague's changes beside one's own.
"""

from typing import Any, BinaryIO, cast

from flask import abort, g, jsonify, render_template, request, url_for

from filings.cases import queries
from filings.cases.shown import paper_rows, words_of
from filings.filing.content import latest_answers
from filings.owner.drafts import Editing, answers_before, editing_of, must_be_answered, problems_in, save, section_of
from filings.owner.pages import bp, editor_or_403, may_edit, own_case, period_of
from portal.core import clock, files
from portal.core.cases import Case
from portal.core.db import db
from portal.core.drafting import Saved, fields_on_page, same
from portal.core.fields import form_for
from portal.core.reading import file_name
from portal.core.schema import Field, Section, is_blank
from portal.core.sniff import Unfit
from portal.core.text import Text
from portal.core.web import access, current_actor, keep, say, see_other, tell


@bp.get("/<int:case_id>/sections/<key>")
@access("member")
def section(case_id: int, key: str) -> Any:
    case = own_case(case_id)
    editing = editing_of(case)
    if editing is None or not may_edit(case):
        return see_other("filings.page", case_id=case.id)
    return _page(editing, _section_or_404(editing, key))


@bp.post("/<int:case_id>/sections/<key>")
@access("member")
def save_section(case_id: int, key: str) -> Any:
    case = own_case(case_id)
    editor_or_403(case)
    editing = editing_of(case, lock=True)
    base = editing.base(request.form.get("version", "")) if editing else None
    if editing is None or base is None:
        return _too_late(case, key)
    here = _section_or_404(editing, key)
    saved = save(editing, here, request.form, base, current_actor(), g.language)
    errors = dict(saved.errors) | _take_papers(editing, here)
    _remove_paper(editing, here)
    keep()
    editing = editing_of(case)
    assert editing is not None
    if errors or saved.clashes:
        return _page(editing, _section_or_404(editing, key), saved, errors), 409 if saved.clashes else 422
    _say_merged(editing, saved)
    return _onwards(editing, key, saved)


@bp.post("/<int:case_id>/sections/<key>/autosave")
@access("member")
def autosave(case_id: int, key: str) -> Any:
    """Saves what is well-shaped; 409 and nothing saved where a colleague changed an answer that stands on this page."""
    case = own_case(case_id)
    editor_or_403(case)
    editing = editing_of(case, lock=True)
    base = editing.base(request.form.get("version", "")) if editing else None
    if editing is None or base is None:
        return jsonify(url=url_for("filings.page", case_id=case.id)), 409
    here = _section_or_404(editing, key)
    saved = save(editing, here, request.form, base, current_actor(), g.language)
    if saved.clashes or saved.merged:
        return jsonify(
            url=url_for("filings.section", case_id=case.id, key=key), fields=[*saved.clashes, *saved.merged]
        ), 409
    at = clock.seoul(editing.draft.updated_at)
    return jsonify(version=editing.version, saved_at=f"{at:%H:%M}", errors=saved.errors)


def _section_or_404(editing: Editing, key: str) -> Section:
    found = editing.section(key)
    if found is None:
        abort(404)
    return found


def _take_papers(editing: Editing, here: Section) -> dict[str, str]:
    """Keep the uploads of this page; a sentence by slot for what was not taken."""
    said: dict[str, str] = {}
    for slot in [f.key for f in fields_on_page(here, editing.answers) if f.is_paper]:
        held = {(p.sha256, p.name) for p in files.papers_of(editing.case.id) if p.slot == slot}
        for upload in request.files.getlist(slot):
            if not upload.filename:
                continue
            try:
                paper = files.attach(
                    editing.case, slot, cast(BinaryIO, upload.stream), upload.filename, current_actor()
                )
            except Unfit as problem:
                said[slot] = f"{file_name(upload.filename)}: {say(problem.sentence)}"
                continue
            if (paper.sha256, paper.name) in held:
                db.session.delete(paper)
                tell(
                    Text("‘{n}’은(는) 이미 올린 파일입니다.", "“{n}” was uploaded already.").format(n=paper.name),
                    category="info",
                )
    return said


def _remove_paper(editing: Editing, here: Section) -> None:
    """Take one paper out of the draft; what was filed stays in the file of the case."""
    wanted = request.form.get("remove", "")
    slots = {f.key for f in here.fields if f.is_paper}
    for paper in files.papers_of(editing.case.id):
        if str(paper.id) == wanted and paper.slot in slots and paper.filed_at is None:
            files.remove(paper)
            tell(Text("‘{n}’ 파일을 뺐습니다.", "“{n}” was removed.").format(n=paper.name))


def _say_merged(editing: Editing, saved: Saved) -> None:
    if saved.merged:
        names = ", ".join(say(editing.schema[k].label) for k in saved.merged)
        tell(
            Text(
                "그 사이에 동료가 고친 항목은 동료의 내용으로 두었습니다: {n}",
                "What a colleague changed meanwhile was kept: {n}",
            ).format(n=names),
            category="info",
        )


def _onwards(editing: Editing, key: str, saved: Saved) -> Any:
    """Where the pressed button leads; back to the section if what was just written cannot be submitted so."""
    here = editing.section(key)
    stay = request.form.get("go") == "stay" or "remove" in request.form
    if here is not None and (stay or problems_in(editing, here).keys() & set(saved.changed)):
        tell("저장했습니다.", "Saved.")
        return see_other("filings.section", case_id=editing.case.id, key=key)
    sections = [s.key for s in editing.sections()]
    after = sections[sections.index(key) + 1 :] if key in sections else []
    if request.form.get("go") == "next" and after:
        return see_other("filings.section", case_id=editing.case.id, key=after[0])
    if request.form.get("go") == "next":
        return see_other("filings.check", case_id=editing.case.id)
    tell("저장했습니다.", "Saved.")
    return see_other("filings.page", case_id=editing.case.id)


def _page(editing: Editing, here: Section, saved: Saved | None = None, errors: dict[str, str] | None = None) -> str:
    case, language = editing.case, g.language
    shown = fields_on_page(here, editing.answers)
    form = (
        saved.form
        if saved
        else dict(_fields(form_for([f for f in shown if not f.is_paper], editing.answers, None, language)))
    )
    papers = dict(_fields(form_for([f for f in shown if f.is_paper], {}, None, language)))
    said = dict(errors or {})
    for key, problem in problems_in(editing, here).items():
        if key not in said and key in (form | papers):
            said[key] = say(problem)
    sections = editing.sections()
    return render_template(
        "filings/owner/section.html",
        case=case,
        editing=editing,
        section=here,
        number=[s.key for s in sections].index(here.key) + 1,
        sections=sections,
        rows=_rows(editing, shown, form | papers, said, saved),
        errors=said,
        labels={k: editing.schema[k].label for k in said if k in editing.schema},
        clashes=saved.clashes if saved else {},
        period=period_of(case, editing.answers) if here.key == "trigger" else None,
        multipart=any(f.is_paper for f in shown),
    )


def _fields(form: Any) -> list[tuple[str, Any]]:
    return [(f.name, f) for f in form]


def _rows(
    editing: Editing, shown: list[Field], form: dict[str, Any], errors: dict[str, str], saved: Saved | None
) -> list[dict[str, Any]]:
    """What the template shows per question: the control, its error, the officer's sentence, papers,
    the two texts of a clash.
    """
    before = answers_before(editing)
    asked = queries.open_supplement(editing.case, latest_answers(editing.case))
    sentences = {item.key: item.sentence for item in asked.items} if asked else {}
    papers = queries.papers_held(editing.case)
    rows = []
    for f in shown:
        clash = saved.clashes.get(f.key) if saved else None
        changed = bool(before) and not f.is_paper and not same(before.get(f.key), editing.answers.get(f.key))
        rows.append(
            {
                "field": form[f.key],
                "key": f.key,
                "is_paper": f.is_paper,
                "error": errors.get(f.key, ""),
                "mark": "law"
                if not f.must and must_be_answered(editing.case.declared.schema, f, editing.answers)
                else None,
                "ask": sentences.get(f.key, ""),
                "files": _files(editing, papers, f) if f.is_paper else [],
                "changed": changed,
                "before": words_of(f, before.get(f.key), g.language)
                if changed and not is_blank(before.get(f.key))
                else "",
                "clash": clash,
                "stored": words_of(f, clash.stored, g.language) if clash else "",
            }
        )
    return rows


def _files(editing: Editing, papers: list[files.Paper], field: Field) -> list[dict[str, Any]]:
    here = section_of(editing.schema)(field.key)
    url = url_for("filings.save_section", case_id=editing.case.id, key=here)
    rows = paper_rows(p for p in papers if p.slot == field.key)
    removable = {"remove_url": url, "remove_name": "remove"}
    return [row | ({} if row["filed"] else removable | {"remove_value": row["id"]}) for row in rows]


def _too_late(case: Case, key: str) -> Any:
    """The case was submitted, or moved on, while this page was open: nothing was saved,
    and the typed text is shown again.
    """
    here = case.declared.schema.section(key)
    language = g.language
    typed = []
    if here is not None:
        form = form_for(
            [f for f in here.fields if not f.is_paper and f.key in request.form], {}, request.form, language
        )
        typed = [(say(f.declared.label), ", ".join(request.form.getlist(f.name))) for f in form]
    return render_template(
        "filings/owner/too_late.html", case=case, typed=[t for t in typed if t[1]], state=queries.state_words(case)
    ), 409

"""Writing a filing: one page per section, saving as it is written, papers,
and a colleague's changes beside one's own.
"""

from typing import Any

from flask import abort, g, render_template, request, url_for

from filings.cases import queries
from filings.cases.shown import paper_rows, words_of
from filings.filing.content import latest_answers
from filings.owner.drafts import Editing, answers_before, editing_of, must_be_answered, problems_in, save
from filings.owner.pages import bp, editor_or_403, may_edit, own_case, period_of
from portal.core.schema import Field, Section, is_blank
from portal.core.web import access, keep, say, see_other, tell
from portal.core.writing import pages
from portal.core.writing.drafts import Saved, fields_on_page, same


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
    if editing is None or pages.too_late(editing):
        labels = pages.labels_of(case.declared.schema)
        return pages.too_late_page(case, labels, url_for("filings.page", case_id=case.id))
    here = _section_or_404(editing, key)
    saved = pages.sent(editing, here, save)
    errors = dict(saved.errors) | pages.take_papers(case, fields_on_page(here, editing.answers))
    pages.remove_paper(case, here.fields)
    keep()
    editing = editing_of(case)
    assert editing is not None
    if errors or saved.clashes:
        return _page(editing, _section_or_404(editing, key), saved, errors), 409 if saved.clashes else 422
    pages.tell_merged(editing, saved)
    return _onwards(editing, key, saved)


@bp.post("/<int:case_id>/sections/<key>/autosave")
@access("member")
def autosave(case_id: int, key: str) -> Any:
    """Saves what is well-shaped; 409 and nothing saved where a colleague changed an answer that stands on this page."""
    case = own_case(case_id)
    editor_or_403(case)
    editing = editing_of(case, lock=True)
    if editing is None or pages.too_late(editing):
        return pages.not_autosaved(url_for("filings.page", case_id=case.id))
    saved = pages.sent(editing, _section_or_404(editing, key), save)
    return pages.autosaved(editing, saved, url_for("filings.section", case_id=case.id, key=key))


def _section_or_404(editing: Editing, key: str) -> Section:
    found = editing.section(key)
    if found is None:
        abort(404)
    return found


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
    case = editing.case
    shown = fields_on_page(here, editing.answers)
    said = dict(errors or {})
    for key, problem in problems_in(editing, here).items():
        if key not in said and any(f.key == key for f in shown):
            said[key] = say(problem)
    sections = editing.sections()
    return render_template(
        "filings/owner/section.html",
        case=case,
        editing=editing,
        section=here,
        number=[s.key for s in sections].index(here.key) + 1,
        sections=sections,
        rows=_rows(editing, here, shown, said, saved),
        errors=said,
        labels={k: editing.schema[k].label for k in said if k in editing.schema},
        clashes=saved.clashes if saved else {},
        period=period_of(case, editing.answers) if here.key == "trigger" else None,
        multipart=any(f.is_paper for f in shown),
    )


def _rows(
    editing: Editing, here: Section, shown: list[Field], errors: dict[str, str], saved: Saved | None
) -> list[dict[str, Any]]:
    """The rows of the form with what is particular to filings: what the law asks here, the officer's sentence, what
    differs from what was filed before.
    """
    before, schema = answers_before(editing), editing.case.declared.schema
    asked = queries.open_supplement(editing.case, latest_answers(editing.case))
    sentences = {item.key: item.sentence for item in asked.items} if asked else {}
    address = url_for("filings.save_section", case_id=editing.case.id, key=here.key)
    rows = pages.form_rows(editing, shown, saved, errors, address)
    for f, row in zip(shown, rows, strict=True):
        changed = bool(before) and not f.is_paper and not same(before.get(f.key), editing.answers.get(f.key))
        row["mark"] = "law" if not f.must and must_be_answered(schema, f, editing.answers) else None
        row["ask"] = sentences.get(f.key, "")
        row["changed"] = changed
        row["before"] = (
            words_of(f, before.get(f.key), g.language) if changed and not is_blank(before.get(f.key)) else ""
        )
        if f.is_paper:
            held = [p for p in queries.papers_held(editing.case) if p.slot == f.key]
            removable = {"remove_url": address, "remove_name": "remove"}
            row["files"] = [
                one | ({} if one["filed"] else removable | {"remove_value": one["id"]}) for one in paper_rows(held)
            ]
        if row["clash"]:
            row["stored"] = words_of(f, row["clash"].stored, g.language)
    return rows

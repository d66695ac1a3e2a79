"""Writing an application, or the open sections of a supplement: one page a section, saving, papers,
checking, submitting.
"""

from typing import Any

from flask import abort, g, render_template, request, url_for

from funds.selection.applications import acts, supplements
from funds.selection.applications.drafts import writing_of
from funds.selection.blueprints import bp
from funds.selection.forms.questions import schema_of
from funds.selection.models import Application
from funds.selection.queries import is_receiving
from funds.selection.rights import own_application, owner_or_403
from portal.core import files
from portal.core.attempts import attempt
from portal.core.db import lock_row
from portal.core.fire import fire
from portal.core.permissions import EDITORS
from portal.core.schema import Section
from portal.core.text import Text
from portal.core.web import access, current_actor, keep, say, see_other, tell
from portal.core.writing import drafts, pages


@bp.get("/applications/<int:case_id>/sections/<key>")
@access("member")
def section(case_id: int, key: str) -> Any:
    case = own_application(case_id)
    writing = writing_of(case)
    if writing is None or not EDITORS.holds(current_actor(), case):
        return see_other("funds.application", case_id=case.id)
    return _section_page(writing, _section_or_404(writing, key))


@bp.post("/applications/<int:case_id>/sections/<key>")
@access("member")
def save_section(case_id: int, key: str) -> Any:
    case = own_application(case_id)
    owner_or_403(case)
    lock_row(case)
    writing = writing_of(case)
    if writing is None or pages.too_late(writing):
        return _too_late(case)
    here = _section_or_404(writing, key)
    saved = pages.sent(writing, here)
    errors = dict(saved.errors) | pages.take_papers(case, here.fields)
    pages.remove_paper(case, here.fields)
    keep()
    if errors or saved.clashes:
        return _section_page(writing, here, saved, errors), 409 if saved.clashes else 422
    pages.tell_merged(writing, saved)
    tell("저장했습니다.", "Saved.")
    sections = [s.key for s in writing.sections()]
    after = sections[sections.index(key) + 1 :] if key in sections else []
    if request.form.get("go") == "next" and after:
        return see_other("funds.section", case_id=case.id, key=after[0])
    if request.form.get("go") == "stay" or "remove" in request.form:
        return see_other("funds.section", case_id=case.id, key=key)
    return see_other("funds.application", case_id=case.id)


@bp.post("/applications/<int:case_id>/sections/<key>/autosave")
@access("member")
def autosave(case_id: int, key: str) -> Any:
    case = own_application(case_id)
    owner_or_403(case)
    lock_row(case)
    writing = writing_of(case)
    if writing is None or pages.too_late(writing):
        return pages.not_autosaved(url_for("funds.application", case_id=case.id))
    saved = pages.sent(writing, _section_or_404(writing, key))
    return pages.autosaved(writing, saved, url_for("funds.section", case_id=case.id, key=key))


def _section_or_404(writing: drafts.Writing[Application], key: str) -> Section:
    found = writing.section(key)
    if found is None:
        abort(404)
    return found


def _too_late(case: Application) -> Any:
    address = url_for("funds.application", case_id=case.id)
    return pages.too_late_page(case, pages.labels_of(schema_of(case.call)), address)


def _section_page(
    writing: drafts.Writing[Application],
    here: Section,
    saved: drafts.Saved | None = None,
    errors: dict[str, str] | None = None,
) -> str:
    case = writing.case
    shown = drafts.fields_on_page(here, writing.answers)
    said = dict(errors or {})
    problems = {} if said else next((t.problems for t in drafts.tasks(writing) if t.section.key == here.key), {})
    said |= {k: say(v) for k, v in problems.items() if k not in said}
    return render_template(
        "funds/selection/applications/section.html",
        case=case,
        section=here,
        sections=writing.sections(),
        rows=pages.form_rows(writing, shown, saved, said, url_for("funds.save_section", case_id=case.id, key=here.key)),
        errors=[(k, v) for k, v in said.items()],
        labels={f.key: f.label for f in shown},
        version=writing.version,
        multipart=any(f.is_paper for f in shown),
        clashes=bool(saved and saved.clashes),
    )


# ---- check and submit ------------------------------------------------------------------------------------------------------------


@bp.get("/applications/<int:case_id>/check")
@access("member")
def check_answers(case_id: int) -> Any:
    case = own_application(case_id)
    writing = writing_of(case)
    return _check_page(writing) if writing else see_other("funds.application", case_id=case.id)


@bp.post("/applications/<int:case_id>/submit")
@access("member")
def submit(case_id: int) -> Any:
    """A second click lands on the same page calmly; a refusal changes nothing and says everything that is wrong."""
    case = own_application(case_id)
    owner_or_403(case)
    lock_row(case)
    writing = writing_of(case)
    if writing is None:
        return see_other("funds.application", case_id=case.id)
    changed = pages.changed_since(writing)
    if changed is not None:
        return _check_page(writing, [changed]), 409
    if not request.form.get("declared"):
        return _check_page(writing, undeclared=True), 422
    supplement = supplements.running(case)
    with attempt(case=case) as tried:
        fire(case, "answer_supplement" if supplement else "submit", current_actor())
    if tried.refused:
        again = writing_of(case)
        if again is None:
            return _too_late(case)
        return _check_page(again, tried.sentences), 422
    if supplement is not None:
        tell("보완한 내용을 제출했습니다.", "The supplement was handed in.")
        return see_other("funds.application", case_id=case.id)
    tell(Text("제출했습니다. 접수번호는 {n}입니다.", "Submitted. The receipt number is {n}.").format(n=case.number))
    return see_other("funds.application", case_id=case.id)


def _check_page(
    writing: drafts.Writing[Application], reasons: list[Text] | None = None, *, undeclared: bool = False
) -> str:
    case = writing.case
    held: dict[str, list[str]] = {}
    for paper in files.papers_of(case.id):
        held.setdefault(paper.slot, []).append(paper.name)
    supplement = supplements.running(case)
    gaps = writing.gaps(case, writing.answers)
    known = acts.partner_problems(case) if supplement is None else []
    partner_problems = [p for p in known if p not in (reasons or [])]
    not_declared = Text("사실과 같다는 확인에 표시해 주세요.", "Confirm that what you state is true.")
    errors = (
        [("", r) for r in reasons or []]
        + [("", s) for s in gaps.values() if s not in (reasons or [])]
        + [("", p) for p in partner_problems]
    )
    return render_template(
        "funds/selection/applications/check.html",
        case=case,
        call=case.call,
        supplement=supplement,
        sections=drafts.answer_rows(writing.schema, writing.answers, g.language, held),
        partners=[p for p in case.partners if p.declined_at is None],
        errors=errors + ([("declared", not_declared)] if undeclared else []),
        undeclared=not_declared if undeclared else None,
        version=writing.version,
        receiving=is_receiving(case.call),
        may_edit=EDITORS.holds(current_actor(), case),
    )

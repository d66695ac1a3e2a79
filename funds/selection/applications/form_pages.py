"""Writing an application, or the open sections of a supplement: one page a section, saving, papers,
checking, submitting.
"""

from typing import Any, BinaryIO, cast

from flask import abort, g, jsonify, render_template, request, url_for

from funds.selection.applications import acts, supplements
from funds.selection.applications.drafts import writing_of
from funds.selection.blueprints import bp
from funds.selection.models import Application
from funds.selection.queries import is_receiving, state_words
from funds.selection.rights import own_application, owner_or_403
from portal.core import carried, clock, drafting, files
from portal.core.attempts import attempt
from portal.core.db import lock_row
from portal.core.fields import form_for
from portal.core.fire import fire
from portal.core.permissions import EDITORS
from portal.core.reading import file_name, sent_number
from portal.core.schema import Section
from portal.core.sniff import Unfit
from portal.core.text import Text
from portal.core.web import access, current_actor, keep, say, see_other, tell


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
    if writing is None:
        return _too_late(case)
    here = _section_or_404(writing, key)
    saved = drafting.save(writing, here, request.form, _base(writing), current_actor(), g.language)
    errors = dict(saved.errors) | _take_papers(writing, here)
    _remove_paper(case, here)
    keep()
    if errors or saved.clashes:
        return _section_page(writing, here, saved, errors), 409 if saved.clashes else 422
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
    if writing is None:
        return jsonify(url=url_for("funds.application", case_id=case.id)), 409
    here = _section_or_404(writing, key)
    saved = drafting.save(writing, here, request.form, _base(writing), current_actor(), g.language)
    if saved.clashes or saved.merged:
        return jsonify(
            url=url_for("funds.section", case_id=case.id, key=key), fields=[*saved.clashes, *saved.merged]
        ), 409
    at = clock.seoul(writing.draft.updated_at)
    return jsonify(version=str(writing.draft.version), saved_at=f"{at:%H:%M}", errors=saved.errors)


def _base(writing: drafting.Writing[Application]) -> int:
    sent = sent_number(request.form.get("version"))
    return writing.draft.version if sent is None else sent


def _section_or_404(writing: drafting.Writing[Application], key: str) -> Section:
    found = writing.section(key)
    if found is None:
        abort(404)
    return found


def _take_papers(writing: drafting.Writing[Application], here: Section) -> dict[str, str]:
    said: dict[str, str] = {}
    for slot in [f.key for f in here.fields if f.is_paper]:
        for upload in request.files.getlist(slot):
            if upload.filename:
                try:
                    files.attach(writing.case, slot, cast(BinaryIO, upload.stream), upload.filename, current_actor())
                except Unfit as problem:
                    said[slot] = f"{file_name(upload.filename)}: {say(problem.sentence)}"
    return said


def _remove_paper(case: Application, here: Section) -> None:
    wanted, slots = request.form.get("remove", ""), {f.key for f in here.fields if f.is_paper}
    for paper in files.papers_of(case.id):
        if str(paper.id) == wanted and paper.slot in slots and paper.filed_at is None:
            files.remove(paper)


def _too_late(case: Application) -> Any:
    """Submitted, or taken back, while the page was open: nothing was saved, and the typed text is shown again."""
    typed = [(k, v) for k, v in carried.typed_fields(request.form) if k not in ("version", "go") and v]
    return render_template(
        "funds/selection/applications/too_late.html", case=case, typed=typed, state=state_words(case)
    ), 409


def _section_page(
    writing: drafting.Writing[Application],
    here: Section,
    saved: drafting.Saved | None = None,
    errors: dict[str, str] | None = None,
) -> str:
    case = writing.case
    shown = drafting.fields_on_page(here, writing.answers)
    plain = [f for f in shown if not f.is_paper]
    made = form_for(plain, writing.answers, None, g.language)
    form = saved.form if saved else {f.key: made[f.key] for f in plain}
    papers = form_for([f for f in shown if f.is_paper], {}, None, g.language)
    held = files.papers_of(case.id)
    said = dict(errors or {})
    problems = {} if said else next((t.problems for t in drafting.tasks(writing) if t.section.key == here.key), {})
    said |= {k: say(v) for k, v in problems.items() if k not in said}
    url = url_for("funds.save_section", case_id=case.id, key=here.key)
    rows = [
        {
            "key": f.key,
            "is_paper": f.is_paper,
            "field": papers[f.key] if f.is_paper else form[f.key],
            "error": said.get(f.key, ""),
            "clash": saved.clashes.get(f.key) if saved else None,
            "files": [
                {
                    "name": p.name,
                    "size": p.size,
                    "url": url_for("home.paper", case_id=case.id, paper_id=p.id),
                    "remove_url": url,
                    "remove_name": "remove",
                    "remove_value": p.id,
                }
                for p in held
                if p.slot == f.key
            ]
            if f.is_paper
            else [],
        }
        for f in shown
    ]
    return render_template(
        "funds/selection/applications/section.html",
        case=case,
        section=here,
        sections=writing.sections(),
        rows=rows,
        errors=[(k, v) for k, v in said.items()],
        labels={f.key: f.label for f in shown},
        version=writing.draft.version,
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
    writing = writing_of(case)
    if writing is None:
        return see_other("funds.application", case_id=case.id)
    if request.form.get("version") != str(writing.draft.version):
        said = Text(
            "이 화면을 연 뒤에 내용이 바뀌었습니다. 확인하고 다시 제출해 주세요.",
            "The content changed since: check it and submit again.",
        )
        return _check_page(writing, [said]), 409
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
    writing: drafting.Writing[Application], reasons: list[Text] | None = None, *, undeclared: bool = False
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
        sections=drafting.answer_rows(writing.schema, writing.answers, g.language, held),
        partners=[p for p in case.partners if p.declined_at is None],
        errors=errors + ([("declared", not_declared)] if undeclared else []),
        undeclared=not_declared if undeclared else None,
        version=writing.draft.version,
        receiving=is_receiving(case.call),
        may_edit=EDITORS.holds(current_actor(), case),
    )

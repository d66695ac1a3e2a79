"""The desk's page of an application: eligibility with evidence, bonuses and penalties,
automatic criteria, supplements.
"""

from collections.abc import Callable
from typing import Any

from flask import g, render_template, request

from funds.selection.applications import supplements
from funds.selection.applications.pages import paper_rows
from funds.selection.blueprints import desk
from funds.selection.forms.answers import submitted_answers
from funds.selection.forms.questions import schema_of
from funds.selection.models import Application
from funds.selection.objections.acts import objections_to
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import award_of
from portal.core import clock, files, timeline
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.fire import fire, possible_moves
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, see_other, tell
from portal.core.workflow import within
from portal.core.writing import drafts


@desk.get("/applications/<int:case_id>")
@access("officer", "ministry")
def application(case_id: int) -> str:
    return _application_page(case_or_404(Application, case_id))


def _application_page(case: Application, errors: list[tuple[str, str]] | None = None) -> str:
    note_access("application", f"application:{case.id}")
    actor = current_actor()
    body = case.call.rubric.body if case.call.rubric else {"criteria": [], "bonuses": [], "penalties": []}
    held = [p for p in files.papers_of(case.id) if p.filed_at is not None]
    by_slot: dict[str, list[str]] = {}
    for paper in held:
        by_slot.setdefault(paper.slot, []).append(paper.name)
    return render_template(
        "funds/selection/applications/desk.html",
        case=case,
        call=case.call,
        programme=PROGRAMMES[case.programme],
        state=case.declared.workflow.state(case.state),
        sections=drafts.answer_rows(schema_of(case.call), submitted_answers(case), g.language, by_slot),
        papers=paper_rows(case, held),
        partners=[p for p in case.partners if p.declined_at is None],
        body=body,
        automatic=[c for c in body["criteria"] if c.get("automatic")],
        checking=actor.has("officer") and case.state in ("submitted", "eligible") and case.call.state == "review",
        moves=[m for m in possible_moves(case, actor) if m.button],
        supplements=supplements.supplements_of(case),
        asking=_supplement_form(case, request.form)
        if case.state == "submitted" and case.call.state == "review"
        else None,
        times_left=supplements.times_left(case),
        award=award_of(case.id),
        objections=objections_to(case.id),
        words=lambda one: one.declared.workflow.state(one.state),
        entries=timeline.entries(case, actor),
        typed=request.form,
        errors=errors or [],
    )


@desk.post("/applications/<int:case_id>/eligibility")
@access("officer")
def check_eligibility(case_id: int) -> Any:
    """Each condition with evidence, bonuses and penalties; then it is eligible."""
    case = case_or_404(Application, case_id)

    def given() -> dict[str, Any]:
        found = {
            check.key: {
                "met": request.form.get(f"met-{check.key}") == "yes",
                "evidence": within(request.form.get(f"evidence-{check.key}", ""), 500, f"evidence-{check.key}"),
                "on": clock.today().isoformat(),
            }
            for check in PROGRAMMES[case.programme].eligibility
        }
        return {
            "eligibility": found,
            "granted": request.form.getlist("granted"),
            "penalties": request.form.getlist("penalties"),
        }

    return _fire(case, "find_eligible", given)


@desk.post("/applications/<int:case_id>/override")
@access("officer")
def override(case_id: int) -> Any:
    case = case_or_404(Application, case_id)
    given = {k: request.form.get(k, "").strip() for k in ("criterion", "points", "reason")}
    return _fire(case, "override", lambda: given)


def _fire(case: Application, name: str, given: Callable[[], dict[str, Any]]) -> Any:
    with attempt() as tried:
        fire(case, name, current_actor(), given=given())
    if tried.refused:
        return _application_page(case, tried.errors), 422
    tell("기록했습니다.", "It was recorded.")
    return see_other("funds_desk.application", case_id=case.id)


# ---- supplements -----------------------------------------------------------------------------------------------------------------


def _supplement_form(case: Application, given: Any) -> Asking:
    offered = {s.key: s.title for s in schema_of(case.call).sections}
    fields = (
        Field(
            key="sections",
            label=Text("다시 열 부분", "Sections to open"),
            type="choices",
            choices=offered,
            required=True,
        ),
        Field(key="wanted", label=Text("보완할 내용", "What is missing"), type="text", required=True, longest=2000),
        Field(
            key="due_on",
            label=Text("보완 기한", "Due day"),
            type="date",
            required=True,
            hint=Text("{d}까지 정할 수 있습니다.", "At the latest {d}.").format(d=supplements.latest_day(case)),
        ),
    )
    return Asking(fields, given=given if "wanted" in given else None)


@desk.post("/applications/<int:case_id>/supplement")
@access("officer")
def ask_supplement(case_id: int) -> Any:
    """Open named sections again until a day."""
    case = case_or_404(Application, case_id)
    given = {
        "sections": request.form.getlist("sections"),
        "wanted": request.form.get("wanted", "").strip(),
        "due_on": request.form.get("due_on", "").strip(),
    }
    return _fire(case, "ask_supplement", lambda: given)

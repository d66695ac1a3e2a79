"""The desk's page of an objection: criteria to score again, the draw of new reviewers, both rankings side by side,
who is heard.

Officers run the draw; only the declared decider admits and decides. While it is sealed nothing of a sheet is
shown, nor who has scored.
"""

from typing import Any

from flask import render_template, request

from funds.selection.blueprints import desk
from funds.selection.objections import acts, hearings, outcome
from funds.selection.objections.models import Objection
from funds.selection.objections.rights import DECIDED_BY, DECIDER, took_part
from funds.selection.queries import open_applications
from funds.selection.reviews.desk import draw_step, panel_of, replacement
from portal.core import timeline
from portal.core.attempts import attempt
from portal.core.fire import fire, possible_moves
from portal.core.web import access, case_or_404, current_actor, see_other, tell


@desk.get("/objections/<int:case_id>")
@access("officer", "ministry")
def objection(case_id: int) -> str:
    return _page(case_or_404(Objection, case_id))


def _page(case: Objection, errors: list[tuple[str, str]] | None = None) -> str:
    actor = current_actor()
    open_criteria = acts.criteria_open(case)
    return render_template(
        "funds/selection/objections/desk.html",
        case=case,
        call=case.application.call,
        state=case.declared.workflow.state(case.state),
        decider=DECIDED_BY[case.rules.get("decider", "ministry")],
        decides=DECIDER.holds(actor, case),
        took_part=actor.has("officer") and took_part(actor, case),
        officer=actor.has("officer"),
        open_criteria=open_criteria,
        panel=panel_of(case),
        objected=[c for c in open_criteria if c["id"] in case.criteria],
        rankings=outcome.rankings(case),
        names={a.number: a.organisation.name for a in open_applications(case.application.call) if a.organisation},
        effects=outcome.EFFECTS,
        hearings=hearings.hearings_of(case),
        loser=outcome.would_lose(case) if case.state in ("received", "rescored") else None,
        moves=possible_moves(case, actor),
        entries=timeline.entries(case, actor),
        errors=errors or [],
        typed=request.form,
    )


def _done(case: Objection, errors: list[tuple[str, str]]) -> Any:
    if errors:
        return _page(case, errors), 422
    tell("기록했습니다.", "It was recorded.")
    return see_other("funds_desk.objection", case_id=case.id)


@desk.post("/objections/<int:case_id>/admit")
@access("officer", "ministry")
def admit(case_id: int) -> Any:
    case = case_or_404(Objection, case_id)
    given = {"criteria": request.form.getlist("criteria"), "reason": request.form.get("reason", "").strip()}
    with attempt() as tried:
        fire(case, "admit", current_actor(), given=given)
    return _done(case, tried.errors)


@desk.post("/objections/<int:case_id>/<any(commit, draw):step>")
@access("officer")
def draw_reviewers(case_id: int, step: str) -> Any:
    """First the pool and the hash are logged, then the seed is revealed and the reviewers invited."""
    case = case_or_404(Objection, case_id)
    return _done(case, draw_step(case, step))


@desk.post("/objections/<int:case_id>/reviewers/<int:seat_id>/replace")
@access("officer")
def replace_reviewer(case_id: int, seat_id: int) -> Any:
    case = case_or_404(Objection, case_id)
    return _done(case, replacement(case, seat_id))

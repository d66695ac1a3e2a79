"""The desk's page of an objection: criteria to score again, the draw of new reviewers, both rankings side by side, who is heard.

Officers run the draw; only the declared decider admits and decides. While it is sealed nothing of a sheet is shown, nor who has scored.
"""

from collections.abc import Callable
from typing import Any

from flask import abort, render_template, request

from funds.blueprints import desk
from funds.models import Objection
from funds.objections import hearing, objecting, outcome, reviewing
from funds.objections.models import ReviewSeat
from funds.objections.roles import DECIDED_BY, DECIDER, took_part
from funds.panel.models import Reviewer
from portal.core import timeline
from portal.core.db import db
from portal.core.fire import fire, possible_moves
from portal.core.web import access, case_or_404, current_actor, say, see_other, tell
from portal.core.workflow import Refused


@desk.get("/objections/<int:case_id>")
@access("officer", "ministry")
def objection(case_id: int) -> str:
    return _page(case_or_404(Objection, case_id))


def _page(case: Objection, errors: list[tuple[str, str]] | None = None) -> str:
    actor = current_actor()
    held = objecting.rescoring_of(case)
    open_criteria = objecting.criteria_open(case)
    wanted = held.draw_pool if held else []
    return render_template(
        "funds/desk_objection.html",
        case=case,
        call=case.application.call,
        state=case.declared.workflow.state(case.state),
        decider=DECIDED_BY[case.rules.get("decider", "ministry")],
        decides=DECIDER.holds(actor, case),
        took_part=actor.has("officer") and took_part(actor, case),
        officer=actor.has("officer"),
        open_criteria=open_criteria,
        held=held,
        named=[c for c in open_criteria if held and c["id"] in held.criteria],
        objected=[c for c in open_criteria if c["id"] in case.criteria],
        fresh=reviewing.fresh_pool(case) if case.state == "rescoring" and held and not held.draw_hash else [],
        pool=[r for i in wanted if (r := db.session.get(Reviewer, i)) is not None],
        seats=reviewing.seats_of(case, sitting=False),
        rankings=outcome.rankings(case),
        names={a.number: a.organisation.name for a in reviewing.open_applications(case.application.call) if a.organisation},
        effects=outcome.EFFECTS,
        hearings=hearing.hearings_of(case),
        loser=outcome.would_lose(case) if case.state in ("received", "rescored") else None,
        moves=possible_moves(case, actor),
        entries=timeline.entries(case, actor),
        errors=errors or [],
        typed=request.form,
    )  # fmt: skip


def _act(case: Objection, act: Callable[[], Any]) -> Any:
    try:
        act()
    except Refused as problem:
        db.session.rollback()
        errors = [("", say(r)) for r in problem.reasons] + [(k, say(v)) for k, v in problem.fields.items()]
        return _page(case, errors), 422
    tell("기록했습니다.", "It was recorded.")
    return see_other("funds_desk.objection", case_id=case.id)


@desk.post("/objections/<int:case_id>/admit")
@access("officer", "ministry")
def admit(case_id: int) -> Any:
    case = case_or_404(Objection, case_id)
    given = {"criteria": request.form.getlist("criteria"), "reason": request.form.get("reason", "").strip()}
    return _act(case, lambda: fire(case, "admit", current_actor(), given=given))


@desk.post("/objections/<int:case_id>/<any(commit, draw):step>")
@access("officer")
def draw_reviewers(case_id: int, step: str) -> Any:
    """First the pool and the hash are logged, then the seed is revealed and the reviewers invited."""
    case = case_or_404(Objection, case_id)
    act = reviewing.commit_draw if step == "commit" else reviewing.carry_out_draw
    return _act(case, lambda: act(case, current_actor()))


@desk.post("/objections/<int:case_id>/reviewers/<int:seat_id>/replace")
@access("officer")
def replace_reviewer(case_id: int, seat_id: int) -> Any:
    case = case_or_404(Objection, case_id)
    seat = db.session.get(ReviewSeat, seat_id)
    if seat is None or seat.objection_id != case.id:
        abort(404)
    reason = request.form.get(f"reason-{seat_id}", "")
    return _act(case, lambda: reviewing.replace_reviewer(seat, current_actor(), reason))

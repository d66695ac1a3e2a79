"""The desk's award pages: the list, one award with its instalments, duties and evaluations, payments going out."""

from typing import Any

from flask import abort, render_template, request

from funds.selection.awards.course import evaluated
from funds.selection.awards.letters import served
from funds.selection.awards.queries import AWARDS
from funds.selection.blueprints import desk
from funds.selection.brand.settings import BRANDED, signatures
from funds.selection.models import Award
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import state_words, tone
from portal.core import timeline
from portal.core.declared import fact
from portal.core.fire import fire, possible_moves
from portal.core.web import access, case_or_404, current_actor, see_other, tell


@desk.get("/awards")
@access("officer", "ministry")
def awards() -> str:
    return render_template(
        "funds/selection/awards/list.html",
        listing=AWARDS,
        page=AWARDS.page(current_actor(), request.args),
        programmes=PROGRAMMES,
        words=state_words,
        tone=tone,
    )


@desk.get("/awards/<int:case_id>")
@access("officer", "ministry")
def award(case_id: int) -> str:
    case = case_or_404(Award, case_id)
    actor = current_actor()
    grants = fact("grants_of", case)
    return render_template(
        "funds/selection/awards/desk.html",
        case=case,
        programme=PROGRAMMES[case.programme],
        terms=PROGRAMMES[case.programme].award,
        duty_kinds={d.key: d for d in PROGRAMMES[case.programme].award.duties},
        final=evaluated(case),
        state=case.declared.workflow.state(case.state),
        entries=timeline.entries(case, actor),
        moves=[m for m in possible_moves(case, actor) if m.name != "check" or grants],
        granted=fact("is_granted", case.programme),
        grants=grants,
        letters=served(case.id),
        signatures=signatures(case.id),
        branded=case.programme in BRANDED,
        officer=actor.has("officer"),
    )


@desk.post("/awards/<int:case_id>/payments/<int:payment_id>")
@access("officer")
def pay(case_id: int, payment_id: int) -> Any:
    """Note that an instalment went out."""
    case = case_or_404(Award, case_id)
    if not any(p.id == payment_id for p in case.payments):
        abort(404)
    fire(case, "pay", current_actor(), given={"payment": payment_id})
    tell("지급을 기록했습니다.", "The payment was noted.")
    return see_other("funds_desk.award", case_id=case.id)

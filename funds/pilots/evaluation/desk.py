"""The officials' pages of a panel's evaluation of a pilot: opening one, its draw and seats, its numbers,
its conclusion.
"""

from typing import Any

from flask import abort, render_template, request

from funds.pilots.blueprint import bp
from funds.pilots.evaluation import acts
from funds.pilots.evaluation.models import PilotEvaluation
from funds.pilots.models import Pilot
from funds.pilots.standard.terms import EVALUATIONS
from funds.selection.reviews.desk import draw_step, panel_of, replacement
from portal.core import timeline
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.fire import possible_moves
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, see_other, tell

WANTED = Field(key="wanted", label=Text("위원 수", "Members"), type="integer", required=True, least=3, most=15)


@bp.get("/<int:case_id>/evaluations/new/<any(mid, final):what>")
@access("officer")
def evaluation_new(case_id: int, what: str) -> str:
    pilot = case_or_404(Pilot, case_id)
    if what not in acts.can_open(pilot):
        abort(404)
    return _form(pilot, what, Asking((WANTED,), {"wanted": 5}))


def _form(pilot: Pilot, what: str, asking: Asking) -> str:
    return render_template(
        "funds/pilots/evaluation/new.html", case=pilot, what=what, title_=EVALUATIONS[what], asking=asking
    )


@bp.post("/<int:case_id>/evaluations/new/<any(mid, final):what>")
@access("officer")
def evaluation_open(case_id: int, what: str) -> Any:
    pilot = case_or_404(Pilot, case_id)
    asking = Asking((WANTED,), given=request.form)
    if asking.good:
        with attempt(asking):
            made = acts.open_evaluation(pilot, what, asking["wanted"], current_actor())
    if not asking.good:
        return _form(pilot, what, asking), 422
    tell("평가를 열었습니다. 위원을 추첨해 주세요.", "The evaluation is open: draw its members.")
    return see_other("pilots.evaluation", case_id=made.id)


@bp.get("/evaluations/<int:case_id>")
@access("officer", "ministry")
def evaluation(case_id: int) -> str:
    return _page(case_or_404(PilotEvaluation, case_id))


def _page(case: PilotEvaluation, errors: list[tuple[str, str]] | None = None) -> str:
    actor = current_actor()
    return render_template(
        "funds/pilots/evaluation/page.html",
        case=case,
        pilot=case.pilot,
        state=case.declared.workflow.state(case.state),
        what=EVALUATIONS[case.what],
        panel=panel_of(case),
        officer=actor.has("officer"),
        moves=possible_moves(case, actor),
        entries=timeline.entries(case, actor),
        errors=errors or [],
    )


def _done(case: PilotEvaluation, errors: list[tuple[str, str]]) -> Any:
    if errors:
        return _page(case, errors), 422
    tell("기록했습니다.", "It was recorded.")
    return see_other("pilots.evaluation", case_id=case.id)


@bp.post("/evaluations/<int:case_id>/<any(commit, draw):step>")
@access("officer")
def evaluation_draw(case_id: int, step: str) -> Any:
    case = case_or_404(PilotEvaluation, case_id)
    return _done(case, draw_step(case, step))


@bp.post("/evaluations/<int:case_id>/reviewers/<int:seat_id>/replace")
@access("officer")
def evaluation_replace(case_id: int, seat_id: int) -> Any:
    case = case_or_404(PilotEvaluation, case_id)
    return _done(case, replacement(case, seat_id))

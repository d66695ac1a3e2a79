"""The applicant's pages: objecting to a decision, the objection's course with own numbers only;
the view of who would lose by another's.
"""

from typing import Any

from flask import render_template, request

from funds.selection.blueprints import bp
from funds.selection.models import Application
from funds.selection.objections import acts, outcome
from funds.selection.objections.hearings import hearing_of
from funds.selection.objections.models import Objection
from funds.selection.objections.rights import DECIDED_BY
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import state_words, tone
from funds.selection.rights import own_application, owner_or_403
from portal.core import timeline
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.fire import fire, possible_moves
from portal.core.permissions import EDITORS
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, see_other, tell
from portal.core.workflow import Refused


def _fields(case: Application) -> tuple[Field, ...]:
    criteria = case.call.rubric.body["criteria"] if case.call.rubric and case.state != "ineligible" else []
    offered = {c["id"]: Text(c["label"], c.get("label_en") or c["label"]) for c in criteria}
    grounds = Field(
        key="grounds", label=Text("이의를 제기하는 까닭", "Grounds"), type="text", required=True, longest=4000
    )
    if not offered:
        return (grounds,)
    label = Text("다투는 평가 항목", "Criteria objected to")
    return (Field(key="criteria", label=label, type="choices", choices=offered), grounds)


@bp.get("/applications/<int:case_id>/objection")
@access("member")
def object_form(case_id: int) -> Any:
    case = own_application(case_id)
    problem = acts.may_object(case)
    if problem is not None:
        raise Refused(problem)
    return _object_page(case, Asking(_fields(case)))


def _object_page(case: Application, asking: Asking) -> str:
    terms = PROGRAMMES[case.programme].objection
    return render_template(
        "funds/selection/objections/form.html",
        case=case,
        asking=asking,
        terms=terms,
        last=acts.last_day(case),
        decider=DECIDED_BY[terms.decider],
        may_send=EDITORS.holds(current_actor(), case),
    )


@bp.post("/applications/<int:case_id>/objection")
@access("member")
def object_now(case_id: int) -> Any:
    case = own_application(case_id)
    owner_or_403(case)
    asking = Asking(_fields(case), given=request.form)
    if asking.good:
        with attempt(asking):
            made = acts.object_to(case, asking["criteria"] or [], asking.text("grounds"), current_actor())
    if not asking.good:
        return _object_page(case, asking), 422
    tell(Text("이의신청이 접수되었습니다. 접수번호는 {n}입니다.", "Received: {n}.").format(n=made.number))
    return see_other("funds.objection", case_id=made.id)


@bp.get("/objections/<int:case_id>")
@access("signed-in")
def objection(case_id: int) -> Any:
    case = case_or_404(Objection, case_id)
    actor = current_actor()
    if case.organisation_id not in actor.memberships:
        return see_other("funds_desk.objection", case_id=case.id)
    criteria = case.application.call.rubric.body["criteria"] if case.application.call.rubric else []
    decided = case.state in ("upheld", "dismissed")
    return render_template(
        "funds/selection/objections/page.html",
        case=case,
        criteria=[c for c in criteria if c["id"] in case.criteria],
        decider=DECIDED_BY[case.rules.get("decider", "ministry")],
        own=outcome.own_numbers(case) if decided else None,
        state_words=state_words(case),
        tone=tone(case),
        entries=[e for e in timeline.entries(case, actor) if not e["name"].startswith("objection.reviewer_")],
        moves=possible_moves(case, actor),
    )


# ---- who would lose by another's objection -------------------------------------------------------------------------------------------

VIEW = (Field(key="opinion", label=Text("의견", "Your view"), type="text", required=True, longest=4000),)


@bp.get("/applications/<int:case_id>/view")
@access("member")
def view_form(case_id: int) -> str:
    return _view_page(own_application(case_id), Asking(VIEW))


def _view_page(case: Application, asking: Asking) -> str:
    hearing = hearing_of(case)
    if hearing is None:
        raise Refused(Text("의견을 들을 이의신청이 없습니다.", "There is no objection to give a view on."))
    may_send = EDITORS.holds(current_actor(), case)
    return render_template(
        "funds/selection/objections/view.html", case=case, hearing=hearing, asking=asking, may_send=may_send
    )


@bp.post("/applications/<int:case_id>/view")
@access("member")
def give_view(case_id: int) -> Any:
    case = own_application(case_id)
    owner_or_403(case)
    asking = Asking(VIEW, given=request.form)
    if asking.good:
        with attempt(asking):
            fire(case, "give_view", current_actor(), given=asking.answers)
    if not asking.good:
        return _view_page(case, asking), 422
    tell("의견을 냈습니다. 결정하면 알려 드립니다.", "Your view was received; you will be told of the decision.")
    return see_other("funds.application", case_id=case.id)

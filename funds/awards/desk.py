"""The desk's award pages: the list, one award with its instalments, duties and evaluations, payments going out."""

from typing import Any

from flask import abort, render_template, request

from funds import queries
from funds.awards.awarding import evaluated
from funds.blueprints import desk
from funds.models import Award, Payment
from funds.programmes import PROGRAMMES
from portal.core import clock, records, timeline
from portal.core.db import db, lock_row
from portal.core.fire import possible_moves
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, see_other, tell
from portal.core.workflow import Refused


@desk.get("/awards")
@access("officer", "ministry")
def awards() -> str:
    return render_template(
        "funds/desk_awards.html",
        listing=queries.AWARDS,
        page=queries.AWARDS.page(current_actor(), request.args),
        programmes=PROGRAMMES,
        words=queries.state_words,
        tone=queries.tone,
    )


@desk.get("/awards/<int:case_id>")
@access("officer", "ministry")
def award(case_id: int) -> str:
    case = case_or_404(Award, case_id)
    actor = current_actor()
    return render_template(
        "funds/desk_award.html",
        case=case,
        programme=PROGRAMMES[case.programme],
        terms=PROGRAMMES[case.programme].award,
        duty_kinds={d.key: d for d in PROGRAMMES[case.programme].award.duties},
        final=evaluated(case),
        state=case.declared.workflow.state(case.state),
        entries=timeline.entries(case, actor),
        moves=[m for m in possible_moves(case, actor) if m.button],
        officer=actor.has("officer"),
    )


@desk.post("/awards/<int:case_id>/payments/<int:payment_id>")
@access("officer")
def pay(case_id: int, payment_id: int) -> Any:
    """Note that an instalment went out; in order, and only while the award is in force."""
    case = case_or_404(Award, case_id)
    payment = db.session.get(Payment, payment_id)
    if payment is None or payment.award_id != case.id:
        abort(404)
    lock_row(case)
    if case.state != "in_force":
        raise Refused(Text("유효한 협약에만 지급할 수 있습니다.", "Paid only while the award is in force."))
    if payment.paid_on is not None:
        raise Refused(Text("이미 지급했습니다.", "Paid already."))
    if any(p.paid_on is None and p.no < payment.no for p in case.payments):
        raise Refused(Text("앞 차수를 먼저 지급해 주세요.", "Pay the earlier instalment first."))
    terms = PROGRAMMES[case.programme].award
    years, last_of_year = divmod(payment.no, len(terms.shares))
    if last_of_year == 0 and (terms.final_evaluation or terms.yearly_evaluation) and len(case.evaluations) < years:
        raise Refused(Text("평가를 마친 뒤에 지급합니다.", "It is paid after the evaluation."))
    payment.paid_on, payment.paid_by_id = clock.today(), current_actor().user_id
    facts = {"instalment": payment.no, "amount": payment.amount}
    records.record(case, "award.paid", current_actor(), state_to=case.state, facts=facts)
    tell("지급을 기록했습니다.", "The payment was noted.")
    return see_other("funds_desk.award", case_id=case.id)

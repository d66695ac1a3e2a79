"""The holder's pages: an award with its conditions, signature, papers and duties."""

from typing import Any

from flask import Response, abort, g, render_template, request

from funds.selection.awards.certificate import certificate_pdf
from funds.selection.blueprints import bp
from funds.selection.brand.settings import BRANDED
from funds.selection.models import Award, Duty
from funds.selection.objections.hearings import not_being_heard
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import state_words, tone
from portal.core import clock, timeline
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.declared import fact
from portal.core.fire import fire, possible_moves
from portal.core.permissions import EDITORS
from portal.core.reading import or_none, whole
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, see_other, tell
from portal.core.workflow import within


@bp.get("/awards/<int:case_id>")
@access("member")
def award(case_id: int) -> str:
    return _award_page(case_or_404(Award, case_id))


def _award_page(case: Award, problem: Text | None = None) -> str:
    actor = current_actor()
    waits = not_being_heard(case, {}) if case.state == "offered" else None
    return render_template(
        "funds/selection/awards/page.html",
        case=case,
        programme=PROGRAMMES[case.programme],
        terms=PROGRAMMES[case.programme].award,
        duty_kinds={d.key: d for d in PROGRAMMES[case.programme].award.duties},
        state_words=state_words(case),
        tone=tone(case),
        entries=timeline.entries(case, actor),
        moves=[m for m in possible_moves(case, actor) if m.button],
        granted=fact("is_granted", case.programme),
        grants=fact("grants_of", case),
        branded=case.programme in BRANDED,
        may_edit=EDITORS.holds(actor, case),
        waits=waits.in_(g.language) if waits else "",
        problem=problem.in_(g.language) if problem else "",
    )


@bp.post("/awards/<int:case_id>/sign")
@access("member")
def sign(case_id: int) -> Any:
    """Every condition is confirmed, then the award is in force."""
    case = case_or_404(Award, case_id)
    if not EDITORS.holds(current_actor(), case):
        abort(403)
    if case.state != "offered":
        return see_other("funds.award", case_id=case.id)
    wanted = len(PROGRAMMES[case.programme].award.conditions)
    if len(set(request.form.getlist("condition"))) < wanted:
        said = Text("모든 조건에 동의해야 서명할 수 있습니다.", "Confirm every condition to sign.")
        return _award_page(case, said), 422
    with attempt() as tried:
        fire(case, "sign", current_actor())
    if tried.refused:
        return _award_page(case, tried.sentence), 422
    tell(Text("서명했습니다. 번호는 {n}입니다.", "Signed. The number is {n}.").format(n=case.number))
    return see_other("funds.award", case_id=case.id)


@bp.get("/awards/<int:case_id>/certificate.pdf")
@access("signed-in")
def certificate(case_id: int) -> Response:
    case = case_or_404(Award, case_id)
    if case.number is None or not PROGRAMMES[case.programme].award.certificate:
        abort(404)
    made = certificate_pdf(case, g.language)
    return Response(
        made,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{case.number}.pdf"'},
    )


@bp.post("/awards/<int:case_id>/duties/<int:duty_id>")
@access("member")
def report_duty(case_id: int, duty_id: int) -> Any:
    """The holder tells how much of a duty was done."""
    case = case_or_404(Award, case_id)
    if not EDITORS.holds(current_actor(), case):
        abort(403)
    duty = db.session.get(Duty, duty_id)
    if duty is None or duty.award_id != case.id or case.state not in ("in_force", "notice"):
        abort(404)
    done, text = or_none(whole, request.form.get("done", "")), request.form.get("report", "").strip()
    if done is None or not 0 <= done < 10**7 or not text:
        said = Text("실적(숫자)과 내용을 모두 적어 주세요.", "Enter both the number done and what was done.")
        return _award_page(case, said), 422
    with attempt() as tried:
        duty.done, duty.report, duty.reported_at = done, within(text, 2000), clock.now()
    if tried.refused:
        return _award_page(case, tried.sentence), 422
    tell("실적을 알렸습니다.", "Your report was kept.")
    return see_other("funds.award", case_id=case.id)

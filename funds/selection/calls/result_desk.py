"""The desk's result page: every number with what it was made of, sensitivity, budget line, proposal, sheets to sign.

Nothing of it opens while the call is sealed.
"""

from decimal import Decimal
from typing import Any

from flask import Response, abort, render_template, request

from funds.selection import scoring
from funds.selection.blueprints import desk
from funds.selection.calls import decision
from funds.selection.calls.dossier import EDITIONS
from funds.selection.calls.dossier import dossier as dossier_of
from funds.selection.calls.minutes import minutes_pdf
from funds.selection.models import Call
from funds.selection.panel import sealed
from funds.selection.panel.papers import sheets_pdf, tally_book, tally_pdf
from funds.selection.panel.result import compute, is_last_round, member_leanings, result_rows
from funds.selection.programmes import PROGRAMMES
from funds.unusable import Unusable
from portal.core.attempts import attempt
from portal.core.downloads import purposed
from portal.core.fire import fire, possible_moves
from portal.core.reading import money, or_none, sent_number
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, see_other, tell
from portal.core.workflow import Refused


def opened_call(case_id: int) -> Call:
    """A call whose sheets are open; a sentence for everybody while they are sealed."""
    call = case_or_404(Call, case_id)
    if not sealed.is_open(call):
        note_access("refused", f"result:{call.id}")
        raise Refused(Text("모든 위원이 제출할 때까지 봉인되어 있습니다.", "Sealed until every member has handed in."))
    return call


@desk.get("/calls/<int:case_id>/result")
@access("officer", "ministry")
def result(case_id: int) -> Any:
    return _page(opened_call(case_id))


def _page(call: Call, errors: list[tuple[str, str]] | None = None) -> str:
    try:
        done = compute(call)
    except Unusable as problem:
        raise Refused(*problem.problems) from problem
    rows = result_rows(done, sealed.judged(call))
    line = decision.line_of(call, done)
    suggested = set(line.within) if line else set(done.result.selected)
    names = [m.name for m in possible_moves(call, current_actor())]
    return render_template(
        "funds/selection/calls/result.html",
        call=call,
        programme=PROGRAMMES[call.programme],
        done=done,
        rows=rows,
        criteria=sealed.body_of(call)["criteria"],
        leanings=member_leanings(done),
        line=line,
        money=decision.is_money(call),
        suggested=suggested,
        tie=done.result.tie_at_line,
        last=is_last_round(call),
        hashes=(call.result or {}).get("sha256", {}),
        may_propose=call.state == "concluded" and current_actor().has("officer") and is_last_round(call),
        moves=[m for m in possible_moves(call, current_actor()) if m.button],
        can=names,
        errors=errors or [],
        typed=request.form,
    )


@desk.get("/calls/<int:case_id>/sensitivity")
@access("officer", "ministry")
def sensitivity(case_id: int) -> str:
    """Who would change sides if a weight moved, or a member were left out."""
    call = opened_call(case_id)
    typed = request.args.get("shift", "5")
    shift = Decimal(typed) if typed in ("1", "2", "5", "10") else Decimal(5)
    try:
        done = compute(call)
        found = scoring.sensitivity(done.rubric, done.sheet, shift)
    except Unusable as problem:
        raise Refused(*problem.problems) from problem
    return render_template("funds/selection/calls/sensitivity.html", call=call, found=found, shift=shift)


@desk.post("/calls/<int:case_id>/propose")
@access("officer")
def propose(case_id: int) -> Any:
    call = opened_call(case_id)
    chosen = [i for i in request.form.getlist("chosen") if sent_number(i) is not None]
    amounts = {i: _won(request.form.get(f"amount-{i}", "")) for i in chosen}
    given = {"chosen": chosen, "amounts": amounts, "reason": request.form.get("reason", "").strip()}
    with attempt() as tried:
        fire(call, "propose", current_actor(), given=given)
    if tried.refused:
        return _page(call, tried.errors), 422
    tell("선정안을 복지부에 올렸습니다.", "The selection was proposed to the ministry.")
    return see_other("funds_desk.call", case_id=call.id)


def _won(text: str) -> int:
    won = or_none(money, text) or 0
    return won if 0 < won < 10**15 else 0


PDF = {"tally": tally_pdf, "sheets": sheets_pdf, "minutes": minutes_pdf}


# ---- papers ----------------------------------------------------------------------------------------------------------------------


@desk.get("/calls/<int:case_id>/<any(tally, sheets, minutes):which>.<any(xlsx, pdf):form>")
@access("officer", "ministry")
def paper(case_id: int, which: str, form: str) -> Response:
    """집계표 and 평가표: one workbook with both, a PDF of each to sign; 의결서 once the chair has concluded."""
    call = opened_call(case_id)
    if (form == "xlsx" and which != "tally") or (which == "minutes" and not call.minutes):
        abort(404)
    note_access("export", f"{which}:{call.id}")
    try:
        made = tally_book(call) if form == "xlsx" else PDF[which](call)
    except Unusable as problem:
        raise Refused(*problem.problems) from problem
    kinds = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "pdf": "application/pdf"}
    name = f"{call.number}-{which}.{form}"
    return Response(made, mimetype=kinds[form], headers={"Content-Disposition": f'attachment; filename="{name}"'})


@desk.get("/calls/<int:case_id>/dossier/<edition>.zip")
@access("officer", "ministry")
@purposed
def dossier(case_id: int, edition: str) -> Response:
    """방어 자료 of a decided call: the full file, or the partial-disclosure edition."""
    call = opened_call(case_id)
    if edition not in EDITIONS:
        abort(404)
    if call.state != "decided":
        raise Refused(Text("선정이 확정된 뒤에 만들 수 있습니다.", "It can be made once the call is decided."))
    note_access("export", f"dossier:{call.id} {edition}")
    name = f"{call.number}-{edition}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(dossier_of(call, edition), mimetype="application/zip", headers=headers)

"""The meeting: members note that they are there; the chair looks at the opened sheets, confirms who attended,
and concludes.
"""

from typing import Any

from flask import abort, render_template, request

from funds.selection.blueprints import panel
from funds.selection.models import Call
from funds.selection.panel import attendance, sealed
from funds.selection.panel.models import Seat
from funds.selection.panel.pages import own_seat
from funds.selection.panel.result import compute, member_leanings, result_rows
from funds.unusable import Unusable
from portal.core.attempts import attempt
from portal.core.fire import fire
from portal.core.panels.queries import seats_of
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.core.workflow import Refused


@panel.post("/<int:call_id>/attend")
@access("signed-in")
def attend(call_id: int) -> Any:
    """A member, signed in, is at the meeting."""
    attendance.attend(own_seat(call_id))
    tell("참석을 기록했습니다. 위원장이 확인합니다.", "Your attendance was noted; the chair confirms it.")
    return see_other("funds_panel.seat", call_id=call_id)


def _chairs(call_id: int) -> Seat:
    """The chair's seat, once the sheets are open; other members are not shown others' scores."""
    found = own_seat(call_id)
    if not found.chair or not sealed.is_open(found.call):
        note_access("guess", f"panel-result:{call_id}")
        abort(404)
    return found


@panel.get("/<int:call_id>/result")
@access("signed-in")
def result(call_id: int) -> str:
    call = _chairs(call_id).call
    try:
        done = compute(call)
    except Unusable as problem:
        raise Refused(*problem.problems) from problem
    return render_template(
        "funds/selection/panel/result.html",
        call=call,
        rows=result_rows(done, sealed.judged(call)),
        leanings=member_leanings(done),
        criteria=sealed.body_of(call)["criteria"],
        may_conclude=call.state == "opened",
    )


@panel.get("/<int:call_id>/conclude")
@access("signed-in")
def conclude_form(call_id: int) -> str:
    return _conclude_page(_chairs(call_id).call)


def _conclude_page(call: Call, errors: list[tuple[str, str]] | None = None) -> str:
    there = {s.id: attendance.attendance_of(s) for s in seats_of(call)}
    return render_template(
        "funds/selection/panel/conclude.html",
        call=call,
        seats=seats_of(call),
        there=there,
        quorum=attendance.quorum_of(call),
        errors=errors or [],
        typed=request.form,
    )


@panel.post("/<int:call_id>/conclude")
@access("signed-in")
def conclude(call_id: int) -> Any:
    """Minutes and confirmed attendance; without the quorum nothing is concluded, and the text stays."""
    call = _chairs(call_id).call
    given = {"minutes": request.form.get("minutes", "").strip(), "attended": request.form.getlist("attended")}
    with attempt() as tried:
        fire(call, "conclude", current_actor(), given=given)
    if tried.refused:
        return _conclude_page(call, tried.errors), 422
    tell("평가를 종결했습니다.", "The evaluation was concluded.")
    return see_other("funds_panel.seat", call_id=call_id)

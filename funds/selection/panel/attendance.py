"""Who was at the meeting (의결): members say so signed in, the chair confirms,
the programme's quorum decides whether it may decide.

Shows nothing before the sheets are open: who is there would tell who has scored.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from funds.selection.models import Call
from funds.selection.panel.models import Attendance, Seat
from funds.selection.programmes import PROGRAMMES
from portal.core import clock
from portal.core.db import db
from portal.core.panels.queries import seats_of
from portal.core.text import Text
from portal.core.workflow import Refused


def attendance_of(seat: Seat) -> Attendance | None:
    """What the member said of the running round."""
    wanted = select(Attendance).where(Attendance.seat_id == seat.id, Attendance.round_no == seat.call.round_no)
    return db.session.scalar(wanted)


def attend(seat: Seat) -> None:
    """The member, signed in and pledged, is at the meeting of the running round."""
    if seat.state != "accepted" or seat.declared_at is None or seat.call.state not in ("scoring", "opened"):
        raise Refused(Text("지금은 참석을 표시할 수 없습니다.", "Attendance cannot be noted now."))
    if attendance_of(seat) is None:
        db.session.add(Attendance(seat_id=seat.id, round_no=seat.call.round_no))
        db.session.flush()


def present(call: Call) -> list[Seat]:
    """The sitting members who said that they are there."""
    return [s for s in seats_of(call) if attendance_of(s) is not None]


def quorum_of(call: Call) -> int:
    return PROGRAMMES[call.programme].meeting.quorum(len(seats_of(call)))


def confirmed(call: Call, given: Mapping[str, Any]) -> list[Seat]:
    """Whom the chair confirms: labels in `given`, else everybody who said to be there."""
    there = present(call)
    if "attended" not in given:
        return there
    labels = set(given["attended"] or ())
    return [s for s in there if s.label in labels]


def quorate(case: Call, given: Mapping[str, Any]) -> Text | None:
    """Only who was there counts, and more than the declared share of the seated must have been."""
    there = confirmed(case, given)
    absent = set(given.get("attended") or ()) - {s.label for s in there}
    if absent:
        return Text(
            "로그인해 참석을 표시하지 않은 위원은 참석자로 확인할 수 없습니다: {m}",
            "Who did not note attendance signed in cannot be confirmed: {m}",
        ).format(m=", ".join(sorted(absent)))
    seated, quorum = len(seats_of(case)), quorum_of(case)
    if len(there) < quorum:
        return Text(
            "재적위원 {s}명 가운데 {n}명이 참석해 의결정족수 {q}명에 미치지 못합니다. 이대로 한 의결은 효력이 없어 종결할 수 없습니다.",
            "{n} of {s} seated members attend; the quorum is {q}. A decision without it has no effect: it cannot be concluded.",
        ).format(s=seated, n=len(there), q=quorum)
    return None


def keep_attendance(call: Call, given: Mapping[str, Any]) -> dict[str, Any]:
    """Note who attended, and what the minutes and the defence file say of it."""
    there = confirmed(call, given)
    for seat in seats_of(call):
        seat.attended = seat in there
        held = attendance_of(seat)
        if held is not None and seat in there:
            held.confirmed_at = clock.now()
    return {"seated": len(seats_of(call)), "quorum": quorum_of(call), "attended": [s.label for s in there]}

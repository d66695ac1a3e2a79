"""Logging and confirming hours on the page of a consultation. Changes no state of the consultation."""

from datetime import date
from typing import Any

from flask import abort, request

from experts.blueprints import work as bp
from experts.consulting import hours
from experts.consulting.casework import back_to, refused, side_of, working
from experts.consulting.models import WorkedTime
from experts.models import Consultation
from experts.payments import confirmation
from experts.pool.queries import expert_of_user
from portal.core import clock, mail
from portal.core.db import db, lock_row
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, tell


@bp.post("/<int:case_id>/time")
@access("signed-in")
def log_time(case_id: int) -> Any:
    """The expert logs what was worked; it counts once it is confirmed."""
    case = working(case_id)
    expert = expert_of_user(current_actor().user_id)
    if side_of(case) != "expert" or expert is None:
        abort(403)
    lock_row(expert)  # two tabs: the second sees what the first has logged
    on, what = _day(request.form.get("on", "")), request.form.get("what", "").strip()
    minutes = hours.minutes_of(request.form.get("hours", ""))
    problem = hours.fault(case, expert, on, minutes, what)
    if problem is not None or on is None:
        return refused(case, "time", problem or hours.INCOMPLETE)
    db.session.add(WorkedTime(case_id=case.id, expert_id=expert.id, on=on, minutes=minutes, what=what[:300]))
    mail.tell_about(case, "consultation.time_logged", ("members",))
    tell("시간을 적었습니다. 의뢰 기관이 확인하면 인정됩니다.", "Logged. It counts once the client confirms it.")
    return back_to(case, "time")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


@bp.post("/<int:case_id>/time/<int:time_id>/confirm")
@access("signed-in")
def confirm_time(case_id: int, time_id: int) -> Any:
    """The client confirms; once their time to answer is over an officer may do it in their place."""
    case = case_or_404(Consultation, case_id)
    side = side_of(case)
    found = db.session.get(WorkedTime, time_id) if time_id < 2**31 else None
    if found is None or found.case_id != case.id:
        abort(404)
    if side == "expert" or (side == "officer" and not hours.office_may(found)):
        days = hours.days_to_answer(found)
        said = Text(
            "의뢰 기관이 확인할 차례입니다. {n}일이 지나면 담당자가 확인할 수 있습니다.",
            "The client confirms; an officer may after {n} days.",
        )
        tell(said.format(n=days), category="warning")
        return back_to(case, "time")
    lock_row(found)
    held = confirmation.payment_with(found)
    if held is not None and held.state == "disputed":
        tell(
            "이의를 낸 시간입니다. KHIDI 담당자가 정합니다.", "These hours are disputed; KHIDI settles them.", "warning"
        )
        return back_to(case, "time")
    if found.confirmed_at is not None:
        tell("이미 확인한 시간입니다.", "These hours are confirmed already.", "warning")
        return back_to(case, "time")
    found.confirmed_at, found.confirmed_by_id = clock.now(), current_actor().user_id
    found.by_office = side == "officer"
    if held is not None:
        confirmation.known_by_now(held)
    tell("시간을 확인했습니다.", "The time was confirmed.")
    return back_to(case, "time")

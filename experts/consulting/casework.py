"""The work on a consultation that both sides share: the thread, meetings with their calendar file, logged time.

What is done here changes no state of the case; a meeting or time is closed to whoever is not a side of it.
"""

from io import BytesIO
from typing import Any, BinaryIO, cast

from flask import Response, abort, current_app, g, request, send_file
from sqlalchemy import select

from experts import times
from experts.blueprints import work as bp
from experts.consulting import hours, offers
from experts.consulting.models import Meeting, WorkedTime
from experts.models import Consultation
from experts.papers import rights
from experts.rights import HOLDING_EXPERT, at_work
from portal.core import clock, mail, threads
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.permissions import EDITORS, OFFICER
from portal.core.reading import file_name
from portal.core.reading_days import day_or_none
from portal.core.sniff import Unfit
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, say, see_other, tell
from portal.core.workflow import within

LONGEST_PLACE = 300


def side_of(case: Consultation) -> str:
    """'client', 'expert' or 'officer'; 403 for who only reads."""
    actor = current_actor()
    if HOLDING_EXPERT.holds(actor, case):
        return "expert"
    if EDITORS.holds(actor, case):
        return "client"
    if not OFFICER.holds(actor, case):
        note_access("refused", f"consultation:{case.id}")
        abort(403)
    return "officer"


def zone_of_case(case: Consultation) -> str:
    return case.expert.zone if case.expert else times.SEOUL


def work_of(case: Consultation) -> dict[str, Any] | None:
    """What the pages of all sides show of the work: thread, meetings, time; None before anybody accepted."""
    actor = current_actor()
    thread = threads.thread_of(case, offers.MAIN)
    if thread is None or not threads.may_read(actor, thread):
        return None
    meetings = list(db.session.scalars(select(Meeting).where(Meeting.case_id == case.id).order_by(Meeting.starts_at)))
    worked = list(db.session.scalars(select(WorkedTime).where(WorkedTime.case_id == case.id).order_by(WorkedTime.id)))
    return {
        "messages": threads.messages_of(thread),
        "meetings": [m for m in meetings if m.cancelled_at is None],
        "worked": worked,
        "minutes": sum(w.counted for w in worked if w.confirmed_at),
        "unconfirmed": sum(w.minutes for w in worked if not w.confirmed_at),
        "rows": lambda papers: rights.rows(case, actor, papers),
        "open": at_work(case),
        "zone": zone_of_case(case),
        "both": lambda instant: times.both_zones(instant, zone_of_case(case)),
        "hours": hours.hours,
        "office_may": hours.office_may,
        "refused": g.get("work_refused", {}),
    }


def back_to(case: Consultation, anchor: str) -> Response:
    return see_other("home.case", case_id=case.id, _anchor=anchor)


_PAGES = {"client": "consultations.page", "expert": "experts.consultation", "officer": "ghkol_desk.consultation"}


def refused(case: Consultation, form: str, sentence: Text) -> Any:
    """The case page of this side again: the sentence above and at the form ('thread', 'meetings', 'time'),
    what was typed kept.
    """
    tell(sentence, category="warning")
    g.work_refused = {form: {"said": say(sentence), "typed": request.form}}
    return current_app.view_functions[_PAGES[side_of(case)]](case_id=case.id), 422


def working(case_id: int) -> Consultation:
    case = case_or_404(Consultation, case_id)
    if not at_work(case):
        tell("지금은 자문 중이 아닙니다.", "The consultation is not under way.", "warning")
        abort(back_to(case, "facts"))
    return case


@bp.post("/<int:case_id>/messages")
@access("signed-in")
def write(case_id: int) -> Any:
    """A message with its files to the other sides; a file that is not taken is named,
    the words are posted all the same.
    """
    case = working(case_id)
    side_of(case)
    thread, actor = threads.thread_of(case, offers.MAIN), current_actor()
    body = request.form.get("body", "").replace("\r\n", "\n").strip()
    uploads = [u for u in request.files.getlist("files") if u.filename]
    if thread is None or not (body or uploads):
        return refused(case, "thread", Text("보낼 내용을 적어 주세요.", "Write something to send."))
    if len(body) > threads.LONGEST:
        sentence = Text("글은 10,000자까지 보냅니다.", "A message may have up to 10,000 letters.")
        return refused(case, "thread", sentence)
    message, taken = threads.begin(thread, actor, body), 0
    for upload in uploads:
        try:
            paper = threads.enclose(message, actor, cast(BinaryIO, upload.stream), upload.filename or "")
            taken += 1
            if "look" in request.form and rights.may_restrict(actor, case, paper):
                rights.restrict(paper, actor, only_view=True)
        except Unfit as problem:
            tell(f"{file_name(upload.filename or '')}: {say(problem.sentence)}", category="warning")
    if not (body or taken):
        db.session.rollback()
        return back_to(case, "thread")
    threads.tell(thread, message)
    tell("보냈습니다.", "Sent.")
    return back_to(case, "thread")


# ---- meetings -----------------------------------------------------------------------------------------------------------


@bp.post("/<int:case_id>/meetings")
@access("signed-in")
def propose(case_id: int) -> Any:
    """Propose a time; experts type it by their own clock, others by Seoul's."""
    case = working(case_id)
    side = side_of(case)
    zone = zone_of_case(case) if side == "expert" else times.SEOUL
    day, at = day_or_none(request.form.get("day", "")), times.typed_time(request.form.get("time", ""))
    minutes = request.form.get("minutes", "60")
    if day is None or at is None or minutes not in ("30", "60", "90", "120"):
        sentence = Text(
            "날짜와 시각을 2026-11-24, 15:00처럼 적어 주세요.", "Give day and time as 2026-11-24 and 15:00."
        )
        return refused(case, "meetings", sentence)
    starts = times.instant_of(day, at, zone)
    if starts <= clock.now():
        return refused(case, "meetings", Text("이미 지난 시각입니다.", "That time is over."))
    with attempt() as tried:
        place = within(request.form.get("place", ""), LONGEST_PLACE)
    if tried.sentence is not None:
        return refused(case, "meetings", tried.sentence)
    db.session.add(
        Meeting(
            case_id=case.id, starts_at=starts, minutes=int(minutes), place=place, proposed_by_id=current_actor().user_id
        )
    )
    _tell_others(case, "consultation.meeting_proposed", starts)
    tell("만날 시각을 제안했습니다.", "The time was proposed.")
    return back_to(case, "meetings")


def _meeting(case: Consultation, meeting_id: int) -> Meeting:
    found = db.session.get(Meeting, meeting_id) if meeting_id < 2**31 else None
    if found is None or found.case_id != case.id or found.cancelled_at is not None:
        abort(404)
    return found


@bp.post("/<int:case_id>/meetings/<int:meeting_id>/book")
@access("signed-in")
def book(case_id: int, meeting_id: int) -> Any:
    case = working(case_id)
    side_of(case)
    found = _meeting(case, meeting_id)
    if found.proposed_by_id == current_actor().user_id:
        tell("상대가 정할 차례입니다.", "The other side books it.", "warning")
    elif found.booked_at is None:
        found.booked_at, found.booked_by_id = clock.now(), current_actor().user_id
        _tell_others(case, "consultation.meeting_booked", found.starts_at)
        tell(
            "만날 시각을 정했습니다. 달력 파일을 내려받을 수 있습니다.",
            "Booked. You can download it for your calendar.",
        )
    return back_to(case, "meetings")


@bp.post("/<int:case_id>/meetings/<int:meeting_id>/cancel")
@access("signed-in")
def cancel(case_id: int, meeting_id: int) -> Any:
    case = working(case_id)
    side_of(case)
    found = _meeting(case, meeting_id)
    found.cancelled_at = clock.now()
    if found.booked_at is not None:
        _tell_others(case, "consultation.meeting_cancelled", found.starts_at)
    tell("취소했습니다.", "Cancelled.")
    return back_to(case, "meetings")


@bp.get("/<int:case_id>/meetings/<int:meeting_id>.ics")
@access("signed-in")
def calendar_file(case_id: int, meeting_id: int) -> Response:
    case = case_or_404(Consultation, case_id)
    side_of(case)
    found = _meeting(case, meeting_id)
    if found.booked_at is None:
        abort(404)
    title = say(Text("GHKOL 자문 {n}", "GHKOL consultation {n}").format(n=case.number or ""))
    made = times.ics(
        f"meeting-{found.id}@overseas-expansion-portal", found.starts_at, found.minutes, title, found.place, clock.now()
    )
    name = f"meeting-{found.id}.ics"
    return send_file(BytesIO(made), mimetype="text/calendar; charset=utf-8", as_attachment=True, download_name=name)


def _tell_others(case: Consultation, name: str, starts: Any) -> None:
    """The mail goes to expert and client but whoever acts, with the time in both zones."""
    words = times.both_zones(starts, zone_of_case(case))
    people = {u.id: u for one in ("members", "expert") for u in mail.audience(one, case)}
    for user in people.values():
        if user.id != current_actor().user_id:
            mail.tell_person(user, name, case=case, when=words.in_(user.language))

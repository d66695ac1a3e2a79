"""The panel member's pages: answering, pledging and declaring before any file opens, scoring by keyboard,
handing in, chairing.

A member sees own sheets and own progress only. A replaced member, or one with a conflict, gets a 404 that is logged.
"""

from typing import Any

from flask import abort, g, render_template, request
from sqlalchemy import select

from funds.selection.blueprints import panel
from funds.selection.forms.answers import submitted_answers
from funds.selection.forms.questions import schema_of
from funds.selection.models import Application, Call
from funds.selection.panel import attendance, committee, sealed
from funds.selection.panel.models import Seat
from funds.selection.panel.result import presented
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import open_applications
from funds.selection.reviews.queries import seats_held
from funds.selection.reviews.subjects import subject_of
from portal.core import files
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.panels import acts as machine
from portal.core.panels.pool import reviewer_of
from portal.core.panels.queries import is_whole
from portal.core.reading import sent_number
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, say, see_other, tell
from portal.core.workflow import Refused
from portal.core.writing import drafts
from portal.core.writing.pages import paper_row


@panel.get("/")
@access("signed-in")
def mine() -> str:
    """Every committee and panel that one was ever drawn for; what has ended shows nothing of its files."""
    reviewer = reviewer_of(current_actor())
    seats = []
    if reviewer is not None:
        wanted = select(Seat).where(Seat.reviewer_id == reviewer.id).order_by(Seat.id.desc())
        seats = list(db.session.scalars(wanted))
    reviews = [(s, s.review.case, subject_of(s.review.case)) for s in seats_held(current_actor())]
    return render_template("funds/selection/panel/mine.html", seats=seats, reviews=reviews, programmes=PROGRAMMES)


def own_seat(call_id: int, *, sitting: bool = True) -> Seat:
    """The actor's seat; 404 for everybody else and for whoever left it."""
    seat = committee.seat_of(call_id, current_actor()) if call_id < 2**31 else None
    if seat is None or (sitting and not seat.sits):
        note_access("guess", f"panel:{call_id}")
        abort(404)
    return seat


@panel.get("/<int:call_id>")
@access("signed-in")
def seat(call_id: int) -> str:
    return _seat_page(own_seat(call_id))


def _seat_page(found: Seat, errors: list[tuple[str, str]] | None = None) -> str:
    call = found.call
    judging = call.state == "scoring" and found.state == "accepted" and found.declared_at is not None
    applications = sealed.theirs(found) if judging else []
    handed = sealed.handed_in(found) if judging else None
    rows = [
        {
            "case": a,
            "whole": is_whole(call, sheet := sealed.own_sheet(found, a.id)),
            "begun": sheet is not None,
        }
        for a in applications
    ]
    return render_template(
        "funds/selection/panel/seat.html",
        seat=found,
        call=call,
        programme=PROGRAMMES[call.programme],
        judging=judging,
        rows=rows,
        done=sum(r["whole"] for r in rows),
        handed=handed,
        parties=_parties(call) if found.state == "accepted" and found.declared_at is None else [],
        known={c.application_id: c.reason for c in found.conflicts},
        errors=errors or [],
        typed=request.form,
        chairing=found.chair and call.state in ("opened", "concluded", "proposed"),
        meeting=call.state == "opened" and found.state == "accepted",
        attends=attendance.attendance_of(found) is not None,
        presentation=presented(call) if judging else [],
    )


def _parties(call: Call) -> list[dict[str, Any]]:
    """Who applied, by name alone: enough to declare a conflict, nothing of the files."""
    return [
        {
            "id": a.id,
            "name": a.organisation.name if a.organisation else "",
            "partners": [p.name for p in a.partners if p.declined_at is None],
        }
        for a in open_applications(call)
        if a.state in ("submitted", "supplementing", "eligible")
    ]


@panel.post("/<int:call_id>/answer")
@access("signed-in")
def answer(call_id: int) -> Any:
    found = own_seat(call_id)
    with attempt() as tried:
        machine.answer(
            found,
            current_actor(),
            accepts=request.form.get("answer") == "accept",
            reason=request.form.get("reason", ""),
        )
    if tried.refused:
        return _seat_page(found, tried.errors), 422
    if found.state == "refused":
        tell("거절을 기록했습니다. 알려 주셔서 고맙습니다.", "Your refusal was kept. Thank you for telling us.")
        return see_other("funds_panel.mine")
    return see_other("funds_panel.seat", call_id=call_id)


@panel.post("/<int:call_id>/declare")
@access("signed-in")
def declare(call_id: int) -> Any:
    found = own_seat(call_id)
    chosen = request.form.getlist("conflict")
    conflicts = {n: request.form.get(f"reason-{i}", "") for i in chosen if (n := sent_number(i)) is not None}
    with attempt() as tried:
        if request.form.get("none") != "yes" and not conflicts:
            raise Refused(
                Text(
                    "이해관계가 있는 신청을 고르거나, 없다고 표시해 주세요.",
                    "Choose the applications you have a conflict with, or confirm that there is none.",
                )
            )
        machine.declare(
            found,
            current_actor(),
            conflicts,
            secrecy=request.form.get("secrecy") == "yes",
            integrity=request.form.get("integrity") == "yes",
        )
    if tried.refused:
        return _seat_page(found, tried.errors), 422
    tell("서약과 이해충돌 신고를 마쳤습니다.", "Your pledges and declaration were kept.")
    return see_other("funds_panel.seat", call_id=call_id)


# ---- scoring ---------------------------------------------------------------------------------------------------------------------


def _judged_or_404(call_id: int, case_id: int) -> tuple[Seat, Application]:
    found = own_seat(call_id)
    ready = found.state == "accepted" and found.declared_at is not None and found.call.state == "scoring"
    case = next((a for a in sealed.theirs(found) if a.id == case_id), None) if ready else None
    if case is None:
        note_access("guess", f"application:{case_id} panel:{call_id}")
        abort(404)
    return found, case


@panel.get("/<int:call_id>/applications/<int:case_id>")
@access("signed-in")
def score(call_id: int, case_id: int) -> str:
    found, case = _judged_or_404(call_id, case_id)
    sheet = sealed.own_sheet(found, case.id)
    typed = {f"score-{k}": v for k, v in (sheet.scores if sheet else {}).items()}
    typed |= {f"comment-{k}": v for k, v in (sheet.comments if sheet else {}).items()}
    return _score_page(found, case, typed | {"remark": sheet.remark if sheet else ""}, {})


def _score_page(found: Seat, case: Application, typed: dict[str, Any], errors: dict[str, str]) -> str:
    mine_ = sealed.theirs(found)
    place = [a.id for a in mine_].index(case.id)
    held = files.papers_of(case.id)
    by_slot: dict[str, list[str]] = {}
    for paper in held:
        by_slot.setdefault(paper.slot, []).append(paper.name)
    return render_template(
        "funds/selection/panel/score.html",
        seat=found,
        case=case,
        call=found.call,
        criteria=sealed.body_of(found.call)["criteria"],
        automatic={
            c["id"]: sealed.computed_points(found.call, case, c["id"])
            for c in sealed.body_of(found.call)["criteria"]
            if c.get("automatic")
        },
        pinned=case.automatic,
        overrides=case.overrides,
        sections=drafts.answer_rows(schema_of(found.call), submitted_answers(case), g.language, by_slot),
        papers=[paper_row(p) for p in held],
        partners=[p for p in case.partners if p.declined_at is None],
        typed=typed,
        errors=errors,
        labels={
            f"score-{c['id']}": Text(c["label"], c.get("label_en") or c["label"])
            for c in sealed.body_of(found.call)["criteria"]
        },
        handed=sealed.handed_in(found) is not None,
        place=place + 1,
        count=len(mine_),
        done=sum(is_whole(found.call, sealed.own_sheet(found, a.id)) for a in mine_),
        before=mine_[place - 1] if place else None,
        after=mine_[place + 1] if place + 1 < len(mine_) else None,
    )


@panel.post("/<int:call_id>/applications/<int:case_id>")
@access("signed-in")
def save_score(call_id: int, case_id: int) -> Any:
    """Keeps what is right; what is not comes back as typed, with a sentence beside it."""
    found, case = _judged_or_404(call_id, case_id)
    form = request.form
    scores = {k.removeprefix("score-"): v for k, v in form.items() if k.startswith("score-")}
    comments = {k.removeprefix("comment-"): v for k, v in form.items() if k.startswith("comment-")}
    with attempt() as tried:
        wrong = machine.save_sheet(found, case, scores, form.get("remark", ""), comments)
    if tried.refused:
        return _score_page(found, case, dict(form), dict(tried.errors)), 422
    db.session.commit()
    if wrong:
        return _score_page(found, case, dict(form), {f"score-{k}": say(v) for k, v in wrong.items()}), 422
    tell("저장했습니다.", "Saved.")
    mine_ = [a.id for a in sealed.theirs(found)]
    place = mine_.index(case.id)
    if form.get("go") == "next" and place + 1 < len(mine_):
        return see_other("funds_panel.score", call_id=call_id, case_id=mine_[place + 1])
    if form.get("go") == "stay":
        return see_other("funds_panel.score", call_id=call_id, case_id=case.id)
    return see_other("funds_panel.seat", call_id=call_id)


@panel.post("/<int:call_id>/hand-in")
@access("signed-in")
def hand_in(call_id: int) -> Any:
    found = own_seat(call_id)
    with attempt() as tried:
        if request.form.get("present") == "yes":
            attendance.attend(found)
        machine.hand_in(found)
    if tried.refused:
        return _seat_page(found, tried.errors), 422
    tell("평가표를 제출했습니다. 이제 고칠 수 없습니다.", "Your sheets are handed in and cannot be changed any more.")
    return see_other("funds_panel.seat", call_id=call_id)

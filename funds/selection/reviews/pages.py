"""The reviewer's pages: answer, pledge and declare before the file opens, score, hand in.

Shows what nobody else has done. Whoever left, or was never drawn, gets a 404 that is logged.
"""

from collections.abc import Mapping
from typing import Any

from flask import abort, render_template, request

from funds.selection.blueprints import panel
from funds.selection.reviews.models import ReviewSeat
from funds.selection.reviews.subjects import subject_of
from portal.core.attempts import Tried, attempt
from portal.core.db import db
from portal.core.panels import acts as machine
from portal.core.panels.queries import own_seat
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, say, see_other, tell
from portal.core.workflow import Refused


def _own(case_id: int) -> ReviewSeat:
    seat: ReviewSeat | None = (
        own_seat(ReviewSeat, ReviewSeat.case_id, case_id, current_actor()) if case_id < 2**31 else None
    )
    if seat is None or not seat.sits:
        note_access("guess", f"review:{case_id}")
        abort(404)
    return seat


@panel.get("/reviews/<int:case_id>")
@access("signed-in")
def review(case_id: int) -> str:
    seat = _own(case_id)
    return _page(seat, dict(seat.scores or {}), seat.remark)


def _page(seat: ReviewSeat, typed: dict[str, str], remark: str, errors: list[tuple[str, str]] | None = None) -> str:
    case = seat.review.case
    subject = subject_of(case)
    judging = case.state == subject.working and seat.judges
    criteria = seat.review.criteria if judging else []
    return render_template(
        "funds/selection/reviews/page.html",
        seat=seat,
        case=case,
        subject=subject,
        judging=judging,
        running=case.state == subject.working,
        parties=subject.parties(case),
        criteria=criteria,
        typed=typed,
        remark=remark,
        form=request.form,
        errors=errors or [],
        labels={f"score-{c['id']}": Text(c["label"], c.get("label_en") or c["label"]) for c in criteria},
        **(subject.shows(case) if judging else {}),
    )


def _scores(form: Mapping[str, str]) -> dict[str, str]:
    return {k.removeprefix("score-"): v for k, v in form.items() if k.startswith("score-")}


def _again(seat: ReviewSeat, tried: Tried) -> Any:
    form = request.form
    return _page(seat, dict(seat.scores or {}) | _scores(form), form.get("remark", seat.remark), tried.errors), 422


@panel.post("/reviews/<int:case_id>/answer")
@access("signed-in")
def answer_review(case_id: int) -> Any:
    seat = _own(case_id)
    accepts = request.form.get("answer") == "accept"
    with attempt() as tried:
        machine.answer(seat, current_actor(), accepts=accepts, reason=request.form.get("reason", ""))
    if tried.refused:
        return _again(seat, tried)
    if accepts:
        return see_other("funds_panel.review", case_id=case_id)
    tell("거절을 기록했습니다. 알려 주셔서 고맙습니다.", "Your refusal was kept. Thank you for telling us.")
    return see_other("funds_panel.mine")


@panel.post("/reviews/<int:case_id>/declare")
@access("signed-in")
def declare_review(case_id: int) -> Any:
    seat, form = _own(case_id), request.form
    chosen = form.get("conflict", "")
    with attempt() as tried:
        if chosen not in ("yes", "no"):
            raise Refused(Text("이해관계가 있는지 골라 주세요.", "Say whether you have a conflict of interest."))
        machine.declare(
            seat,
            current_actor(),
            {case_id: form.get("reason", "")} if chosen == "yes" else {},
            secrecy=form.get("secrecy") == "yes",
            integrity=form.get("integrity") == "yes",
        )
    if tried.refused:
        return _again(seat, tried)
    if seat.sits:
        return see_other("funds_panel.review", case_id=case_id)
    tell("이해관계를 기록하고 다음 순번에게 부탁했습니다.", "The conflict was kept; the next in the order was asked.")
    return see_other("funds_panel.mine")


@panel.post("/reviews/<int:case_id>/scores")
@access("signed-in")
def save_review(case_id: int) -> Any:
    """Keeps what is right; what is not comes back as typed, with a sentence beside it."""
    seat, form = _own(case_id), request.form
    if not seat.judges:
        note_access("guess", f"review:{case_id}")
        abort(404)
    typed = _scores(form)
    with attempt() as tried:
        wrong = machine.save_sheet(seat, seat.case, typed, form.get("remark", ""))
    if tried.refused:
        return _again(seat, tried)
    db.session.commit()
    if wrong:
        errors = [(f"score-{k}", say(v)) for k, v in wrong.items()]
        return _page(seat, dict(seat.scores) | {k: typed[k] for k in wrong}, form.get("remark", ""), errors), 422
    if form.get("go") != "hand-in":
        tell("저장했습니다.", "Saved.")
        return see_other("funds_panel.review", case_id=case_id)
    with attempt() as tried:
        machine.hand_in(seat)
    if tried.refused:
        return _again(seat, tried)
    tell("평가표를 제출했습니다. 이제 고칠 수 없습니다.", "Your sheet is handed in and cannot be changed any more.")
    return see_other("funds_panel.mine")

"""The new reviewer's pages: answer, pledge and declare before the file opens, score the named criteria, hand in.

Shows neither the earlier scores nor what another reviewer does. Whoever left, or was never drawn, gets a 404 that is logged.
"""

from typing import Any

from flask import abort, g, render_template, request, url_for

from funds.applications.applying import open_applications, submitted_answers
from funds.applications.questions import schema_of
from funds.blueprints import panel
from funds.objections import objecting, reviewing
from funds.objections.models import ReviewSeat
from portal.core import drafting, files
from portal.core.db import db
from portal.core.text import Text
from portal.core.web import access, current_actor, note_access, say, see_other, tell
from portal.core.workflow import Refused


def _own(objection_id: int) -> ReviewSeat:
    seat = reviewing.seat_of(objection_id, current_actor()) if objection_id < 2**31 else None
    if seat is None or not seat.sits:
        note_access("guess", f"review:{objection_id}")
        abort(404)
    return seat


@panel.get("/reviews/<int:objection_id>")
@access("signed-in")
def review(objection_id: int) -> str:
    seat = _own(objection_id)
    return _page(seat, dict(seat.scores or {}), seat.remark)


def _page(seat: ReviewSeat, typed: dict[str, str], remark: str, errors: list[tuple[str, str]] | None = None) -> str:
    case = seat.objection
    application, held = case.application, objecting.rescoring_of(case)
    judging = case.state == "rescoring" and seat.judges and held is not None
    papers, sections, criteria = [], [], []
    if judging:
        filed = [p for p in files.papers_of(application.id) if p.filed_at is not None]
        by_slot: dict[str, list[str]] = {}
        for paper in filed:
            by_slot.setdefault(paper.slot, []).append(paper.name)
        sections = drafting.answer_rows(
            schema_of(application.call), submitted_answers(application), g.language, by_slot
        )
        papers = [
            {"name": p.name, "size": p.size, "url": url_for("home.paper", case_id=application.id, paper_id=p.id)}
            for p in filed
        ]
        criteria = reviewing.named_criteria(case, held)
    return render_template(
        "funds/panel_review.html",
        seat=seat,
        case=case,
        application=application,
        call=application.call,
        judging=judging,
        running=case.state == "rescoring",
        parties=[a.organisation.name for a in open_applications(application.call) if a.organisation],
        criteria=criteria,
        sections=sections,
        papers=papers,
        typed=typed,
        remark=remark,
        form=request.form,
        errors=errors or [],
        labels={f"score-{c['id']}": Text(c["label"], c.get("label_en") or c["label"]) for c in criteria},
    )


def _again(seat: ReviewSeat, problem: Refused) -> Any:
    errors = [("", say(r)) for r in problem.reasons] + [(k, say(v)) for k, v in problem.fields.items()]
    db.session.rollback()
    return _page(seat, dict(seat.scores or {}), seat.remark, errors), 422


@panel.post("/reviews/<int:objection_id>/answer")
@access("signed-in")
def answer_review(objection_id: int) -> Any:
    seat = _own(objection_id)
    accepts = request.form.get("answer") == "accept"
    try:
        reviewing.answer(seat, current_actor(), accepts=accepts, reason=request.form.get("reason", ""))
    except Refused as problem:
        return _again(seat, problem)
    if accepts:
        return see_other("funds_panel.review", objection_id=objection_id)
    tell("거절을 기록했습니다. 알려 주셔서 고맙습니다.", "Your refusal was kept. Thank you for telling us.")
    return see_other("funds_panel.mine")


@panel.post("/reviews/<int:objection_id>/declare")
@access("signed-in")
def declare_review(objection_id: int) -> Any:
    seat, form = _own(objection_id), request.form
    chosen = form.get("conflict", "")
    try:
        if chosen not in ("yes", "no"):
            raise Refused(Text("이해관계가 있는지 골라 주세요.", "Say whether you have a conflict of interest."))
        reviewing.declare(
            seat,
            current_actor(),
            secrecy=form.get("secrecy") == "yes",
            integrity=form.get("integrity") == "yes",
            conflict=form.get("reason", "") if chosen == "yes" else None,
        )
    except Refused as problem:
        return _again(seat, problem)
    if seat.sits:
        return see_other("funds_panel.review", objection_id=objection_id)
    tell("이해관계를 기록하고 다음 순번에게 부탁했습니다.", "The conflict was kept; the next in the order was asked.")
    return see_other("funds_panel.mine")


@panel.post("/reviews/<int:objection_id>/scores")
@access("signed-in")
def save_review(objection_id: int) -> Any:
    """Keeps what is right; what is not comes back as typed, with a sentence beside it."""
    seat, form = _own(objection_id), request.form
    if not seat.judges:
        note_access("guess", f"review:{objection_id}")
        abort(404)
    typed = {k.removeprefix("score-"): v for k, v in form.items() if k.startswith("score-")}
    wrong = reviewing.save_sheet(seat, typed, form.get("remark", ""))
    db.session.commit()
    if wrong:
        errors = [(f"score-{k}", say(v)) for k, v in wrong.items()]
        return _page(seat, dict(seat.scores) | {k: typed[k] for k in wrong}, form.get("remark", ""), errors), 422
    if form.get("go") != "hand-in":
        tell("저장했습니다.", "Saved.")
        return see_other("funds_panel.review", objection_id=objection_id)
    try:
        reviewing.hand_in(seat)
    except Refused as problem:
        return _again(seat, problem)
    tell("평가표를 제출했습니다. 이제 고칠 수 없습니다.", "Your sheet is handed in and cannot be changed any more.")
    return see_other("funds_panel.mine")

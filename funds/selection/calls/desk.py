"""The desk: the list of calls, a call from publication to decision, its questions and the order of presentation."""

from typing import Any

from flask import abort, render_template, request
from sqlalchemy import select

from funds.selection.blueprints import desk
from funds.selection.calls.models import Question
from funds.selection.calls.plan_desk import ROUNDS
from funds.selection.calls.queries import questions_of
from funds.selection.lots.acts import commit_lot, is_presented, lot_of, reveal_lot
from funds.selection.models import Award, Call
from funds.selection.objections.acts import objections_to
from funds.selection.objections.hearings import UNDECIDED
from funds.selection.objections.models import Objection
from funds.selection.panel import conflicts, sealed
from funds.selection.panel.result import presented
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import is_receiving, open_applications
from portal.core import clock, mail, timeline
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.fire import possible_moves
from portal.core.panels.queries import seats_of
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, say, see_other, tell
from portal.core.workflow import Refused


@desk.get("/")
@access("officer", "ministry")
def index() -> str:
    calls = list(db.session.scalars(select(Call).order_by(Call.id.desc()).limit(200)))
    objections = list(
        db.session.scalars(select(Objection).where(Objection.state.in_(UNDECIDED)).order_by(Objection.due_on))
    )
    return render_template(
        "funds/selection/calls/desk.html",
        calls=calls,
        objections=objections,
        programmes=PROGRAMMES,
        counts={c.id: len(open_applications(c)) for c in calls},
        label=lambda case: case.declared.workflow.state(case.state),
        awards=db.session.scalar(select(Award.id).limit(1)),
        first_mark=next(p.key for p in PROGRAMMES.values() if p.brand is not None),
    )


# ---- a call ----------------------------------------------------------------------------------------------------------------------


@desk.get("/calls/<int:case_id>")
@access("officer", "ministry")
def call(case_id: int) -> str:
    return call_page(case_or_404(Call, case_id))


LONGEST_ANSWER = 4000


def call_page(found: Call, errors: list[tuple[str, str]] | None = None, typed: dict[int, str] | None = None) -> str:
    actor = current_actor()
    return render_template(
        "funds/selection/calls/desk_page.html",
        call=found,
        programme=PROGRAMMES[found.programme],
        state=found.declared.workflow.state(found.state),
        receiving=is_receiving(found),
        applications=open_applications(found),
        questions=questions_of(found),
        seats=seats_of(found, sitting=False),
        challenges=[c for c in conflicts.open_challenges(found) if c.upheld is None],
        moves=[m for m in possible_moves(found, actor) if m.button],
        officer=actor.has("officer"),
        words=lambda case: case.declared.workflow.state(case.state),
        rounds=[(n, ROUNDS[r["key"]], r) for n, r in enumerate(found.rounds, 1) if r.get("key") in ROUNDS],
        presenting=is_presented(found) and found.state in ("review", "scoring"),
        presentation=lot_of(found, "presentation"),
        presented=presented(found),
        objections=[o for a in open_applications(found) for o in objections_to(a.id)],
        entries=timeline.entries(found, actor),
        errors=errors or [],
        typed=typed or {},
        is_open=found.state in ("opened", "concluded", "proposed", "decided"),
    )


@desk.post("/calls/<int:case_id>/presentation/<any(commit, draw):step>")
@access("officer")
def draw_presentation(case_id: int, step: str) -> Any:
    """The order of presentation by lot: first the hash is logged, then the seed revealed."""
    found = case_or_404(Call, case_id)
    with attempt() as tried:
        if not is_presented(found) or found.state not in ("review", "scoring"):
            raise Refused(Text("지금은 발표 순서를 추첨할 수 없습니다.", "The order cannot be drawn now."))
        if step == "commit":
            commit_lot(found, "presentation", current_actor())
        else:
            reveal_lot(found, "presentation", sealed.judged(found), current_actor())
    if tried.refused:
        return call_page(found, tried.errors), 422
    return see_other("funds_desk.call", case_id=found.id, _anchor="presentation")


@desk.post("/calls/<int:case_id>/questions/<int:question_id>")
@access("officer")
def answer_question(case_id: int, question_id: int) -> Any:
    """The answer goes to everybody, and by mail to whoever asked."""
    found = case_or_404(Call, case_id)
    question = db.session.get(Question, question_id)
    if question is None or question.call_id != found.id:
        abort(404)
    text = request.form.get("answer", "").strip()
    if not text or len(text) > LONGEST_ANSWER:
        said = Text("답변을 적어 주세요.", "Write the answer.")
        if text:
            said = Text("답변을 {n}자 이내로 적어 주세요.", "Write at most {n} characters.").format(
                n=f"{LONGEST_ANSWER:,}"
            )
        return call_page(found, [(f"answer-{question_id}", say(said))], {question_id: text}), 422
    question.answer, question.answered_at, question.answered_by_id = text, clock.now(), current_actor().user_id
    mail.tell_person(question.user, "call.question_answered", question=question, call=found)
    tell("답변을 공개했습니다.", "The answer is public.")
    return see_other("funds_desk.call", case_id=found.id, _anchor="questions")

"""What everybody sees of calls: the list, a call with its questions and who was selected; asking a question."""

from typing import Any

from flask import g, render_template, request

from funds.selection.applications.queries import own_in
from funds.selection.blueprints import bp
from funds.selection.calls.models import Question
from funds.selection.calls.queries import answered, decided_calls, open_calls, running_calls, winners
from funds.selection.models import Call
from funds.selection.programmes import PROGRAMMES
from funds.selection.programmes.declaration import SAMPLE
from funds.selection.queries import award_of, is_receiving, state_words, tone
from funds.selection.rubrics.measures import MEASURES
from funds.selection.rubrics.queries import rubrics_of
from portal.core.db import db
from portal.core.people import MEMBER_ROLES
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, see_other, tell

WRITERS = tuple(role for role in MEMBER_ROLES if role != "viewer")


@bp.get("/")
@access("everybody")
def index() -> str:
    return render_template(
        "funds/selection/calls/index.html",
        programmes=PROGRAMMES,
        open_calls=open_calls(),
        running=running_calls(),
        decided=decided_calls(),
        comment=[r for p in PROGRAMMES for r in rubrics_of(p) if r.state == "commented"],
        words=state_words,
        tone=tone,
    )


def published_call(call_id: int) -> Call:
    return case_or_404(Call, call_id)


@bp.get("/calls/<int:case_id>")
@access("everybody")
def call(case_id: int) -> str:
    return call_page(published_call(case_id))


def call_page(found: Call, problem: str = "", typed: str = "") -> str:
    actor = current_actor()
    programme = PROGRAMMES[found.programme]
    money = programme.money_in(found.year)
    return render_template(
        "funds/selection/calls/page.html",
        call=found,
        programme=programme,
        money=money,
        tracks=[t for t in programme.tracks_in(found.year) if t.key in found.tracks],
        state_words=state_words(found),
        receiving=is_receiving(found),
        questions=answered(found),
        measures=MEASURES,
        winners=[(a, award_of(a.id)) for a in winners(found)],
        own=own_in(found, actor) if actor.organisation_id else None,
        may_apply=actor.memberships.get(actor.organisation_id or 0) in WRITERS,
        sample=SAMPLE,
        problem=problem,
        typed=typed,
    )


@bp.post("/calls/<int:call_id>/questions")
@access("signed-in")
def ask(call_id: int) -> Any:
    """A question goes to the officers; once answered everybody reads both."""
    found = published_call(call_id)
    text = request.form.get("text", "").strip()
    if not text or len(text) > 2000:
        said = Text("질문을 2,000자 이내로 적어 주세요.", "Write the question in at most 2,000 characters.")
        return call_page(found, said.in_(g.language), text), 422
    if found.state not in ("open", "review"):
        over = Text("질문을 받는 기간이 지났습니다.", "Questions are no longer taken.")
        return call_page(found, over.in_(g.language), text), 422
    db.session.add(Question(call_id=found.id, user_id=current_actor().user_id, text=text))
    tell(
        "질문을 보냈습니다. 답변은 모두에게 공개됩니다.",
        "Your question was sent. The answer will be shown to everybody.",
    )
    return see_other("funds.call", case_id=found.id)

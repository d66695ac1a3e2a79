"""온라인 상담센터: the public questions and answers, asking, and the asker's own page. Shows nobody else's question."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from sqlalchemy import select

from experts import terms
from experts.acts import answers_of
from experts.centre import queries
from experts.centre.acts import ask
from experts.centre.kind import asked_now
from experts.centre.models import Inquiry, PublicAnswer
from experts.models import Consultation
from experts.writing import answer_sections
from portal.core import timeline
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.fire import possible_moves
from portal.core.listing import Column, Filter, Listing, says
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, see_other, tell

bp = Blueprint("centre", __name__, url_prefix="/centre")
MEANINGS = {
    "interpretation": Text("보건복지부의 유권해석입니다.", "An authoritative interpretation of the ministry."),
    "guidance": Text("한국보건산업진흥원의 안내이며 법령의 유권해석이 아닙니다.", "Guidance by KHIDI, not an authoritative interpretation."),
}  # fmt: skip


def _by_text(statement: Any, text: str) -> Any:
    columns = (PublicAnswer.question, PublicAnswer.answer, PublicAnswer.question_en, PublicAnswer.answer_en)
    for word in text.split():
        statement = statement.where(says(word, *columns))
    return statement


def _asked_countries() -> list[tuple[str, Text]]:
    held = (
        select(PublicAnswer.country).where(PublicAnswer.withdrawn_on.is_(None), PublicAnswer.country != "").distinct()
    )
    return sorted(
        ((c, terms.named(terms.places(), [c])) for c in db.session.scalars(held)), key=lambda pair: pair[1].ko
    )


PUBLIC = Listing(
    key="public_answers",
    title=Text("공개 문답", "Questions and answers"),
    query=lambda _actor: select(PublicAnswer).where(PublicAnswer.withdrawn_on.is_(None)),
    columns=(Column(key="question", label=Text("질문", "Question"), value=lambda a: a.question, width=60),),
    order=(PublicAnswer.id,),
    descending=True,
    page_size=15,
    filters=(
        Filter(key="q", label=Text("찾는 말", "Words"), apply=_by_text, type="search"),
        Filter(key="country", label=Text("국가", "Country"), apply=lambda s, t: s.where(PublicAnswer.country == t), choices=_asked_countries),
        Filter(key="topic", label=Text("주제", "Topic"), apply=lambda s, t: s.where(PublicAnswer.topic == t), choices=lambda: list(terms.TOPICS.items())),
        Filter(key="standing", label=Text("성격", "Standing"), apply=lambda s, t: s.where(PublicAnswer.standing == t), choices=lambda: list(terms.STANDINGS.items())),
    ),
)  # fmt: skip


@bp.get("/")
@access("everybody")
def index() -> str:
    page = PUBLIC.page(current_actor(), request.args)
    return render_template(
        "experts/centre/index.html",
        listing=PUBLIC,
        page=page,
        topics=terms.TOPICS,
        standings=terms.STANDINGS,
        place=lambda code: terms.named(terms.places(), [code]),
        mine=queries.own_questions(5),
    )


@bp.get("/answers/<int:answer_id>")
@access("everybody")
def answer(answer_id: int) -> str:
    found = db.session.get(PublicAnswer, answer_id) if answer_id < 2**31 else None
    if found is None or found.withdrawn_on is not None:
        abort(404)
    return render_template(
        "experts/centre/answer.html",
        answer=found,
        topics=terms.TOPICS,
        standings=terms.STANDINGS,
        meaning=MEANINGS[found.standing],
        place=terms.named(terms.places(), [found.country]) if found.country else None,
    )


@bp.get("/ask")
@access("signed-in")
def ask_form() -> str:
    return render_template(
        "experts/centre/ask.html", asking=Asking(asked_now(), {"country": request.args.get("country", "")}), alike=[]
    )


@bp.post("/ask")
@access("signed-in")
def send() -> Any:
    asking = Asking(asked_now(), given=request.form)
    if not asking.good:
        return render_template("experts/centre/ask.html", asking=asking, alike=[]), 422
    actor = current_actor()
    case = ask(actor, asking.answers | {"channel": "portal"}, actor.organisation_id)
    tell(
        "질문을 접수했습니다. 답변이 나오면 메일로 알려 드립니다.", "Your question was received. You will hear by mail."
    )
    return see_other("centre.question", case_id=case.id)


@bp.get("/questions/<int:case_id>")
@access("signed-in")
def question(case_id: int) -> str:
    """One's own question and its answer."""
    case, actor = case_or_404(Inquiry, case_id), current_actor()
    if case.created_by_id != actor.user_id:
        abort(404)
    shown = {k: v for k, v in answers_of(case).items() if k != "channel"}
    return render_template(
        "experts/centre/question.html",
        case=case,
        state=case.declared.workflow.state(case.state),
        sections=answer_sections(case.declared.schema, shown),
        entries=timeline.entries(case, actor),
        moves=possible_moves(case, actor),
        standings=terms.STANDINGS,
        meaning=MEANINGS.get(case.standing, ""),
        source=queries.source_of(case),
        public=queries.published(case),
        referred=db.session.scalar(select(Consultation).where(Consultation.parent_id == case.id)),
        is_own_case=lambda c: c is not None and c.organisation_id in actor.memberships,
    )

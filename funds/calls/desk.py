"""The desk: calls from plan to decision, and their questions."""

from typing import Any

from flask import abort, render_template, request
from sqlalchemy import select

from funds import queries
from funds.applications import applying
from funds.blueprints import desk
from funds.calls import calling, rubrics
from funds.models import Award, Call, Objection, Question
from funds.panel import committee, conflicts
from funds.programme import SAMPLE
from funds.programmes import PROGRAMMES
from portal.core import clock, mail, timeline
from portal.core.asking import Asking
from portal.core.db import db, lock_row
from portal.core.fire import open_case, possible_moves
from portal.core.module import kind_of
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, say, see_other, tell
from portal.core.workflow import Refused


@desk.get("/")
@access("officer", "ministry")
def index() -> str:
    calls = list(db.session.scalars(select(Call).order_by(Call.id.desc()).limit(200)))
    objections = list(
        db.session.scalars(select(Objection).where(Objection.state == "received").order_by(Objection.due_on))
    )
    return render_template(
        "funds/desk.html",
        calls=calls,
        objections=objections,
        programmes=PROGRAMMES,
        counts={c.id: len(applying.open_applications(c)) for c in calls},
        label=lambda case: case.declared.workflow.state(case.state),
        awards=db.session.scalar(select(Award.id).limit(1)),
    )


# ---- planning a call -------------------------------------------------------------------------------------------------------------


def _fields(programme: str, year: int) -> tuple[Field, ...]:
    declared = PROGRAMMES[programme]
    fields = [
        Field(key="title", label=Text("공고명", "Title"), required=True),
        Field(key="closes_on", label=Text("접수 마감일", "Last day"), type="date", required=True),
        Field(
            key="closes_hour",
            label=Text("마감 시각", "Hour"),
            required=True,
            longest=5,
            example=Text("18:00", "18:00"),
            hint=Text("그 시각의 0초까지 받습니다.", "Up to that hour, second zero."),
        ),
        Field(key="seats", label=Text("선정 수", "Places"), type="integer", required=True, least=1, most=500),
        Field(
            key="members", label=Text("평가위원 수", "Panel members"), type="integer", required=True, least=3, most=30
        ),
    ]
    if declared.money:
        offered = {
            t.key: Text(f"{t.title.ko} ({t.ceiling:,}원 이내)", f"{t.title.en} (up to KRW {t.ceiling:,})")
            for t in declared.tracks_in(year)
        }
        fields += [
            Field(
                key="budget",
                label=Text("예산", "Budget"),
                type="money",
                hint=Text("예산 없이 공고할 수 없습니다.", "A call without a budget cannot be published."),
            ),
            Field(key="tracks", label=Text("트랙", "Tracks"), type="choices", choices=offered),
        ]
    fields += [
        Field(key="rounds", label=Text("평가 단계", "Rounds"), type="choice", required=True, choices={
            "1": Text("한 단계", "One round"), "2": Text("두 단계(서면 → 대면)", "Two rounds (papers, then face to face)")}),
        Field(key="advance", label=Text("대면평가에 오를 수", "How many go to the second round"), type="integer", least=1, most=500),
        Field(key="notice", label=Text("공고문", "Notice"), type="text", required=True, longest=10000),
    ]  # fmt: skip
    return tuple(fields)


@desk.get("/calls/new/<programme>")
@access("officer")
def new_call(programme: str) -> str:
    if programme not in PROGRAMMES:
        abort(404)
    year = clock.today().year
    start = {"title": f"{year}년 {PROGRAMMES[programme].title.ko} 공모", "closes_hour": "18:00", "members": 7, "rounds": "1",
             "seats": PROGRAMMES[programme].seats_a_year or 5, "tracks": [t.key for t in PROGRAMMES[programme].tracks_in(year)]}  # fmt: skip
    return _edit_page(programme, Asking(_fields(programme, year), start))


def _edit_page(programme: str, asking: Asking, call: Call | None = None) -> str:
    return render_template(
        "funds/desk_edit.html",
        programme=PROGRAMMES[programme],
        asking=asking,
        call=call,
        rubric=rubrics.rubric_in_force(programme, clock.today()),
        sample=SAMPLE,
    )


@desk.post("/calls/new/<programme>")
@access("officer")
def make_call(programme: str) -> Any:
    if programme not in PROGRAMMES:
        abort(404)
    year = clock.today().year
    asking = Asking(_fields(programme, year), given=request.form)
    _check_call(asking)
    if not asking.good:
        return _edit_page(programme, asking), 422
    made = open_case(
        kind_of("call"),
        current_actor(),
        organisation_id=None,
        title=asking.text("title"),
        programme=programme,
        year=year,
    )
    assert isinstance(made, Call)
    _fill(made, asking)
    tell("공모를 준비했습니다. 내용을 확인하고 공고해 주세요.", "The call is planned. Check it, then publish.")
    return see_other("funds_desk.call", case_id=made.id)


def _check_call(asking: Asking) -> None:
    if (
        asking["closes_on"]
        and asking["closes_hour"]
        and calling.deadline(asking.text("closes_on"), asking.text("closes_hour")) is None
    ):
        asking.fault("closes_hour", Text("마감 시각을 18:00처럼 적어 주세요.", "Write the hour like 18:00."))
    if asking["rounds"] == "2" and not asking["advance"]:
        asking.fault(
            "advance",
            Text("두 단계 평가에는 대면평가에 오를 수를 적어 주세요.", "Say how many go to the second round."),
        )


def _fill(call: Call, asking: Asking) -> None:
    call.title = asking.text("title")
    call.closes_at = calling.deadline(asking.text("closes_on"), asking.text("closes_hour"))
    call.seats, call.members_wanted = int(asking["seats"]), int(asking["members"])
    call.budget = asking["budget"] if "budget" in asking.form else None
    call.tracks = list(asking["tracks"] or []) if "tracks" in asking.form else []
    call.notice = asking.text("notice")
    two = asking["rounds"] == "2"
    call.rounds = (
        [{"key": "papers", "advance": int(asking["advance"])}, {"key": "face"}] if two else [{"key": "papers"}]
    )


@desk.get("/calls/<int:case_id>/edit")
@access("officer")
def edit_call(case_id: int) -> str:
    call = _planned(case_id)
    local = clock.seoul(call.closes_at) if call.closes_at else None
    start = {
        "title": call.title, "closes_on": local.date().isoformat() if local else "", "closes_hour": f"{local:%H:%M}" if local else "",
        "seats": call.seats, "members": call.members_wanted, "budget": call.budget, "tracks": call.tracks, "notice": call.notice,
        "rounds": str(max(len(call.rounds), 1)), "advance": (call.rounds[0] if call.rounds else {}).get("advance"),
    }  # fmt: skip
    return _edit_page(call.programme, Asking(_fields(call.programme, call.year), start), call)


@desk.post("/calls/<int:case_id>/edit")
@access("officer")
def save_call(case_id: int) -> Any:
    call = _planned(case_id)
    asking = Asking(_fields(call.programme, call.year), given=request.form)
    _check_call(asking)
    if not asking.good:
        return _edit_page(call.programme, asking, call), 422
    lock_row(call)
    _fill(call, asking)
    tell("저장했습니다.", "Saved.")
    return see_other("funds_desk.call", case_id=call.id)


def _planned(case_id: int) -> Call:
    call = case_or_404(Call, case_id)
    if call.state != "planned":
        raise Refused(
            Text(
                "공고한 공모는 고칠 수 없습니다. 접수 기간은 연장할 수 있습니다.",
                "A published call is not changed; its deadline can be extended.",
            )
        )
    return call


# ---- a call ----------------------------------------------------------------------------------------------------------------------


@desk.get("/calls/<int:case_id>")
@access("officer", "ministry")
def call(case_id: int) -> str:
    return call_page(case_or_404(Call, case_id))


def call_page(found: Call, errors: list[tuple[str, str]] | None = None) -> str:
    actor = current_actor()
    return render_template(
        "funds/desk_call.html",
        call=found,
        programme=PROGRAMMES[found.programme],
        state=found.declared.workflow.state(found.state),
        receiving=queries.is_receiving(found),
        applications=applying.open_applications(found),
        questions=queries.questions_of(found),
        seats=committee.seats_of(found, sitting=False),
        challenges=[c for c in conflicts.open_challenges(found) if c.upheld is None],
        moves=[m for m in possible_moves(found, actor) if m.button],
        officer=actor.has("officer"),
        words=lambda case: case.declared.workflow.state(case.state),
        entries=timeline.entries(found, actor),
        errors=errors or [],
        is_open=found.state in ("opened", "concluded", "proposed", "decided"),
    )


@desk.post("/calls/<int:case_id>/questions/<int:question_id>")
@access("officer")
def answer_question(case_id: int, question_id: int) -> Any:
    """The answer goes to everybody, and by mail to whoever asked."""
    found = case_or_404(Call, case_id)
    question = db.session.get(Question, question_id)
    if question is None or question.call_id != found.id:
        abort(404)
    text = request.form.get("answer", "").strip()
    if not text:
        said = Text("답변을 적어 주세요.", "Write the answer.")
        return call_page(found, [(f"answer-{question_id}", say(said))]), 422
    question.answer, question.answered_at, question.answered_by_id = text[:4000], clock.now(), current_actor().user_id
    mail.tell_person(question.user, "call.question_answered", question=question, call=found)
    tell("답변을 공개했습니다.", "The answer is public.")
    return see_other("funds_desk.call", case_id=found.id, _anchor="questions")

"""Planning a call: places, deadline, budget, tracks, rounds with who advances and what is carried over, the notice."""

from itertools import pairwise
from typing import Any

from flask import abort, render_template, request

from funds.selection.blueprints import desk
from funds.selection.calls import acts
from funds.selection.models import Call
from funds.selection.programmes import PROGRAMMES
from funds.selection.programmes.declaration import SAMPLE
from funds.selection.rubrics.acts import ship_missing
from funds.selection.rubrics.queries import rubric_in_force
from portal.core import clock
from portal.core.asking import Asking
from portal.core.db import lock_row
from portal.core.declared import kind_of
from portal.core.fire import open_case
from portal.core.schema import Field, When
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, see_other, tell
from portal.core.workflow import Refused

ROUNDS = {
    "papers": Text("서면평가", "Document review"),
    "face": Text("대면평가", "Face to face"),
    "visit": Text("현장평가", "Site visit"),
}
COURSES = {
    "1": ("papers",),
    "2": ("papers", "face"),
    "3": ("papers", "face", "visit"),
}
"""How many rounds a call has, and which."""
MOST_CARRIED = 50


def _fields(programme: str, year: int) -> tuple[Field, ...]:
    declared = PROGRAMMES[programme]
    fields = [
        Field(key="title", label=Text("공고명", "Title"), required=True),
        Field(
            key="title_en",
            label=Text("영문 공고명", "English title"),
            longest=300,
            hint=Text(
                "비우면 사업의 영문 이름과 연도를 씁니다.", "Left empty: the programme's English name and the year."
            ),
        ),
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
        Field(
            key="rounds",
            label=Text("평가 단계", "Rounds"),
            type="choice",
            required=True,
            choices={
                key: Text(" → ".join(ROUNDS[r].ko for r in course), " → ".join(ROUNDS[r].en for r in course))
                for key, course in COURSES.items()
            },
        ),
        *(field for n, stage in ((2, "face"), (3, "visit")) for field in _stage_fields(n, ROUNDS[stage])),
        Field(key="notice", label=Text("공고문", "Notice"), type="text", required=True, longest=10000),
    ]
    return tuple(fields)


def _stage_fields(number: int, stage: Text) -> tuple[Field, Field]:
    """Who goes into a further round, and how much of the earlier mean counts there (tens of percent,
    so that scores keep one decimal).
    """
    shares = {
        str(p): Text("반영하지 않음", "Not counted") if not p else Text(f"{p}%", f"{p}%")
        for p in range(0, MOST_CARRIED + 1, 10)
    }
    only = When("rounds", tuple(key for key in COURSES if int(key) >= number))
    return (
        Field(
            key=f"advance{number}",
            label=Text("{r}에 오를 수", "How many go on to: {r}").format(r=stage),
            type="integer",
            least=1,
            most=500,
            show_if=only,
        ),
        Field(
            key=f"carry{number}",
            label=Text("{r}에 앞 단계 점수를 반영하는 비율", "Earlier score counted in: {r}").format(r=stage),
            type="choice",
            choices=shares,
            show_if=only,
        ),
    )


@desk.get("/calls/new/<programme>")
@access("officer")
def new_call(programme: str) -> str:
    if programme not in PROGRAMMES:
        abort(404)
    year = clock.today().year
    start = {
        "title": f"{year}년 {PROGRAMMES[programme].title.ko} 공모",
        "closes_hour": "18:00",
        "members": 7,
        "rounds": "1",
        "seats": PROGRAMMES[programme].seats_a_year or 5,
        "tracks": [t.key for t in PROGRAMMES[programme].tracks_in(year)],
    }
    return _edit_page(programme, Asking(_fields(programme, year), start))


def _edit_page(programme: str, asking: Asking, call: Call | None = None) -> str:
    return render_template(
        "funds/selection/calls/edit.html",
        programme=PROGRAMMES[programme],
        asking=asking,
        call=call,
        rubric=rubric_in_force(programme, clock.today()),
        sample=SAMPLE,
    )


@desk.post("/calls/new/<programme>")
@access("officer")
def make_call(programme: str) -> Any:
    if programme not in PROGRAMMES:
        abort(404)
    ship_missing()
    year = clock.today().year
    asking = Asking(_fields(programme, year), given=request.form)
    _check_call(asking)
    if not asking.good:
        return _edit_page(programme, asking), 422
    made: Call = open_case(
        kind_of("call"),
        current_actor(),
        organisation_id=None,
        title=asking.text("title"),
        programme=programme,
        year=year,
    )
    _fill(made, asking)
    tell("공모를 준비했습니다. 내용을 확인하고 공고해 주세요.", "The call is planned. Check it, then publish.")
    return see_other("funds_desk.call", case_id=made.id)


def _check_call(asking: Asking) -> None:
    if (
        asking["closes_on"]
        and asking["closes_hour"]
        and acts.deadline(asking.text("closes_on"), asking.text("closes_hour")) is None
    ):
        asking.fault("closes_hour", Text("마감 시각을 18:00처럼 적어 주세요.", "Write the hour like 18:00."))
    closes = acts.deadline(asking.text("closes_on"), asking.text("closes_hour"))
    if closes is not None and closes <= clock.now():
        said = Text("접수 마감 일시를 지금보다 뒤로 정해 주세요.", "The deadline must lie ahead.")
        asking.fault("closes_on", said)
    for number in range(2, len(COURSES.get(asking.text("rounds"), ())) + 1):
        if not asking[f"advance{number}"]:
            said = Text("다음 단계에 오를 수를 적어 주세요.", "Say how many go on to this round.")
            asking.fault(f"advance{number}", said)


def _rounds(asking: Asking) -> list[dict[str, Any]]:
    """The rounds as the call keeps them: {key, advance, carry}; `advance` is how many leave the round upwards."""
    course = COURSES[asking.text("rounds")]
    made: list[dict[str, Any]] = []
    for number, key in enumerate(course, 1):
        stage: dict[str, Any] = {"key": key}
        if number < len(course):
            stage["advance"] = int(asking[f"advance{number + 1}"])
        if number > 1 and asking.text(f"carry{number}") not in ("", "0"):
            stage["carry"] = int(asking.text(f"carry{number}"))
        made.append(stage)
    return made


def _fill(call: Call, asking: Asking) -> None:
    english = asking.text("title_en") or f"{PROGRAMMES[call.programme].title.en} {call.year}"
    call.titled = Text(asking.text("title"), english)
    call.closes_at = acts.deadline(asking.text("closes_on"), asking.text("closes_hour"))
    call.seats, call.members_wanted = int(asking["seats"]), int(asking["members"])
    call.budget = asking["budget"] if "budget" in asking.form else None
    call.tracks = list(asking["tracks"] or []) if "tracks" in asking.form else []
    call.notice = asking.text("notice")
    call.rounds = _rounds(asking)


@desk.get("/calls/<int:case_id>/edit")
@access("officer")
def edit_call(case_id: int) -> str:
    call = _planned(case_id)
    start = _held(call)
    return _edit_page(call.programme, Asking(_fields(call.programme, call.year), start, stored=start), call)


def _held(call: Call) -> dict[str, Any]:
    """The plan as its form shows it."""
    local = clock.seoul(call.closes_at) if call.closes_at else None
    start = {
        "title": call.title,
        "title_en": call.title_en,
        "closes_on": local.date().isoformat() if local else "",
        "closes_hour": f"{local:%H:%M}" if local else "",
        "seats": call.seats,
        "members": call.members_wanted,
        "budget": call.budget,
        "tracks": call.tracks,
        "notice": call.notice,
        "rounds": str(max(len(call.rounds), 1)),
    }
    for number, (before, stage) in enumerate(pairwise(call.rounds), 2):
        start |= {f"advance{number}": before.get("advance"), f"carry{number}": str(stage.get("carry") or 0)}
    return start


@desk.post("/calls/<int:case_id>/edit")
@access("officer")
def save_call(case_id: int) -> Any:
    call = case_or_404(Call, case_id)
    lock_row(call)
    asking = Asking(_fields(call.programme, call.year), given=request.form, stored=_held(call))
    _check_call(asking)
    if call.state != "planned":
        asking.fault("", _FIXED)
    if not asking.good:
        return _edit_page(call.programme, asking, call), 422
    _fill(call, asking)
    tell("저장했습니다.", "Saved.")
    return see_other("funds_desk.call", case_id=call.id)


_FIXED = Text(
    "공고한 공모는 고칠 수 없습니다. 접수 기간은 연장할 수 있습니다.",
    "A published call is not changed; its deadline can be extended.",
)


def _planned(case_id: int) -> Call:
    call = case_or_404(Call, case_id)
    if call.state != "planned":
        raise Refused(_FIXED)
    return call

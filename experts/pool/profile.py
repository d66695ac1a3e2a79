"""An expert keeps the profile up: what the matching reads, what it read in the career, days away.

Others never write it.
"""

from typing import Any

from flask import abort, render_template, request
from sqlalchemy import select

from experts import terms
from experts.blueprints import expert as bp
from experts.concepts import reading
from experts.models import Away, Expert
from experts.pool.acts import lines
from experts.pool.kind import CAREER, PRACTICE, TIES
from experts.pool.pages import own_expert
from portal.core import clock
from portal.core.asking import Asking
from portal.core.db import db, lock_row
from portal.core.reading_days import day_or_none
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, see_other, tell

FIELDS = (
    Field(key="name_en", label=Text("영문 이름", "Name in English"), required=True, longest=100),
    *PRACTICE,
    CAREER,
    *TIES,
    Field(key="zone", label=Text("주로 계신 곳의 시간대", "Your time zone"), type="choice", choices=terms.ZONES, required=True),
    Field(key="available", label=Text("새 자문을 받으시겠습니까?", "Do you take new consultations?"), type="yesno", required=True),
    Field(key="max_load", label=Text("동시에 맡을 수 있는 자문", "Cases at a time, at most"), type="integer", required=True, least=1, most=20, unit=Text("건", "")),
)  # fmt: skip
LISTS = ("fields", "countries", "regions", "languages")
PLAIN = ("name_en", "career", "affiliation", "zone", "max_load")


@bp.get("/profile")
@access("signed-in")
def profile() -> str:
    held = _held(own_expert())
    return _page(Asking(FIELDS, held, stored=held))


def _held(expert: Expert) -> dict[str, Any]:
    held = {k: getattr(expert, k) for k in (*LISTS, *PLAIN)}
    return held | {"conflicts": "\n".join(expert.conflicts), "available": "yes" if expert.available else "no"}


def _page(asking: Asking, away_fault: Text | None = None) -> str:
    expert = own_expert()
    read = reading.read_text(expert.career)
    away = select(Away).where(Away.expert_id == expert.id, Away.last >= clock.today()).order_by(Away.first)
    return render_template(
        "experts/pool/profile.html",
        expert=expert,
        asking=asking,
        read=len(read.weights("concept")),
        away=list(db.session.scalars(away)),
        away_fault=away_fault,
    )


@bp.post("/profile")
@access("signed-in")
def save_profile() -> Any:
    """What was read is shown anew when the career changed."""
    expert = own_expert()
    lock_row(expert)
    asking = Asking(FIELDS, given=request.form, stored=_held(expert))
    if asking.good and len(asking.text("career").strip()) < 30:
        asking.fault(
            "career", Text("경력을 30자 이상 문장으로 적어 주세요.", "Describe your career in at least 30 characters.")
        )
    if not asking.good:
        return _page(asking), 422
    changed = expert.career != asking["career"]
    if changed:
        doubt(expert, str(asking["career"]))
    for key in PLAIN:
        setattr(expert, key, asking[key])
    for key in LISTS:
        setattr(expert, key, list(asking[key] or ()))
    expert.conflicts, expert.available = lines(asking["conflicts"]), asking["available"] == "yes"
    if changed:
        tell(
            "저장했습니다. 경력에서 새로 읽은 내용을 확인해 주세요.",
            "Saved. Please confirm what was read in your new career text.",
        )
        return see_other("experts.concepts")
    tell("저장했습니다.", "Saved.")
    return see_other("experts.profile")


def doubt(expert: Expert, career: str) -> None:
    """Confirmed topics whose sentence is gone from the new career count for nothing until they are confirmed again.

    What was confirmed without any sentence stays: the career never bore it.
    """
    if expert.confirmed is None:
        return
    before, after = (set(reading.read_text(text).weights("concept")) for text in (expert.career, career))
    gone = {code for code in expert.confirmed if code in before and code not in after}
    expert.confirmed = sorted(set(expert.confirmed) - gone)
    expert.unsure = sorted(set(expert.unsure or ()) | gone) or None


@bp.get("/profile/concepts")
@access("signed-in")
def concepts() -> str:
    """Each concept that the portal read, with its sentence."""
    expert = own_expert()
    read = reading.read_text(expert.career)
    rows = reading.concept_rows(read, expert.confirmed)
    return render_template(
        "experts/pool/concepts.html",
        expert=expert,
        rows=rows,
        places=reading.place_names(read),
        concepts=terms.concepts(),
        unsure=sorted(set(expert.unsure or ()) - {row.code for row in rows}),
        cut=read.cut,
    )


@bp.post("/profile/concepts")
@access("signed-in")
def confirm_concepts() -> Any:
    expert = own_expert()
    offered = terms.concepts()
    chosen = [c for c in request.form.getlist("concept") if c in offered]
    extra = request.form.get("add", "")
    if extra in offered and extra not in chosen:
        chosen.append(extra)
    expert.confirmed = sorted(chosen)
    going_on = "more" in request.form
    expert.unsure = sorted(set(expert.unsure or ()) - set(chosen)) or None if going_on else None
    if going_on:
        return see_other("experts.concepts")
    tell("확인하신 주제를 배정에 씁니다.", "What you confirmed is used for matching.")
    return see_other("experts.home")


@bp.post("/away")
@access("signed-in")
def add_away() -> Any:
    expert = own_expert()
    first, last = (day_or_none(request.form.get(k, "")) for k in ("first", "last"))
    if first is None or last is None:
        return _away_refused(Text("날짜를 2026-12-01처럼 적어 주세요.", "Give days such as 2026-12-01."))
    if last < first or last < clock.today():
        said = Text(
            "마지막 날은 첫날과 오늘보다 앞설 수 없습니다.", "The last day cannot be before the first, or over."
        )
        return _away_refused(said)
    db.session.add(Away(expert_id=expert.id, first=first, last=last))
    tell("그동안은 새 자문을 요청하지 않습니다.", "You will not be asked during that time.")
    return see_other("experts.profile", _anchor="away")


def _away_refused(sentence: Text) -> tuple[str, int]:
    """The profile again with the days as typed and the sentence below them."""
    tell(sentence, category="warning")
    return _page(Asking(FIELDS, _held(own_expert())), away_fault=sentence), 422


@bp.post("/away/<int:away_id>/remove")
@access("signed-in")
def remove_away(away_id: int) -> Any:
    found = db.session.get(Away, away_id) if away_id < 2**31 else None
    if found is None or found.expert_id != own_expert().id:
        abort(404)
    db.session.delete(found)
    return see_other("experts.profile", _anchor="away")

"""Officers' deputies: who acts for whom, from one day to another, both included.

An administrator may name one for the absent.
"""

from datetime import date
from typing import Any

from flask import abort, render_template, request
from sqlalchemy import or_, select

from portal.core import clock, mail, roles
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.people import Deputy, User, officers
from portal.core.schema import Field
from portal.core.text import Text, shortened
from portal.core.web import access, current_actor, note_access, see_other, tell
from portal.shell.signing.blueprint import bp

MOST_DAYS = 366  # an absence of a year; longer ones are named anew


def _questions() -> tuple[Field, ...]:
    known = {str(u.id): Text(f"{u.name} ({u.unit})", f"{u.name} ({u.unit})") for u in officers()}
    actor = current_actor()
    absent = Field(
        key="absent", label=Text("자리를 비우는 사람", "Who is absent"), type="choice", required=True, choices=known
    )
    colleagues = {k: v for k, v in known.items() if actor.has("admin") or k != str(actor.user_id)}
    return (
        *((absent,) if actor.has("admin") else ()),
        Field(key="deputy", label=Text("대리할 사람", "Deputy"), type="choice", required=True, choices=colleagues),
        Field(key="first", label=Text("시작일", "From"), type="date", required=True),
        Field(key="last", label=Text("종료일(이날까지)", "Until, this day included"), type="date", required=True),
        Field(
            key="reason",
            label=Text("사유", "Reason"),
            required=True,
            example=Text("연가, 출장", "leave, business trip"),
        ),
    )


@bp.get("/deputies")
@access("officer", "admin")
def deputies() -> str:
    return _page(Asking(_questions(), {"first": clock.today().isoformat()}))


@bp.post("/deputies")
@access("officer", "admin")
def deputy_name() -> Any:
    asked = Asking(_questions(), given=request.form)
    actor = current_actor()
    absent_id = int(asked["absent"]) if asked["absent"] else None if actor.has("admin") else actor.user_id
    _check(asked, absent_id)
    if not asked.good:
        return _page(asked), 422
    made = Deputy(
        absent_id=absent_id,
        deputy_id=int(asked["deputy"]),
        first=date.fromisoformat(asked.text("first")),
        last=date.fromisoformat(asked.text("last")),
        reason=asked.text("reason"),
    )
    db.session.add(made)
    db.session.flush()
    note_access("deputy-named", f"deputy:{made.id}")
    days = f"{made.first.isoformat()}–{made.last.isoformat()}"
    roles.note(
        made.deputy,
        "deputy-named",
        actor,
        "officer",
        reason=shortened(f"{made.absent.name} {days}: {made.reason}", 200),
    )
    for told in {made.deputy, made.absent} - {db.session.get(User, actor.user_id)}:
        mail.tell_person(told, "accounts.deputy_named", deputy=made)
    tell(Text("{name} 님을 대리로 정했습니다.", "{name} is the deputy.").format(name=made.deputy.name))
    return see_other("accounts.deputies")


def _check(asked: Asking, absent_id: int | None) -> None:
    first, last = (date.fromisoformat(asked[k]) if asked[k] else None for k in ("first", "last"))
    if asked["deputy"] and asked["deputy"] == str(absent_id):
        asked.fault("deputy", Text("자기 자신은 대리가 될 수 없습니다.", "Nobody is their own deputy."))
    if first and first < clock.today():
        asked.fault(
            "first",
            Text("지난 날부터 대리하게 할 수 없습니다.", "Nobody can have been a deputy before they were named."),
        )
    if first and last and (last - first).days >= MOST_DAYS:
        asked.fault("last", Text("{n}일까지 정할 수 있습니다.", "At most {n} days.").format(n=MOST_DAYS))
    if last and last < clock.today():
        asked.fault("last", Text("이미 지난 날입니다.", "This day is over."))
    if first and last and last < first:
        asked.fault("last", Text("종료일이 시작일보다 빠릅니다.", "The last day lies before the first."))
    if first and last and absent_id and _overlaps(absent_id, first, last):
        asked.fault(
            "first",
            Text(
                "그 기간에는 이미 대리가 정해져 있습니다. 먼저 끝내 주세요.",
                "There is a deputy for these days already. End that first.",
            ),
        )


def _overlaps(absent_id: int, first: date, last: date) -> bool:
    wanted = select(Deputy.id).where(
        Deputy.absent_id == absent_id, Deputy.ended_at.is_(None), Deputy.first <= last, Deputy.last >= first
    )
    return db.session.scalar(wanted.limit(1)) is not None


@bp.post("/deputies/<int:deputy_id>/end")
@access("officer", "admin")
def deputy_end(deputy_id: int) -> Any:
    """Ended by the absent officer, or by an administrator."""
    held = db.session.get(Deputy, deputy_id)
    actor = current_actor()
    if held is None or (held.absent_id != actor.user_id and not actor.has("admin")):
        note_access("guess", f"deputy:{deputy_id}")
        abort(404)
    if held.ended_at is None:
        held.ended_at = clock.now()
        roles.note(held.deputy, "deputy-ended", actor, "officer", reason=held.absent.name)
        mail.tell_person(held.deputy, "accounts.deputy_ended", deputy=held)
    tell("대리를 끝냈습니다.", "The deputyship has ended.")
    return see_other("accounts.deputies")


def _page(asked: Asking) -> str:
    actor = current_actor()
    wanted = select(Deputy).order_by(Deputy.first.desc(), Deputy.id.desc()).limit(100)
    if not actor.has("admin"):
        wanted = wanted.where(or_(Deputy.absent_id == actor.user_id, Deputy.deputy_id == actor.user_id))
    rows = list(db.session.scalars(wanted))
    current = [d for d in rows if d.ended_at is None and d.last >= clock.today()]
    return render_template(
        "shell/accounts/deputies.html", asked=asked, current=current, past=[d for d in rows if d not in current]
    )

"""The desk's committee pages: the pool, the draw, seats and replacement, challenges.

Shows nothing of scores or of who scored.
"""

from collections.abc import Callable
from typing import Any

from flask import abort, render_template, request
from sqlalchemy import select

from funds.selection.blueprints import desk
from funds.selection.models import Call
from funds.selection.panel import conflicts, sealed, seating
from funds.selection.panel.models import Challenge, Seat
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import open_applications
from portal.core import mail
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.panels import acts as machine
from portal.core.panels.pool import Reviewer, candidates, user_of
from portal.core.panels.queries import seats_of
from portal.core.reading import or_none, sent_number, whole
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, say, see_other, tell

POOL = (
    Field(key="name", label=Text("이름", "Name"), required=True, personal=True),
    Field(key="email", label=Text("전자우편", "E-mail"), type="email", required=True, personal=True),
    Field(key="employer", label=Text("소속", "Employer"), required=True, hint=Text("이해충돌을 가리는 데 씁니다.", "Used to find conflicts of interest.")),
    Field(key="field", label=Text("전문 분야", "Field"), required=True),
    Field(key="outside", label=Text("외부 위원", "From outside"), type="yesno", required=True),
)  # fmt: skip


@desk.get("/pool")
@access("officer")
def pool() -> str:
    return _pool_page(Asking(POOL))


def _pool_page(asking: Asking) -> str:
    everybody = list(db.session.scalars(select(Reviewer).order_by(Reviewer.active.desc(), Reviewer.name, Reviewer.id)))
    load = {r.id: 0 for r in everybody}
    for seat in db.session.scalars(select(Seat).where(Seat.state == "accepted")):
        load[seat.reviewer_id] = load.get(seat.reviewer_id, 0) + 1
    return render_template("funds/selection/panel/pool.html", asking=asking, pool=everybody, load=load)


@desk.post("/pool")
@access("officer")
def add_to_pool() -> Any:
    asking = Asking(POOL, given=request.form)
    if asking.good and db.session.scalar(select(Reviewer).where(Reviewer.email == asking.text("email"))):
        asking.fault("email", Text("이미 후보 명단에 있는 주소입니다.", "This address is in the pool already."))
    if not asking.good:
        return _pool_page(asking), 422
    keys = ("name", "email", "employer", "field")
    db.session.add(Reviewer(**{k: asking.text(k) for k in keys}, outside=asking["outside"] == "yes"))
    tell("후보에 더했습니다.", "Added to the pool.")
    return see_other("funds_desk.pool")


@desk.post("/pool/<int:reviewer_id>/toggle")
@access("officer")
def toggle_pool(reviewer_id: int) -> Any:
    found = db.session.get(Reviewer, reviewer_id)
    if found is None:
        abort(404)
    found.active = not found.active
    return see_other("funds_desk.pool")


# ---- the committee of a call -------------------------------------------------------------------------------------------------------


@desk.get("/calls/<int:case_id>/committee", endpoint="committee")
@access("officer", "ministry")
def committee_page(case_id: int) -> str:
    return _page(case_or_404(Call, case_id))


def _page(call: Call, errors: list[tuple[str, str]] | None = None) -> str:
    pool_ = candidates()
    return render_template(
        "funds/selection/panel/committee.html",
        call=call,
        programme=PROGRAMMES[call.programme],
        pool=pool_,
        listed=[r for r in pool_ if r.id in call.draw_pool],
        seats=seats_of(call, sitting=False),
        challenges=conflicts.open_challenges(call),
        numbers={a.id: a.number for a in open_applications(call)},
        officer=current_actor().has("officer"),
        before=call.state in ("open", "review"),
        replaceable=call.state in ("open", "review", "scoring"),
        problems=seating.ready_problems(call) if call.draw_order and call.state == "review" else [],
        errors=errors or [],
        typed=request.form,
    )


def _act(call: Call, act: Callable[[], object], at: int | None = None) -> Any:
    """Do it; refused, the page says why.

    `at` tells apart the controls of one name that stand once a seat or a challenge.
    """
    with attempt() as tried:
        act()
    if tried.refused:
        return _page(call, [(f"{k}-{at}" if k and at else k, said) for k, said in tried.errors]), 422
    return see_other("funds_desk.committee", case_id=call.id)


@desk.post("/calls/<int:case_id>/committee/commit")
@access("officer")
def commit_draw(case_id: int) -> Any:
    """Log the pool and the hash of the seed."""
    call = case_or_404(Call, case_id)
    chosen = [n for i in request.form.getlist("pool") if (n := sent_number(i)) is not None]
    wanted = or_none(whole, request.form.get("wanted", "")) or 0
    wanted = wanted if wanted < 1000 else 0
    return _act(call, lambda: machine.commit_draw(call, chosen, wanted, current_actor()))


@desk.post("/calls/<int:case_id>/committee/draw")
@access("officer")
def carry_out_draw(case_id: int) -> Any:
    call = case_or_404(Call, case_id)
    return _act(call, lambda: machine.carry_out_draw(call, current_actor()))


def _seat_or_404(call: Call, seat_id: int) -> Seat:
    found = db.session.get(Seat, seat_id)
    if found is None or found.call_id != call.id:
        abort(404)
    return found


@desk.post("/calls/<int:case_id>/committee/<int:seat_id>/replace")
@access("officer")
def replace_member(case_id: int, seat_id: int) -> Any:
    call = case_or_404(Call, case_id)
    seat = _seat_or_404(call, seat_id)
    with attempt() as tried:
        machine.replace(seat, current_actor(), request.form.get("reason", ""))
    if tried.refused:
        return _page(call, tried.errors), 422
    return see_other("funds_desk.committee", case_id=call.id)


@desk.post("/calls/<int:case_id>/committee/<int:seat_id>/chair")
@access("officer")
def appoint_chair(case_id: int, seat_id: int) -> Any:
    call = case_or_404(Call, case_id)
    return _act(call, lambda: seating.appoint_chair(_seat_or_404(call, seat_id), current_actor()))


@desk.post("/calls/<int:case_id>/committee/remind")
@access("officer")
def remind(case_id: int) -> Any:
    """Mail whoever has work left; nobody is told who that is, nor how many."""
    call = case_or_404(Call, case_id)
    if call.state != "scoring":
        return _page(call, [("", say("평가 중에만 할 수 있습니다.", "Possible only while scoring runs."))]), 422
    for seat in seats_of(call):
        user = user_of(seat.reviewer)
        if user is not None and sealed.handed_in(seat) is None:
            mail.tell_person(user, "call.member_reminded", seat=seat, call=call)
    tell(
        "남은 평가가 있는 위원에게 알렸습니다. 누구인지는 표시하지 않습니다.",
        "Members with work left were reminded. Who they are is not shown.",
    )
    return see_other("funds_desk.committee", case_id=call.id)


@desk.post("/calls/<int:case_id>/committee/challenges/<int:challenge_id>")
@access("officer")
def decide_challenge(case_id: int, challenge_id: int) -> Any:
    call = case_or_404(Call, case_id)
    found = db.session.get(Challenge, challenge_id)
    if found is None or found.application.call_id != call.id:
        abort(404)
    upheld = request.form.get("upheld") == "yes"
    decision = request.form.get("decision", "")
    return _act(
        call,
        lambda: conflicts.decide_challenge(found, current_actor(), upheld=upheld, decision=decision),
        challenge_id,
    )

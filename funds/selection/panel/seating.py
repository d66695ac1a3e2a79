"""How a committee comes about: the draw, seats, answers, pledges, replacement, the chair.

What is drawn and who stands in follows from the logged seed alone. Scores are none of this module's business
(`funds.selection.panel.sealed`).
"""

import secrets
from typing import Any

from sqlalchemy import select

from funds.selection.lots.draw import commitment, draw
from funds.selection.models import Call
from funds.selection.panel import committee, conflicts
from funds.selection.panel.models import HandIn, Seat
from funds.selection.pool.models import Reviewer
from funds.selection.pool.queries import candidates, user_of
from funds.selection.queries import open_applications
from portal.core import clock, joining, mail, records
from portal.core.db import db, lock_row
from portal.core.people import Actor, User, actor_of
from portal.core.roles import grant
from portal.core.text import Text
from portal.core.workflow import Refused, within

FEWEST = 3


# ---- the draw ------------------------------------------------------------------------------------------------------------------


def commit_draw(call: Call, chosen: list[int], wanted: int, actor: Actor) -> None:
    """List the pool and log the hash of a fresh seed; the seed itself stays unknown to everybody until the draw."""
    lock_row(call)
    committee.before_scoring(call)
    if call.draw_hash:
        raise Refused(Text("이미 추첨을 예고했습니다.", "The draw was announced already."))
    found = {r.id for r in candidates()}
    listed = sorted(set(chosen) & found)
    if wanted < FEWEST:
        raise Refused(Text("위원은 {n}명 이상이어야 합니다.", "At least {n} members are needed.").format(n=FEWEST))
    if len(listed) < wanted:
        raise Refused(
            Text("후보가 {n}명뿐이라 {w}명을 뽑을 수 없습니다.", "Only {n} candidates for {w} seats.").format(
                n=len(listed), w=wanted
            )
        )
    call.draw_seed = secrets.token_hex(32)
    call.draw_hash = commitment(call.draw_seed)
    call.draw_pool, call.members_wanted = listed, wanted
    records.record(
        call,
        "call.draw_committed",
        actor,
        state_to=call.state,
        facts={"hash": call.draw_hash, "pool": [_named(i) for i in listed], "wanted": wanted},
    )


def _named(reviewer_id: int) -> str:
    held = db.session.get(Reviewer, reviewer_id)
    return f"{reviewer_id} {held.name} ({held.employer})" if held else str(reviewer_id)


def carry_out_draw(call: Call, actor: Actor) -> list[Seat]:
    """Reveal the seed and seat the first of the drawn order; the same seed and pool give the same order to anybody."""
    lock_row(call)
    committee.before_scoring(call)
    if not call.draw_hash:
        raise Refused(Text("먼저 후보 명단과 해시를 남겨 주세요.", "Log the pool and the hash first."))
    if call.draw_order:
        raise Refused(Text("이미 추첨했습니다.", "It was drawn already."))
    assert commitment(call.draw_seed) == call.draw_hash
    call.draw_order = draw(call.draw_seed, call.draw_pool)
    records.record(
        call,
        "call.drawn",
        actor,
        state_to=call.state,
        facts={"seed": call.draw_seed, "hash": call.draw_hash, "order": [_named(i) for i in call.draw_order]},
    )
    return [_seat(call, reviewer_id) for reviewer_id in call.draw_order[: call.members_wanted]]


def _seat(call: Call, reviewer_id: int) -> Seat:
    number = len(committee.seats_of(call, sitting=False)) + 1
    made = Seat(call_id=call.id, reviewer_id=reviewer_id, label=f"M{number}")
    db.session.add(made)
    db.session.flush()
    db.session.refresh(made)
    conflicts.compute_conflicts(made)
    invite(made)
    return made


def invite(seat: Seat) -> None:
    """Ask the member by mail; whoever has no account gets a one-time invitation in the name of the officer of the
    call.
    """
    user, officer = user_of(seat.reviewer), db.session.get(User, seat.call.created_by_id or 0)
    given: dict[str, Any] = {"seat": seat, "call": seat.call, "reviewer": seat.reviewer}
    if user is not None:
        if officer is not None:
            grant(user, "panel", actor_of(officer))
        mail.tell_person(user, "call.member_invited", **given)
    elif officer is not None:
        _, token = joining.invite(seat.reviewer.email, actor_of(officer), portal_role="panel")
        mail.tell_address(seat.reviewer.email, "call.member_invited", token=token, **given)


# ---- answers, pledge, conflicts --------------------------------------------------------------------------------------------------


def answer(seat: Seat, actor: Actor, *, accepts: bool, reason: str = "") -> None:
    """A member takes the seat, or refuses with a reason: then the next of the drawn order is asked."""
    lock_row(seat)
    if seat.state != "invited":
        raise Refused(Text("이미 답한 초청입니다.", "This invitation was answered already."))
    if not accepts and not reason.strip():
        raise Refused(fields={"reason": Text("거절하는 까닭을 적어 주세요.", "Say why you refuse.")})
    seat.state, seat.answered_at, seat.reason = (
        ("accepted" if accepts else "refused"),
        clock.now(),
        within(reason, 1000, "reason"),
    )
    name = "call.seat_accepted" if accepts else "call.seat_refused"
    records.record(
        seat.call, name, actor, state_to=seat.call.state, facts={"member": seat.label, "because_of": seat.reason}
    )
    if not accepts:
        seat.ended_at, seat.chair = clock.now(), False
        _fill(seat.call, actor)


def _fill(call: Call, actor: Actor) -> Seat | None:
    following = committee.stand_in(call)
    if following is None:
        return None
    made = _seat(call, following.id)
    records.record(
        call, "call.seat_filled", actor, state_to=call.state, facts={"member": made.label, "name": following.name}
    )
    return made


def declare(seat: Seat, actor: Actor, declared: dict[int, str], *, secrecy: bool, integrity: bool) -> None:
    """Both pledges and the conflicts, told before any file opens. `declared`: application id → reason."""
    lock_row(seat)
    if seat.state != "accepted":
        raise Refused(Text("먼저 위촉에 답해 주세요.", "Answer the invitation first."))
    if seat.declared_at is not None:
        raise Refused(
            Text(
                "이미 신고했습니다. 새로 알게 된 이해관계는 담당자에게 알려 주세요.",
                "You declared already: tell the officer what you learned since.",
            )
        )
    if not (secrecy and integrity):
        raise Refused(Text("비밀유지와 청렴 서약에 모두 표시해 주세요.", "Confirm both pledges."))
    known = {a.id for a in open_applications(seat.call)}
    if any(not reason.strip() for key, reason in declared.items() if key in known):
        raise Refused(Text("이해관계가 있는 신청마다 까닭을 적어 주세요.", "Give the reason for each conflict."))
    now = clock.now()
    seat.pledged_at = seat.declared_at = now
    for application_id, reason in declared.items():
        if application_id in known:
            conflicts.add_conflict(seat, application_id, "declared", reason.strip())
    conflicts.compute_conflicts(seat)  # whoever had no account when invited may belong to an applicant by now
    records.record(
        seat.call,
        "call.member_pledged",
        actor,
        state_to=seat.call.state,
        facts={"member": seat.label, "conflicts": sorted(k for k in declared if k in known)},
    )


# ---- replacement, chair, challenge -----------------------------------------------------------------------------------------------


def replace_member(seat: Seat, actor: Actor, reason: str) -> Seat | None:
    """Take a member off; nothing stays open to them, what they scored counts no more.

    The next of the order is asked.
    """
    call = seat.call
    lock_row(call)
    lock_row(seat)
    if call.state not in ("open", "review", "scoring"):
        raise Refused(Text("평가가 끝나 위원을 바꿀 수 없습니다.", "Scoring is over: members cannot be replaced."))
    if not seat.sits:
        raise Refused(Text("이미 자리를 떠난 위원입니다.", "This member has left already."))
    if not reason.strip():
        raise Refused(fields={"reason": Text("바꾸는 까닭을 적어 주세요.", "Say why.")})
    seat.state, seat.reason, seat.ended_at, seat.chair = "replaced", within(reason, 1000, "reason"), clock.now(), False
    for handed in db.session.scalars(select(HandIn).where(HandIn.seat_id == seat.id)):
        db.session.delete(handed)
    records.record(
        call,
        "call.member_replaced",
        actor,
        state_to=call.state,
        facts={"member": seat.label, "because_of": seat.reason},
    )
    return _fill(call, actor)


def appoint_chair(seat: Seat, actor: Actor) -> None:
    if not seat.sits:
        raise Refused(Text("자리에 있는 위원만 위원장이 될 수 있습니다.", "Only a sitting member can chair."))
    for other in committee.seats_of(seat.call):
        other.chair = other.id == seat.id
    records.record(seat.call, "call.chair_appointed", actor, state_to=seat.call.state, facts={"member": seat.label})


def ready_problems(call: Call) -> list[Text]:
    """What keeps scoring from starting, as far as the committee goes."""
    seats = committee.seats_of(call)
    found: list[Text] = []
    if len(seats) < max(call.members_wanted, FEWEST):
        found.append(
            Text("위원이 {n}명입니다. {w}명이 있어야 합니다.", "{n} members sit; {w} are wanted.").format(
                n=len(seats), w=call.members_wanted
            )
        )
    waiting = [s.label for s in seats if s.state != "accepted" or s.declared_at is None]
    if waiting:
        found.append(
            Text(
                "아직 위촉·서약·이해충돌 신고를 마치지 않은 위원: {m}",
                "Members who have not accepted, pledged and declared: {m}",
            ).format(m=", ".join(waiting))
        )
    if sum(s.chair for s in seats) != 1:
        found.append(Text("위원장을 정해 주세요.", "Appoint the chair."))
    if any(c.upheld is None for c in conflicts.open_challenges(call)):
        found.append(Text("결정하지 않은 기피 신청이 있습니다.", "A challenge is not decided yet."))
    for application in open_applications(call):
        if application.state == "eligible":
            counted = sum(application.id not in {c.application_id for c in s.conflicts} for s in seats)
            if counted < FEWEST:
                found.append(
                    Text(
                        "{a} 신청을 평가할 수 있는 위원이 {n}명뿐입니다. {f}명 이상이어야 합니다.",
                        "Only {n} members can judge {a}; at least {f} are needed.",
                    ).format(a=application.number, n=counted, f=FEWEST)
                )
    return found

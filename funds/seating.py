"""The committee of a call: pool, draw, seats, answers, pledges, conflicts, challenges, replacement.

What is drawn and who stands in follows from the logged seed alone. Scores are none of this module's business (`funds.sealed`).
"""

import secrets
import unicodedata
from typing import Any

from sqlalchemy import or_, select

from funds.applying import open_applications
from funds.draw import commitment, draw
from funds.models import Application, Call
from funds.panel_models import Challenge, Conflict, HandIn, Reviewer, Seat
from portal.core import clock, joining, mail, records
from portal.core.db import db, lock_row
from portal.core.module import fact
from portal.core.people import Actor, Membership, Organisation, User, actor_of
from portal.core.rights import grant
from portal.core.text import Text
from portal.core.workflow import Refused

FEWEST = 3


def pool() -> list[Reviewer]:
    """Everybody who may be drawn, by name."""
    return list(
        db.session.scalars(select(Reviewer).where(Reviewer.active.is_(True)).order_by(Reviewer.name, Reviewer.id))
    )


def reviewer_of(actor: Actor) -> Reviewer | None:
    """Who of the pool the actor is, by the confirmed address."""
    return db.session.scalar(select(Reviewer).where(Reviewer.email == actor.email.lower())) if actor.signed_in else None


def user_of(reviewer: Reviewer) -> User | None:
    return db.session.scalar(select(User).where(User.email == reviewer.email, User.active.is_(True)))


def seats_of(call: Call, *, sitting: bool = True) -> list[Seat]:
    """The seats of a call by label; `sitting` leaves out who refused or was replaced."""
    rows = db.session.scalars(select(Seat).where(Seat.call_id == call.id).order_by(Seat.id))
    return [s for s in rows if s.sits or not sitting]


def seat_of(call_id: int, actor: Actor) -> Seat | None:
    """The actor's own seat on a call, refused and replaced ones too."""
    reviewer = reviewer_of(actor)
    if reviewer is None:
        return None
    return db.session.scalar(select(Seat).where(Seat.call_id == call_id, Seat.reviewer_id == reviewer.id))


# ---- the draw ------------------------------------------------------------------------------------------------------------------


def commit_draw(call: Call, chosen: list[int], wanted: int, actor: Actor) -> None:
    """List the pool and log the hash of a fresh seed; the seed itself stays unknown to everybody until the draw."""
    lock_row(call)
    _before_scoring(call)
    if call.draw_hash:
        raise Refused(Text("이미 추첨을 예고했습니다.", "The draw was announced already."))
    found = {r.id for r in pool()}
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
    _before_scoring(call)
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


def _before_scoring(call: Call) -> None:
    if call.state not in ("open", "review"):
        raise Refused(Text("평가가 시작되기 전에만 할 수 있습니다.", "Possible only before scoring has begun."))


def _seat(call: Call, reviewer_id: int) -> Seat:
    number = len(seats_of(call, sitting=False)) + 1
    made = Seat(call_id=call.id, reviewer_id=reviewer_id, label=f"M{number}")
    db.session.add(made)
    db.session.flush()
    db.session.refresh(made)
    compute_conflicts(made)
    invite(made)
    return made


def invite(seat: Seat) -> None:
    """Ask the member by mail; whoever has no account gets a one-time invitation in the name of the officer of the call."""
    user, officer = user_of(seat.reviewer), db.session.get(User, seat.call.created_by_id or 0)
    given: dict[str, Any] = {"seat": seat, "call": seat.call, "reviewer": seat.reviewer}
    if user is not None:
        if officer is not None:
            grant(user, "panel", actor_of(officer))
        mail.tell_person(user, "call.member_invited", **given)
    elif officer is not None:
        _, token = joining.invite(seat.reviewer.email, actor_of(officer), portal_role="panel")
        mail.tell_address(seat.reviewer.email, "call.member_invited", token=token, **given)


def stand_in(call: Call) -> Reviewer | None:
    """The next of the drawn order who has no seat yet."""
    seated = {s.reviewer_id for s in seats_of(call, sitting=False)}
    found = next((i for i in call.draw_order if i not in seated), None)
    return db.session.get(Reviewer, found) if found is not None else None


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
        reason.strip()[:1000],
    )
    name = "call.seat_accepted" if accepts else "call.seat_refused"
    records.record(
        seat.call, name, actor, state_to=seat.call.state, facts={"member": seat.label, "because_of": seat.reason}
    )
    if not accepts:
        seat.ended_at, seat.chair = clock.now(), False
        _fill(seat.call, actor)


def _fill(call: Call, actor: Actor) -> Seat | None:
    following = stand_in(call)
    if following is None:
        return None
    made = _seat(call, following.id)
    records.record(
        call, "call.seat_filled", actor, state_to=call.state, facts={"member": made.label, "name": following.name}
    )
    return made


def declare(seat: Seat, actor: Actor, conflicts: dict[int, str], *, secrecy: bool, integrity: bool) -> None:
    """Both pledges and the conflicts, told before any file opens. `conflicts`: application id → reason."""
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
    if any(not reason.strip() for key, reason in conflicts.items() if key in known):
        raise Refused(Text("이해관계가 있는 신청마다 까닭을 적어 주세요.", "Give the reason for each conflict."))
    now = clock.now()
    seat.pledged_at = seat.declared_at = now
    for application_id, reason in conflicts.items():
        if application_id in known:
            add_conflict(seat, application_id, "declared", reason.strip())
    records.record(
        seat.call,
        "call.member_pledged",
        actor,
        state_to=seat.call.state,
        facts={"member": seat.label, "conflicts": sorted(k for k in conflicts if k in known)},
    )


def add_conflict(seat: Seat, application_id: int, source: str, reason: str) -> None:
    held = select(Conflict).where(Conflict.seat_id == seat.id, Conflict.application_id == application_id)
    if db.session.scalar(held) is None:
        db.session.add(Conflict(seat_id=seat.id, application_id=application_id, source=source, reason=reason[:1000]))
        db.session.flush()
        db.session.refresh(seat, ["conflicts"])


def compute_conflicts(seat: Seat) -> None:
    """What the portal sees itself: the employer's name, memberships, past advice; upheld challenges."""
    for application in open_applications(seat.call):
        reason = computed_conflict(seat.reviewer, application)
        if reason is not None:
            add_conflict(seat, application.id, "computed", reason.ko)
        upheld = select(Challenge).where(
            Challenge.application_id == application.id,
            Challenge.reviewer_id == seat.reviewer_id,
            Challenge.upheld.is_(True),
        )
        challenge = db.session.scalar(upheld)
        if challenge is not None:
            add_conflict(seat, application.id, "challenge", challenge.decision or challenge.reason)


def computed_conflict(reviewer: Reviewer, application: Application) -> Text | None:
    """Why this person may not judge this application, as far as the portal can see; None if it sees nothing."""
    numbers = [p.business_number for p in application.partners if p.declined_at is None]
    wanted = select(Organisation).where(
        or_(Organisation.id == application.organisation_id, Organisation.business_number.in_(numbers))
    )
    organisations = list(db.session.scalars(wanted))
    names = {_folded(o.name) for o in organisations} | {
        _folded(p.name) for p in application.partners if p.declined_at is None
    }
    if reviewer.employer and _folded(reviewer.employer) in names:
        return Text("소속이 신청(참여) 기관과 같음: {e}", "Same employer: {e}").format(e=reviewer.employer)
    user = user_of(reviewer)
    ids = [o.id for o in organisations]
    if user is not None:
        member = select(Membership.id).where(Membership.user_id == user.id, Membership.organisation_id.in_(ids))
        if db.session.scalar(member):
            return Text("신청(참여) 기관의 구성원", "A member of the applicant")
        if any(user.id in (fact("advisers_of", organisation_id) or ()) for organisation_id in ids):
            return Text("신청(참여) 기관을 자문한 적이 있음", "Advised the applicant before")
    return None


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold()
    for word in ("의료법인", "학교법인", "주식회사", "(주)", "㈜", "재단법인"):
        plain = plain.replace(word, "")
    return "".join(letter for letter in plain if letter.isalnum())


# ---- replacement, chair, challenge -----------------------------------------------------------------------------------------------


def replace_member(seat: Seat, actor: Actor, reason: str) -> Seat | None:
    """Take a member off; nothing stays open to them, what they scored counts no more. The next of the order is asked."""
    call = seat.call
    lock_row(call)
    lock_row(seat)
    if call.state not in ("open", "review", "scoring"):
        raise Refused(Text("평가가 끝나 위원을 바꿀 수 없습니다.", "Scoring is over: members cannot be replaced."))
    if not seat.sits:
        raise Refused(Text("이미 자리를 떠난 위원입니다.", "This member has left already."))
    if not reason.strip():
        raise Refused(fields={"reason": Text("바꾸는 까닭을 적어 주세요.", "Say why.")})
    seat.state, seat.reason, seat.ended_at, seat.chair = "replaced", reason.strip()[:1000], clock.now(), False
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
    for other in seats_of(seat.call):
        other.chair = other.id == seat.id
    records.record(seat.call, "call.chair_appointed", actor, state_to=seat.call.state, facts={"member": seat.label})


def challenge(application: Application, reviewer_id: int, reason: str) -> Challenge:
    """기피: somebody of the listed pool, with a reason, before scoring."""
    call = application.call
    _before_scoring(call)
    if reviewer_id not in call.draw_pool:
        raise Refused(Text("후보 명단에 없는 사람입니다.", "Not on the pool list."))
    if not reason.strip():
        raise Refused(fields={f"reason-{reviewer_id}": Text("기피하는 까닭을 적어 주세요.", "Say why you challenge.")})
    held = select(Challenge).where(Challenge.application_id == application.id, Challenge.reviewer_id == reviewer_id)
    if db.session.scalar(held):
        raise Refused(Text("이미 기피를 신청했습니다.", "Challenged already."))
    made = Challenge(application_id=application.id, reviewer_id=reviewer_id, reason=reason.strip()[:1000])
    db.session.add(made)
    db.session.flush()
    return made


def decide_challenge(found: Challenge, actor: Actor, *, upheld: bool, decision: str) -> None:
    _before_scoring(found.application.call)
    if found.upheld is not None:
        raise Refused(Text("이미 결정했습니다.", "Decided already."))
    if not decision.strip():
        raise Refused(Text("결정한 까닭을 적어 주세요.", "Give the reason of the decision."))
    found.upheld, found.decision = upheld, decision.strip()[:1000]
    found.decided_at, found.decided_by_id = clock.now(), actor.user_id
    db.session.flush()
    for seat in seats_of(found.application.call):
        compute_conflicts(seat)
    records.record(
        found.application.call,
        "call.challenge_decided",
        actor,
        state_to=found.application.call.state,
        facts={"name": found.reviewer.name, "upheld": upheld, "because_of": found.decision},
    )


def open_challenges(call: Call) -> list[Challenge]:
    wanted = select(Challenge).join(Application).where(Application.call_id == call.id).order_by(Challenge.id)
    return list(db.session.scalars(wanted))


def ready_problems(call: Call) -> list[Text]:
    """What keeps scoring from starting, as far as the committee goes."""
    seats = seats_of(call)
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
    if any(c.upheld is None for c in open_challenges(call)):
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


def pledges(call: Call) -> list[dict[str, Any]]:
    """Who accepted, pledged and declared what, as plain values for papers."""
    return [
        {
            "member": s.label,
            "name": s.reviewer.name,
            "employer": s.reviewer.employer,
            "state": s.state,
            "chair": s.chair,
            "pledged_at": s.pledged_at.isoformat() if s.pledged_at else "",
            "declared_at": s.declared_at.isoformat() if s.declared_at else "",
            "reason": s.reason,
            "conflicts": [
                {"application": c.application_id, "source": c.source, "reason": c.reason} for c in s.conflicts
            ],
        }
        for s in seats_of(call, sitting=False)
    ]

"""How a panel over one case comes about and works: drawn by a logged seed from who may judge it,
pledged before the file opens, scoring under seal.

Until the last one has handed in nobody but the reviewer learns anything of a sheet: no score, no count, no time.
"""

import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from funds.selection import scoring
from funds.selection.lots.draw import commitment, draw
from funds.selection.pool.queries import user_of
from funds.selection.reviews.models import Review, ReviewSeat
from funds.selection.reviews.queries import FEWEST, fresh_pool, review_of, running, seats_of
from funds.selection.reviews.subjects import subject_of
from funds.selection.scoring.files import digest
from funds.selection.scoring.sheets import right_score
from portal.core import clock, joining, mail, records
from portal.core.cases import Case
from portal.core.db import db, lock_row
from portal.core.fire import Firing, fire
from portal.core.people import SYSTEM, Actor, User, actor_of
from portal.core.roles import grant
from portal.core.text import Text
from portal.core.workflow import Refused, within

# ---- readings ------------------------------------------------------------------------------------------------------------------------


def may_call_off(case: Case, _given: Mapping[str, Any]) -> Text | None:
    """Only where the reviewers cannot be found: nobody looks at how many have scored and then thinks again."""
    held = review_of(case)
    if held is not None and held.draw_order and len(seats_of(case)) >= FEWEST:
        return Text(
            "위원이 {n}명 이상 있어 평가를 그만둘 수 없습니다.", "With {n} or more reviewers it cannot be called off."
        ).format(n=FEWEST)
    return None


# ---- how the panel comes about -----------------------------------------------------------------------------------------------------------


def open_review(case: Case, criteria: list[dict[str, Any]], wanted: int) -> Review:
    """Make room for a panel of `wanted` who score `criteria`;
    one that was called off begins anew with a draw of its own.
    """
    if wanted < FEWEST:
        raise Refused(
            fields={"wanted": Text("위원은 {n}명 이상이어야 합니다.", "At least {n} members.").format(n=FEWEST)}
        )
    held = review_of(case)
    if held is None:
        held = Review(case_id=case.id)
        db.session.add(held)
    for seat in seats_of(case):
        seat.state, seat.reason = "replaced", "평가를 그만두었음"
    held.criteria, held.wanted = criteria, wanted
    held.draw_seed, held.draw_hash, held.draw_pool, held.draw_order = "", "", [], []
    db.session.flush()
    return held


def _note(case: Case, event: str, actor: Actor, **facts: Any) -> None:
    records.record(case, f"{case.declared.key}.{event}", actor, state_to=case.state, facts=facts)


def commit_draw(case: Case, actor: Actor) -> None:
    """List who may be drawn and log the hash of a fresh seed."""
    lock_row(case)
    held = running(case)
    if held.draw_hash:
        raise Refused(Text("이미 추첨을 예고했습니다.", "The draw was announced already."))
    pool = fresh_pool(case)
    if len(pool) < held.wanted:
        raise Refused(
            Text(
                "평가할 수 있는 후보가 {n}명뿐이라 {w}명을 뽑을 수 없습니다. 후보 명단에 사람을 더해 주세요.",
                "Only {n} people of the pool may judge this; {w} are wanted. Add people to the pool.",
            ).format(n=len(pool), w=held.wanted)
        )
    held.draw_seed = secrets.token_hex(32)
    held.draw_hash, held.draw_pool = commitment(held.draw_seed), [r.id for r in pool]
    named = [f"{r.id} {r.name} ({r.employer})" for r in pool]
    _note(case, "draw_committed", actor, hash=held.draw_hash, pool=named, wanted=held.wanted)


def carry_out_draw(case: Case, actor: Actor) -> list[ReviewSeat]:
    """Reveal the seed and invite the first of the drawn order."""
    lock_row(case)
    held = running(case)
    if not held.draw_hash:
        raise Refused(Text("먼저 후보 명단과 해시를 남겨 주세요.", "Log the pool and the hash first."))
    if held.draw_order:
        raise Refused(Text("이미 추첨했습니다.", "It was drawn already."))
    held.draw_order = draw(held.draw_seed, held.draw_pool)
    _note(case, "drawn", actor, seed=held.draw_seed, hash=held.draw_hash, order=[str(i) for i in held.draw_order])
    return [_seat(case, reviewer_id) for reviewer_id in held.draw_order[: held.wanted]]


def _seat(case: Case, reviewer_id: int) -> ReviewSeat:
    label = f"R{len(seats_of(case, sitting=False)) + 1}"
    made = ReviewSeat(case_id=case.id, reviewer_id=reviewer_id, label=label)
    db.session.add(made)
    db.session.flush()
    db.session.refresh(made)
    reviewer, officer = made.reviewer, db.session.get(User, subject_of(case).inviter(case) or 0)
    user, event = user_of(reviewer), f"{case.declared.key}.reviewer_invited"
    given: dict[str, Any] = {"case": case, "reviewer": reviewer}
    if user is not None:
        if officer is not None:
            grant(user, "panel", actor_of(officer))
        mail.tell_person(user, event, **given)
    elif officer is not None:
        _, token = joining.invite(reviewer.email, actor_of(officer), portal_role="panel")
        mail.tell_address(reviewer.email, event, token=token, **given)
    return made


def _fill(case: Case, held: Review, actor: Actor) -> None:
    seated = {s.reviewer_id for s in seats_of(case, sitting=False)}
    following = next((i for i in held.draw_order if i not in seated), None)
    if following is not None:
        made = _seat(case, following)
        _note(case, "reviewer_filled", actor, member=made.label, name=made.reviewer.name)


# ---- the reviewer's own work ---------------------------------------------------------------------------------------------------------


def answer(seat: ReviewSeat, actor: Actor, *, accepts: bool, reason: str = "") -> None:
    lock_row(seat)
    held = running(seat.review.case)
    if seat.state != "invited":
        raise Refused(Text("이미 답한 초청입니다.", "This invitation was answered already."))
    if accepts:
        seat.state, seat.answered_at = "accepted", clock.now()
        return
    if not reason.strip():
        raise Refused(fields={"reason": Text("거절하는 까닭을 적어 주세요.", "Say why you refuse.")})
    _leave(seat, held, "refused", actor, reason)


def _leave(seat: ReviewSeat, held: Review, state: str, actor: Actor, reason: str) -> None:
    seat.state, seat.answered_at, seat.reason = state, seat.answered_at or clock.now(), within(reason, 1000, "reason")
    _note(held.case, "reviewer_left", actor, member=seat.label, because_of=seat.reason)
    _fill(held.case, held, actor)


def declare(seat: ReviewSeat, actor: Actor, *, secrecy: bool, integrity: bool, conflict: str | None) -> None:
    """Pledges, and whether there is a conflict with any party (then the next of the order is asked)."""
    lock_row(seat)
    held = running(seat.review.case)
    if seat.state != "accepted" or seat.declared_at is not None:
        raise Refused(Text("이미 신고했습니다.", "You declared already."))
    if conflict is not None:
        if not conflict.strip():
            raise Refused(fields={"reason": Text("이해관계의 내용을 적어 주세요.", "Say what the conflict is.")})
        _leave(seat, held, "conflicted", actor, conflict)
        return
    if not (secrecy and integrity):
        raise Refused(Text("비밀유지와 청렴 서약에 모두 표시해 주세요.", "Confirm both pledges."))
    seen = subject_of(held.case).barred(held.case, seat.reviewer)
    if seen is not None:  # since the draw: an account, a membership or another name of the organisation
        raise Refused(Text("{why}. 이해관계를 신고해 주세요.", "{why}. Declare the conflict instead.").format(why=seen))
    seat.declared_at = clock.now()
    _note(held.case, "reviewer_pledged", actor, member=seat.label)


def replace_reviewer(seat: ReviewSeat, actor: Actor, reason: str) -> None:
    """Take a reviewer off; what they scored counts no more."""
    case = seat.review.case
    lock_row(case)
    held = running(case)
    if not seat.sits:
        raise Refused(Text("이미 자리를 떠난 위원입니다.", "This reviewer has left already."))
    if not reason.strip():
        raise Refused(fields={f"reason-{seat.id}": Text("바꾸는 까닭을 적어 주세요.", "Say why.")})
    _leave(seat, held, "replaced", actor, reason)
    complete_if_all_in(case)


def save_sheet(seat: ReviewSeat, typed: Mapping[str, str], remark: str) -> dict[str, Text]:
    """Keep what is right; gives a sentence by criterion for what is not."""
    lock_row(seat)
    held = running(seat.review.case)
    if not seat.judges or seat.handed_in_at is not None:
        raise Refused(Text("지금은 점수를 적을 수 없습니다.", "Scores cannot be given now."))
    kept, wrong = dict(seat.scores or {}), {}
    for criterion in held.criteria:
        text = str(typed.get(criterion["id"], "")).strip()
        right = right_score(text, Decimal(criterion["max"])) if text else ""
        if right is None:
            wrong[criterion["id"]] = Text(
                "0점에서 {m}점까지, 소수 한 자리로 적어 주세요.", "Give 0 to {m} points, with one decimal at most."
            ).format(m=criterion["max"])
        elif right:
            kept[criterion["id"]] = right
        else:
            kept.pop(criterion["id"], None)
    seat.scores, seat.remark = kept, within(remark, 4000, "remark")
    db.session.flush()
    return wrong


def hand_in(seat: ReviewSeat) -> None:
    case = seat.review.case
    lock_row(case)
    lock_row(seat)
    held = running(case)
    if not seat.judges or seat.handed_in_at is not None:
        raise Refused(Text("지금은 제출할 수 없습니다.", "It is not possible now."))
    missing = [c["label"] for c in held.criteria if not seat.scores.get(c["id"])]
    if missing:
        raise Refused(Text("점수를 적지 않은 항목: {n}", "Not scored yet: {n}").format(n=", ".join(missing)))
    seat.handed_in_at = clock.now()
    db.session.flush()
    complete_if_all_in(case)


def complete_if_all_in(case: Case) -> None:
    seats = seats_of(case)
    if (
        case.state == subject_of(case).working
        and len(seats) >= FEWEST
        and all(s.handed_in_at is not None for s in seats)
    ):
        fire(case, "complete", SYSTEM)


def keep_result(case: Case, firing: Firing, rubric: dict[str, Any], scores: dict[str, Any], **beside: Any) -> None:
    """Run the portal's one arithmetic on what the sheets came to; keep its files,
    their hashes and what the kind keeps beside.
    """
    held = review_of(case)
    assert held is not None
    files = {"rubric": rubric, "scores": scores, "result": scoring.score(*scoring.parse(rubric, scores)).as_json()}
    hashes = {f"{name}.json": digest(body) for name, body in files.items()}
    held.result = files | {"sha256": hashes} | beside
    handed = {s.label: s.handed_in_at.isoformat() for s in seats_of(case) if s.handed_in_at}
    firing.facts |= {"sha256": hashes, "handed_in": handed}

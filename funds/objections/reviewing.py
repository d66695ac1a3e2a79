"""The new reviewers of an objection: drawn by a logged seed among those who sat on no panel of the call, sealed as the first time.

Until the last one has handed in nobody but the reviewer learns anything of a sheet; then the same arithmetic runs on the same files.
"""

import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from funds import scoring
from funds.applications.applying import open_applications
from funds.calls.files import digest
from funds.calls.round_results import round_result
from funds.models import Objection
from funds.objections.models import Rescoring, ReviewSeat
from funds.objections.objecting import criteria_open, rescoring_of
from funds.panel import committee
from funds.panel.conflicts import computed_conflict
from funds.panel.draw import commitment, draw
from funds.panel.models import Reviewer, Seat
from funds.panel.sealed import right_score
from funds.scoring.rescored import new_means, with_means
from portal.core import clock, joining, mail, records
from portal.core.cases import Case
from portal.core.db import db, lock_row
from portal.core.fire import Firing, fire
from portal.core.people import SYSTEM, Actor, User, actor_of
from portal.core.rights import grant
from portal.core.text import Text
from portal.core.workflow import Refused

FEWEST = 3


def running(case: Objection) -> Rescoring:
    held = rescoring_of(case)
    if case.state != "rescoring" or held is None:
        raise Refused(Text("다시 평가하는 중이 아닙니다.", "Nothing is being scored again."))
    return held


def seats_of(case: Objection, *, sitting: bool = True) -> list[ReviewSeat]:
    rows = db.session.scalars(select(ReviewSeat).where(ReviewSeat.objection_id == case.id).order_by(ReviewSeat.id))
    return [s for s in rows if s.sits or not sitting]


def seat_of(objection_id: int, actor: Actor) -> ReviewSeat | None:
    reviewer = committee.reviewer_of(actor)
    if reviewer is None:
        return None
    wanted = select(ReviewSeat).where(ReviewSeat.objection_id == objection_id, ReviewSeat.reviewer_id == reviewer.id)
    return db.session.scalar(wanted)


def seats_held(actor: Actor) -> list[ReviewSeat]:
    """Every objection the actor was ever drawn for."""
    reviewer = committee.reviewer_of(actor)
    if reviewer is None:
        return []
    wanted = select(ReviewSeat).where(ReviewSeat.reviewer_id == reviewer.id).order_by(ReviewSeat.id.desc())
    return list(db.session.scalars(wanted))


def may_call_off(case: Case, _given: Mapping[str, Any]) -> Text | None:
    """Only where the reviewers cannot be found: nobody looks at how many have scored and then thinks again."""
    assert isinstance(case, Objection)
    held = rescoring_of(case)
    if held is not None and held.draw_order and len(seats_of(case)) >= FEWEST:
        return Text(
            "위원이 {n}명 이상 있어 재평가를 그만둘 수 없습니다.", "With {n} or more reviewers it cannot be called off."
        ).format(n=FEWEST)
    return None


# ---- who may be drawn --------------------------------------------------------------------------------------------------------------


def barred(case: Objection, reviewer: Reviewer) -> Text | None:
    """Why somebody of the pool may not score again: a seat on an earlier panel of the call, or a conflict the portal sees."""
    call = case.application.call
    if db.session.scalar(select(Seat.id).where(Seat.call_id == call.id, Seat.reviewer_id == reviewer.id)):
        return Text("이 공모의 평가위원이었음", "Sat on the panel of this call")
    earlier = (
        select(ReviewSeat.id)
        .join(Objection, Objection.id == ReviewSeat.objection_id)
        .where(
            ReviewSeat.reviewer_id == reviewer.id,
            ReviewSeat.objection_id != case.id,
            Objection.application_id.in_([a.id for a in open_applications(call)]),
        )
    )
    if db.session.scalar(earlier):
        return Text("이 공모의 다른 이의신청을 재평가했음", "Scored another objection of this call again")
    for application in open_applications(call):
        found = computed_conflict(reviewer, application)
        if found is not None:
            return found
    return None


def fresh_pool(case: Objection) -> list[Reviewer]:
    """The people of the pool who may be drawn."""
    return [r for r in committee.pool() if barred(case, r) is None]


def commit_draw(case: Objection, actor: Actor) -> None:
    """List who may be drawn and log the hash of a fresh seed."""
    lock_row(case)
    held = running(case)
    if held.draw_hash:
        raise Refused(Text("이미 추첨을 예고했습니다.", "The draw was announced already."))
    pool = fresh_pool(case)
    if len(pool) < held.wanted:
        raise Refused(
            Text(
                "앞선 평가에 참여하지 않은 후보가 {n}명뿐이라 {w}명을 뽑을 수 없습니다. 후보 명단에 사람을 더해 주세요.",
                "Only {n} people of the pool sat on no earlier panel; {w} are wanted. Add people to the pool.",
            ).format(n=len(pool), w=held.wanted)
        )
    held.draw_seed = secrets.token_hex(32)
    held.draw_hash, held.draw_pool = commitment(held.draw_seed), [r.id for r in pool]
    facts = {"hash": held.draw_hash, "pool": [f"{r.id} {r.name} ({r.employer})" for r in pool], "wanted": held.wanted}
    records.record(case, "objection.draw_committed", actor, state_to=case.state, facts=facts)


def carry_out_draw(case: Objection, actor: Actor) -> list[ReviewSeat]:
    """Reveal the seed and invite the first of the drawn order."""
    lock_row(case)
    held = running(case)
    if not held.draw_hash:
        raise Refused(Text("먼저 후보 명단과 해시를 남겨 주세요.", "Log the pool and the hash first."))
    if held.draw_order:
        raise Refused(Text("이미 추첨했습니다.", "It was drawn already."))
    held.draw_order = draw(held.draw_seed, held.draw_pool)
    facts = {"seed": held.draw_seed, "hash": held.draw_hash, "order": [str(i) for i in held.draw_order]}
    records.record(case, "objection.drawn", actor, state_to=case.state, facts=facts)
    return [_seat(case, reviewer_id) for reviewer_id in held.draw_order[: held.wanted]]


def _seat(case: Objection, reviewer_id: int) -> ReviewSeat:
    label = f"R{len(seats_of(case, sitting=False)) + 1}"
    made = ReviewSeat(objection_id=case.id, reviewer_id=reviewer_id, label=label)
    db.session.add(made)
    db.session.flush()
    db.session.refresh(made)
    reviewer, officer = made.reviewer, db.session.get(User, case.application.call.created_by_id or 0)
    user = committee.user_of(reviewer)
    given: dict[str, Any] = {"objection": case, "call": case.application.call, "reviewer": reviewer}
    if user is not None:
        if officer is not None:
            grant(user, "panel", actor_of(officer))
        mail.tell_person(user, "objection.reviewer_invited", **given)
    elif officer is not None:
        _, token = joining.invite(reviewer.email, actor_of(officer), portal_role="panel")
        mail.tell_address(reviewer.email, "objection.reviewer_invited", token=token, **given)
    return made


def _fill(case: Objection, held: Rescoring, actor: Actor) -> None:
    seated = {s.reviewer_id for s in seats_of(case, sitting=False)}
    following = next((i for i in held.draw_order if i not in seated), None)
    if following is not None:
        made = _seat(case, following)
        facts = {"member": made.label, "name": made.reviewer.name}
        records.record(case, "objection.reviewer_filled", actor, state_to=case.state, facts=facts)


# ---- the reviewer's own work ---------------------------------------------------------------------------------------------------------


def answer(seat: ReviewSeat, actor: Actor, *, accepts: bool, reason: str = "") -> None:
    lock_row(seat)
    case = seat.objection
    held = running(case)
    if seat.state != "invited":
        raise Refused(Text("이미 답한 초청입니다.", "This invitation was answered already."))
    if accepts:
        seat.state, seat.answered_at = "accepted", clock.now()
        return
    if not reason.strip():
        raise Refused(fields={"reason": Text("거절하는 까닭을 적어 주세요.", "Say why you refuse.")})
    _leave(seat, held, "refused", actor, reason)


def _leave(seat: ReviewSeat, held: Rescoring, state: str, actor: Actor, reason: str) -> None:
    seat.state, seat.answered_at, seat.reason = state, seat.answered_at or clock.now(), reason.strip()[:1000]
    facts = {"member": seat.label, "because_of": seat.reason}
    records.record(seat.objection, "objection.reviewer_left", actor, state_to=seat.objection.state, facts=facts)
    _fill(seat.objection, held, actor)


def declare(seat: ReviewSeat, actor: Actor, *, secrecy: bool, integrity: bool, conflict: str | None) -> None:
    """Pledges, and whether there is a conflict with any applicant of the call (then the next of the order is asked)."""
    lock_row(seat)
    held = running(seat.objection)
    if seat.state != "accepted" or seat.declared_at is not None:
        raise Refused(Text("이미 신고했습니다.", "You declared already."))
    if conflict is not None:
        if not conflict.strip():
            raise Refused(fields={"reason": Text("이해관계의 내용을 적어 주세요.", "Say what the conflict is.")})
        _leave(seat, held, "conflicted", actor, conflict)
        return
    if not (secrecy and integrity):
        raise Refused(Text("비밀유지와 청렴 서약에 모두 표시해 주세요.", "Confirm both pledges."))
    seat.declared_at = clock.now()
    facts = {"member": seat.label}
    records.record(seat.objection, "objection.reviewer_pledged", actor, state_to=seat.objection.state, facts=facts)


def replace_reviewer(seat: ReviewSeat, actor: Actor, reason: str) -> None:
    """Take a reviewer off; what they scored counts no more."""
    lock_row(seat.objection)
    held = running(seat.objection)
    if not seat.sits:
        raise Refused(Text("이미 자리를 떠난 위원입니다.", "This reviewer has left already."))
    if not reason.strip():
        raise Refused(fields={f"reason-{seat.id}": Text("바꾸는 까닭을 적어 주세요.", "Say why.")})
    _leave(seat, held, "replaced", actor, reason)
    complete_if_all_in(seat.objection)


def save_sheet(seat: ReviewSeat, typed: Mapping[str, str], remark: str) -> dict[str, Text]:
    """Keep what is right; gives a sentence by criterion for what is not."""
    lock_row(seat)
    held = running(seat.objection)
    if not seat.judges or seat.handed_in_at is not None:
        raise Refused(Text("지금은 점수를 적을 수 없습니다.", "Scores cannot be given now."))
    kept, wrong = dict(seat.scores or {}), {}
    for criterion in named_criteria(seat.objection, held):
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
    seat.scores, seat.remark = kept, remark.strip()[:4000]
    db.session.flush()
    return wrong


def named_criteria(case: Objection, held: Rescoring) -> list[dict[str, Any]]:
    """The criteria to score again, with the maxima of the round and the levels of the rubric."""
    return [c for c in criteria_open(case) if c["id"] in held.criteria]


def hand_in(seat: ReviewSeat) -> None:
    lock_row(seat.objection)
    lock_row(seat)
    held = running(seat.objection)
    if not seat.judges or seat.handed_in_at is not None:
        raise Refused(Text("지금은 제출할 수 없습니다.", "It is not possible now."))
    missing = [c["label"] for c in named_criteria(seat.objection, held) if not seat.scores.get(c["id"])]
    if missing:
        raise Refused(Text("점수를 적지 않은 항목: {n}", "Not scored yet: {n}").format(n=", ".join(missing)))
    seat.handed_in_at = clock.now()
    db.session.flush()
    complete_if_all_in(seat.objection)


def complete_if_all_in(case: Objection) -> None:
    seats = seats_of(case)
    if case.state == "rescoring" and len(seats) >= FEWEST and all(s.handed_in_at is not None for s in seats):
        fire(case, "complete", SYSTEM)


def freeze(case: Objection, firing: Firing) -> None:
    """Run the same arithmetic with the new means and keep files, hashes and who scored what."""
    held, before = rescoring_of(case), round_result(case.application)
    assert held is not None
    assert before is not None
    number = case.application.number or ""
    sheets = {s.label: {c: s.scores[c] for c in held.criteria} for s in seats_of(case)}
    means = new_means(sheets)
    scores = with_means(before["scores"], number, means)
    result = scoring.score(*scoring.parse(before["rubric"], scores)).as_json()
    held.result = {
        "criteria": {c: {"mean": m, "by": {label: given[c] for label, given in sheets.items()}} for c, m in means.items()},
        "round": before["round"],
        "rubric": before["rubric"],
        "scores": scores,
        "result": result,
        "sha256": {"rubric.json": digest(before["rubric"]), "scores.json": digest(scores), "result.json": digest(result)},
    }  # fmt: skip
    handed = {s.label: s.handed_in_at.isoformat() for s in seats_of(case) if s.handed_in_at}
    firing.facts |= {"sha256": held.result["sha256"], "handed_in": handed, "criteria": held.criteria}

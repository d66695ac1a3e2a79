"""One expert after the other is asked: the offer, its answer, the next in rank, leaving in the middle.

A pair that was accepted is never touched by another case; who passed a case on is not asked for it again.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from experts.acts import answers_of
from experts.choice import profiles
from experts.models import Consultation, Expert, Offer
from experts.papers import pledge
from portal.core import clock, mail, threads
from portal.core.db import db, lock_row
from portal.core.fire import Firing
from portal.core.text import Text
from portal.core.workflow import within

MAIN = "consultation"
AUDIENCE = ("members", "expert", "officials")


def may_be_asked(case: Consultation, given: Mapping[str, Any]) -> Text | None:
    """No gate bars the expert: checked again at the moment of assigning, with the expert's row held."""
    expert = db.session.get(Expert, int(given.get("expert") or 0))
    if expert is None:
        return Text("전문위원을 골라 주세요.", "Choose an expert.")
    lock_row(expert)
    why = profiles.barred(case, expert)
    return Text(f"{expert.name}: {why[0].ko}", f"{expert.name_en or expert.name}: {why[0].en}") if why else None


def assign(case: Consultation, firing: Firing) -> None:
    case.fallback = [int(one) for one in firing.given.get("fallback") or () if int(one) != int(firing.given["expert"])]
    _ask(
        case,
        firing,
        int(firing.given["expert"]),
        int(firing.given.get("rank") or 0),
        str(firing.given.get("why") or ""),
    )
    case.handler_id = case.handler_id or firing.actor.user_id


def _ask(case: Consultation, firing: Firing, expert_id: int, rank: int, why: str) -> None:
    wished = profiles.wished_rank(answers_of(case), expert_id)
    made = Offer(
        case_id=case.id,
        expert_id=expert_id,
        rank=rank,
        wished=wished,
        asked_by_id=firing.actor.user_id,
        why_asked=within(why, 1000),
    )
    db.session.add(made)
    case.expert_id, case.asked_on = expert_id, firing.on
    db.session.flush()
    db.session.refresh(case, ["expert"])
    firing.facts |= {"expert": expert_id, "expert_name": made.expert.name if made.expert else ""}


def next_in_line(case: Consultation) -> Expert | None:
    """The first of the officer's further choices whom no gate bars."""
    for expert_id in case.fallback:
        expert = db.session.get(Expert, expert_id)
        if expert is not None and not profiles.barred(case, expert):
            return expert
    return None


def at_once_if_next(case: Consultation) -> date | None:
    return clock.today() if case.fallback and next_in_line(case) else None


def ask_next(case: Consultation, firing: Firing) -> None:
    expert = next_in_line(case)
    assert expert is not None
    case.fallback = case.fallback[case.fallback.index(expert.id) + 1 :]
    _ask(case, firing, expert.id, 0, "다음 순위")


def current_offer(case: Consultation) -> Offer | None:
    """The asking that is open or being worked on."""
    wanted = select(Offer).where(Offer.case_id == case.id, Offer.state.in_(("asked", "accepted")))
    return db.session.scalar(wanted.order_by(Offer.id.desc()).limit(1))


def end_offer(case: Consultation, firing: Firing, state: str, reason: str) -> None:
    offer = current_offer(case)
    if offer is not None:
        offer.state, offer.reason, offer.answered_at = state, within(reason, 1000), clock.now()
    if case.expert is not None and case.expert.user_id != firing.actor.user_id:
        release(case, case.expert, state, signed=offer is not None and offer.pledged_at is not None)
    firing.facts |= {"because_own": None}  # the expert's reason stands on the offer, for officials only
    if case.expert is not None:
        firing.facts |= {"expert": case.expert.id, "expert_name": case.expert.name}
    case.expert_id = None
    db.session.flush()
    db.session.refresh(case, ["expert"])


RELEASED = {
    "lapsed": Text("회신 기한이 지나 요청을 거두었습니다.", "The time to answer passed, so the request was taken back."),
    "recalled": Text("요청을 거두었거나 신청 기관이 자문을 취소했습니다.", "The request was taken back, or the client withdrew."),
    "left": Text("담당자가 전문위원을 바꾸었습니다.", "The officer handed the consultation to another expert."),
    "done": Text("의뢰 기관과의 자문을 마쳤습니다. 고맙습니다.", "The consultation is closed. Thank you."),
}  # fmt: skip
"""What an expert hears when a case ends for them though they did nothing, by the state of their offer."""


def release(case: Consultation, expert: Expert, state: str, *, signed: bool) -> None:
    """Tell the expert that the case is no longer theirs, and to keep what they signed;
    a link goes only where they may look.
    """
    shown = case if state == "done" else None
    why = RELEASED[state]
    mail.tell_person(expert.user, "consultation.released", case=shown, number=case.number, why=why, signed=signed)


def decline(case: Consultation, firing: Firing) -> None:
    end_offer(case, firing, "declined", str(firing.given["because_own"]))


def declare(case: Consultation, firing: Firing) -> None:
    """A conflict, before the file was opened; the tie goes into the expert's profile if they say so."""
    expert, name = case.expert, str(firing.given["conflict_with"]).strip()
    if expert is not None and firing.given.get("keep") == "yes" and name not in expert.conflicts:
        expert.conflicts = [*expert.conflicts, name]
    end_offer(case, firing, "conflict", name)
    firing.facts |= {"conflict_with": None}


def lapse_offer(case: Consultation, firing: Firing) -> None:
    end_offer(case, firing, "lapsed", "회신 없음")


def recall(case: Consultation, firing: Firing) -> None:
    end_offer(case, firing, "recalled", str(firing.given.get("reason") or ""))


def leave(case: Consultation, firing: Firing) -> None:
    """The expert gives the case back, or an officer takes it: thread, plan and logged time stay for whoever follows."""
    end_offer(case, firing, "left", str(firing.given.get("because_own") or firing.given.get("reason") or ""))
    case.accepted_on = None


def pledged(_case: Consultation, given: Mapping[str, Any]) -> Text | None:
    if given.get("no_conflict") != "yes":
        return Text("이해상충이 있으면 ‘이해상충 신고’를 해 주세요.", "If there is a conflict, declare it instead.")
    if given.get("pledge") != "yes":
        return Text("비밀유지에 서약해야 자료를 볼 수 있습니다.", "The file opens once you pledge confidentiality.")
    return None


def free_of_ties(case: Consultation, _given: Mapping[str, Any]) -> Text | None:
    """Whoever became a member of a party, or wrote a tie, after being asked declares it instead of accepting."""
    found = profiles.tied(case, case.expert) if case.expert is not None else None
    if found is None:
        return None
    return Text("{why}. ‘이해상충 신고’를 해 주세요.", "{why}. Declare the conflict instead.").format(why=found)


def accept(case: Consultation, firing: Firing) -> None:
    """The pair is settled: the thread opens for the three sides, the file for the expert."""
    offer = current_offer(case)
    assert offer is not None
    offer.state, offer.answered_at, offer.pledged_at = "accepted", clock.now(), clock.now()
    case.accepted_on, case.fallback = firing.on, []
    threads.open_thread(case, MAIN, AUDIENCE)
    firing.facts |= {"expert": offer.expert_id, "expert_name": offer.expert.name} | pledge.facts()

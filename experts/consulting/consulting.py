"""What must hold for the moves of a consultation and what they do: asking experts one after the other, work, report, closing.

A pair that was accepted is never touched by another case; who passed a case on is not asked for it again.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from experts import terms
from experts.models import Consultation, Expert, Offer
from experts.pool import profiles as pool
from experts.pool.appointing import answers_of, file_answers
from portal.core import clock, records, rules, threads
from portal.core.cases import Case, Draft
from portal.core.db import db, lock_row
from portal.core.fire import Firing
from portal.core.people import Organisation, User
from portal.core.schema import Answers
from portal.core.text import Text
from portal.core.workflow import Refused

MAIN = "consultation"
AUDIENCE = ("members", "expert", "officials")


# ---- asking for it ------------------------------------------------------------------------------------------------------


def where_or_what(answers: Answers) -> dict[str, Text]:
    """A request needs words; a place may be missing, then country experience is not weighed."""
    text = str(answers.get("text") or "").strip()
    if text and len(text) < 20:
        return {
            "text": Text("무엇을 알고 싶은지 20자 이상 적어 주세요.", "Say what you need in at least 20 characters.")
        }
    return {}


def wishes_differ(answers: Answers) -> dict[str, Text]:
    wished = [answers.get(f"preferred{n}") for n in (1, 2, 3)]
    for n, one in enumerate(wished):
        if one and one in wished[:n]:
            return {f"preferred{n + 1}": Text("같은 전문위원을 두 번 골랐습니다.", "The same expert was chosen twice.")}
    return {}


def receive(case: Consultation, firing: Firing) -> None:
    """접수: number and day; the typed columns for lists and the yearly table."""
    take_over(case, file_answers(case, firing))
    case.received_on = firing.on
    case.number = records.receipt_number("G", firing.on)
    firing.facts |= {"number": case.number}


def refile(case: Consultation, firing: Firing) -> None:
    take_over(case, file_answers(case, firing))


def take_over(case: Consultation, answers: Answers) -> None:
    """What lists and statistics read of the answers."""
    case.depth = answers.get("depth") or "general"
    case.countries, case.fields = list(answers.get("countries") or ()), list(answers.get("fields") or ())
    case.region = terms.consulting_region(case.countries)
    case.subject = str(answers.get("title") or "")[:300]
    case.title = neutral_title(case)


def neutral_title(case: Consultation) -> str:
    """What lists, mails and the form of a move call the case: the parties and the place, nothing of what is asked."""
    owner = db.session.get(Organisation, case.organisation_id) if case.organisation_id else None
    parts = (
        owner.name if owner else "",
        terms.named(terms.places(), case.countries[:3]).ko,
        terms.DEPTHS[case.depth].ko,
    )
    return " · ".join(part for part in parts if part)[:300]


def reopen(case: Consultation, _firing: Firing) -> None:
    records.start_draft(case, answers_of(case))


def take(case: Case, firing: Firing) -> None:
    case.handler_id = firing.actor.user_id


def hand_over(case: Case, firing: Firing) -> None:
    receiver = db.session.get(User, int(firing.given["to"]))
    if receiver is None or not receiver.active or "officer" not in receiver.roles:
        raise Refused(fields={"to": Text("받을 담당자를 골라 주세요.", "Choose the officer who takes over.")})
    firing.facts |= {"to": receiver.id, "to_name": receiver.name}
    case.handler_id = receiver.id


def verified(case: Case, _given: Mapping[str, Any]) -> Text | None:
    """Only organisations whose business number was checked are served."""
    owner = db.session.get(Organisation, case.organisation_id) if case.organisation_id else None
    if owner is None or not owner.verified:
        return Text(
            "기관 확인이 끝나지 않았습니다. 기관 정보를 먼저 확인해 주세요.",
            "The organisation is not verified yet. Check it first.",
        )
    return None


def handler_if_none(case: Case, firing: Firing) -> None:
    case.handler_id = case.handler_id or firing.actor.user_id


# ---- one expert after the other -----------------------------------------------------------------------------------------


def may_be_asked(case: Consultation, given: Mapping[str, Any]) -> Text | None:
    """No gate bars the expert: checked again at the moment of assigning, with the expert's row held."""
    expert = db.session.get(Expert, int(given.get("expert") or 0))
    if expert is None:
        return Text("전문위원을 골라 주세요.", "Choose an expert.")
    lock_row(expert)
    why = pool.barred(case, expert)
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
    wished = pool.wished_rank(answers_of(case), expert_id)
    made = Offer(
        case_id=case.id,
        expert_id=expert_id,
        rank=rank,
        wished=wished,
        asked_by_id=firing.actor.user_id,
        why_asked=why[:1000],
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
        if expert is not None and not pool.barred(case, expert):
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


def _end_offer(case: Consultation, firing: Firing, state: str, reason: str) -> None:
    offer = current_offer(case)
    if offer is not None:
        offer.state, offer.reason, offer.answered_at = state, reason[:1000], clock.now()
    firing.facts |= {"because_own": None}  # the expert's reason stands on the offer, for officials only
    if case.expert is not None:
        firing.facts |= {"expert": case.expert.id, "expert_name": case.expert.name}
    case.expert_id = None
    db.session.flush()
    db.session.refresh(case, ["expert"])


def decline(case: Consultation, firing: Firing) -> None:
    _end_offer(case, firing, "declined", str(firing.given["because_own"]))


def declare(case: Consultation, firing: Firing) -> None:
    """A conflict, before the file was opened; the tie goes into the expert's profile if they say so."""
    expert, name = case.expert, str(firing.given["conflict_with"]).strip()
    if expert is not None and firing.given.get("keep") == "yes" and name not in expert.conflicts:
        expert.conflicts = [*expert.conflicts, name]
    _end_offer(case, firing, "conflict", name)
    firing.facts |= {"conflict_with": None}


def lapse_offer(case: Consultation, firing: Firing) -> None:
    _end_offer(case, firing, "lapsed", "회신 없음")


def recall(case: Consultation, firing: Firing) -> None:
    _end_offer(case, firing, "recalled", str(firing.given.get("reason") or ""))


def leave(case: Consultation, firing: Firing) -> None:
    """The expert gives the case back, or an officer takes it: thread, plan and logged time stay for whoever follows."""
    _end_offer(case, firing, "left", str(firing.given.get("because_own") or firing.given.get("reason") or ""))
    case.accepted_on = None


def pledged(_case: Case, given: Mapping[str, Any]) -> Text | None:
    if given.get("no_conflict") != "yes":
        return Text("이해상충이 있으면 ‘이해상충 신고’를 해 주세요.", "If there is a conflict, declare it instead.")
    if given.get("pledge") != "yes":
        return Text("비밀유지에 서약해야 자료를 볼 수 있습니다.", "The file opens once you pledge confidentiality.")
    return None


def accept(case: Consultation, firing: Firing) -> None:
    """The pair is settled: the thread opens for the three sides, the file for the expert."""
    offer = current_offer(case)
    assert offer is not None
    offer.state, offer.answered_at, offer.pledged_at = "accepted", clock.now(), clock.now()
    case.accepted_on, case.fallback = firing.on, []
    threads.open_thread(case, MAIN, AUDIENCE)
    firing.facts |= {"expert": offer.expert_id, "expert_name": offer.expert.name}


# ---- work and closing ---------------------------------------------------------------------------------------------------


def is_indepth(case: Consultation, _given: Mapping[str, Any]) -> Text | None:
    if case.depth != "indepth":
        return Text("심화 자문에서만 합니다.", "Only in in-depth consulting.")
    return None


def has_plan(case: Consultation, _given: Mapping[str, Any]) -> Text | None:
    if case.depth == "indepth" and not case.plan:
        return Text("수행계획서를 먼저 내 주세요.", "Hand in the plan first.")
    return None


def set_plan(case: Consultation, firing: Firing) -> None:
    case.plan = str(firing.given["plan"])
    firing.facts |= {"plan": None}  # it stands on the case; the event only says that it was handed in


def set_report(case: Consultation, firing: Firing) -> None:
    case.report, case.reported_on = str(firing.given["report"]), firing.on
    firing.facts |= {"report": None}


def again(case: Consultation, _firing: Firing) -> None:
    case.reported_on = None


def close(case: Consultation, firing: Firing) -> None:
    case.rating = int(firing.given["rating"])
    case.rating_words = str(firing.given.get("rating_words") or "")
    _done(case, firing)


def close_lapsed(case: Consultation, firing: Firing) -> None:
    _done(case, firing)


def _done(case: Consultation, firing: Firing) -> None:
    offer = current_offer(case)
    if offer is not None:
        offer.state = "done"
    case.decided_on = firing.on


def decide_against(case: Consultation, firing: Firing) -> None:
    """Refused, withdrawn, or nobody suits: whoever was asked is let go."""
    if case.expert_id is not None:
        _end_offer(case, firing, "recalled", "종료")
    case.decided_on = firing.on
    draft = db.session.get(Draft, case.id)
    if draft is not None:
        db.session.delete(draft)


def set_outcome(case: Consultation, firing: Firing) -> None:
    case.outcome, case.outcome_words = str(firing.given["outcome"]), str(firing.given.get("outcome_words") or "")


# ---- by when ------------------------------------------------------------------------------------------------------------


def due_on(case: Consultation) -> date | None:
    """By the state: matching from receipt, an answer from asking, the report from acceptance, the survey from the report."""
    if case.received_on is None:
        return None
    held = rules.rules_on(case.received_on)
    first, days = {
        "received": (case.received_on, held.match_days),
        "matching": (case.received_on, held.match_days),
        "offered": (case.asked_on, held.offer_days),
        "running": (case.accepted_on, held.indepth_days if case.depth == "indepth" else held.consult_days),
        "reported": (case.reported_on, held.survey_days),
    }.get(case.state, (None, 0))
    return clock.processing_period(first, days, rules.calendar()).due_on if first else None


def day_after_due(case: Consultation) -> date | None:
    due = due_on(case)
    return due + timedelta(days=1) if due else None

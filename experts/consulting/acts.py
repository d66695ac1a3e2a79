"""What the moves of a consultation need and do: asked for and received, plan, progress, report, closing;
by when each step is due.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from experts import terms
from experts.acts import file_answers
from experts.consulting.offers import current_offer, end_offer, release
from experts.models import Consultation
from portal.core import clock, periods, records
from portal.core.cases import Case, Draft
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.people import Organisation
from portal.core.schema import Answers
from portal.core.text import Text
from portal.core.workflow import Refused

MOST_HOURS = 1000  # of one plan


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
    case.subject = str(answers.get("title") or "")
    case.titled = case.parties


def verified(case: Case, _given: Mapping[str, Any]) -> Text | None:
    """Only organisations whose business number was checked are served."""
    owner = db.session.get(Organisation, case.organisation_id) if case.organisation_id else None
    if owner is None or not owner.verified:
        return Text(
            "기관 확인이 끝나지 않았습니다. 기관 정보를 먼저 확인해 주세요.",
            "The organisation is not verified yet. Check it first.",
        )
    return None


def is_indepth(case: Consultation, _given: Mapping[str, Any]) -> Text | None:
    if case.depth != "indepth":
        return Text("심화 자문에서만 합니다.", "Only in in-depth consulting.")
    return None


def has_plan(case: Consultation, _given: Mapping[str, Any]) -> Text | None:
    if case.depth == "indepth" and not case.plan:
        return Text("수행계획서를 먼저 내 주세요.", "Hand in the plan first.")
    return None


def plan_hours_make_sense(_case: Consultation, given: Mapping[str, Any]) -> Text | None:
    """Hours of the plan, where they are given: above nothing, at most a thousand."""
    if given.get("plan_hours") and not 0 < Decimal(str(given["plan_hours"])) <= MOST_HOURS:
        sentence = Text(
            "계획 시간은 0보다 크고 1,000시간을 넘지 않아야 합니다.", "Planned hours: above 0, at most 1,000."
        )
        raise Refused(fields={"plan_hours": sentence})
    return None


def set_plan(case: Consultation, firing: Firing) -> None:
    case.plan = str(firing.given["plan"])
    if firing.given.get("plan_hours"):
        case.plan_minutes = round(Decimal(str(firing.given["plan_hours"])) * 60)
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
        release(case, offer.expert, "done", signed=True)
        offer.state = "done"
    case.decided_on = firing.on


def decide_against(case: Consultation, firing: Firing) -> None:
    """Refused, withdrawn, or nobody suits: whoever was asked is let go."""
    if case.expert_id is not None:
        end_offer(case, firing, "recalled", "종료")
    case.decided_on = firing.on
    draft = db.session.get(Draft, case.id)
    if draft is not None:
        db.session.delete(draft)


def set_outcome(case: Consultation, firing: Firing) -> None:
    case.outcome, case.outcome_words = str(firing.given["outcome"]), str(firing.given.get("outcome_words") or "")


def due_on(case: Consultation) -> date | None:
    """By the state: matching from receipt, an answer from asking, the report from acceptance,
    the survey from the report.
    """
    if case.received_on is None:
        return None
    held = periods.rules_on(case.received_on)
    first, days = {
        "received": (case.received_on, held.days("match_days")),
        "matching": (case.received_on, held.days("match_days")),
        "offered": (case.asked_on, held.days("offer_days")),
        "running": (
            case.accepted_on,
            held.days("indepth_days") if case.depth == "indepth" else held.days("consult_days"),
        ),
        "reported": (case.reported_on, held.days("survey_days")),
    }.get(case.state, (None, 0))
    return clock.processing_period(first, days, periods.calendar()).due_on if first else None


def day_after_due(case: Consultation) -> date | None:
    due = due_on(case)
    return due + timedelta(days=1) if due else None

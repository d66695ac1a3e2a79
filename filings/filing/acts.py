"""What must hold for the moves of filings, and what they do: submission, receipt, decision. Read beside 법 제4조, 시행령 제3조.

Needs return the unmet condition as a sentence; effects write the domain's columns. Nothing here decides who may act.
What concerns supplements stands in `filings.filing.supplements`, what an accepted change does in
`filings.filing.amended`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from filings.filing.content import content_in_force, latest_answers, put_in_force, title_of
from filings.filing.numbers import give_certificate
from filings.filing.period import FilingPeriod, filing_period
from filings.filing.questions import SCHEMA
from filings.models import ChangeFiling, Filing
from portal.core import clock, files, periods, records
from portal.core.cases import Case, Draft
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.people import User
from portal.core.schema import Answers
from portal.core.text import Text
from portal.core.workflow import Refused

NO_DRAFT = Text("작성 중인 내용이 없습니다.", "There is no draft.")

# ---- submission -----------------------------------------------------------------------------------------------------------


def draft_of(case: Case) -> Draft:
    draft = db.session.get(Draft, case.id)
    if draft is None:
        raise Refused(NO_DRAFT)
    return draft


def gaps(case: Case, answers: Answers) -> dict[str, Text]:
    """What keeps a filing from being submitted: a sentence by field key."""
    return SCHEMA.gaps(answers, files.slots_of(files.papers_of(case.id)))


def complete(case: Case, _given: Mapping[str, Any]) -> Text | None:
    """Every question and paper that the law asks for is answered; the gaps go to their fields."""
    found = gaps(case, draft_of(case).answers)
    if found:
        raise Refused(fields=found)
    return None


def file_answers(case: Filing | ChangeFiling, firing: Firing) -> None:
    """Keep the draft as a revision and its papers as filed."""
    draft = draft_of(case)
    revision = records.add_revision(case, case.declared.schema, draft.answers, firing.actor)
    for paper in files.papers_of(case.id):
        paper.filed_at = paper.filed_at or clock.now()
    db.session.delete(draft)
    firing.facts |= {"revision": revision.no}


def name_case(case: Filing, _firing: Firing) -> None:
    case.titled = title_of(latest_answers(case))


def receive(case: Filing, firing: Firing) -> None:
    """접수: number and day are given at once; the filing period is judged by the rule set of the day of the event."""
    case.received_on = firing.on
    case.number = records.receipt_number("F", firing.on)
    _judge_period(case, filing_period(latest_answers(case), firing.on))
    firing.facts |= {"number": case.number, "late_days": case.late_days, "obliged": case.obliged}


def judge_again(case: Filing, _firing: Firing) -> None:
    """A supplement may have corrected the day of the event: the filing period is judged anew, the receipt day stays."""
    assert case.received_on is not None
    _judge_period(case, filing_period(latest_answers(case), case.received_on, obliged=case.obliged))


def _judge_period(case: Filing, judged: FilingPeriod) -> None:
    case.obliged, case.trigger_on = judged.obliged, judged.trigger_on
    case.file_due_on, case.late_days = judged.due_on, judged.late_days


def at_once(case: Case) -> date | None:
    """접수 follows a submission on the day it arrives, a Saturday too."""
    last = periods.events_of(case)[-1]
    return last.on


# ---- deciding ---------------------------------------------------------------------------------------------------------------


def not_extended(case: Case, _given: Mapping[str, Any]) -> Text | None:
    if periods.course_of(periods.events_of(case)).extended:
        return Text(
            "처리 기간은 한 번만 연장할 수 있습니다. (민원처리법 시행령 제21조)",
            "The period can be extended only once (MWD Art. 21).",
        )
    return None


def extend(case: Case, firing: Firing) -> None:
    assert case.received_on is not None
    firing.facts |= {
        "extends": periods.rules_on(case.received_on).days("extension_days"),
        "due_before": str(case.due_on),
    }


def take(case: Case, firing: Firing) -> None:
    case.handler_id = firing.actor.user_id


def hand_over(case: Case, firing: Firing) -> None:
    receiver = db.session.get(User, int(firing.given["to"]))
    if receiver is None or not receiver.active or "officer" not in receiver.roles:
        raise Refused(fields={"to": Text("받을 담당자를 골라 주세요.", "Choose the officer who takes over.")})
    firing.facts |= {"to": receiver.id, "to_name": receiver.name}
    case.handler_id = receiver.id


def deemed_day(case: Case) -> date | None:
    """법 제4조제4항: the day after the (extended) period ends, where the rule set of the receipt day knows deeming."""
    period = periods.period_of(case)
    return period.deemed_on if period else None


def accept(case: Filing, firing: Firing) -> None:
    """수리: the officer's decision; certificate and content follow in the same transaction."""
    decide(case, firing)
    _bring_into_force(case, firing.on)
    firing.facts |= {"certificate": case.certificate_no}


def deem(case: Filing, firing: Firing) -> None:
    """수리간주: 수리일 is the legal day, whenever the portal gets to it."""
    case.decided_on, case.deemed, case.days_taken, case.in_time = firing.on, True, None, False
    _bring_into_force(case, firing.on)
    firing.facts |= {"certificate": case.certificate_no, "days_taken": None, "in_time": False}


def decide_against(case: Filing | ChangeFiling, firing: Firing) -> None:
    """수리 거부 or 반려: a decision by an officer, without certificate."""
    decide(case, firing)
    close_draft(case, firing)


def close_draft(case: Case, _firing: Firing) -> None:
    draft = db.session.get(Draft, case.id)
    if draft is not None:
        db.session.delete(draft)


def discard(case: Case, firing: Firing) -> None:
    """The draft goes with its files, which take no room any more."""
    close_draft(case, firing)
    for paper in files.papers_of(case.id):
        files.remove(paper)


def decide(case: Filing | ChangeFiling, firing: Firing) -> None:
    """An officer's decision today: the working days it took, and whether it came in time."""
    assert case.received_on is not None
    events = periods.events_of(case)
    period = periods.period_of(case, events)
    in_time = period is None or period.due_on is None or firing.on <= period.due_on
    pauses = periods.course_of(events).pauses
    case.decided_on = firing.on
    case.days_taken = clock.working_days_taken(case.received_on, firing.on, periods.calendar(), pauses)
    if isinstance(case, Filing):
        case.deemed, case.in_time = False, in_time
    firing.facts |= {"days_taken": case.days_taken, "in_time": in_time}


def _bring_into_force(case: Filing, day: date) -> None:
    if case.certificate_no is None:
        give_certificate(case, day)
    revision = records.latest_revision(case.id)
    assert revision is not None
    put_in_force(case, revision, day)


def revoke(case: Filing, firing: Firing) -> None:
    """The certificate is withdrawn; the filing stays on record and in past years' figures."""
    case.revoked_on = firing.on
    content = content_in_force(case.id)
    if content is not None:
        content.effective_to = firing.on


def consented(case: Case, _given: Mapping[str, Any]) -> Text | None:
    if latest_answers(case).get("shared_information") != "yes":
        return Text(
            "신고인이 행정정보 공동이용에 동의하지 않아 제출한 사본으로 확인합니다.",
            "Without consent the copy that was filed is looked at instead.",
        )
    return None


def licence_seen(case: Filing, _given: Mapping[str, Any]) -> Text | None:
    """With consent the officer looks the licence up before accepting; the portal never asks the filer for it."""
    if latest_answers(case).get("shared_information") == "yes" and case.licence_checked_on is None:
        return Text(
            "먼저 ‘개설허가 확인’을 해 주세요. 신고인이 공동이용에 동의했습니다.",
            "Check the licence first: the filer consented to shared information.",
        )
    return None


def withdraw(case: Case, firing: Firing) -> None:
    case.decided_on = firing.on


def check_licence(case: Filing, firing: Firing) -> None:
    case.licence_checked_on = firing.on

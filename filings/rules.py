"""What must hold for the moves of filings, and what they do. Read beside 법 제4조, 시행령 제3조, 민원처리법 시행령 제24조·제25조.

Needs return the unmet condition as a sentence; effects write the domain's columns. Nothing here decides who may act.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from filings.contents import answers_of_content, content_in_force, put_in_force
from filings.kinds.questions import SCHEMA, trigger_day
from filings.models import Filing
from filings.numbering import give_certificate
from portal.core import clock, files, records, rules
from portal.core.cases import Case, Draft
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.people import User
from portal.core.schema import Answers
from portal.core.text import Text
from portal.core.workflow import Refused



# ---- submission -----------------------------------------------------------------------------------------------------------


def draft_of(case: Case) -> Draft:
    draft = db.session.get(Draft, case.id)
    if draft is None:
        raise Refused(Text("작성 중인 내용이 없습니다.", "There is no draft."))
    return draft


def complete(case: Case, _given: Mapping[str, Any]) -> Text | None:
    """Every question and paper that the law asks for is answered; the gaps go to their fields."""
    draft = db.session.get(Draft, case.id)
    if draft is None:
        return Text("작성 중인 내용이 없습니다.", "There is no draft.")
    gaps = SCHEMA.gaps(draft.answers, files.slots_of(files.papers_of(case.id)))
    if gaps:
        raise Refused(fields=gaps)
    return None


def file_answers(case: Filing, firing: Firing) -> None:
    """Keep the draft as a revision and its papers as filed."""
    draft = draft_of(case)
    revision = records.add_revision(case, SCHEMA, draft.answers, firing.actor)
    for paper in files.papers_of(case.id):
        paper.filed_at = paper.filed_at or clock.now()
    db.session.delete(draft)
    case.title = title_of(revision.answers)
    firing.facts |= {"revision": revision.no}


def title_of(answers: Answers) -> str:
    from filings.terms import TYPES
    from portal.core import countries

    kind = TYPES[answers["type"]].ko if answers.get("type") in TYPES else ""
    place = countries.name(answers["country"], "ko") if answers.get("country") else ""
    return " · ".join(part for part in (answers.get("organisation_name", ""), place, kind) if part)


def receive(case: Filing, firing: Firing) -> None:
    """접수: number and day are given at once; the filing period is judged by the rule set of the day of the event."""
    case.received_on = firing.on
    case.number = records.receipt_number("F", firing.on)
    answers = latest_answers(case)
    case.trigger_on = trigger_day(answers)
    judged = rules.rules_on(firing.on)
    case.obliged = judged.must_file(answers.get("founder", "hospital"))
    case.file_due_on = case.late_days = None
    if case.obliged and case.trigger_on is not None:
        period = clock.civil_period(case.trigger_on, rules.rules_on(case.trigger_on).file_days, rules.calendar())
        case.file_due_on = period.due_on
        if period.due_on is not None and firing.on > period.due_on:
            case.late_days = (firing.on - period.due_on).days
    firing.facts |= {"number": case.number, "late_days": case.late_days or 0, "obliged": case.obliged}


def at_once(case: Case) -> date | None:
    """접수 follows a submission on the day it arrives, a Saturday too."""
    last = rules.events_of(case)[-1]
    return last.on


def latest_answers(case: Case) -> Answers:
    """The answers last submitted; for an imported filing, read back from its content."""
    revision = records.latest_revision(case.id)
    if revision is not None:
        return dict(revision.answers)
    content = content_in_force(case.id)
    return answers_of_content(content) if content is not None else {}


# ---- supplement (보완) -------------------------------------------------------------------------------------------------------


def names_fields(_case: Case, given: Mapping[str, Any]) -> Text | None:
    """A supplement names at least one field, each with a sentence."""
    wanted: dict[str, str] = given.get("items") or {}
    if not wanted or any(not str(v).strip() for v in wanted.values()):
        return Text("보완할 항목을 고르고 항목마다 이유를 적어 주세요.", "Choose what is to be supplemented and say why for each.")
    if any(k not in SCHEMA for k in wanted):
        return Text("신고서에 없는 항목이 있습니다.", "One of the items is not on the form.")
    return None


def days_within_supplement(case: Case, given: Mapping[str, Any]) -> Text | None:
    return _days_within(case, given, "supplement_days")


def days_within_demand(case: Case, given: Mapping[str, Any]) -> Text | None:
    return _days_within(case, given, "demand_days")


def _days_within(case: Case, given: Mapping[str, Any], period: str) -> Text | None:
    assert case.received_on is not None
    most = getattr(rules.rules_on(case.received_on), period)
    if not 1 <= int(given.get("days") or 0) <= most:
        return Text("기간은 1일부터 {n}일까지 정할 수 있습니다.", "The period can be 1 to {n} days.").format(n=most)
    return None


def open_supplement(case: Filing, firing: Firing) -> None:
    """The clock stands from today; only the named fields open again."""
    firing.facts |= {"pauses": True, "answer_by": _last_day(firing).isoformat()}
    asked = set(firing.given["items"])
    records.start_draft(case, latest_answers(case), open_fields=asked)


def _last_day(firing: Firing) -> date:
    period = clock.civil_period(firing.on, int(firing.given["days"]), rules.calendar())
    assert period.due_on is not None
    return period.due_on


def demand_again(_case: Filing, firing: Firing) -> None:
    firing.facts |= {"answer_by": _last_day(firing).isoformat(), "demand": True}


def supplement_lapsed(case: Case, _given: Mapping[str, Any]) -> Text | None:
    if case.due_on is not None and clock.today() <= case.due_on:
        return Text("보완 기간이 아직 남아 있습니다. ({day}까지)", "The supplement period still runs, until {day}.").format(day=case.due_on)
    return None


def not_demanded_yet(case: Case, _given: Mapping[str, Any]) -> Text | None:
    if open_demand(case):
        return Text("이미 한 번 더 요구했습니다. 기간이 지나면 반려할 수 있습니다.", "A further demand was made already; after it the filing can be returned.")
    return None


def demanded(case: Case, _given: Mapping[str, Any]) -> Text | None:
    if not open_demand(case):
        return Text("먼저 기간을 정해 한 번 더 보완을 요구해야 합니다. (민원처리법 시행령 제24조제3항)", "First make one further demand (MWD Art. 24(3)).")
    return None


def open_demand(case: Case) -> bool:
    """Whether the supplement that is open now has had its further demand."""
    found = False
    for event in rules.events_of(case):
        if event.facts.get("pauses"):
            found = False
        if event.facts.get("demand"):
            found = True
    return found


def supplement_complete(case: Case, given: Mapping[str, Any]) -> Text | None:
    return complete(case, given)


def answer_supplement(case: Filing, firing: Firing) -> None:
    before = latest_answers(case)
    file_answers(case, firing)
    after = latest_answers(case)
    judge_again(case)
    firing.facts |= {"resumes": True, "changed": [c.field.key for c in SCHEMA.diff(before, after)]}


def judge_again(case: Filing) -> None:
    """A supplement may have corrected the day of the event: the filing period is judged anew, the receipt day stays."""
    answers = latest_answers(case)
    case.trigger_on = trigger_day(answers)
    if case.obliged and case.trigger_on is not None and case.received_on is not None:
        period = clock.civil_period(case.trigger_on, rules.rules_on(case.trigger_on).file_days, rules.calendar())
        case.file_due_on = period.due_on
        late = (case.received_on - period.due_on).days if period.due_on else 0
        case.late_days = late if late > 0 else None


# ---- deciding ---------------------------------------------------------------------------------------------------------------


def not_extended(case: Case, _given: Mapping[str, Any]) -> Text | None:
    if rules.course_of(rules.events_of(case)).extended:
        return Text("처리 기간은 한 번만 연장할 수 있습니다. (민원처리법 시행령 제21조)", "The period can be extended only once (MWD Art. 21).")
    return None


def extend(case: Case, firing: Firing) -> None:
    assert case.received_on is not None
    firing.facts |= {"extends": rules.rules_on(case.received_on).extension_days, "due_before": str(case.due_on)}


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
    period = rules.period_of(case)
    return period.deemed_on if period else None


def accept(case: Filing, firing: Firing) -> None:
    """수리: the officer's decision; certificate and content follow in the same transaction."""
    _decide(case, firing, deemed=False)
    _bring_into_force(case, firing.on)
    firing.facts |= {"certificate": case.certificate_no}


def deem(case: Filing, firing: Firing) -> None:
    """수리간주: 수리일 is the legal day, whenever the portal gets to it."""
    _decide(case, firing, deemed=True)
    _bring_into_force(case, firing.on)
    firing.facts |= {"certificate": case.certificate_no}


def decide_against(case: Filing, firing: Firing) -> None:
    """수리 거부 or 반려: a decision by an officer, without certificate."""
    _decide(case, firing, deemed=False)
    draft = db.session.get(Draft, case.id)
    if draft is not None:
        db.session.delete(draft)


def close_draft(case: Case, _firing: Firing) -> None:
    draft = db.session.get(Draft, case.id)
    if draft is not None:
        db.session.delete(draft)


def _decide(case: Filing, firing: Firing, *, deemed: bool) -> None:
    assert case.received_on is not None
    events = rules.events_of(case)
    period = rules.period_of(case, events)
    case.decided_on = firing.on
    case.deemed = deemed
    if deemed:
        case.days_taken, case.in_time = None, False
    else:
        course = rules.course_of(events)
        case.days_taken = clock.working_days_taken(case.received_on, firing.on, rules.calendar(), course.pauses)
        case.in_time = period is None or period.due_on is None or firing.on <= period.due_on
    firing.facts |= {"days_taken": case.days_taken, "in_time": case.in_time}


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
        return Text("신고인이 행정정보 공동이용에 동의하지 않아 제출한 사본으로 확인합니다.", "Without consent the copy that was filed is looked at instead.")
    return None


def licence_seen(case: Case, _given: Mapping[str, Any]) -> Text | None:
    """With consent the officer looks the licence up before accepting; the portal never asks the filer for it."""
    assert isinstance(case, Filing)
    if latest_answers(case).get("shared_information") == "yes" and case.licence_checked_on is None:
        return Text("먼저 ‘개설허가 확인’을 해 주세요. 신고인이 공동이용에 동의했습니다.", "Check the licence first: the filer consented to shared information.")
    return None


def withdraw(case: Case, firing: Firing) -> None:
    case.decided_on = firing.on


def check_licence(case: Filing, firing: Firing) -> None:
    case.licence_checked_on = firing.on

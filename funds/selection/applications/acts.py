"""What must hold for the moves of applications, and what they do: submission before the second,
partners, eligibility.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select

from funds.selection.forms.answers import answers_of, draft_of
from funds.selection.forms.questions import schema_of
from funds.selection.models import Application
from funds.selection.programmes import PROGRAMMES
from funds.selection.rubrics import measures
from portal.core import clock, files, records
from portal.core.cases import Draft
from portal.core.db import db, lock_row
from portal.core.declared import fact
from portal.core.fire import Firing
from portal.core.people import Organisation
from portal.core.schema import Answers
from portal.core.text import Text
from portal.core.web import shown_time
from portal.core.workflow import Refused

# ---- what is asked, and whether it is complete -------------------------------------------------------------------------------


def gaps(case: Application, answers: Answers) -> dict[str, Text]:
    """What keeps an application from being submitted, by field key; partners and the deadline apart."""
    slots = files.slots_of(files.papers_of(case.id))
    found = schema_of(case.call).gaps(answers, slots)
    if answers.get("bonuses") and "bonus_paper" not in slots:
        found["bonus_paper"] = Text("신청한 가점의 증빙을 올려 주세요.", "Upload the evidence of the bonuses claimed.")
    return found


def partner_problems(case: Application) -> list[Text]:
    """What is wrong with the consortium: a partner who has not confirmed, or one that the programme needs."""
    programme = PROGRAMMES[case.programme]
    standing = [p for p in case.partners if p.declined_at is None]
    found = [
        Text(
            "참여 기관 ‘{n}’이(가) 아직 참여를 확인하지 않았습니다. 확인을 받거나 명단에서 빼 주세요.",
            "The partner “{n}” has not confirmed yet. Have it confirmed, or take it off the list.",
        ).format(n=p.name)
        for p in standing
        if p.confirmed_at is None
    ]
    held = {p.role for p in standing}
    return found + [
        Text("이 사업에는 참여 기관({r})이 있어야 합니다.", "This programme needs a partner: {r}.").format(r=role)
        for role in programme.partners_needed
        if role not in held
    ]


def before_deadline(case: Application, _given: Mapping[str, Any]) -> Text | None:
    """Until the deadline's second; what was written stays."""
    call, now = case.call, clock.now()
    if call.closes_at is not None and now <= call.closes_at and call.state == "open":
        return None
    at = call.closes_at or now
    return Text(
        "접수가 {ko}에 끝나 제출할 수 없습니다. 작성한 내용은 그대로 남아 있습니다.",
        "Applications closed on {en}. What you wrote is kept, but cannot be submitted.",
    ).format(ko=_to_the_second(at, "ko"), en=_to_the_second(at, "en"))


def _to_the_second(at: datetime, language: str) -> str:
    return f"{shown_time(at, language)}:{clock.seoul(at):%S}"


def complete(case: Application, _given: Mapping[str, Any]) -> Text | None:
    found = gaps(case, draft_of(case).answers)
    if found:
        raise Refused(fields=found)
    return None


def partners_stand(case: Application, _given: Mapping[str, Any]) -> Text | None:
    found = partner_problems(case)
    if found:
        raise Refused(*found)
    return None


def only_one(case: Application, _given: Mapping[str, Any]) -> Text | None:
    """One application an organisation and call."""
    other = select(Application.id).where(
        Application.call_id == case.call_id,
        Application.organisation_id == case.organisation_id,
        Application.id != case.id,
        Application.state.not_in(("draft", "discarded", "withdrawn")),
    )
    if db.session.scalar(other):
        return Text("이 공모에 이미 신청했습니다.", "Your organisation has applied to this call already.")
    return None


# ---- submission --------------------------------------------------------------------------------------------------------------


def file_application(case: Application, firing: Firing) -> None:
    """Keep the answers, pin what was computed, give the number."""
    draft = draft_of(case)
    schema = schema_of(case.call)
    revision = records.add_revision(case, schema, draft.answers, firing.actor)
    answers = dict(revision.answers)
    for paper in files.papers_of(case.id):
        paper.filed_at = paper.filed_at or clock.now()
    db.session.delete(draft)
    programme = PROGRAMMES[case.programme]
    case.received_on, case.submitted_at = firing.on, clock.now()
    case.number = records.receipt_number(programme.series, firing.on)
    case.track, case.country = str(answers.get("track", "")), str(answers.get("country", ""))
    case.asked, case.own_share = answers.get("asked"), answers.get("own_share")
    case.claimed = list(answers.get("bonuses") or [])
    facts = facts_of(case, answers)
    assert case.call.rubric is not None
    body = case.call.rubric.body
    case.automatic = measures.computed(body["criteria"], facts)
    case.granted = measures.seen_bonuses(body["bonuses"], facts)
    firing.facts |= {"number": case.number, "revision": revision.no, "automatic": case.automatic}


def facts_of(case: Application, answers: Answers) -> measures.Facts:
    """What the portal holds about the applicant today, asked of whichever domain knows it."""
    organisation = case.organisation_id
    confirmed = {p.role for p in case.partners if p.confirmed_at is not None and p.declined_at is None}
    return measures.Facts(
        on=clock.today(),
        filings=fact("filings_of", organisation) or (),
        answers=answers,
        awards=frozenset(fact("awards_in_force", organisation) or ()),
        partner_roles=frozenset(confirmed),
    )


def preview(case: Application) -> dict[str, dict[str, Any]]:
    """The automatic criteria as they would count now; of a submitted application, as they were pinned."""
    if case.state not in ("draft", "supplementing") or case.call.rubric is None:
        return case.automatic
    return measures.computed(case.call.rubric.body["criteria"], facts_of(case, answers_of(case)))


def close_draft(case: Application, _firing: Firing) -> None:
    draft = db.session.get(Draft, case.id)
    if draft is not None:
        db.session.delete(draft)


def may_withdraw(case: Application, _given: Mapping[str, Any]) -> Text | None:
    if case.call.state not in ("open", "review"):
        return Text(
            "평가가 시작되어 취하할 수 없습니다. 담당자에게 알려 주세요.",
            "Scoring has begun: tell the officer instead.",
        )
    return None


# ---- eligibility -------------------------------------------------------------------------------------------------------------


def call_under_review(case: Application, _given: Mapping[str, Any]) -> Text | None:
    if case.call.state != "review":
        return Text(
            "접수가 끝나고 평가가 시작되기 전에만 할 수 있습니다.",
            "Possible only between the deadline and the start of scoring.",
        )
    return None


def all_checked(case: Application, given: Mapping[str, Any]) -> Text | None:
    """Each condition has its answer and evidence, and all are met."""
    found = given.get("eligibility") or {}
    for check in PROGRAMMES[case.programme].eligibility:
        held = found.get(check.key) or {}
        if not held.get("evidence") or not held.get("met"):
            return Text("‘{c}’을(를) 확인하고 근거를 적어 주세요.", "Check “{c}” and note the evidence.").format(
                c=check.label
            )
    return None


def keep_checks(case: Application, firing: Firing) -> None:
    """The officer's findings: conditions with evidence, bonuses granted, penalties."""
    assert case.call.rubric is not None
    body = case.call.rubric.body
    case.eligibility = dict(firing.given.get("eligibility") or {})
    known = {b["id"] for b in body["bonuses"]}
    case.granted = [b for b in firing.given.get("granted") or [] if b in known]
    case.penalties = [p["id"] for p in body["penalties"] if p["id"] in (firing.given.get("penalties") or [])]
    firing.facts |= {"granted": case.granted, "penalties": case.penalties}


def override(case: Application, firing: Firing) -> None:
    """An officer's own points for an automatic criterion, with the reason."""
    key = str(firing.given["criterion"])
    case.overrides = case.overrides | {
        key: {"points": str(firing.given["points"]), "reason": str(firing.given["reason"])}
    }
    firing.facts |= {"points_before": case.automatic.get(key, {}).get("points")}


def overridable(case: Application, given: Mapping[str, Any]) -> Text | None:
    assert case.call.rubric is not None
    criterion = next((c for c in case.call.rubric.body["criteria"] if c["id"] == given.get("criterion")), None)
    if criterion is None or not criterion.get("automatic"):
        return Text("자동 항목이 아닙니다.", "This is not an automatic criterion.")
    try:
        points = Decimal(str(given.get("points")))
    except InvalidOperation:
        points = Decimal(-1)
    if not 0 <= points <= Decimal(criterion["max"]) or points != round(points, 1):
        return Text("0점에서 {m}점까지, 소수 한 자리로 적어 주세요.", "Give 0 to {m} points, one decimal.").format(
            m=criterion["max"]
        )
    return None


def tell_remedy(case: Application, firing: Firing) -> None:
    """What the letter says of objecting (고지): the days and the basis that the programme declares."""
    terms = PROGRAMMES[case.programme].objection
    firing.facts |= {"object_days": terms.days, "object_basis": [terms.basis, terms.basis_en]}


# ---- starting ----------------------------------------------------------------------------------------------------------------


def known_answers(organisation: Organisation, name: str, email: str) -> Answers:
    """What a new application starts with."""
    found = {"contact_name": name, "contact_email": email, "contact_phone": organisation.phone}
    return {k: v for k, v in found.items() if v}


def lock_call(case: Application, _firing: Firing) -> None:
    """Hold the call: its deadline and state cannot change while an application is submitted."""
    lock_row(case.call)

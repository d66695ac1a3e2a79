"""이의신청: when it may be made, until when it is decided, by whom.

Periods, basis and decider are data of the programme.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from funds.selection.models import Application, Call
from funds.selection.objections.hearings import UNDECIDED
from funds.selection.objections.models import Objection
from funds.selection.programmes import PROGRAMMES
from funds.selection.queries import round_result
from funds.selection.reviews.acts import open_review
from portal.core import clock, periods, records
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import Firing, fire, open_case
from portal.core.panels.panel import FEWEST
from portal.core.people import Actor
from portal.core.text import Text
from portal.core.titles import joined
from portal.core.workflow import Refused

AGAINST = ("rejected", "reserve", "ineligible")


def last_day(application: Application) -> date | None:
    """Until when the applicant may object: so many days after the decision, by the Civil Code."""
    day = application.decided_on or (_found_on(application) if application.state == "ineligible" else None)
    if day is None:
        return None
    days = PROGRAMMES[application.programme].objection.days
    return clock.civil_period(day, days, periods.calendar()).due_on


def _found_on(application: Application) -> date | None:
    events = [e for e in periods.events_of(application) if e.name == "application.found_ineligible"]
    return events[-1].on if events else None


def objections_to(application_id: int) -> list[Objection]:
    wanted = select(Objection).where(Objection.application_id == application_id, Objection.state != "draft")
    return list(db.session.scalars(wanted.order_by(Objection.id)))


def undecided_in(call: Call) -> list[Objection]:
    """The objections under a call that nobody has decided yet."""
    wanted = (
        select(Objection)
        .join(Application.__table__, Application.__table__.c.id == Objection.application_id)
        .where(Application.__table__.c.call_id == call.id, Objection.state.in_(UNDECIDED))
    )
    return list(db.session.scalars(wanted.order_by(Objection.id)))


def may_object(application: Application) -> Text | None:
    """Why it is not possible now; None where it is. One objection against each decision."""
    if application.state not in AGAINST:
        return Text("이의신청할 결정이 없습니다.", "There is no decision to object to.")
    last = last_day(application)
    if last is not None and clock.today() > last:
        return Text("이의신청 기간이 {d}에 끝났습니다.", "The period to object ended on {d}.").format(d=last)
    since = application.decided_on or _found_on(application)
    made = objections_to(application.id)
    if any(o.state in UNDECIDED or since is None or (o.received_on or since) >= since for o in made):
        return Text("이미 이의신청을 했습니다.", "You have objected already.")
    return None


def object_to(application: Application, criteria: list[str], grounds: str, actor: Actor) -> Objection:
    """Make and file an objection in the name of the applicant."""
    problem = may_object(application)
    if problem is not None:
        raise Refused(problem)
    terms = PROGRAMMES[application.programme].objection
    made: Objection = open_case(
        kind_of("objection"),
        actor,
        organisation_id=application.organisation_id,
        title=joined(Text("이의신청", "Objection"), joined(application.number or "", application.titled, between=" ")),
        parent_id=application.id,
        application_id=application.id,
        criteria=criteria,
        grounds=grounds.strip(),
        rules=terms.as_json(),
    )
    fire(made, "file", actor)
    return made


def grounded(case: Objection, _given: Mapping[str, Any]) -> Text | None:
    if not case.grounds:
        raise Refused(
            fields={"grounds": Text("이의를 제기하는 까닭을 적어 주세요.", "Say what you object to and why.")}
        )
    return None


def receive(case: Objection, firing: Firing) -> None:
    case.received_on = firing.on
    case.number = records.receipt_number("OB", firing.on)
    firing.facts |= {"number": case.number, "source": case.rules["basis"]}


def due_on(case: Objection) -> date | None:
    """14 days from receipt, extended by up to 10 (행정기본법 제36조제2항)."""
    if case.received_on is None:
        return None
    length = case.rules["decide"] + (case.rules["extend"] if case.extended else 0)
    return clock.civil_period(case.received_on, length, periods.calendar()).due_on


def not_extended(case: Objection, _given: Mapping[str, Any]) -> Text | None:
    return Text("한 번만 연장할 수 있습니다.", "It can be extended only once.") if case.extended else None


def extend(case: Objection, firing: Firing) -> None:
    firing.facts |= {"due_before": str(case.due_on)}
    case.extended = True


def decide(case: Objection, firing: Firing) -> None:
    case.decided_on = firing.on


# ---- admitted: named criteria are scored again -------------------------------------------------------------------------------------


def criteria_open(case: Objection) -> list[dict[str, Any]]:
    """The criteria that can be scored again: those that members judged in the round the application was last in,
    with its maxima.
    """
    held = round_result(case.application)
    if held is None or case.application.call.rubric is None:
        return []
    judged = {c["id"]: c for c in case.application.call.rubric.body["criteria"] if not c.get("automatic")}
    return [judged[c["id"]] | c for c in held["rubric"]["criteria"] if c["id"] in judged]


def rescorable(case: Objection, given: Mapping[str, Any]) -> Text | None:
    """Named criteria, of an application that was scored."""
    known = {c["id"] for c in criteria_open(case)}
    if not known:
        return Text(
            "평가하지 않은 신청이라 다시 평가할 항목이 없습니다. 인용하거나 기각해 주세요.",
            "It was never scored: there is nothing to score again. Uphold or dismiss it.",
        )
    if not given.get("criteria") or not set(given["criteria"]) <= known:
        raise Refused(fields={"criteria": Text("다시 평가할 항목을 고르세요.", "Choose the criteria to score again.")})
    return None


def admit(case: Objection, firing: Firing) -> None:
    named = [c for c in criteria_open(case) if c["id"] in firing.given["criteria"]]
    open_review(case, named, int(case.rules.get("reviewers") or FEWEST))
    firing.facts |= {"criteria": [c["id"] for c in named]}

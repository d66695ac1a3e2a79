"""The hours of a payment: opening it for what was logged, and the client's answer on the hours,
or an officer's in their place.

An entry of time stands on one payment only; what was logged is never changed, a settled figure stands beside it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from experts.consulting import hours
from experts.consulting.models import WorkedTime
from experts.models import Consultation, Expert
from experts.payments.models import FeeLine, FeePayment
from portal.core import clock, periods, records
from portal.core.db import db, lock_row
from portal.core.declared import kind_of
from portal.core.fire import Firing, fire, open_case
from portal.core.people import SYSTEM, Actor
from portal.core.text import Text
from portal.core.titles import joined
from portal.core.web import shown_day
from portal.core.workflow import Refused, within

NOTHING = Text(
    "지급할 시간이 없습니다. 적은 시간이 모두 다른 지급 건에 들어 있습니다.",
    "There are no hours to pay: all that were logged stand on another payment.",
)


# ---- opening ------------------------------------------------------------------------------------------------------------


def unpaid(case_id: int, expert_id: int) -> list[WorkedTime]:
    """Entries of an expert on a consultation that stand on no payment yet, by day."""
    wanted = select(WorkedTime).where(
        WorkedTime.case_id == case_id,
        WorkedTime.expert_id == expert_id,
        WorkedTime.id.not_in(select(FeeLine.time_id)),
    )
    return list(db.session.scalars(wanted.order_by(WorkedTime.on, WorkedTime.id)))


def worked_on(case_id: int, expert_id: int) -> bool:
    """Whether the expert has logged anything on the consultation."""
    wanted = select(WorkedTime.id).where(WorkedTime.case_id == case_id, WorkedTime.expert_id == expert_id).limit(1)
    return db.session.scalar(wanted) is not None


def open_payment(consultation: Consultation, expert: Expert, actor: Actor) -> FeePayment:
    """A payment of every entry that stands on none yet; the client is asked for the hours not confirmed.

    Raises Refused.
    """
    lock_row(consultation)
    times = unpaid(consultation.id, expert.id)
    if not times:
        raise Refused(NOTHING)
    case: FeePayment = open_case(
        kind_of("expert_payment"),
        actor,
        organisation_id=consultation.organisation_id,
        title=joined(consultation.number or "", expert.name),
        parent_id=consultation.id,
        consultation_id=consultation.id,
        expert_id=expert.id,
    )
    db.session.add_all(FeeLine(payment_id=case.id, time_id=t.id, on=t.on) for t in times)
    db.session.flush()
    db.session.refresh(case, ["lines"])
    fire(case, "ask", actor)
    known_by_now(case)
    return case


def known_by_now(case: FeePayment) -> None:
    """Nothing is left to ask once the client has confirmed every entry one by one."""
    if case.state == "asked" and all(line.time.confirmed_at for line in case.lines):
        fire(case, "confirm_known", SYSTEM)


def payment_with(time: WorkedTime) -> FeePayment | None:
    """The payment on which an entry stands."""
    return db.session.scalar(
        select(FeePayment).join(FeeLine, FeeLine.payment_id == FeePayment.id).where(FeeLine.time_id == time.id)
    )


def has_lines(case: FeePayment, _given: Mapping[str, Any]) -> Text | None:
    return None if case.lines else NOTHING


def ask(case: FeePayment, firing: Firing) -> None:
    case.received_on = case.asked_on = firing.on
    case.number = records.receipt_number("GP", firing.on)
    case.minutes = counted(case)
    firing.facts |= {"number": case.number, "hours": hours.hours(case.minutes)}


def counted(case: FeePayment) -> int:
    return sum(line.time.counted for line in case.lines)


# ---- the client's answer ------------------------------------------------------------------------------------------------


def confirm(case: FeePayment, firing: Firing) -> None:
    _confirmed(case, firing, by_office=False)


def confirm_known(case: FeePayment, firing: Firing) -> None:
    case.confirmed_on = firing.on


def confirm_office(case: FeePayment, firing: Firing) -> None:
    case.by_office = True
    case.handler_id = case.handler_id or firing.actor.user_id
    _confirmed(case, firing, by_office=True)


def _confirmed(case: FeePayment, firing: Firing, *, by_office: bool) -> None:
    for line in case.lines:
        if line.time.confirmed_at is None:
            line.time.confirmed_at, line.time.confirmed_by_id = clock.now(), firing.actor.user_id
            line.time.by_office = by_office
    case.confirmed_on, case.minutes = firing.on, counted(case)
    firing.facts |= {"hours": hours.hours(case.minutes)}


def client_had_time(case: FeePayment, _given: Mapping[str, Any]) -> Text | None:
    due = answer_by(case)
    if due is not None and clock.today() <= due:
        return Text(
            "의뢰 기관이 {d}까지 확인할 수 있습니다. 그 뒤에 담당자가 확인할 수 있습니다.",
            "The client may answer until {e}; an officer may confirm after that.",
        ).format(d=shown_day(due, "ko"), e=shown_day(due, "en"))
    return None


def disputes_something(case: FeePayment, given: Mapping[str, Any]) -> Text | None:
    if given["lines"] == {str(line.id): line.time.minutes for line in case.lines}:
        return Text(
            "적힌 시간과 같습니다. 다르게 보는 시간을 고치거나 그대로 확인해 주세요.",
            "These are the hours as logged. Change what you see differently, or confirm them.",
        )
    return None


def lines_fit(case: FeePayment, given: Mapping[str, Any]) -> Text | None:
    """Minutes for each line of this payment, none above what was logged."""
    said = given["lines"]
    fits = isinstance(said, dict) and set(said) == {str(line.id) for line in case.lines}
    if not fits or any(not 0 <= said[str(line.id)] <= line.time.minutes for line in case.lines):
        return Text("시간마다 0부터 적힌 시간까지 적어 주세요.", "For each entry give hours from 0 to what was logged.")
    return None


def dispute(case: FeePayment, firing: Firing) -> None:
    case.disputed, case.dispute = dict(firing.given["lines"]), within(str(firing.given["reason"]), 1000)
    firing.facts |= {"lines": None, "named_hours": _named(case, case.disputed)}


def settle(case: FeePayment, firing: Firing) -> None:
    """The officer's word on the hours stands; what was logged stays beside it."""
    said = firing.given["lines"]
    firing.facts |= {"lines": None, "named_hours": _named(case, said)}
    for line in case.lines:
        line.time.settled = None if said[str(line.id)] == line.time.minutes else said[str(line.id)]
    case.handler_id = case.handler_id or firing.actor.user_id
    _confirmed(case, firing, by_office=True)


def _named(case: FeePayment, said: Mapping[str, int]) -> str:
    """'2026-11-20 2.50 → 1.00': the entries on which the two sides differ."""
    differing = [line for line in case.lines if said[str(line.id)] != line.time.minutes]
    return "; ".join(
        f"{line.on.isoformat()} {hours.hours(line.time.minutes)} → {hours.hours(said[str(line.id)])}"
        for line in differing
    )


def answer_by(case: FeePayment) -> date | None:
    """The last day on which the client may answer."""
    if case.asked_on is None:
        return None
    return clock.civil_period(
        case.asked_on, periods.rules_on(case.asked_on).days("hours_days"), periods.calendar()
    ).due_on

"""Payments of experts for tests, fictional: hours logged, an account, rates, and payments in a state."""

from datetime import date, timedelta
from typing import Any

from experts.consulting.models import WorkedTime
from experts.models import Consultation, Expert
from experts.payments import accounts, confirmation, rates
from experts.payments.models import FeePayment
from portal.core import clock
from portal.core.db import db
from portal.core.fire import fire
from portal.core.people import Actor
from tests import expert_forms as forms
from tests import factories as make

KOREAN = {
    "country": "KR",
    "currency": "KRW",
    "holder": "가상전문가",
    "bank": "가상은행",
    "bic": None,
    "number": "123-4567-890123",
}
GERMAN = {
    "country": "DE", "currency": "EUR", "holder": "Fictional Expert", "bank": "Fictional Bank", "bic": "EXMPDEFF",
    "number": "DE89 3704 0044 0532 0130 00",
}  # fmt: skip


def logged(case: Consultation, one: Expert, minutes: int = 90, on: date | None = None, **given: Any) -> WorkedTime:
    """An entry of time, not confirmed unless `given` says so."""
    day = on or clock.today()
    made = WorkedTime(
        case_id=case.id, expert_id=one.id, on=day, minutes=minutes, what=given.pop("what", f"가상 검토 {day}"), **given
    )
    db.session.add(made)
    db.session.flush()
    return made


def worked(one: Expert, *minutes: int, by: Actor | None = None, **given: Any) -> tuple[Consultation, Actor]:
    """A running consultation of the expert with an entry for each of `minutes`."""
    case, actor = forms.running(one, by, **given)
    for n, length in enumerate(minutes or (90,)):
        logged(case, one, length, what=f"가상 검토 {n + 1}")
    return case, actor


def asked(one: Expert, *minutes: int, **given: Any) -> tuple[FeePayment, Actor]:
    """A payment whose hours the client is asked for; with the client's actor."""
    case, actor = worked(one, *minutes, **given)
    return confirmation.open_payment(case, one, make.officer()), actor


def lines(case: FeePayment, *minutes: int) -> dict[str, int]:
    """Minutes by line, in the order of the lines."""
    return {str(line.id): given for line, given in zip(case.lines, minutes, strict=True)}


def confirmed(
    one: Expert, *minutes: int, account: dict[str, Any] | None = KOREAN, **given: Any
) -> tuple[FeePayment, Actor]:
    """A payment that can be prepared: rates and account are there."""
    case, actor = asked(one, *minutes, **given)
    fire(case, "confirm", actor)
    rates.ship_rates()
    if account:
        accounts.keep_account(one, account)
    return case, actor


def preparing(**given: Any) -> dict[str, Any]:
    return {
        "role": "member",
        "approval_no": "가상팀-12",
        "pay_on": (clock.today() + timedelta(days=3)).isoformat(),
    } | given


def prepared(one: Expert, *minutes: int, by: Actor | None = None, **given: Any) -> tuple[FeePayment, Actor]:
    """Prepared by an officer, who is returned."""
    case, _ = confirmed(one, *minutes, **given)
    officer = by or make.officer()
    fire(case, "prepare", officer, given=preparing())
    return case, officer


def approved(one: Expert, *minutes: int, **given: Any) -> tuple[FeePayment, Actor]:
    """Approved by an officer, who is returned."""
    case, _ = prepared(one, *minutes, **given)
    second = make.officer()
    fire(case, "approve", second)
    return case, second


def paid(one: Expert, *minutes: int, **given: Any) -> tuple[FeePayment, Actor]:
    case, officer = approved(one, *minutes, **given)
    fire(case, "pay", officer, given={"paid_on": clock.today().isoformat()})
    return case, officer

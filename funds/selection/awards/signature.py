"""Signed: an award gets its number, its validity, its instalments and the duties of its first year."""

from datetime import date, timedelta

from funds.selection.models import Award, Duty, Payment
from funds.selection.programmes import PROGRAMMES
from funds.selection.programmes.declaration import Programme
from portal.core import clock, records
from portal.core.db import db
from portal.core.fire import Firing


def months_after(day: date, months: int) -> date:
    """The last day of a term of `months` that begins on `day` (민법 제160조): the day before the same day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last) - timedelta(days=1 if last == day.day else 0)
        except ValueError:
            continue
    raise AssertionError(day)


def give(case: Award, firing: Firing) -> None:
    """Signed: number, validity, instalments and duties of the first year."""
    terms = PROGRAMMES[case.programme].award
    case.signed_at, case.signed_by_id = clock.now(), firing.actor.user_id
    case.number = f"{terms.series}-{firing.on.year}-{records.next_number(f'{terms.series}-{firing.on.year}'):04d}"
    case.valid_from, case.valid_to = firing.on, months_after(firing.on, terms.months)
    case.received_on = case.decided_on = firing.on
    add_instalments(case, case.amount)
    add_duties(case, PROGRAMMES[case.programme], firing.on)
    firing.facts |= {"award_number": case.number, "valid_to": case.valid_to.isoformat()}


def add_instalments(case: Award, amount: int | None) -> None:
    terms = PROGRAMMES[case.programme].award
    if not amount or not terms.shares:
        return
    first = len(case.payments)
    left = amount
    for n, (share, condition) in enumerate(terms.shares, 1):
        sum_ = left if n == len(terms.shares) else amount * share // 100
        left -= sum_
        db.session.add(Payment(award_id=case.id, no=first + n, amount=sum_, condition=condition.ko))


def add_duties(case: Award, programme: Programme, on: date) -> None:
    for kind in programme.award.duties:
        due = date(on.year, *kind.until)
        due = due if due > on else date(on.year + 1, *kind.until)
        db.session.add(Duty(award_id=case.id, year=due.year, kind=kind.key, wanted=kind.wanted, due_on=due))

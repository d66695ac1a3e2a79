"""Instalments going out: in order, once, while the award is in force,
and where the support is a grant only after its decision.
"""

from collections.abc import Mapping
from typing import Any

from funds.selection.models import Award, Payment
from funds.selection.programmes import PROGRAMMES
from portal.core.declared import fact
from portal.core.fire import Firing
from portal.core.text import Text


def instalment(case: Award, given: Mapping[str, Any]) -> Payment | None:
    """The instalment that is meant, by its id."""
    return next((p for p in case.payments if p.id == given.get("payment")), None)


def year_of(case: Award, payment: Payment) -> int:
    """Which year of the agreement an instalment belongs to, from 1."""
    return (payment.no - 1) // len(PROGRAMMES[case.programme].award.shares) + 1


def payable(case: Award, given: Mapping[str, Any]) -> Text | None:
    payment = instalment(case, given)
    if payment is None:
        return Text("이 협약의 지급분이 아닙니다.", "It is no instalment of this agreement.")
    if payment.paid_on is not None:
        return Text("이미 지급했습니다.", "Paid already.")
    if any(p.paid_on is None and p.no < payment.no for p in case.payments):
        return Text("앞 차수를 먼저 지급해 주세요.", "Pay the earlier instalment first.")
    terms = PROGRAMMES[case.programme].award
    years, last_of_year = divmod(payment.no, len(terms.shares))
    if last_of_year == 0 and (terms.final_evaluation or terms.yearly_evaluation) and len(case.evaluations) < years:
        return Text("평가를 마친 뒤에 지급합니다.", "It is paid after the evaluation.")
    if fact("is_granted", case.programme) and not _has_grant(case, year_of(case, payment)):
        return Text("교부결정을 한 뒤에 지급합니다.", "It is paid after the grant decision.")
    return None


def pay(case: Award, firing: Firing) -> None:
    payment = instalment(case, firing.given)
    assert payment is not None
    payment.paid_on, payment.paid_by_id = firing.on, firing.actor.user_id
    firing.facts |= {"instalment": payment.no, "amount": payment.amount}


def _has_grant(case: Award, year: int) -> bool:
    return any(grant.year_no == year for grant in fact("grants_of", case))

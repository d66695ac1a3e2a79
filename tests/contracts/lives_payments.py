"""How payments of experts are brought into their states, for the golden table."""

from datetime import date, timedelta

from experts.payments.confirmation import unpaid
from experts.payments.kind import payment
from experts.payments.models import FeeLine
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.fire import fire, open_case
from tests import expert_forms as forms
from tests import factories as make
from tests import payment_forms as pay
from tests.contracts.lives import MONDAY, Life, members_and_officials

REASON = {"reason": "가상 사유"}


def bring(state: str) -> Case:
    """By its moves from one entry of time; the one who opened and prepared is an officer apart from those who try."""
    one = forms.expert(language="en")
    if state == "opened":
        return _opened(one)
    making = {
        "asked": pay.asked,
        "confirmed": pay.confirmed,
        "prepared": pay.prepared,
        "approved": pay.approved,
        "paid": pay.paid,
    }
    if state in making:
        return making[state](one)[0]
    case, actor = pay.prepared(one) if state == "returned" else pay.asked(one)
    if state == "returned":
        fire(case, "return_", actor, given=REASON)
    elif state == "disputed":
        fire(case, "dispute", actor, given=given(case, "dispute"))
    else:
        fire(case, "cancel", make.officer(), given=REASON)
    return case


def _opened(one) -> Case:
    held, _ = pay.worked(one)
    case = open_case(
        payment, make.officer(), organisation_id=held.organisation_id, consultation_id=held.id, expert_id=one.id
    )
    db.session.add_all(FeeLine(payment_id=case.id, time_id=t.id, on=t.on) for t in unpaid(held.id, one.id))
    db.session.flush()
    db.session.refresh(case, ["lines"])
    return case


def given(case, name):
    if name in ("dispute", "settle"):
        return REASON | {"lines": {str(line.id): line.time.minutes - 30 for line in case.lines}}
    if name == "prepare":
        return pay.preparing()
    return {"paid_on": clock.today().isoformat()} if name == "pay" else REASON


def cast(case):
    return members_and_officials(case) | {"expert": forms.acting(case.expert), "other": forms.acting(forms.expert())}


def day(state: str) -> date:
    """The client's time to answer is over where an officer may confirm in their place."""
    return MONDAY + timedelta(days=9) if state == "asked" else MONDAY


LIVES = (Life(kind="expert_payment", bring=bring, given=given, cast=cast, day=day),)

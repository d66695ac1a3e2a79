"""Who of a payment may do what beside its owner: the expert who is paid. Rules with two faces."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, false, select

from experts.models import Expert
from experts.payments.models import FeePayment
from portal.core.cases import Case
from portal.core.people import Actor, User
from portal.core.permissions import Rule
from portal.core.text import Text


@dataclass(frozen=True)
class Payee(Rule):
    """The expert whose hours are paid."""

    label: Text = Text("지급받는 전문위원", "The expert who is paid")  # noqa: RUF009  (a Text never changes)

    def holds(self, actor: Actor, case: Case) -> bool:
        return actor.signed_in and isinstance(case, FeePayment) and case.expert.user_id == actor.user_id

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        if not actor.signed_in:
            return false()
        paid, expert = FeePayment.__table__.alias("paid"), Expert.__table__.alias("payee")
        mine = select(paid.c.id).where(
            paid.c.id == Case.id, paid.c.expert_id == expert.c.id, expert.c.user_id == actor.user_id
        )
        return exists(mine)


def payee(case: Case) -> list[User]:
    """The expert who is paid, as somebody to write to."""
    return [case.expert.user] if isinstance(case, FeePayment) else []

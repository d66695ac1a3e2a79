"""반환: what came in or was remitted, and what is still owed. Needs are sentences; effects write columns."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from funds.grants.models import ReturnReceipt, Settlement
from funds.grants.money import queries as q
from funds.grants.settlement import arithmetic
from portal.core import clock
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.text import Text


def account_of(case: Settlement, on: date, more: Sequence[arithmetic.Receipt] = ()) -> arithmetic.Account | None:
    """How the return stands on `on`, with `more` receipts than were noted; None before the final sum."""
    if case.result is None:
        return None
    rule = q.rule_of(case.grant)
    return arithmetic.account(
        case.result["to_return"],
        case.result["interest"],
        case.return_due or on,
        [*(arithmetic.Receipt(r.on, r.amount) for r in case.receipts), *more],
        on,
        q.rates("overdue_rate"),
        year_days=rule.year_days,
        round_to=rule.round_to,
    )


def owed(case: Settlement) -> int:
    """What is left to be returned today, in won."""
    state = account_of(case, clock.today())
    return state.balance if state else 0


def receivable(case: Settlement, given: Mapping[str, Any]) -> Text | None:
    """Not twice, not more than is owed, not before the decision and not in the future."""
    assert case.decided_on is not None
    day = date.fromisoformat(str(given.get("on") or clock.today().isoformat()))
    if not case.decided_on <= day <= clock.today():
        return Text("확정일({a})부터 오늘 사이의 날이어야 합니다.", "The day lies between {a} and today.").format(
            a=case.decided_on
        )
    reference = str(given.get("reference") or "")
    if reference and any(r.reference == reference for r in case.receipts):
        return Text("같은 납부번호로 이미 받았습니다.", "A payment of that number was noted already.")
    left = owed(case)
    if left == 0:
        return Text("반환할 금액이 남아 있지 않습니다.", "Nothing is left to be returned.")
    over = account_of(case, clock.today(), [arithmetic.Receipt(day, int(given.get("amount") or 0))])
    if over is not None and over.over:
        return Text("남은 반환액보다 {n}원 많습니다.", "KRW {n} more than what is left.").format(n=f"{over.over:,}")
    return None


def keep_payment(case: Settlement, firing: Firing) -> None:
    day = date.fromisoformat(str(firing.given["on"]))
    _keep(case, firing, "paid", day, str(firing.given["reference"]))


def keep_remission(case: Settlement, firing: Firing) -> None:
    _keep(case, firing, "remitted", firing.on, f"R{case.version}")


def _keep(case: Settlement, firing: Firing, kind: str, on: date, reference: str) -> None:
    given = firing.given
    case.receipts.append(
        ReturnReceipt(
            kind=kind,
            on=on,
            amount=int(given["amount"]),
            reference=reference,
            reason=given.get("reason") or "",
            by_id=firing.actor.user_id,
        )
    )
    db.session.flush()
    firing.facts |= {"left": owed(case)}


def nothing_owed(case: Settlement, _given: Mapping[str, Any]) -> Text | None:
    left = owed(case)
    return (
        Text("아직 {n}원이 반환되지 않았습니다.", "KRW {n} are still to be returned.").format(n=f"{left:,}")
        if left
        else None
    )

"""What must hold for preparing, approving and paying a payment, and what these moves do; by when.

The account itself is never read here: whether it can be opened is all that a payment needs to know.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from experts.consulting import hours
from experts.payments import accounts, seal
from experts.payments.confirmation import answer_by, counted
from experts.payments.models import ExpertAccount, FeePayment
from experts.payments.rates import foreign, priced
from portal.core import clock, codes, periods
from portal.core.cases import Case
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.text import Text
from portal.core.web import shown_day
from portal.core.workflow import Refused


def account_opens(case: FeePayment, _given: Mapping[str, Any]) -> Text | None:
    account = accounts.account_of(case.expert_id)
    if account is None:
        return Text(
            "전문위원이 아직 계좌를 적지 않았습니다. 계좌가 있어야 지급을 작성할 수 있습니다.",
            "The expert has entered no account yet; a payment needs one.",
        )
    return None if seal.opened(account.sealed) else seal.NO_KEY


def rates_are_known(case: FeePayment, given: Mapping[str, Any]) -> Text | None:
    missing = [p.line.on for p in priced(case.lines, case.consultation.depth, str(given["role"])) if p.rate is None]
    if missing:
        return Text(
            "{d}에 시행 중인 단가가 없습니다. 단가표에 먼저 더해 주세요.",
            "No rate was in force on {e}. Add it to the rate table first.",
        ).format(
            d=", ".join(sorted({shown_day(d, "ko") for d in missing})),
            e=", ".join(sorted({shown_day(d, "en") for d in missing})),
        )
    if not counted(case):
        return Text("인정된 시간이 없어 지급할 금액이 없습니다.", "No hours were accepted, so there is nothing to pay.")
    return None


def exchange_is_known(case: FeePayment, given: Mapping[str, Any]) -> Text | None:
    """An account in another currency needs a rate above nothing, its day (not to come) and its source."""
    account = accounts.account_of(case.expert_id)
    if account is None or account.currency == "KRW":
        return None
    found: dict[str, Text] = {}
    names = {
        "fx_rate": ("환율", "the rate"),
        "fx_on": ("환율 기준일", "the day of the rate"),
        "fx_source": ("환율 출처", "the source of the rate"),
    }
    for key, (ko, en) in names.items():
        if not given.get(key):
            found[key] = Text("{c} 계좌입니다. {ko}을(를) 적어 주세요.", "The account takes {c}: give {en}.").format(
                c=account.currency, ko=ko, en=en
            )
    if given.get("fx_rate") and Decimal(str(given["fx_rate"])) <= 0:
        found["fx_rate"] = Text("0보다 큰 환율을 적어 주세요.", "The rate must be above 0.")
    if given.get("fx_on") and str(given["fx_on"]) > clock.today().isoformat():
        found["fx_on"] = Text("아직 오지 않은 날의 환율은 없습니다.", "There is no rate of a day still to come.")
    if found:
        raise Refused(fields=found)
    return None


def pay_day_ahead(_case: Case, given: Mapping[str, Any]) -> Text | None:
    if str(given["pay_on"]) < clock.today().isoformat():
        raise Refused(fields={"pay_on": Text("지급 예정일이 이미 지났습니다.", "The pay day is over already.")})
    return None


def prepare(case: FeePayment, firing: Firing) -> None:
    """Fix rate and amount of every line, the account and, for another currency, the rate of exchange."""
    given, account = firing.given, accounts.account_of(case.expert_id)
    assert account is not None
    case.role = str(given["role"])
    for one in priced(case.lines, case.consultation.depth, case.role):
        assert one.rate is not None
        one.line.rate_id, one.line.amount = one.rate.id, one.amount
    case.minutes, case.amount = counted(case), sum(line.amount or 0 for line in case.lines)
    case.account_id, case.currency = account.id, account.currency
    abroad = account.currency != "KRW"
    case.fx_rate = Decimal(str(given["fx_rate"])) if abroad else None
    case.fx_on = date.fromisoformat(str(given["fx_on"])) if abroad else None
    case.fx_source = str(given["fx_source"]) if abroad else ""
    case.foreign_amount = foreign(case.amount, case.fx_rate, account.currency) if case.fx_rate else None
    case.approval_no = str(given["approval_no"])
    case.pay_on = date.fromisoformat(str(given["pay_on"]))
    case.prepared_by_id, case.approved_by_id = firing.actor.user_id, None
    case.handler_id = case.handler_id or firing.actor.user_id
    firing.facts |= {"won": case.amount}
    db.session.flush()


def another_person(case: FeePayment, firing: Firing) -> None:
    """Nobody approves what they prepared."""
    if firing.actor.user_id == case.prepared_by_id:
        raise Refused(
            Text(
                "작성한 사람은 승인할 수 없습니다. 다른 담당자가 승인해야 합니다.",
                "Whoever prepared it cannot approve it: another officer must.",
            )
        )


def approve(case: FeePayment, firing: Firing) -> None:
    case.approved_by_id = firing.actor.user_id
    firing.facts |= {"won": case.amount}


def account_stands(case: FeePayment, _given: Mapping[str, Any]) -> Text | None:
    """The account is still the one that was prepared, and can be opened."""
    held = db.session.get(ExpertAccount, case.account_id) if case.account_id else None
    if held is None or held.ended_at is not None:
        return Text(
            "작성한 뒤 전문위원이 계좌를 바꿨습니다. 반려해 새 계좌로 다시 작성해 주세요.",
            "The expert changed the account since. Return the payment and prepare it again.",
        )
    return None if seal.opened(held.sealed) else seal.NO_KEY


def paid_by_now(case: FeePayment, given: Mapping[str, Any]) -> Text | None:
    on = str(given["paid_on"])
    if on > clock.today().isoformat():
        raise Refused(fields={"paid_on": Text("아직 오지 않은 날입니다.", "That day is still to come.")})
    if case.confirmed_on is not None and on < case.confirmed_on.isoformat():
        raise Refused(
            fields={
                "paid_on": Text(
                    "시간을 확인한 날보다 앞설 수 없습니다.", "It cannot be before the hours were confirmed."
                )
            }
        )
    return None


def pay(case: FeePayment, firing: Firing) -> None:
    case.paid_on, case.decided_on = date.fromisoformat(str(firing.given["paid_on"])), firing.on
    case.code = codes.new_code()
    firing.facts |= {"won": case.amount}


def give_back(case: FeePayment, _firing: Firing) -> None:
    """Prepared anew from the confirmed hours: nothing of the earlier figures stays."""
    for line in case.lines:
        line.rate_id = line.amount = None
    case.amount = case.foreign_amount = case.fx_rate = case.fx_on = case.account_id = None
    case.currency, case.fx_source, case.approved_by_id = "KRW", "", None


def cancel(case: FeePayment, firing: Firing) -> None:
    """The entries are free for another payment."""
    firing.facts |= {"named_hours": "; ".join(f"{x.on.isoformat()} {hours.hours(x.time.counted)}" for x in case.lines)}
    for line in list(case.lines):
        db.session.delete(line)
    case.decided_on = firing.on
    db.session.flush()
    db.session.refresh(case, ["lines"])


# ---- by when, and to whom -----------------------------------------------------------------------------------------------


def due_on(case: FeePayment) -> date | None:
    """The client's answer while it is asked for; then the payment, from the day on which the hours were confirmed."""
    if case.state == "asked" or case.asked_on is None:
        return answer_by(case)
    first = case.confirmed_on or case.asked_on
    return clock.processing_period(first, periods.rules_on(case.asked_on).days("pay_days"), periods.calendar()).due_on

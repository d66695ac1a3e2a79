"""What must hold for the moves of a payment and what they do: the client's answer on the hours, preparing, approving, paying.

The account itself is never read here: whether it can be opened is all that a payment needs to know.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from experts.models import Consultation, Expert, WorkedTime
from experts.payments import accounts, hours, sealing
from experts.payments.models import ExpertAccount, FeeLine, FeePayment
from experts.payments.rates import foreign, priced
from portal.core import clock, codes, records, rules
from portal.core.cases import Case
from portal.core.db import db, lock_row
from portal.core.fire import Firing, fire, open_case
from portal.core.module import kind_of
from portal.core.people import SYSTEM, Actor, User
from portal.core.text import Text
from portal.core.web import shown_day
from portal.core.workflow import Refused

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
    """A payment of every entry that stands on none yet; the client is asked for the hours not confirmed. Raises Refused."""
    lock_row(consultation)
    times = unpaid(consultation.id, expert.id)
    if not times:
        raise Refused(NOTHING)
    title = f"{consultation.number} · {expert.name}"
    case = open_case(
        kind_of("expert_payment"),
        actor,
        organisation_id=consultation.organisation_id,
        title=title,
        parent_id=consultation.id,
        consultation_id=consultation.id,
        expert_id=expert.id,
    )
    assert isinstance(case, FeePayment)
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


def take(case: Case, firing: Firing) -> None:
    case.handler_id = firing.actor.user_id


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
    case.disputed, case.dispute = dict(firing.given["lines"]), str(firing.given["reason"])[:1000]
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


# ---- preparing, approving, paying ---------------------------------------------------------------------------------------


def account_opens(case: FeePayment, _given: Mapping[str, Any]) -> Text | None:
    account = accounts.account_of(case.expert_id)
    if account is None:
        return Text(
            "전문위원이 아직 계좌를 적지 않았습니다. 계좌가 있어야 지급을 작성할 수 있습니다.",
            "The expert has entered no account yet; a payment needs one.",
        )
    return None if sealing.opened(account.sealed) else sealing.NO_KEY


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
    names = {"fx_rate": ("환율", "the rate"), "fx_on": ("환율 기준일", "the day of the rate"), "fx_source": ("환율 출처", "the source of the rate")}  # fmt: skip
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
    case.fx_source = str(given["fx_source"])[:200] if abroad else ""
    case.foreign_amount = foreign(case.amount, case.fx_rate, account.currency) if case.fx_rate else None
    case.approval_no = str(given["approval_no"])[:40]
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
    return None if sealing.opened(held.sealed) else sealing.NO_KEY


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


def answer_by(case: FeePayment) -> date | None:
    """The last day on which the client may answer."""
    if case.asked_on is None:
        return None
    return clock.civil_period(case.asked_on, rules.rules_on(case.asked_on).hours_days, rules.calendar()).due_on


def due_on(case: FeePayment) -> date | None:
    """The client's answer while it is asked for; then the payment, from the day on which the hours were confirmed."""
    if case.state == "asked" or case.asked_on is None:
        return answer_by(case)
    first = case.confirmed_on or case.asked_on
    return clock.processing_period(first, rules.rules_on(case.asked_on).pay_days, rules.calendar()).due_on


def payee(case: Case) -> list[User]:
    """The expert who is paid, as somebody to write to."""
    return [case.expert.user] if isinstance(case, FeePayment) else []

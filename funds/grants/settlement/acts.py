"""정산: from the report to the final sum and the return. Needs are sentences; effects write columns."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from funds.grants.models import Disallowance, Settlement, Spending
from funds.grants.money import queries as q
from funds.grants.money.budget import STATE
from funds.grants.settlement import arithmetic
from portal.core import clock, periods, records
from portal.core.fire import Firing
from portal.core.text import Text

OVER = ("finished", "expired", "revoked")


def due_on(case: Settlement) -> date | None:
    """By state: the report, the review, the answer, the opinion, the return."""
    days = {
        "writing": case.report_due,
        "review": case.review_due,
        "questioned": case.answer_by,
        "noticed": case.opinion_by,
        "settled": case.return_due,
    }
    return days.get(case.state)


def _days_on(day: date, length: int) -> date:
    due = clock.civil_period(day, length, periods.calendar()).due_on
    assert due is not None
    return due


def open_(case: Settlement, _firing: Firing) -> None:
    case.report_due = q.report_due(case.grant)


# ---- the report --------------------------------------------------------------------------------------------------------------------


def disallowances(case: Settlement) -> list[Disallowance]:
    return [row.disallowance for row in case.rows if row.disallowance is not None]


def row_gaps(case: Settlement) -> list[tuple[Spending, Text]]:
    """What keeps rows from being handed in: a day outside the work, a paper that is missing."""
    grant = case.grant
    found = []
    for row in case.rows:
        if not grant.begins_on <= row.spent_on <= grant.ends_on:
            words = Text(
                "집행일이 사업 기간({a} ~ {b}) 밖입니다.", "Spent outside the period of the work ({a} to {b})."
            )
            found.append((row, words.format(a=grant.begins_on, b=grant.ends_on)))
        if row.paper_id is None:
            found.append((row, Text("증빙 파일이 없습니다.", "Its evidence is missing.")))
    return found


def complete(case: Settlement, given: Mapping[str, Any]) -> Text | None:
    if clock.today() <= case.grant.ends_on and case.grant.award.state not in OVER:
        return Text(
            "사업 기간({d}까지)이 끝난 뒤에 낼 수 있습니다.", "It can be handed in once the work has ended ({d})."
        ).format(d=case.grant.ends_on)
    gaps = row_gaps(case)
    if gaps:
        row, why = gaps[0]
        said = Text("{n}건의 집행 내역을 고쳐 주세요. {d} {p}: {w}", "{n} rows to put right. {d} {p}: {w}")
        return said.format(n=len(gaps), d=row.spent_on, p=row.payee, w=why)
    if not (given.get("report") or case.report):
        return Text("실적을 적어 주세요.", "Describe what was done.")
    return None


def receive(case: Settlement, firing: Firing) -> None:
    if firing.given.get("report"):
        case.report = str(firing.given["report"])
    case.received_on = firing.on
    case.number = case.number or records.receipt_number("ST", firing.on)
    case.review_due = _days_on(firing.on, q.rule_of(case.grant).review_days)
    _file_papers(case)
    firing.facts |= {"number": case.number, "spending_rows": len(case.rows)}


def _file_papers(case: Settlement) -> None:
    for row in case.rows:
        if row.paper is not None and row.paper.filed_at is None:
            row.paper.filed_at = clock.now()


def ask(case: Settlement, firing: Firing) -> None:
    case.handler_id = case.handler_id or firing.actor.user_id
    case.questions, case.answer = str(firing.given["questions"]), ""
    case.answer_by = _days_on(firing.on, q.rule_of(case.grant).answer_days)
    firing.facts |= {"answer_by": case.answer_by.isoformat(), "because": case.questions}


def answer(case: Settlement, firing: Firing) -> None:
    case.answer = str(firing.given["answer"])
    case.review_due = _days_on(firing.on, q.rule_of(case.grant).review_days)
    _file_papers(case)


def rows_complete(case: Settlement, _given: Mapping[str, Any]) -> Text | None:
    gaps = row_gaps(case)
    return (
        Text("집행 내역을 먼저 고쳐 주세요: {w}", "Put the rows right first: {w}").format(w=gaps[0][1])
        if gaps
        else None
    )


# ---- the decision ------------------------------------------------------------------------------------------------------------------


def reckoned(case: Settlement, *, told: bool = False) -> arithmetic.Settled:
    """The final sum as the rows stand now; `told`: with what the holder was given notice of,
    not what an officer still weighs.
    """
    grant = case.grant
    rows = [arithmetic.Spent(r.item, r.source, r.amount, _not_recognised(r, told=told)) for r in case.rows]
    return arithmetic.settle(
        q.cells(grant.lines),
        rows,
        granted=grant.amount,
        paid=q.paid_out(grant),
        own_needed=grant.own_needed,
        own_sources=grant.own_sources,
        tolerance=q.rule_of(grant).tolerance,
    )


def _not_recognised(row: Spending, *, told: bool) -> int:
    """Never more than the row, which its holder may have lowered since."""
    one = row.disallowance
    amount = 0 if one is None else (one.noticed or 0) if told else one.amount
    return min(amount, row.amount)


def interest_of(case: Settlement, settled: arithmetic.Settled, until: date) -> arithmetic.Interest:
    """Interest on what is returned, for the days after the last payment out up to the day of the final sum."""
    rule, since = q.rule_of(case.grant), q.last_paid_on(case.grant)
    return arithmetic.interest(
        settled.to_return,
        since or until,
        until,
        q.rates("interest_rate"),
        year_days=rule.year_days,
        round_to=rule.round_to,
    )


def is_cut(settled: arithmetic.Settled) -> bool:
    """Whether the holder gets less than was spent: then they are told first."""
    return settled.final < min(settled.granted, settled.spent.get(STATE, 0))


def something_cut(case: Settlement, given: Mapping[str, Any]) -> Text | None:
    least = q.rule_of(case.grant).opinion_days
    if int(given.get("days") or 0) < least:
        return Text("의견제출 기간은 {n}일 이상이어야 합니다.", "The opinion period is at least {n} days.").format(
            n=least
        )
    if not is_cut(reckoned(case)):
        return Text("불인정하거나 줄이는 금액이 없습니다.", "Nothing is disallowed or cut.")
    return None


def give_notice(case: Settlement, firing: Firing) -> None:
    case.opinion_by = _days_on(firing.on, int(firing.given["days"]))
    case.opinion = ""
    for one in disallowances(case):
        one.noticed = one.amount
    settled = reckoned(case)
    firing.facts |= {
        "opinion_by": case.opinion_by.isoformat(),
        "disallowed": sum(d.amount for d in disallowances(case)),
        "final": settled.final,
        "principal": settled.to_return,
    }


def keep_opinion(case: Settlement, firing: Firing) -> None:
    case.opinion = str(firing.given["opinion"])


def heard(case: Settlement, _given: Mapping[str, Any]) -> Text | None:
    """A cut is decided only after notice and opinion, and never beyond what was noticed."""
    if case.state == "review":
        if is_cut(reckoned(case)):
            return Text("불인정은 사전통지를 한 뒤에 확정합니다.", "A cut is decided after a prior notice.")
        return None
    if not case.opinion and case.opinion_by is not None and clock.today() <= case.opinion_by:
        return Text(
            "의견제출 기간({d}까지)이 끝나거나 의견이 온 뒤에 확정할 수 있습니다.",
            "Wait for the opinion, or until {d} has passed.",
        ).format(d=case.opinion_by)
    if any(d.noticed is None or d.amount > d.noticed for d in disallowances(case)):
        return Text(
            "사전통지한 것보다 많은 불인정이 있습니다. 다시 통지해 주세요.",
            "More is disallowed than was noticed: give notice again.",
        )
    return None


def settle(case: Settlement, firing: Firing) -> None:
    """확정: the sum and all it was made of are frozen; what is returned gets its day."""
    case.handler_id = case.handler_id or firing.actor.user_id
    settled = reckoned(case)
    grown = interest_of(case, settled, firing.on)
    case.decided_on = firing.on
    case.return_due = _days_on(firing.on, q.rule_of(case.grant).return_days) if settled.to_return else None
    case.result = as_json(settled, grown)
    firing.facts |= {
        "final": settled.final,
        "principal": settled.to_return,
        "interest": grown.amount,
        "return_due": case.return_due.isoformat() if case.return_due else None,
    }


def as_json(settled: arithmetic.Settled, grown: arithmetic.Interest) -> dict[str, Any]:
    """The final sum as plain values: won as numbers, percent and days as text."""
    return {
        **asdict(settled),
        "own_reached": str(settled.own_reached),
        "excess": [e._asdict() for e in settled.excess],
        "interest": grown.amount,
        "segments": [segment_json(s) for s in grown.segments],
    }


def segment_json(one: arithmetic.Segment) -> dict[str, Any]:
    return {
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "days": one.days,
        "rate": str(one.rate),
        "base": one.base,
        "exact": str(one.exact.quantize(Decimal("0.01"))),
    }

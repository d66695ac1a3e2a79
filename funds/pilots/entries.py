"""The entries of a pilot's plan and course: what is asked of each, what must hold, the row it makes.

Each fault is a sentence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from funds.pilots.models import BudgetLine, Milestone, Pilot, PilotIndicator, PilotPayment, PilotRisk, Site
from funds.pilots.terms import LEVELS, RISK_KINDS
from portal.core import clock
from portal.core.asking import Asking
from portal.core.schema import Field
from portal.core.text import Text

WON = Text("원", "KRW")


@dataclass(frozen=True, kw_only=True)
class Part:
    """`states` in which it may be written, and by whom ('editor' of the organisation, 'officer')."""

    key: str
    title: Text
    fields: tuple[Field, ...]
    check: Callable[[Pilot, Asking], None]
    build: Callable[[Pilot, Mapping[str, Any]], Any]
    model: type[Any]
    states: tuple[str, ...]
    by: tuple[str, ...]


def day_of(text: Any) -> date:
    return date.fromisoformat(str(text))


def _nothing(_pilot: Pilot, _asking: Asking) -> None:
    return None


def _days_in_order(pilot: Pilot, asking: Asking) -> None:
    first, last = asking["begins_on"], asking["ends_on"]
    if first and last and last < first:
        asking.fault("ends_on", Text("끝나는 날이 시작하는 날보다 앞섭니다.", "It ends before it begins."))
    for key in ("begins_on", "ends_on"):
        _within(pilot, asking, key)


def _within(pilot: Pilot, asking: Asking, key: str) -> None:
    if not asking[key] or pilot.begins_on is None or pilot.ends_on is None:
        return
    if not pilot.begins_on <= day_of(asking[key]) <= pilot.ends_on:
        words = Text("사업 기간({a} ~ {b}) 밖의 날입니다.", "Outside the period of the pilot ({a} to {b}).")
        asking.fault(key, words.format(a=pilot.begins_on, b=pilot.ends_on))


def _check_indicator(pilot: Pilot, asking: Asking) -> None:
    _within(pilot, asking, "due_on")
    if (
        asking["baseline"] is not None
        and asking["target"] is not None
        and Decimal(asking["baseline"]) == Decimal(asking["target"])
    ):
        asking.fault("target", Text("목표가 기준값과 같습니다.", "The target equals the baseline."))


def _check_payment(pilot: Pilot, asking: Asking) -> None:
    _days_in_order(pilot, asking)
    first, last = asking["begins_on"], asking["ends_on"]
    if first and last:
        clash = next((p for p in pilot.payments if p.begins_on <= day_of(last) and day_of(first) <= p.ends_on), None)
        if clash:
            words = Text("{a} ~ {b} 지급분과 기간이 겹칩니다.", "It overlaps the payment for {a} to {b}.")
            asking.fault("begins_on", words.format(a=clash.begins_on, b=clash.ends_on))
    total = sum(p.amount for p in pilot.payments) + (asking["amount"] or 0)
    if pilot.support is not None and total > pilot.support:
        words = Text(
            "지급액의 합 {s}원이 지원금 {t}원을 넘습니다.",
            "Payments would sum to KRW {s}, above the support of KRW {t}.",
        )
        asking.fault("amount", words.format(s=f"{total:,}", t=f"{pilot.support:,}"))


def _check_budget(pilot: Pilot, asking: Asking) -> None:
    whole = None if pilot.support is None else pilot.support + (pilot.own_share or 0)
    total = sum(line.amount for line in pilot.budget) + (asking["amount"] or 0)
    if whole is not None and total > whole:
        words = Text(
            "예산의 합 {s}원이 사업비 {t}원을 넘습니다.", "The budget would sum to KRW {s}, above the whole of KRW {t}."
        )
        asking.fault("amount", words.format(s=f"{total:,}", t=f"{whole:,}"))


PLANNING, COURSE = ("planned",), ("planned", "submitted", "running", "evaluated")
BEGINS = Field(key="begins_on", label=Text("시작", "From"), type="date", required=True)
ENDS = Field(key="ends_on", label=Text("끝", "To"), type="date", required=True)

PARTS: dict[str, Part] = {
    p.key: p
    for p in (
        Part(
            key="milestone", title=Text("단계", "Milestone"), model=Milestone, check=_days_in_order, states=PLANNING, by=("editor", "officer"),
            fields=(Field(key="title", label=Text("단계 이름", "Name"), required=True), BEGINS, ENDS),
            build=lambda p, a: Milestone(pilot_id=p.id, year_no=p.year_no, title=a["title"], begins_on=day_of(a["begins_on"]), ends_on=day_of(a["ends_on"])),
        ),
        Part(
            key="indicator", title=Text("지표", "Indicator"), model=PilotIndicator, check=_check_indicator, states=PLANNING, by=("editor", "officer"),
            fields=(
                Field(key="label", label=Text("지표 이름", "Name"), required=True), Field(key="unit", label=Text("단위", "Unit"), longest=40),
                Field(key="baseline", label=Text("기준값", "Baseline"), type="decimal", required=True),
                Field(key="target", label=Text("목표", "Target"), type="decimal", required=True),
                Field(key="due_on", label=Text("목표일", "Due"), type="date", required=True),
            ),
            build=lambda p, a: PilotIndicator(
                pilot_id=p.id, label=a["label"], unit=a.get("unit") or "", baseline=Decimal(a["baseline"]), target=Decimal(a["target"]), due_on=day_of(a["due_on"])),
        ),
        Part(
            key="budget", title=Text("예산", "Budget"), model=BudgetLine, check=_check_budget, states=PLANNING, by=("editor", "officer"),
            fields=(Field(key="item", label=Text("비목", "Item"), required=True), Field(key="amount", label=Text("금액", "Sum"), type="money", required=True, least=1, unit=WON)),
            build=lambda p, a: BudgetLine(pilot_id=p.id, year_no=p.year_no, item=a["item"], amount=a["amount"]),
        ),
        Part(
            key="site", title=Text("현장", "Site"), model=Site, check=_nothing, states=COURSE, by=("editor", "officer"),
            fields=(
                Field(key="name", label=Text("기관 이름", "Institution"), required=True), Field(key="city", label=Text("도시", "City"), longest=100),
                Field(key="role", label=Text("하는 일", "What is done there")),
            ),
            build=lambda p, a: Site(pilot_id=p.id, name=a["name"], city=a.get("city") or "", role=a.get("role") or ""),
        ),
        Part(
            key="risk", title=Text("위험·이슈", "Risk or issue"), model=PilotRisk, check=_nothing, states=COURSE, by=("editor", "officer"),
            fields=(
                Field(key="kind", label=Text("구분", "Kind"), type="choice", choices=RISK_KINDS, required=True),
                Field(key="level", label=Text("정도", "Level"), type="choice", choices=LEVELS, required=True),
                Field(key="text", label=Text("내용", "What"), type="text", required=True, longest=1000),
                Field(key="answer", label=Text("대응", "Answer"), type="text", longest=1000),
            ),
            build=lambda p, a: PilotRisk(pilot_id=p.id, kind=a["kind"], level=a["level"], text=a["text"], answer=a.get("answer") or "", opened_on=clock.today()),
        ),
        Part(
            key="payment", title=Text("지원금 지급", "Payment"), model=PilotPayment, check=_check_payment, states=COURSE, by=("officer",),
            fields=(
                Field(key="begins_on", label=Text("지급 대상 기간 시작", "Covers from"), type="date", required=True),
                Field(key="ends_on", label=Text("지급 대상 기간 끝", "Covers to"), type="date", required=True),
                Field(key="amount", label=Text("금액", "Sum"), type="money", required=True, least=1, unit=WON),
                Field(key="paid_on", label=Text("지급일(지급했으면)", "Paid on, if paid"), type="date", past=True),
                Field(key="condition", label=Text("조건", "Condition"), longest=300),
            ),
            build=lambda p, a: PilotPayment(
                pilot_id=p.id, begins_on=day_of(a["begins_on"]), ends_on=day_of(a["ends_on"]), amount=a["amount"],
                paid_on=day_of(a["paid_on"]) if a.get("paid_on") else None, condition=a.get("condition") or ""),
        ),
    )
}  # fmt: skip

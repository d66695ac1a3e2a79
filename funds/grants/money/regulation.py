"""Pages of the rules of grant money: every version with its source, and a new one from a day on."""

from datetime import date
from typing import Any

from funds.grants.blueprint import bp
from funds.grants.money import queries as q
from funds.grants.money.models import GrantRuleRow
from funds.grants.terms import GrantRule, read_rule
from portal.core import clock, dated
from portal.core.asking import Asking
from portal.core.dated_page import DatedPage, Said
from portal.core.db import db
from portal.core.schema import Answers, Field
from portal.core.text import Text
from portal.core.web import access, current_actor


def _count(key: str, ko: str, en: str, most: int = 366, least: int = 1) -> Field:
    return Field(key=key, label=Text(ko, en), type="integer", required=True, least=least, most=most)


def _days(rule: GrantRule) -> Text:
    days = f"{rule.review_days} · {rule.answer_days} · {rule.opinion_days} · {rule.return_days}"
    return Text("{days}일", "{days} days").format(days=days)


def _interest(rule: GrantRule) -> Text:
    said = Text("연 {rate}% · 연 {overdue}%", "{rate}% · {overdue}% a year")
    return said.format(rate=rule.interest_rate, overdue=rule.overdue_rate)


def _rounding(rule: GrantRule) -> Text:
    said = Text("한 해 {days}일, {won}원 미만 버림", "{days} days a year, cut down to KRW {won}")
    return said.format(days=rule.year_days, won=rule.round_to)


def _last() -> Answers:
    return q.all_rules()[-1].as_json() | {"effective_from": None, "source": None}


def _check(asked: Asking) -> None:
    for key in ("interest_rate", "overdue_rate"):
        if asked[key] is not None and not 0 <= float(asked[key]) <= 100:
            asked.fault(key, Text("0에서 100 사이여야 합니다.", "It lies between 0 and 100."))


def _write(asked: Asking, day: date) -> None:
    body = read_rule(asked.answers).as_json()
    db.session.add(GrantRuleRow(effective_from=day, body=body, by_id=current_actor().user_id))


RULES = DatedPage(
    model=GrantRuleRow,
    versions=q.all_rules,
    title=Text("보조금 규정", "Rules of grant money"),
    lead=Text("정산 기한, 이자율, 전용 폭을 날짜별로 정합니다. 이미 교부결정한 보조금은 그때의 규정을 따르고, 이자율만 날마다의 값을 따릅니다.", "Periods, rates and tolerance by date. A grant keeps the rule of its decision; rates alone follow their own days."),
    above=((Text("보조금 정산", "Grant settlements"), "grants.index"),),
    says=(
        Said(Text("정산보고", "Settlement due"), lambda r: Text("종료 뒤 {n}개월", "{n} months after the end").format(n=r.settle_months)),
        Said(Text("검토 · 보완 · 의견 · 반환", "Review · answer · opinion · return"), _days),
        Said(Text("승인 없이 옮기는 폭", "Shift without approval"), lambda r: f"{r.tolerance}%"),
        Said(Text("이자율 · 연체 이자율", "Interest · overdue"), _interest),
        Said(Text("날수와 끝수", "Days and rounding"), _rounding),
    ),
    apart=True,
    endpoint="grants.rules", adding="grants.declare_rule", withdrawing="grants.withdraw_rule",
    writers=("ministry",),
    heading=Text("새 규정", "A new rule"),
    fields=(
        Field(key="effective_from", label=Text("적용일", "In force from"), type="date", required=True),
        _count("settle_months", "정산보고 기한(개월)", "Settlement due (months)", 12),
        _count("review_days", "검토 기한(일)", "Review (days)"),
        _count("answer_days", "보완 기한(일)", "Answer (days)"),
        _count("opinion_days", "의견제출 기간(일 이상)", "Opinion period (days at least)", 60, 10),
        _count("return_days", "반환 기한(일)", "Return due (days)"),
        _count("tolerance", "승인 없이 옮기는 폭(%)", "Shift without approval (%)", 100, 0),
        Field(key="interest_rate", label=Text("이자율(연 %)", "Interest (% a year)"), type="decimal", required=True),
        Field(key="overdue_rate", label=Text("연체 이자율(연 %)", "Overdue interest (% a year)"), type="decimal", required=True),
        _count("year_days", "한 해의 날수", "Days of a year", 366, 360),
        _count("round_to", "끝수 처리(원 단위 버림)", "Cut down to (won)", 1000),
        Field(key="source", label=Text("근거", "Source"), type="text", required=True, longest=500),
    ),
    begins_with=_last,
    check=_check, write=_write,
    may_begin=lambda _asked, day: dated.misdated(day, q.all_rules(), earliest=clock.today()),
    told=Text("규정을 추가했습니다.", "The rule was added."),
    noted="grant-rule",
)  # fmt: skip


@bp.get("/rules")
@access("officer", "ministry")
def rules() -> str:
    return RULES.page()


@bp.post("/rules")
@access("ministry")
def declare_rule() -> Any:
    """A new version from a day on; what was decided under another keeps it."""
    return RULES.add()


@bp.post("/rules/<int:version_id>/withdraw")
@access("ministry")
def withdraw_rule(version_id: int) -> Any:
    return RULES.withdraw(version_id)

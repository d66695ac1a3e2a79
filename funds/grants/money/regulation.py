"""Pages of the rules of grant money: every version with its source, and a new one from a day on."""

from datetime import date
from typing import Any

from flask import render_template, request

from funds.grants.blueprint import bp
from funds.grants.money import queries as q
from funds.grants.money.models import GrantRuleRow
from funds.grants.terms import read_rule
from portal.core import clock, dated
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell


def _count(key: str, ko: str, en: str, most: int = 366, least: int = 1) -> Field:
    return Field(key=key, label=Text(ko, en), type="integer", required=True, least=least, most=most)


_RULE = (
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
)  # fmt: skip


def _rules_page(asking: Asking) -> str:
    return render_template(
        "funds/grants/money/regulation.html",
        rules=list(reversed(q.all_rules())),
        current=q.rule_on(clock.today()),
        asking=asking,
        may=current_actor().has("ministry"),
    )


@bp.get("/rules")
@access("officer", "ministry")
def rules() -> str:
    held = q.rule_on(clock.today()).as_json()
    return _rules_page(Asking(_RULE, held | {"effective_from": None, "source": None}))


@bp.post("/rules")
@access("ministry")
def declare_rule() -> Any:
    """A new version from a day on; what was decided under another keeps it."""
    asking = Asking(_RULE, given=request.form)
    for key in ("interest_rate", "overdue_rate"):
        if asking[key] is not None and not 0 <= float(asking[key]) <= 100:
            asking.fault(key, Text("0에서 100 사이여야 합니다.", "It lies between 0 and 100."))
    day = asking["effective_from"]
    if day and (fault := dated.misdated(date.fromisoformat(day), q.all_rules(), earliest=clock.today())):
        asking.fault("effective_from", fault)
    if not asking.good:
        return _rules_page(asking), 422
    rule = read_rule(asking.answers)
    db.session.add(GrantRuleRow(effective_from=rule.effective_from, body=rule.as_json(), by_id=current_actor().user_id))
    tell("규정을 추가했습니다.", "The rule was added.")
    return see_other("grants.rules")

"""Pages of the standard: every version with its source, and a new one from a day to come."""

from datetime import date, timedelta
from typing import Any

from flask import render_template, request

from funds.pilots.blueprint import bp
from funds.pilots.standard.models import DeclaredPilotRule
from funds.pilots.standard.queries import all_pilot_rules
from funds.pilots.standard.terms import EVALUATIONS, criteria_from_lines, lines_of, read_rule
from portal.core import clock, dated
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell


def _limit(key: str, ko: str, en: str) -> Field:
    return Field(key=key, label=Text(ko, en), type="integer", required=True, most=100)


RULE_FIELDS = (
    Field(key="effective_from", label=Text("시행일", "In force from"), type="date", required=True),
    Field(key="second_year_from", label=Text("2차년도 지원 최저 점수", "Points from which a second year may be granted"), type="decimal", required=True),
    _limit("lag_points", "진도 지연 한도(%포인트)", "Limit of lag (points)"),
    _limit("spend_points", "집행률 차이 한도(%포인트)", "Limit of spending away from plan (points)"),
    _limit("late_days", "단계 지연 한도(일)", "Limit of days late"),
    _limit("indicator_points", "지표 지연 한도(%포인트)", "Limit of an indicator behind (points)"),
    Field(key="report_by_day", label=Text("월간 보고 기한(다음 달 며칠)", "Report due on this day of the next month"), type="integer", required=True, least=1, most=28),
    Field(key="mid", label=Text("중간평가 항목(한 줄에 ‘배점: 한국어 / English’, 합계 100)", "Criteria of the mid evaluation (a line each ‘points: 한국어 / English’, 100 in all)"), type="text", required=True, longest=4000),
    Field(key="final", label=Text("최종평가 항목(한 줄에 ‘배점: 한국어 / English’, 합계 100)", "Criteria of the final evaluation (a line each ‘points: 한국어 / English’, 100 in all)"), type="text", required=True, longest=4000),
    Field(key="source", label=Text("근거", "Source"), type="text", required=True, longest=500),
)  # fmt: skip


def _rules_page(asking: Asking) -> str:
    return render_template(
        "funds/pilots/standard/page.html",
        rules=list(reversed(all_pilot_rules())),
        evaluations=EVALUATIONS,
        asking=asking,
    )


@bp.get("/rules")
@access("officer", "ministry")
def rules() -> str:
    last = all_pilot_rules()[-1]
    held = {f.key: getattr(last, f.key) for f in RULE_FIELDS if f.key not in ("effective_from", "source", *EVALUATIONS)}
    held |= {kind: lines_of(last.criteria[kind]) for kind in EVALUATIONS}
    return _rules_page(Asking(RULE_FIELDS, held | {"second_year_from": str(last.second_year_from)}))


@bp.post("/rules")
@access("ministry")
def rule_declare() -> Any:
    """A new version, in force from a day to come; versions in force are never changed."""
    asking = Asking(RULE_FIELDS, given=request.form)
    day = asking["effective_from"]
    tomorrow = clock.today() + timedelta(days=1)
    if day and (fault := dated.misdated(date.fromisoformat(day), all_pilot_rules(), earliest=tomorrow)):
        asking.fault("effective_from", fault)
    points = asking["second_year_from"]
    if points and not 0 <= float(points) <= 100:
        asking.fault("second_year_from", Text("0점에서 100점까지 적어 주세요.", "Give 0 to 100 points."))
    criteria = {kind: _criteria(asking, kind) for kind in EVALUATIONS}
    if not asking.good:
        return _rules_page(asking), 422
    version = f"pilot-{day}"
    body = {f.key: asking[f.key] for f in RULE_FIELDS if f.key not in EVALUATIONS} | {
        "criteria": criteria,
        "version": version,
        "status": ["복지부가 정함", "Declared by the ministry"],
    }
    read_rule(body)
    db.session.add(
        DeclaredPilotRule(
            version=version, effective_from=date.fromisoformat(day), body=body, by_id=current_actor().user_id
        )
    )
    tell(f"기준 {version}을(를) 정했습니다.", f"The rule {version} was declared.")
    return see_other("pilots.rules")


def _criteria(asking: Asking, kind: str) -> list[dict[str, str]]:
    if not asking.text(kind):
        return []
    try:
        return criteria_from_lines(asking.text(kind))
    except ValueError:
        said = Text(
            "한 줄에 ‘40: 목표 달성 / Targets achieved’처럼 적고 배점의 합을 100으로 맞춰 주세요.",
            "Write lines like “40: 목표 달성 / Targets achieved” whose points sum to 100.",
        )
        asking.fault(kind, said)
        return []

"""Pages of the standard: every version with its source, and a new one from a day to come."""

from datetime import date, timedelta
from typing import Any

from funds.pilots.blueprint import bp
from funds.pilots.standard.models import DeclaredPilotRule
from funds.pilots.standard.queries import all_pilot_rules
from funds.pilots.standard.terms import EVALUATIONS, criteria_from_lines, lines_of, read_rule
from portal.core import clock, dated
from portal.core.asking import Asking
from portal.core.dated_page import DatedPage, Said
from portal.core.db import db
from portal.core.schema import Answers, Field
from portal.core.text import Text
from portal.core.web import access, current_actor


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


def _last() -> Answers:
    last = all_pilot_rules()[-1]
    held = {f.key: getattr(last, f.key) for f in RULE_FIELDS if f.key not in ("effective_from", "source", *EVALUATIONS)}
    held |= {kind: lines_of(last.criteria[kind]) for kind in EVALUATIONS}
    return held | {"second_year_from": str(last.second_year_from)}


def _may_begin(_asked: Asking, day: date) -> Text | None:
    return dated.misdated(day, all_pilot_rules(), earliest=clock.today() + timedelta(days=1))


def _check(asked: Asking) -> None:
    points = asked["second_year_from"]
    if points and not 0 <= float(points) <= 100:
        asked.fault("second_year_from", Text("0점에서 100점까지 적어 주세요.", "Give 0 to 100 points."))
    for kind in EVALUATIONS:
        _criteria(asked, kind)


def _write(asked: Asking, day: date) -> None:
    version = f"pilot-{day}"
    body = {f.key: asked[f.key] for f in RULE_FIELDS if f.key not in EVALUATIONS} | {
        "criteria": {kind: _criteria(asked, kind) for kind in EVALUATIONS},
        "version": version,
        "status": ["복지부가 정함", "Declared by the ministry"],
    }
    read_rule(body)
    db.session.add(DeclaredPilotRule(version=version, effective_from=day, body=body, by_id=current_actor().user_id))


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


RULES = DatedPage(
    model=DeclaredPilotRule,
    versions=all_pilot_rules,
    title=Text("1+1 기준", "The 1+1 rule"),
    lead=Text("ICT 시범사업의 정확한 2차년도 기준은 공표되지 않아 판이 있는 자료로 둡니다. 사업은 시작할 때의 판을 따릅니다.", "The exact rule was never published, so it is versioned data. A pilot follows the version in force when it began."),
    above=((Text("ICT 시범사업", "ICT pilots"), "pilots.index"),),
    says=(
        Said(Text("판", "Version"), lambda r: r.version),
        Said(Text("2차년도 점수", "Second year from"), lambda r: str(r.second_year_from)),
        Said(Text("진도 지연(%p)", "Lag"), lambda r: r.lag_points),
        Said(Text("집행 차이(%p)", "Spending"), lambda r: r.spend_points),
        Said(Text("단계 지연(일)", "Days late"), lambda r: r.late_days),
        Said(Text("지표 지연(%p)", "Indicator"), lambda r: r.indicator_points),
        Said(Text("보고 기한(일)", "Report by"), lambda r: r.report_by_day),
    ),
    apart=True,
    source=lambda r: Text(f"{r.status.ko}. {r.source}", f"{r.status.en}. {r.source}"),
    template="funds/pilots/standard/page.html",
    also=lambda: {"evaluations": EVALUATIONS},
    endpoint="pilots.rules", adding="pilots.rule_declare", withdrawing="pilots.rule_withdraw",
    writers=("ministry",),
    heading=Text("새 판 정하기", "Declare a version"),
    fields=RULE_FIELDS, begins_with=_last, check=_check, may_begin=_may_begin, write=_write,
    told=Text("기준 pilot-{day}을(를) 정했습니다.", "The rule pilot-{day} was declared."),
    noted="pilot-rule",
)  # fmt: skip


@bp.get("/rules")
@access("officer", "ministry")
def rules() -> str:
    return RULES.page()


@bp.post("/rules")
@access("ministry")
def rule_declare() -> Any:
    """A new version, in force from a day to come; versions in force are never changed."""
    return RULES.add()


@bp.post("/rules/<int:version_id>/withdraw")
@access("ministry")
def rule_withdraw(version_id: int) -> Any:
    return RULES.withdraw(version_id)

"""Words and rules of the pilots as data: fields, the versioned 1+1 rule with its variance limits. Pure: knows no database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Any

from portal.core.text import Text

FIELDS: Mapping[str, Text] = {
    "telemedicine": Text("원격의료·진단", "Telemedicine and diagnosis"),
    "ai": Text("AI 기반 진단", "AI diagnosis"),
    "mobile": Text("모바일 헬스케어", "Mobile health"),
    "his": Text("병원정보시스템(HIS)", "Hospital information system"),
    "emergency": Text("응급의료정보시스템", "Emergency information system"),
    "prescribing": Text("처방·약제 지원", "Support for prescribing"),
    "other": Text("기타", "Other"),
}
"""Core fields of packages and pilots."""

BETTER = {"higher": Text("높을수록 좋음", "Higher is better"), "lower": Text("낮을수록 좋음", "Lower is better")}
RISK_KINDS = {"risk": Text("위험", "Risk"), "issue": Text("이슈", "Issue")}
LEVELS = {"high": Text("높음", "High"), "middle": Text("보통", "Middle"), "low": Text("낮음", "Low")}
RESULT_YEARS = 3


@dataclass(frozen=True, kw_only=True)
class PilotRule:
    """One version. `second_year_from`: points of the final evaluation from which a second year may be granted.

    Limits of the variance: `lag_points` of progress behind the plan, `spend_points` of spending away from it, `late_days` of
    a milestone, `indicator_points` behind the straight line to the target; a month's report is due on `report_by_day` of the next.
    """

    version: str
    effective_from: date
    status: Text
    second_year_from: Decimal
    source: str
    lag_points: int
    spend_points: int
    late_days: int
    indicator_points: int
    report_by_day: int


def read_rule(data: Mapping[str, Any]) -> PilotRule:
    """A rule from its JSON. Raises KeyError or ValueError for another shape."""
    return PilotRule(
        version=data["version"],
        effective_from=date.fromisoformat(data["effective_from"]),
        status=Text(*data["status"]),
        second_year_from=Decimal(data["second_year_from"]),
        source=data["source"],
        **{k: int(data[k]) for k in ("lag_points", "spend_points", "late_days", "indicator_points", "report_by_day")},
    )


@lru_cache(maxsize=1)
def shipped_rules() -> tuple[PilotRule, ...]:
    """The rules that came with the portal, oldest first."""
    text = (resources.files("funds.data") / "pilot-rules.json").read_text("utf-8")
    return tuple(sorted((read_rule(row) for row in json.loads(text)), key=lambda r: r.effective_from))

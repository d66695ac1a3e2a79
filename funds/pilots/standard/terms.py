"""The versioned 1+1 standard as data, with its variance limits and criteria. Pure: knows no database."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Any

from portal.core.text import Text


@dataclass(frozen=True, kw_only=True)
class PilotRule:
    """One version. `second_year_from`: points of the final evaluation from which a second year may be granted.

    Limits of the variance: `lag_points` of progress behind the plan, `spend_points` of spending away from it,
    `late_days` of a milestone, `indicator_points` behind the straight line to the target; a month's report is due on
    `report_by_day` of the next. `criteria` are what a panel scores, by evaluation (mid, final): {id, label, label_en,
    max}, maxima summing to 100.
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
    criteria: Mapping[str, tuple[Mapping[str, str], ...]]


EVALUATIONS: Mapping[str, Text] = {
    "mid": Text("중간평가", "Mid evaluation"),
    "final": Text("최종평가", "Final evaluation"),
}
"""What a panel judges of a pilot; the key of the criteria in a rule."""


def criteria_from_lines(lines: str) -> list[dict[str, str]]:
    """Criteria from lines `40: 한국어 / English`, ids c1, c2 … in order.

    Raises ValueError unless the maxima sum to 100.
    """
    found: list[dict[str, str]] = []
    for line in filter(None, (each.strip() for each in lines.splitlines())):
        most, colon, wording = line.partition(":")
        ko, _, en = (part.strip() for part in wording.partition("/"))
        if not colon or not ko or not re.fullmatch(r"[1-9][0-9]{0,2}", most.strip()):
            raise ValueError(line)
        found.append({"id": f"c{len(found) + 1}", "label": ko, "label_en": en or ko, "max": most.strip()})
    if sum(int(one["max"]) for one in found) != 100:
        raise ValueError("sum")
    return found


def lines_of(criteria: Iterable[Mapping[str, str]]) -> str:
    """The lines that `criteria_from_lines` reads."""
    return "\n".join(f"{one['max']}: {one['label']} / {one['label_en']}" for one in criteria)


def read_rule(data: Mapping[str, Any]) -> PilotRule:
    """A rule from its JSON. Raises KeyError or ValueError for another shape."""
    return PilotRule(
        version=data["version"],
        effective_from=date.fromisoformat(data["effective_from"]),
        status=Text(*data["status"]),
        second_year_from=Decimal(data["second_year_from"]),
        source=data["source"],
        criteria={kind: tuple(data.get("criteria", {}).get(kind) or _sample_criteria()[kind]) for kind in EVALUATIONS},
        **{k: int(data[k]) for k in ("lag_points", "spend_points", "late_days", "indicator_points", "report_by_day")},
    )


@lru_cache(maxsize=1)
def _sample_criteria() -> dict[str, list[dict[str, str]]]:
    """The shipped sample; it also stands in for versions declared before criteria were part of a rule."""
    rows = json.loads((resources.files("funds.pilots.standard") / "pilot-rules.json").read_text("utf-8"))
    return dict(rows[0]["criteria"])


@lru_cache(maxsize=1)
def shipped_rules() -> tuple[PilotRule, ...]:
    """The rules that came with the portal, oldest first."""
    text = (resources.files("funds.pilots.standard") / "pilot-rules.json").read_text("utf-8")
    return tuple(sorted((read_rule(row) for row in json.loads(text)), key=lambda r: r.effective_from))

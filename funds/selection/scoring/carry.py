"""Scores carried over from one round to the next, as the contract allows:
the earlier mean enters as one more automatic criterion.

With a weight of 30 percent the criteria of the round count 70 points and the earlier mean 30; the
maxima still sum to 100. Pure.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from funds.selection.scoring.arithmetic import automatic_score
from funds.selection.scoring.terms import plain

CARRIED = "carried"


def carried_body(body: Mapping[str, Any], percent: int) -> dict[str, Any]:
    """A rubric's body for a round into which `percent` (0 … 90) of the earlier mean is carried."""
    if not percent:
        return dict(body)
    share = Decimal(100 - percent) / 100
    criteria = [_scaled(c, share) for c in body["criteria"]]
    earlier = {
        "id": CARRIED,
        "label": "앞 단계 점수",
        "label_en": "Earlier round",
        "max": str(percent),
        "automatic": CARRIED,
        "steps": [],
        "levels": [],
    }
    return dict(body) | {"criteria": [*criteria, earlier]}


def _scaled(criterion: Mapping[str, Any], share: Decimal) -> dict[str, Any]:
    made = dict(criterion) | {"max": plain(Decimal(criterion["max"]) * share)}
    if criterion.get("min"):
        made["min"] = plain(Decimal(criterion["min"]) * share)
    made["levels"] = [[scaled_points(points, share), *words] for points, *words in criterion.get("levels") or []]
    if criterion.get("steps"):
        made["steps"] = [[threshold, scaled_points(points, share)] for threshold, points in criterion["steps"]]
    return made


def scaled_points(points: str, share: Decimal) -> str:
    """Points of the whole rubric as they count in the round, to one decimal."""
    return plain(automatic_score(Decimal(points) * share))


def carried_points(mean: str, percent: int) -> str:
    """What the earlier mean (of 100, without bonus) counts in the round, to one decimal."""
    return scaled_points(mean, Decimal(percent) / 100)

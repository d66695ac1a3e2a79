"""The weights of the strategy-country ranking as versioned data: which measures, which way each counts, how much."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from importlib import resources
from typing import Any

from funds.unusable import Unusable
from portal.core.text import Text

SHIPPED = "strategy-2026-1"
HIGHER, LOWER = "higher", "lower"
MOST_WEIGHT = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What enters a score: the figure of `codes[0]`, divided by that of `codes[1]` where there are two."""

    id: str
    group: str
    label: Text
    codes: tuple[str, ...]
    better: str
    weight: Decimal
    why: Text


@dataclass(frozen=True, kw_only=True)
class Weights:
    """One version. A score is shown from `shown_from_percent` of the weight on; `excluded` are no candidates at all."""

    version: str
    status: Text
    year: int
    shown_from_percent: int
    excluded: tuple[str, ...]
    groups: Mapping[str, Text]
    measures: tuple[Measure, ...]

    @property
    def total(self) -> Decimal:
        return sum((measure.weight for measure in self.measures), Decimal(0))

    def moved(self, changes: Mapping[str, Decimal]) -> "Weights":
        """With other weights for some measures (the sliders). Raises `Unusable` like `read_weights`."""
        problems = [
            Text("모르는 지표 {id}입니다.", "The measure {id} is unknown.").format(id=id_)
            for id_ in changes
            if id_ not in {measure.id for measure in self.measures}
        ]
        measures = tuple(replace(m, weight=changes.get(m.id, m.weight)) for m in self.measures)
        weights = replace(self, measures=measures)
        problems += _weight_problems(weights)
        if problems:
            raise Unusable(problems)
        return weights


def shipped_weights(version: str = SHIPPED) -> Weights:
    """Weights that ship with the portal. LookupError for a version that does not."""
    source = resources.files("funds.strategy.indicators") / f"{version}.json"
    if not source.is_file():
        raise LookupError(version)
    return read_weights(json.loads(source.read_text("utf-8")))


def read_weights(data: Any) -> Weights:
    """The weights in `data` (parsed JSON of the shipped shape). Raises `Unusable` with every problem found."""
    try:
        weights = _built(data)
    except (KeyError, TypeError, ValueError, InvalidOperation) as wrong:
        words = Text("가중치 파일의 모양이 다릅니다: {what}.", "The weights have another shape: {what}.")
        raise Unusable([words.format(what=f"{type(wrong).__name__} {wrong}")]) from wrong
    problems = [problem for measure in weights.measures if (problem := _measure_problem(weights, measure))]
    ids = [measure.id for measure in weights.measures]
    if len(set(ids)) < len(ids):
        problems.append(Text("같은 지표가 두 번 있습니다.", "A measure stands there twice."))
    problems += _weight_problems(weights)
    if problems:
        raise Unusable(problems)
    return weights


def _built(data: Any) -> Weights:
    return Weights(
        version=data["version"],
        status=Text(*data["status"]),
        year=int(data["year"]),
        shown_from_percent=int(data["shown_from_percent"]),
        excluded=tuple(data["excluded"]),
        groups={group["id"]: Text(*group["label"]) for group in data["groups"]},
        measures=tuple(
            Measure(
                id=given["id"],
                group=given["group"],
                label=Text(*given["label"]),
                codes=tuple(given["codes"]),
                better=given["better"],
                weight=Decimal(given["weight"]),
                why=Text(*given["why"]),
            )
            for given in data["measures"]
        ),
    )


def _measure_problem(weights: Weights, measure: Measure) -> Text | None:
    if measure.better not in (HIGHER, LOWER):
        words = Text("{id}: better는 higher 또는 lower여야 합니다.", "{id}: better must be higher or lower.")
    elif not 1 <= len(measure.codes) <= 2:
        words = Text("{id}: 지표 코드는 하나 또는 둘이어야 합니다.", "{id}: it needs one or two indicator codes.")
    elif measure.group not in weights.groups:
        words = Text("{id}: 모르는 묶음입니다.", "{id}: its group is unknown.")
    else:
        return None
    return words.format(id=measure.id)


def _weight_problems(weights: Weights) -> list[Text]:
    words = Text("{label}: 가중치는 0 이상 100 이하여야 합니다.", "{label}: a weight must lie in 0 to 100.")
    unfit = [m for m in weights.measures if not m.weight.is_finite() or not 0 <= m.weight <= MOST_WEIGHT]
    problems = [words.format(label=measure.label) for measure in unfit]
    if not unfit and weights.total == 0:
        problems.append(Text("가중치가 모두 0입니다.", "All weights are 0."))
    return problems

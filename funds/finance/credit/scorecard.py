"""A transparent scorecard for hospitals: points per factor, a grade, the reasons in words and what would raise it.

The model is data (`credit-*.json`, read by `factors`); this module only adds its points up. It must not call a grade a
probability: the shipped model is not calibrated on defaults, and its card says so (`calibration` fits one).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from funds.finance.credit.factors import Factor, Grade, Level, Model, read_model, shipped_model
from funds.unusable import Unusable
from portal.core.text import Text

__all__ = ["Assessment", "Line", "Model", "Step", "assess", "financial_ratios", "read_model", "shipped_model"]

WORST_RATIO = Decimal(9999)
ACCOUNTS = {
    "liabilities": Text("부채", "Liabilities"),
    "equity": Text("자본", "Equity"),
    "current_assets": Text("유동자산", "Current assets"),
    "current_liabilities": Text("유동부채", "Current liabilities"),
    "revenue": Text("의료수익", "Operating revenue"),
    "operating_profit": Text("의료이익", "Operating profit"),
    "interest": Text("이자비용", "Interest expense"),
}
MAY_BE_NEGATIVE = frozenset({"equity", "operating_profit"})
Value = Decimal | str | None


@dataclass(frozen=True)
class Line:
    """One factor as assessed: `points` of `factor.most_points`; `value` None where there is no data."""

    factor: Factor
    value: Value
    points: int
    reason: Text


@dataclass(frozen=True)
class Step:
    """A change that would bring `gain` more points."""

    factor: Factor
    gain: int
    words: Text


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """`points` of `most_points`; `covered` the percentage of points for which there was data.

    `grade` is None while too little is covered; `best_grade` is what full points for all missing factors would give.
    `steps` are single next steps, largest gain first; `path` the fewest changes that reach `next_grade` (empty where
    the best is reached or no change of the institution's own can reach it).
    """

    model: Model
    lines: tuple[Line, ...]
    points: int
    covered: Decimal
    grade: Grade | None
    best_grade: Grade
    next_grade: Grade | None
    points_needed: int
    steps: tuple[Step, ...]
    path: tuple[Step, ...]

    @property
    def missing(self) -> tuple[Factor, ...]:
        return tuple(line.factor for line in self.lines if line.value is None)

    def group_points(self) -> dict[str, tuple[int, int]]:
        """Group id → (points, most points), in the model's order."""
        return {
            group: (
                sum(line.points for line in self.lines if line.factor.group == group),
                sum(line.factor.most_points for line in self.lines if line.factor.group == group),
            )
            for group in self.model.groups
        }


def assess(model: Model, values: Mapping[str, Value]) -> Assessment:
    """Add up the points for `values` (factor id → number, level id, or None where there is no data).

    A factor that `values` does not name is missing. Raises `Unusable` for unknown factors or levels and for numbers
    outside a factor's bounds.
    """
    _check(model, values)
    lines = tuple(_line(factor, values.get(factor.id)) for factor in model.factors)
    points = sum(line.points for line in lines)
    unknown = sum(line.factor.most_points for line in lines if line.value is None)
    covered = (Decimal(100 * (model.most_points - unknown)) / model.most_points).quantize(Decimal("0.1"), ROUND_HALF_UP)
    enough = 100 * (model.most_points - unknown) >= model.grade_needs_percent * model.most_points
    current = model.grade_of(points)
    following = model.next_grade(current)
    needed = max(0, following.start - points) if following else 0
    steps = [step for line in lines for step in _steps(line)[:1]]
    leaps = [step for line in lines for step in _steps(line)[-1:]]
    return Assessment(
        model=model,
        lines=lines,
        points=points,
        covered=covered,
        grade=current if enough else None,
        best_grade=model.grade_of(points + unknown),
        next_grade=following,
        points_needed=needed,
        steps=tuple(sorted(steps, key=lambda step: -step.gain)),
        path=_path(leaps, needed),
    )


def financial_ratios(accounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The four financial factors from figures of one year's statements, in any one currency, rounded to one decimal.

    Keys: those of ACCOUNTS; a factor whose figures are not all there is left out. Equity of 0 or less counts as the
    worst debt ratio (9999), no current liabilities or no interest as 9999 times covered (−9999 with a loss, for
    interest). Raises `Unusable` for unknown keys and negative figures where only positive ones make sense.
    """
    problems = [
        Text("모르는 계정 {key}이(가) 있습니다.", "The account {key} is unknown.").format(key=key)
        for key in accounts
        if key not in ACCOUNTS
    ]
    problems += [
        Text("{label}은(는) 0보다 작을 수 없습니다.", "{label} cannot be negative.").format(label=ACCOUNTS[key])
        for key, value in accounts.items()
        if key in ACCOUNTS and key not in MAY_BE_NEGATIVE and value < 0
    ]
    if problems:
        raise Unusable(problems)
    found: dict[str, Decimal] = {}
    if {"liabilities", "equity"} <= accounts.keys():
        found["debt_ratio"] = _ratio(100 * accounts["liabilities"], max(accounts["equity"], Decimal(0)))
    if {"current_assets", "current_liabilities"} <= accounts.keys():
        found["current_ratio"] = _ratio(100 * accounts["current_assets"], accounts["current_liabilities"])
    if {"operating_profit", "revenue"} <= accounts.keys() and accounts["revenue"] > 0:
        found["operating_margin"] = _ratio(100 * accounts["operating_profit"], accounts["revenue"])
    if {"operating_profit", "interest"} <= accounts.keys():
        found["interest_coverage"] = _ratio(accounts["operating_profit"], accounts["interest"])
    return found


def _ratio(above: Decimal, below: Decimal) -> Decimal:
    if not below:
        return -WORST_RATIO if above < 0 else WORST_RATIO
    return max(-WORST_RATIO, min(WORST_RATIO, (above / below).quantize(Decimal("0.1"), ROUND_HALF_UP)))


def _check(model: Model, values: Mapping[str, Value]) -> None:
    known = {factor.id: factor for factor in model.factors}
    problems = []
    for id_, value in values.items():
        if id_ not in known:
            problems.append(Text("모형에 없는 항목 {id}입니다.", "{id} is not a factor of the model.").format(id=id_))
        elif value is not None and (problem := _unfit(known[id_], value)):
            problems.append(problem)
    if problems:
        raise Unusable(problems)


def _unfit(factor: Factor, value: Decimal | str) -> Text | None:
    if factor.levels:
        if value in [level.id for level in factor.levels]:
            return None
        return Text(
            "{label}: {value}은(는) 고를 수 없는 값입니다.", "{label}: {value} is not one of its levels."
        ).format(label=factor.label, value=value)
    if not isinstance(value, Decimal) or not value.is_finite():
        return Text("{label}: 숫자여야 합니다.", "{label} must be a number.").format(label=factor.label)
    if factor.least is not None and value < factor.least:
        return Text("{label}: {least} 이상이어야 합니다.", "{label} must be {least} or more.").format(
            label=factor.label, least=factor.least
        )
    if factor.most is not None and value > factor.most:
        return Text("{label}: {most} 이하여야 합니다.", "{label} must be {most} or less.").format(
            label=factor.label, most=factor.most
        )
    return None


def _line(factor: Factor, value: Value) -> Line:
    if value is None:
        reason = Text("{label}: 자료 없음, {most}점 중 0점", "{label}: no data, 0 of {most} points")
        return Line(factor, None, 0, reason.format(label=factor.label, most=factor.most_points))
    held = factor.held(value)
    if isinstance(held, Level):
        reason = Text("{label} {goal}: {most}점 중 {points}점", "{label} {goal}: {points} of {most} points")
    else:
        reason = Text(
            "{label} {value}({goal}): {most}점 중 {points}점", "{label} {value} ({goal}): {points} of {most} points"
        )
    words = reason.format(
        label=factor.label,
        value=factor.measured(value),
        goal=factor.goal(held),
        most=factor.most_points,
        points=held.points,
    )
    return Line(factor, value, held.points, words)


def _steps(line: Line) -> list[Step]:
    """The changes of one factor that bring more points, smallest gain first; none where nobody can change it."""
    factor = line.factor
    if line.value is None:
        words = Text("{label}: 자료를 내면 최대 +{gain}점", "{label}: up to +{gain} points once there is data")
        return [Step(factor, factor.most_points, words.format(label=factor.label, gain=factor.most_points))]
    if not factor.changeable:
        return []
    better = sorted((c for c in factor.choices if c.points > line.points), key=lambda choice: choice.points)
    words = Text("{label}: {goal}(이)면 +{gain}점", "{label}: +{gain} points with {goal}")
    return [
        Step(factor, gain, words.format(label=factor.label, goal=factor.goal(choice), gain=gain))
        for choice in better
        if (gain := choice.points - line.points)
    ]


def _path(leaps: list[Step], needed: int) -> tuple[Step, ...]:
    """The fewest changes, largest gains first, that bring the needed points; empty where they cannot."""
    chosen: list[Step] = []
    for step in sorted(leaps, key=lambda step: -step.gain):
        if sum(each.gain for each in chosen) >= needed:
            break
        chosen.append(step)
    return tuple(chosen) if sum(each.gain for each in chosen) >= needed else ()

"""The scorecard as data: reads a version's JSON into factors, bands, levels and grades,
or says what is wrong with it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib import resources
from typing import Any

from funds.unusable import Unusable
from portal.core.text import Text

SHIPPED = "credit-2026-1"
MOST_POINTS = 100


@dataclass(frozen=True)
class Band:
    """Numbers from `start` (None: from below) up to the next band's start."""

    start: Decimal | None
    points: int


@dataclass(frozen=True)
class Level:
    """One of the answers of a factor that is no number."""

    id: str
    label: Text
    points: int


@dataclass(frozen=True, kw_only=True)
class Factor:
    """What is looked at: either `bands` of a number or `levels`. `changeable` = the institution can work on it."""

    id: str
    group: str
    label: Text
    meaning: Text
    unit: Text
    changeable: bool
    least: Decimal | None
    most: Decimal | None
    bands: tuple[Band, ...]
    levels: tuple[Level, ...]

    @property
    def choices(self) -> list[Band | Level]:
        """All bands or all levels."""
        return [*self.bands, *self.levels]

    @property
    def most_points(self) -> int:
        return max(choice.points for choice in self.choices)

    def held(self, value: Decimal | str) -> Band | Level:
        """The band or level that `value` falls into; `value` must fit the factor."""
        if isinstance(value, Decimal):
            return [band for band in self.bands if band.start is None or band.start <= value][-1]
        return next(level for level in self.levels if level.id == value)

    def goal(self, choice: Band | Level) -> Text:
        """A band or level in words."""
        return choice.label if isinstance(choice, Level) else self.span(choice)

    def measured(self, value: object) -> Text:
        """A number with its unit, e.g. 120 % or 3년."""
        return Text(f"{value}{self._gap(self.unit.ko)}", f"{value} {self.unit.en}".rstrip())

    def span(self, band: Band) -> Text:
        """A band in words: '100 % 이상 200 % 미만'."""
        place = self.bands.index(band)
        end = self.bands[place + 1].start if place + 1 < len(self.bands) else None
        low = None if band.start is None else self.measured(band.start)
        high = None if end is None else self.measured(end)
        if low and high:
            return Text(f"{low.ko} 이상 {high.ko} 미만", f"{low.en} or more, under {high.en}")
        if low:
            return Text(f"{low.ko} 이상", f"{low.en} or more")
        if high:
            return Text(f"{high.ko} 미만", f"under {high.en}")
        return Text("모든 값", "any value")

    @staticmethod
    def _gap(unit: str) -> str:
        return f" {unit}" if unit == "%" else unit


@dataclass(frozen=True)
class Grade:
    """A grade from `start` points on."""

    id: str
    start: int
    label: Text


@dataclass(frozen=True, kw_only=True)
class Model:
    """One version of the scorecard.

    `groups` id → label; `grades` best first; `card` the model card, a sentence each.
    """

    version: str
    status: Text
    grade_needs_percent: int
    groups: Mapping[str, Text]
    factors: tuple[Factor, ...]
    grades: tuple[Grade, ...]
    card: tuple[Text, ...]

    @property
    def most_points(self) -> int:
        return sum(factor.most_points for factor in self.factors)

    def grade_of(self, points: int) -> Grade:
        return next(grade for grade in self.grades if points >= grade.start)

    def next_grade(self, grade: Grade) -> Grade | None:
        """The next better grade, None above the best."""
        place = self.grades.index(grade)
        return self.grades[place - 1] if place else None


def shipped_model(version: str = SHIPPED) -> Model:
    """A model that ships with the portal. LookupError for a version that does not."""
    source = resources.files("funds.finance.credit") / f"{version}.json"
    if not source.is_file():
        raise LookupError(version)
    return read_model(json.loads(source.read_text("utf-8")))


def read_model(data: Any) -> Model:
    """The model in `data` (parsed JSON of the shipped shape). Raises `Unusable` with every problem found.

    Holds: the most points of all factors sum to 100, bands begin at 'from: null' and ascend,
    the worst grade starts at 0.
    """
    try:
        model = _built(data)
    except (KeyError, TypeError, ValueError, InvalidOperation) as wrong:
        raise Unusable(
            [
                Text("모형 파일의 모양이 다릅니다: {what}.", "The model file has another shape: {what}.").format(
                    what=f"{type(wrong).__name__} {wrong}"
                )
            ]
        ) from wrong
    problems = _problems(model)
    if problems:
        raise Unusable(problems)
    return model


def _built(data: Any) -> Model:
    return Model(
        version=data["version"],
        status=Text(*data["status"]),
        grade_needs_percent=int(data["grade_needs_percent"]),
        groups={group["id"]: Text(*group["label"]) for group in data["groups"]},
        factors=tuple(_factor(each) for each in data["factors"]),
        grades=tuple(Grade(each["id"], int(each["from"]), Text(*each["label"])) for each in data["grades"]),
        card=tuple(Text(*sentence) for sentence in data["card"]),
    )


def _factor(given: Any) -> Factor:
    return Factor(
        id=given["id"],
        group=given["group"],
        label=Text(*given["label"]),
        meaning=Text(*given["meaning"]),
        unit=Text(*given.get("unit", ("", ""))),
        changeable=given["changeable"],
        least=_number(given.get("least")),
        most=_number(given.get("most")),
        bands=tuple(Band(_number(band["from"]), int(band["points"])) for band in given.get("bands", ())),
        levels=tuple(Level(e["id"], Text(*e["label"]), int(e["points"])) for e in given.get("levels", ())),
    )


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _problems(model: Model) -> list[Text]:
    problems = [problem for factor in model.factors if (problem := _factor_problem(model, factor))]
    ids = [factor.id for factor in model.factors]
    if len(set(ids)) < len(ids):
        problems.append(Text("같은 항목이 두 번 있습니다.", "A factor stands there twice."))
    if not problems and model.most_points != MOST_POINTS:
        problems.append(
            Text(
                "배점의 합은 100이어야 하는데 {sum}입니다.", "The points must sum to 100, but they sum to {sum}."
            ).format(sum=model.most_points)
        )
    starts = [grade.start for grade in model.grades]
    if not starts or starts[-1] != 0 or starts != sorted(set(starts), reverse=True):
        problems.append(
            Text(
                "등급은 높은 것부터 낮은 것까지, 마지막은 0점부터여야 합니다.", "Grades must descend, the last from 0."
            )
        )
    return problems


def _factor_problem(model: Model, factor: Factor) -> Text | None:
    starts = [band.start for band in factor.bands[1:]]
    numbers = [start for start in starts if start is not None]
    if bool(factor.bands) == bool(factor.levels):
        words = Text("{id}: 구간이나 단계 가운데 하나가 있어야 합니다.", "{id}: it needs either bands or levels.")
    elif factor.group not in model.groups:
        words = Text("{id}: 모르는 묶음입니다.", "{id}: its group is unknown.")
    elif factor.bands and (
        factor.bands[0].start is not None or len(numbers) < len(starts) or numbers != sorted(set(numbers))
    ):
        words = Text("{id}: 구간은 처음(null)부터 차례로 커져야 합니다.", "{id}: bands must begin at null and ascend.")
    elif min(choice.points for choice in factor.choices) < 0:
        words = Text("{id}: 점수는 0 이상이어야 합니다.", "{id}: points must be 0 or more.")
    else:
        return None
    return words.format(id=factor.id)

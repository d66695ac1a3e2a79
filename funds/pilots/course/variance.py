"""How far a pilot is from its plan on a day: expected progress, late milestones, spending, indicators. Pure arithmetic.

Expected progress is the mean over the milestones of the share of their days that has passed; an indicator is expected
on the straight line from baseline to target. A flag is a sentence; who reads it decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from funds.pilots.standard.terms import PilotRule
from portal.core.text import Text


@dataclass(frozen=True)
class Stretch:
    """A milestone: its days, both included, and when it was done."""

    title: str
    begins_on: date
    ends_on: date
    done_on: date | None = None


@dataclass(frozen=True)
class Measured:
    """An indicator with its last reading; None where nothing was read yet."""

    label: str
    baseline: Decimal
    target: Decimal
    begins_on: date
    due_on: date
    value: Decimal | None
    read_on: date | None


def share_passed(first: date, last: date, day: date) -> Decimal:
    """How much of the days from `first` to `last` has passed at the end of `day`: 0 to 1."""
    if day < first:
        return Decimal(0)
    if day >= last:
        return Decimal(1)
    return Decimal((day - first).days + 1) / ((last - first).days + 1)


def expected_progress(plan: Sequence[Stretch], day: date) -> Decimal | None:
    """Percent, one decimal; None without a plan."""
    if not plan:
        return None
    mean = sum((share_passed(s.begins_on, s.ends_on, day) for s in plan), Decimal(0)) / len(plan)
    return (100 * mean).quantize(Decimal("0.1"), ROUND_HALF_UP)


def reached(measured: Measured) -> Decimal | None:
    """How much of the way from baseline to target the reading has gone, in percent;
    None where there is no way or reading.
    """
    way = measured.target - measured.baseline
    if measured.value is None or way == 0:
        return None
    return (100 * (measured.value - measured.baseline) / way).quantize(Decimal("0.1"), ROUND_HALF_UP)


def flags(
    rule: PilotRule,
    day: date,
    *,
    plan: Sequence[Stretch],
    progress: int | None,
    planned: int,
    spent: int,
    indicators: Sequence[Measured] = (),
) -> list[Text]:
    """What is out of the rule's limits on `day`; `progress` in percent, sums in won."""
    found: list[Text] = []
    expected = expected_progress(plan, day)
    if progress is not None and expected is not None and expected - progress > rule.lag_points:
        words = Text(
            "진도 {p}%가 계획 {e}%보다 {n}%포인트 넘게 늦습니다.",
            "Progress of {p}% is more than {n} points behind the plan of {e}%.",
        )
        found.append(words.format(p=progress, e=expected, n=rule.lag_points))
    found += [_late(s, day) for s in plan if s.done_on is None and (day - s.ends_on).days > rule.late_days]
    if planned and expected is not None:
        used = (Decimal(100) * spent / planned).quantize(Decimal("0.1"), ROUND_HALF_UP)
        if abs(used - expected) > rule.spend_points:
            words = Text(
                "집행률 {u}%가 계획 진도 {e}%와 {n}%포인트 넘게 다릅니다.",
                "Spending of {u}% is more than {n} points away from the planned {e}%.",
            )
            found.append(words.format(u=used, e=expected, n=rule.spend_points))
    return found + [behind for one in indicators if (behind := _behind(rule, one)) is not None]


def _late(stretch: Stretch, day: date) -> Text:
    words = Text("‘{t}’ 단계가 {n}일 늦었습니다.", "“{t}” is {n} days late.")
    return words.format(t=stretch.title, n=(day - stretch.ends_on).days)


def _behind(rule: PilotRule, one: Measured) -> Text | None:
    gone = reached(one)
    if gone is None or one.read_on is None:
        return None
    line = 100 * share_passed(one.begins_on, one.due_on, one.read_on)
    if line - gone <= rule.indicator_points:
        return None
    words = Text(
        "지표 ‘{t}’이(가) 목표까지의 길에서 {g}%에 있습니다(계획 {e}%).",
        "“{t}” has gone {g}% of the way to its target ({e}% planned).",
    )
    return words.format(t=one.label, g=gone, e=line.quantize(Decimal("0.1"), ROUND_HALF_UP))

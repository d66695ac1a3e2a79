"""Geometry of the Gantt chart; the template draws it with its table. Pure arithmetic in drawing units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from funds.pilots.course.variance import Stretch

LABELS, SPAN, ROW = 220.0, 580.0, 34.0


@dataclass(frozen=True)
class Bar:
    """A milestone from `x`, `width` wide, on row `y`; `tone` plan, done or late; `done_x` where it was done."""

    stretch: Stretch
    x: float
    width: float
    y: float
    tone: str
    done_x: float | None


@dataclass(frozen=True)
class Gantt:
    """`ticks` are (x, year, month) of first days of months; `today_x` None outside the chart."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int, int], ...]
    today_x: float | None


def gantt(plan: Sequence[Stretch], today: date) -> Gantt | None:
    """The chart of a plan; None without one."""
    if not plan:
        return None
    ends = [s.ends_on for s in plan] + [s.done_on for s in plan if s.done_on]
    first, last = min(s.begins_on for s in plan).replace(day=1), max(ends)
    days = max((last - first).days + 1, 1)

    def x(day: date, after: int = 0) -> float:
        return round(LABELS + SPAN * ((day - first).days + after) / days, 1)

    bars = [
        Bar(
            s,
            x(s.begins_on),
            round(x(s.ends_on, 1) - x(s.begins_on), 1),
            40 + ROW * n,
            _tone(s, today),
            x(s.done_on, 1) if s.done_on else None,
        )
        for n, s in enumerate(plan)
    ]
    months = [
        date(n // 12, n % 12 + 1, 1) for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    ]
    every = max(1, -(-len(months) // 12))
    ticks = tuple((x(m), m.year, m.month) for m in months[::every])
    inside = first <= today <= last
    return Gantt(LABELS + SPAN + 10, 50 + ROW * len(plan), tuple(bars), ticks, x(today) if inside else None)


def _tone(stretch: Stretch, today: date) -> str:
    if stretch.done_on is not None:
        return "done" if stretch.done_on <= stretch.ends_on else "late"
    return "late" if stretch.ends_on < today else "plan"

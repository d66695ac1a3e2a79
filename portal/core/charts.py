"""Where the parts of a chart stand: shares, axes, points.

Pure arithmetic of numbers; `ui/charts.html` draws, and knows no arithmetic. Lengths across are per cent of the width,
lengths down are pixels. What is below zero is drawn at zero: its figure stands in the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

Number = int | float | Decimal
Given = Number | None

ROW = 44
COLOURS = 6
LEFT, WIDTH = 8, 84
GROUND, HEIGHT = 214, 190
LABELS = 6
STEPS = ((1, 5), (2, 4), (4, 4), (5, 5), (8, 4), (10, 5))


def percent(value: Number, most: Number) -> int:
    """How far a bar is filled, 0 to 100; an empty one where there is nothing to fill."""
    return min(100, max(0, round(100 * float(value) / float(most)))) if most else 0


def colour(place: int) -> int:
    """The number of the colour of a series; after the last the first comes again."""
    return place % COLOURS


# ---- bars --------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A piece of a bar: where it begins, how wide it is, its colour."""

    x: float
    width: float
    colour: int


@dataclass(frozen=True)
class Row:
    """A bar with its label above: their places down the page, the sum, the pieces that are not empty."""

    y: int
    text_y: int
    bar_y: int
    total: Number
    parts: list[Part]


@dataclass(frozen=True)
class Bars:
    height: int
    rows: list[Row]


def bars(series: Sequence[Sequence[Given]]) -> Bars:
    """One bar a place, of a piece a series; the longest fills the width. A missing number counts as none."""
    columns = [[v or 0 for v in column] for column in zip(*series, strict=True)]
    totals = [sum(column) for column in columns]
    top = float(max([1, *totals]))
    rows = []
    for place, column in enumerate(columns):
        x, parts = 0.0, []
        for number, value in enumerate(column):
            share = max(0.0, 100 * float(value) / top)
            if share:
                parts.append(Part(round(x, 2), round(share, 2), colour(number)))
            x += share
        y = place * ROW
        rows.append(Row(y, y + 15, y + 22, totals[place], parts))
    return Bars(len(columns) * ROW, rows)


# ---- lines -------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tick:
    """A line of the grid with its number."""

    y: float
    text_y: float
    value: int


@dataclass(frozen=True)
class Line:
    """A series: its pieces (x1, y1, x2, y2) between neighbours that are both known, and its points (x, y)."""

    colour: int
    pieces: list[tuple[float, float, float, float]]
    points: list[tuple[float, float]]


@dataclass(frozen=True)
class Lines:
    """`labels` are (x, place) of those that are written: at most six of them, or seven with the last;
    `breaks` (x, words).
    """

    ticks: list[Tick]
    labels: list[tuple[float, int]]
    breaks: list[tuple[float, object]]
    series: list[Line]


def axis(most: Number) -> tuple[int, int]:
    """The round number at which the axis ends and in how many steps it is reached, for numbers up to `most`."""
    most = max(1, most)
    power = 10 ** (len(str(int(most))) - 1)
    factor, steps = next((f, s) for f, s in STEPS if f * power >= most)
    return factor * power, steps if power > 1 else min(steps, factor)


def lines(count: int, series: Sequence[Sequence[Given]], breaks: Sequence[tuple[int, object]] = ()) -> Lines:
    """`count` places from left to right; a break stands half a place before its own."""
    top, steps = axis(max((v for given in series for v in given if v is not None), default=1))
    step = WIDTH / max(count - 1, 1)
    every = max((count + 5) // LABELS, 1)

    def across(place: float) -> float:
        return round(LEFT + step * place, 2)

    def down(value: Number) -> float:
        return round(GROUND - HEIGHT * max(0.0, float(value)) / top, 1)

    def line(number: int, given: Sequence[Given]) -> Line:
        points = [None if v is None else (across(place), down(v)) for place, v in enumerate(given)]
        pieces = [(*a, *b) for a, b in pairwise(points) if a and b]
        return Line(colour(number), pieces, [p for p in points if p])

    heights = [GROUND - HEIGHT * i / steps for i in range(steps + 1)]
    last_stands_apart = (count - 1) % every >= every / 2
    written = [i for i in range(count) if i % every == 0 or (i == count - 1 and last_stands_apart)]
    return Lines(
        [Tick(y, y - 5, top * i // steps) for i, y in enumerate(heights)],
        [(across(i), i) for i in written],
        [(max(across(at - 0.5), 4.0), words) for at, words in breaks],
        [line(number, given) for number, given in enumerate(series)],
    )


# ---- the table of a chart ----------------------------------------------------------------------------------------------------------


def table_rows(
    labels: Sequence[object], series: Sequence[Sequence[Given]], breaks: Sequence[tuple[int, object]] = ()
) -> list[list[object]]:
    """A row a label with the number of each series; before a break a row of its own."""
    found: list[list[object]] = []
    for place, label in enumerate(labels):
        found += [[words, *["⋯"] * len(series)] for at, words in breaks if at == place]
        found.append([label, *(given[place] for given in series)])
    return found

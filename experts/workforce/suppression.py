"""Which cells of a table with totals must stay closed so that nobody finds out what fewer than three organisations
said. Pure.

A cell is closed when one or two organisations stand behind it. Then, as long as a line (a row or a column with its
total) has but one closed cell, or closed cells that together stand for fewer than three organisations, another one of
the line is closed with them. Last, the linear equations of the table are solved: a closed cell that they still
determine gets a companion, too. Zeros are shown: they name nobody, and closing them would protect nothing.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

LEAST = 3

Key = tuple[str | None, str | None]
"""(row, column); None stands for the total over it."""


class Cell(NamedTuple):
    """A figure and the organisations behind it."""

    value: int
    units: frozenset[int]


def with_totals(cells: Mapping[tuple[str, str], Cell]) -> dict[Key, Cell]:
    """The cells and their sums: of each row (row, None), of each column (None, column), of all (None, None)."""
    found: dict[Key, Cell] = {}
    for (row, column), cell in cells.items():
        for key in ((row, column), (row, None), (None, column), (None, None)):
            held = found.get(key, Cell(0, frozenset()))
            found[key] = Cell(held.value + cell.value, held.units | cell.units)
    return {key: cell for key, cell in found.items() if cell.value}


def closed(table: Mapping[Key, Cell]) -> set[Key]:
    """The keys of the table (as `with_totals` makes it) that are not to be shown."""
    lines = [list(line) for line in _lines(table)]
    shut = {key for key, cell in table.items() if len(cell.units) < LEAST}
    while True:
        more = _companion(table, lines, shut) or _against_equations(table, lines, shut)
        if more is None:
            return shut
        shut.add(more)


def _lines(table: Mapping[Key, Cell]) -> Iterator[list[Key]]:
    """Every equation: the cells of a row or column that are not nothing, and their total last."""
    for row in {key[0] for key in table}:
        yield sorted((k for k in table if k[0] == row), key=lambda k: (k[1] is None, k[1] or ""))
    for column in {key[1] for key in table}:
        yield sorted((k for k in table if k[1] == column), key=lambda k: (k[0] is None, k[0] or ""))


def _companion(table: Mapping[Key, Cell], lines: list[list[Key]], shut: set[Key]) -> Key | None:
    for line in lines:
        held = [key for key in line if key in shut]
        if held and (len(held) == 1 or len(_behind(table, held)) < LEAST):
            found = _cheapest(table, line, shut)
            if found is not None:
                return found
    return None


def _behind(table: Mapping[Key, Cell], keys: list[Key]) -> frozenset[int]:
    return frozenset().union(*(table[key].units for key in keys))


def _cheapest(table: Mapping[Key, Cell], line: list[Key], shut: set[Key]) -> Key | None:
    """The open cell of a line that is missed least: no total if it can be helped, and the smallest figure."""
    offered = [key for key in line if key not in shut]

    def cost(key: Key) -> tuple[int, int, str, str]:
        return sum(part is None for part in key), table[key].value, key[0] or "", key[1] or ""

    return min(offered, key=cost, default=None)


def _against_equations(table: Mapping[Key, Cell], lines: list[list[Key]], shut: set[Key]) -> Key | None:
    for key in sorted(determined(lines, shut), key=lambda k: (k[0] or "", k[1] or "")):
        for line in lines:
            if key in line and (found := _cheapest(table, line, shut)) is not None:
                return found
    return None


def determined(lines: list[list[Key]], shut: set[Key]) -> set[Key]:
    """The closed cells that the equations alone give away: those whose value is the same in every solution."""
    import numpy as np

    order = {key: n for n, key in enumerate(sorted(shut, key=lambda k: (k[0] or "", k[1] or "")))}
    equations = []
    for line in lines:
        row = np.zeros(len(order))
        for n, key in enumerate(line):
            if key in order:
                row[order[key]] = -1.0 if n == len(line) - 1 else 1.0
        if row.any():
            equations.append(row)
    if not equations:
        return set()
    _, sizes, directions = np.linalg.svd(np.array(equations))
    rank = int((sizes > 1e-9).sum())
    free = directions[rank:]
    return {key for key, n in order.items() if not (np.abs(free[:, n]) > 1e-9).any()}

"""The budget as a table of boxes, items by sources: what was typed, what it means, what is wrong with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from funds.grants.money.budget import Cell
from funds.selection.programmes.declaration import Budget
from portal.core.reading import money, or_none
from portal.core.text import Text

MOST = 10**12
_WRONG = Text("0 이상의 원 단위 금액을 적어 주세요.", "Give a sum in whole won, 0 or more.")


def box(item: str, source: str) -> str:
    """The name of the box of a cell."""
    return f"b-{item}-{source}"


def shown(cells: Mapping[Cell, int]) -> dict[str, str]:
    """A budget as the boxes show it."""
    return {box(*cell): f"{amount:,}" for cell, amount in cells.items()}


def read(declared: Budget, form: Mapping[str, str]) -> tuple[list[list[Any]], dict[str, str], dict[str, Text]]:
    """(lines [[item, source, won], …], what was typed by box, faults by box)."""
    lines: list[list[Any]] = []
    typed: dict[str, str] = {}
    wrong: dict[str, Text] = {}
    for item in declared.items:
        for source in declared.sources:
            name = box(item, source)
            text = form.get(name, "").strip()
            typed[name] = text
            if not text:
                continue
            won = or_none(money, text)
            if won is None or not 0 <= won <= MOST:
                wrong[name] = _WRONG
            elif won:
                lines.append([item, source, won])
    return lines, typed, wrong


def table(declared: Budget, cells: Mapping[Cell, int]) -> Sequence[tuple[str, list[int], int]]:
    """Rows for reading: (item, sums by source in order, sum of the row); items without money are left out."""
    rows = [(item, [cells.get((item, s), 0) for s in declared.sources]) for item in declared.items]
    return [(item, sums, sum(sums)) for item, sums in rows if any(sums)]

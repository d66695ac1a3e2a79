"""Counts that SQL has aggregated, laid out as rows and columns by pandas, which is loaded when a table is built.

Whole numbers stay whole; what was not counted is 0 here, since every filing is.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Crossed(NamedTuple):
    """`keys` of the rows, `rows` with a count for each column and their sum last, `sums` of the columns and of all."""

    keys: list[Any]
    rows: list[list[int]]
    sums: list[int]


def yearly(lines: Sequence[Mapping[int, int]], years: Sequence[int]) -> Crossed:
    """Lines of counts by year → a row each over all `years`, in the order of the lines.

    The sum of a line counts its other years, too.
    """
    import pandas as pd

    frame = pd.DataFrame(list(lines), index=range(len(lines)), dtype="Int64").fillna(0)
    totals = frame.sum(axis=1)
    shown = frame.reindex(columns=list(years), fill_value=0).assign(total=totals)
    return Crossed(list(range(len(lines))), _whole(shown), [int(n) for n in shown.sum()])


def crossed(counts: Mapping[tuple[Any, Any], int], columns: Sequence[Any]) -> Crossed:
    """Counts by (row, column) → the rows by size, then by key, over `columns`; sums count every column there is."""
    import pandas as pd

    if not counts:
        return Crossed([], [], [0] * (len(columns) + 1))
    series = pd.Series(counts, dtype="int64")
    totals = series.groupby(level=0).sum().sort_index().sort_values(ascending=False, kind="stable")
    frame = series.unstack(fill_value=0).reindex(index=totals.index, columns=list(columns), fill_value=0)
    shown = frame.assign(total=totals)
    return Crossed(list(totals.index), _whole(shown), [int(n) for n in shown.sum()])


def _whole(frame: Any) -> list[list[int]]:
    return [[int(n) for n in row] for row in frame.to_numpy()]

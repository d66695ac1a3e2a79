"""What a workbook consists of, declared: sheets with one table, cover pages, columns, charts. Writes nothing itself."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

TEXT, WHOLE, TENTH, DAY = "@", "#,##0", "#,##0.0", "yyyy-mm-dd"
NOTHING = "–"
MOST_ROWS = 1_048_576
MOST_LETTERS = 32_767
HEADING_ROW = 4  # below the title, the defining line and an empty row

Cell = str | int | float | Decimal | date | datetime | bool | None


@dataclass(frozen=True)
class Column:
    """A heading with its number format; width in letters (Korean ones count two) and side follow from them unless
    given.
    """

    heading: str
    format: str = TEXT
    width: float | None = None
    align: str | None = None

    @property
    def side(self) -> str:
        return self.align or {TEXT: "left", DAY: "center"}.get(self.format, "right")


@dataclass(frozen=True)
class Chart:
    """A native chart below the table: `kind` column, bar, line or stacked; headings name its columns;
    the `first` rows only.
    """

    kind: str
    title: str
    categories: str
    values: Sequence[str]
    first: int | None = None


@dataclass(frozen=True)
class Sheet:
    """One worksheet: its tab, a title, a line that defines its figures, and exactly one table of that `table` name.

    `rows` may be a generator and is read once; `totals` becomes the table's own totals row (values, not formulas);
    `below` are lines of text under the table. Headings must differ; a table without rows gets one row of '–'.
    """

    tab: str
    table: str
    note: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    title: str = ""
    totals: Sequence[Cell] | None = None
    below: Sequence[str] = ()
    chart: Chart | None = None
    frozen_columns: int = 0


class Link(NamedTuple):
    """A cell that leads to another sheet of the workbook."""

    text: str
    tab: str


@dataclass(frozen=True)
class Page:
    """A worksheet without a table: a title and parts of lines under sub-headings (cover, definitions)."""

    tab: str
    title: str
    parts: Sequence[tuple[str, Sequence[Sequence["Cell | Link"]]]] = ()


def rows_of(plans: Iterable[Sheet | Page]) -> Iterator[Sheet]:
    """The sheets with a table."""
    return (plan for plan in plans if isinstance(plan, Sheet))


def shown_width(value: object) -> int:
    """How many narrow letters wide the longest line of a value is; full-width letters count two."""
    lines = str(value).split("\n")
    return max(sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line) for line in lines)


_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(text: str) -> str:
    """The text without what a workbook cannot hold: control characters, half characters, more than 32,767 letters."""
    text = _ILLEGAL.sub("", text)
    if len(text) * 2 > MOST_LETTERS and len(units := text.encode("utf-16-le")) > MOST_LETTERS * 2:
        text = units[: (MOST_LETTERS - 1) * 2].decode("utf-16-le", "ignore") + "…"
    return text

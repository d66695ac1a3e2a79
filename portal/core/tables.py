"""One declared table per sheet of the annual report: worksheet, dashboard figure,
JSON and open data are readings of it.

A domain declares `ReportTable`s (`Module.sheets`); the shell makes the workbook. Figures are whole numbers, `Decimal`
with one place for shares; labels are `Text` (a code, a year or a name is the same in both languages); None is “no
figure”. Each reading says its language (`Table.in_`). No word of a domain stands here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from portal.core.text import Text, words

TOTAL = Text("합계", "Total")


class Heading(NamedTuple):
    """A column: its heading, what it holds ('text', 'count', 'share', 'mean', 'day',
    'money') and a width in Latin characters.
    """

    label: Text | str
    holds: str = "count"
    width: int = 0

    def in_(self, language: str) -> str:
        return words(self.label, language)


@dataclass(frozen=True)
class AsOf:
    """The state that a report speaks of: everything up to the end of `day` in Asia/Seoul."""

    day: date
    first_year: int

    @property
    def years(self) -> list[int]:
        """Every year from the first filing to the report's, without gaps."""
        return list(range(self.first_year, self.day.year + 1))


@dataclass
class Behind:
    """The lists of cases behind a table's figures: a list's endpoint and, cell by cell,
    the filters that show just those cases.

    None where a cell counts no cases. The endpoint takes `as_of`, too: the day of the report.
    """

    endpoint: str
    cells: Sequence[Sequence[Mapping[str, Any] | None]]
    totals: Sequence[Mapping[str, Any] | None] = ()


@dataclass
class Table:
    """`rows` may be a stream (the register); `totals` is the table's own totals row; `notes` stand below the table."""

    headings: Sequence[Heading]
    rows: Iterable[Sequence[Any]]
    totals: Sequence[Any] | None = None
    notes: Sequence[str | Text] = ()
    behind: Behind | None = None

    def in_(self, language: str) -> "Table":
        """The table as it is read in `language`: plain words in headings, cells and notes. A stream stays a stream."""

        def read(row: Sequence[Any]) -> list[Any]:
            return [cell.in_(language) if isinstance(cell, Text) else cell for cell in row]

        return Table(
            [h._replace(label=h.in_(language)) for h in self.headings],
            [read(row) for row in self.rows] if isinstance(self.rows, Sequence) else map(read, self.rows),
            read(self.totals) if self.totals is not None else None,
            [words(note, language) for note in self.notes],
            self.behind,
        )

    def names(self, language: str = "ko") -> list[str]:
        return [h.in_(language) for h in self.headings]

    def objects(self, language: str = "ko") -> Iterator[dict[str, Any]]:
        """The rows as dicts by heading, as the JSON of the report carries them (in Korean)."""
        read = self.in_(language)
        for row in read.rows:
            yield dict(zip(read.names(language), row, strict=True))


@dataclass(frozen=True, kw_only=True)
class ReportTable:
    """`key` is the name of the Excel table; `counts` says by which day and over what the figures count."""

    number: int
    key: str
    title: Text
    counts: Text
    build: Callable[[AsOf], Table]
    chart: str = ""  # 'column' | 'line' | 'bar' over the first columns
    streamed: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def share(part: int, whole: int) -> Decimal | None:
    """Percent with one decimal, half up; None of nothing."""
    return rounded(Decimal(part) * 100 / whole) if whole else None


def rounded(value: Decimal | float | None, places: int = 1) -> Decimal | None:
    """Half up, away from zero."""
    if value is None:
        return None
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)

"""One declared table per sheet of the annual report: worksheet, dashboard figure, JSON and open data are readings of it.

A domain declares `ReportTable`s (`Module.sheets`); the shell makes the workbook. Figures are whole numbers, `Decimal` with one
place for shares, text for labels; None is “no figure”.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from portal.core.text import Text


class Heading(NamedTuple):
    """A column: its heading, what it holds ('text', 'count', 'share', 'mean', 'day', 'money') and a width in Latin characters.

    `text` is what the ministry's workbook says; `en` stands on public pages in English.
    """

    text: str
    holds: str = "count"
    width: int = 0
    en: str = ""

    def in_(self, language: str) -> str:
        """The heading in `language`; Korean where no English was given."""
        return self.en if language == "en" and self.en else self.text


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
    """The lists of cases behind a table's figures: a list's endpoint and, cell by cell, the filters that show just those cases.

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

    def objects(self) -> Iterator[dict[str, Any]]:
        """The rows as dicts by heading, as the JSON of the report carries them."""
        names = [h.text for h in self.headings]
        for row in self.rows:
            yield dict(zip(names, row, strict=True))


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

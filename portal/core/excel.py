"""Workbooks: a declared sheet becomes a worksheet with one named table, streamed row by row in flat memory.

The frame of the workbook (styles, headings, tables, charts, print set-up) is made by openpyxl with no data in it; the
rows are written as XML straight into the file, which no library for Python does as fast. Every string is a plain text
cell, so nothing that people typed can become a formula. Knows no database: rows come as iterators.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from typing import IO

from portal.core.clock import seoul
from portal.core.worksheets import (
    DAY,
    HEADING_ROW,
    MOST_LETTERS,
    MOST_ROWS,
    NOTHING,
    TENTH,
    TEXT,
    WHOLE,
    Cell,
    Chart,
    Column,
    Link,
    Page,
    Sheet,
    legal,
    shown_width,
)

__all__ = ["DAY", "NOTHING", "TENTH", "TEXT", "WHOLE", "Cell", "Chart", "Column", "Link", "Page", "Sheet", "write_book"]

Progress = Callable[[int], object]
_FIRST_PART = "[Content_Types].xml"  # where programs look that tell a file by its head


def write_book(sheets: Iterable[Sheet | Page], stream: IO[bytes], progress: Progress | None = None) -> dict[str, int]:
    """Write the sheets as one .xlsx to `stream`, calling `progress(n)` for every n rows written;
    returns rows by table name.

    Raises ValueError for a declaration Excel would not open (names, headings, too many rows), before or while writing.
    """
    from portal.core.excel_frame import check, described, frame

    plans = [_planned(sheet) if isinstance(sheet, Sheet) else sheet for sheet in sheets]
    check(plans)
    counts: dict[str, int] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as book:
        with zipfile.ZipFile(BytesIO(frame(plans, counts))) as empty:
            book.writestr(_FIRST_PART, empty.read(_FIRST_PART))
            for number, plan in enumerate(plans, 1):
                part = f"xl/worksheets/sheet{number}.xml"
                if isinstance(plan, Page):
                    book.writestr(part, empty.read(part))
                else:
                    counts[plan.table] = _write_sheet(book, part, empty.read(part).decode(), plan, progress)
        charts = (plan.chart for plan in plans if isinstance(plan, Sheet) and plan.chart is not None)
        with zipfile.ZipFile(BytesIO(frame(plans, counts))) as full:
            for name in full.namelist():
                if name.startswith("xl/drawings/drawing"):
                    book.writestr(name, described(full.read(name), next(charts)))
                elif not name.startswith(("xl/worksheets/sheet", _FIRST_PART)):
                    book.writestr(name, full.read(name))
    return counts


def _planned(sheet: Sheet) -> Sheet:
    """The sheet with every width known, told by its headings and first rows, and at least one row."""
    rows = iter(sheet.rows)
    first = list(islice(rows, 200)) or [[NOTHING] * len(sheet.columns)]
    columns = [
        column if column.width else _fitted(column, [row[n] for row in first if n < len(row)])
        for n, column in enumerate(sheet.columns)
    ]
    return replace(sheet, columns=columns, rows=chain(first, rows))


def _fitted(column: Column, values: list[Cell]) -> Column:
    seen = max((shown_width(value) for value in values if value is not None), default=0)
    least = 10 if column.format == DAY else 0
    width = min(max(shown_width(column.heading) + 3, seen + 2, least + 2, 8), 50)
    return replace(column, width=float(width))


# --- rows as XML ---

_BATCH = 500
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1)  # earlier days have no agreed number in Excel
_ODD = re.compile(r"[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|^\s|\s$")


def _write_sheet(book: zipfile.ZipFile, part: str, frame: str, sheet: Sheet, progress: Progress | None) -> int:
    head, body, totals, below, tail = _cut(frame)
    style_of = [re.findall(r' s="(\d+)"', row) for row in (body, totals, below)]
    count = 0
    with book.open(part, "w") as out:
        out.write(head.encode())
        rows = iter(sheet.rows)
        write = _row_writer(style_of[0])
        while batch := list(islice(rows, _BATCH)):
            out.write("".join(write(HEADING_ROW + 1 + count + n, row) for n, row in enumerate(batch)).encode())
            count += len(batch)
            if count + HEADING_ROW + len(sheet.below) + 2 > MOST_ROWS:
                raise ValueError(f"more rows than a worksheet holds: {sheet.tab}")
            if progress is not None:
                progress(len(batch))
        last = HEADING_ROW + count
        if sheet.totals is not None:
            last += 1
            out.write(_row_writer(style_of[1])(last, sheet.totals).encode())
        write = _row_writer(style_of[2])
        for n, line in enumerate(sheet.below):
            out.write(write(last + 2 + n, [line]).encode())
        out.write(tail.encode())
    return count


def _cut(frame: str) -> tuple[str, str, str, str, str]:
    """A frame's worksheet XML: what comes before the rows, its sample rows (body, totals, below), what comes after."""
    head, *samples = re.split(rf'(?=<row r="(?:{HEADING_ROW + 1}|{HEADING_ROW + 2}|{HEADING_ROW + 3})")', frame)
    below, mark, tail = samples[2].partition("</sheetData>")
    # the frame's own extent would make readers stop after it
    return re.sub(r"<dimension [^>]*/>", "", head), samples[0], samples[1], below, mark + tail


def _row_writer(styles: Sequence[str]) -> Callable[[int, Sequence[Cell]], str]:
    """Writes a row of cells in the given style indexes, the empty ones too. The hot path: every branch was measured."""
    starts = [(f'<c r="{_letters(n)}', f'" s="{style}"') for n, style in enumerate(styles)]
    odd, other = _ODD.search, _cell
    most = MOST_LETTERS // 2

    def write(number: int, row: Sequence[Cell]) -> str:
        at = str(number)
        parts = [f'<row r="{at}">']
        for (start, style), value in zip(starts, row, strict=True):
            kind = type(value)
            if value is None or value == "":
                parts.append(f"{start}{at}{style}/>")
            elif kind is str:
                if odd(value) or len(value) > most:  # type: ignore[arg-type]
                    parts.append(f"{start}{at}{style}{other(value)}")
                else:
                    parts.append(f'{start}{at}{style} t="inlineStr"><is><t>{value}</t></is></c>')
            elif kind is int:
                parts.append(f"{start}{at}{style}><v>{value}</v></c>")
            else:
                parts.append(f"{start}{at}{style}{other(value)}")
        parts.append("</row>")
        return "".join(parts)

    return write


def _cell(value: Cell) -> str:
    """The rest of a cell's XML after its place and style, for what the hot path does not write itself."""
    if isinstance(value, bool):
        return f' t="b"><v>{value:d}</v></c>'
    if isinstance(value, datetime):
        local = seoul(value).replace(tzinfo=None) if value.tzinfo else value
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return f"><v>{local.toordinal() - _EPOCH + seconds / 86400:.15g}</v></c>"
    if isinstance(value, date):
        if value >= _FIRST_DAY:
            return f"><v>{value.toordinal() - _EPOCH}</v></c>"
        return _text(value.isoformat())
    if isinstance(value, int | float | Decimal):
        finite = isinstance(value, int) or Decimal(value).is_finite()
        return f"><v>{value}</v></c>" if finite else _text(NOTHING)
    return _text(str(value))


def _text(value: str) -> str:
    text = legal(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

"""A file as a table: which sheet it is in, where its heading stands, and its rows with their own row numbers.

Rows come as lists of plain values in the sheet's own columns. Must not judge values: that is the business of `reading`.
"""

import csv
import posixpath
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from filings.register.file import headings
from filings.register.file.guard import Inspected
from filings.register.file.marked import Marks, find_marks
from filings.register.file.refusals import DAMAGED, EMPTY, Refused

SHEET = "신고대장"
Values = list[Any]
Merge = tuple[tuple[int, int], tuple[int, int]]
_MOST_FILLED = 200_000
_LARGE = 6_000_000


@dataclass
class Table:
    """The register in a file.

    `rows` gives (row number, values) below the heading once; `expected` is a guess for progress.
    """

    sheet: str
    heading: headings.Heading
    rows: Iterator[tuple[int, Values]]
    expected: int
    marks: Marks = field(default_factory=Marks)
    dates_from_1904: bool = False


def open_table(inspected: Inspected) -> Table:
    """The table of an inspected file. Raises Refused."""
    return _open_csv(inspected) if inspected.kind == "csv" else _open_xlsx(inspected)


def _table(sheet: str, rows: Iterator[Values], expected: int, merges: Iterable[Merge] = ()) -> Table | None:
    """The table that starts in these rows (the first is row 1), or None if no heading is among them."""
    top = list(islice(rows, headings.SEARCHED + 5))
    heading = headings.find_heading(top)
    if heading is None:
        return None
    below: Iterator[tuple[int, Values]] = enumerate(chain(top[heading.end :], rows), heading.end + 1)
    if tall := _tall_merges(merges, heading.end):
        below = _filled(below, tall)
    return Table(sheet, heading, below, max(expected - heading.end, 0))


def _tall_merges(merges: Iterable[Merge], end: int) -> dict[int, list[tuple[int, int]]]:
    """Cells below the heading merged over several rows: last row → (first row, column), rows from 1."""
    tall: dict[int, list[tuple[int, int]]] = {}
    count = 0
    for (top, left), (bottom, right) in merges:
        if left == right and bottom > top >= end and (count := count + bottom - top) <= _MOST_FILLED:
            for row in range(top + 2, bottom + 2):
                tall.setdefault(row, []).append((top + 1, left))
    return tall


def _filled(rows: Iterator[tuple[int, Values]], tall: dict[int, list[tuple[int, int]]]) -> Iterator[tuple[int, Values]]:
    """A cell merged over several rows says the same in each of them."""
    anchors = {anchor for cells in tall.values() for anchor in cells}
    rows_with_anchor = {row for row, _ in anchors}
    said: dict[tuple[int, int], Any] = {}
    for row, values in rows:
        for anchor in tall.get(row, ()):
            if anchor[1] < len(values) and anchor in said:
                values[anchor[1]] = said[anchor]
        if row in rows_with_anchor:
            said.update({(row, column): values[column] for top, column in anchors if top == row})
        yield row, values


def _accepted(table: Table | None) -> Table:
    if table is None or table.heading.known < 3:
        raise Refused(headings.NO_HEADING)
    if fault := table.heading.fault():
        raise Refused(fault)
    return table


# CSV


def _open_csv(inspected: Inspected) -> Table:
    rows = _csv_rows(inspected.path, inspected.encoding)
    return _accepted(_table(Path(inspected.name).stem, rows, inspected.lines))


def _csv_rows(path: Path, encoding: str) -> Iterator[Values]:
    with path.open(encoding=encoding, newline="") as file:
        try:
            yield from csv.reader(file)
        except csv.Error as error:
            raise Refused(DAMAGED) from error


# XLSX


@dataclass
class _Book:
    """What the workbook says of itself: its sheets in order (name, part, visible) and how it counts days."""

    sheets: list[tuple[str, str, bool]]
    dates_from_1904: bool


def _open_xlsx(inspected: Inspected) -> Table:
    from python_calamine import CalamineWorkbook

    try:
        with zipfile.ZipFile(inspected.path) as archive:
            book = _book(archive)
            with _damaged_unless_read():
                workbook = CalamineWorkbook.from_path(str(inspected.path))
            table = _accepted(_choose(inspected, book, workbook))
            seen = inspected.part(next(part for name, part, _ in book.sheets if name == table.sheet))
            if seen.marked:
                table.marks = find_marks(archive, seen.name)
    except (zipfile.BadZipFile, ElementTree.ParseError, LookupError, ValueError, OSError) as error:
        raise Refused(DAMAGED) from error
    table.dates_from_1904 = book.dates_from_1904
    return table


def _choose(inspected: Inspected, book: _Book, workbook: Any) -> Table | None:
    """Of the sheets with a heading 신고대장, else the first; what a person sees comes before hidden sheets."""
    order = sorted(book.sheets, key=lambda sheet: (not sheet[2], _folded(sheet[0]) != SHEET))
    poor: Table | None = None
    for name, part, _visible in order:
        rows, expected, merges = _sheet_rows(inspected, workbook, name, part)
        table = _table(name, rows, expected, merges)
        if table and table.heading.known >= headings.ENOUGH:
            return table
        if table and (poor is None or table.heading.known > poor.heading.known):
            poor = table
    if poor is None and not any(_holds_values(workbook, name) for name, *_ in order):
        raise Refused(EMPTY)
    return poor


def _holds_values(workbook: Any, name: str) -> bool:
    with _damaged_unless_read():
        return workbook.get_sheet_by_name(name).start is not None


def _folded(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))


def _book(archive: zipfile.ZipFile) -> _Book:
    root = _relations(archive, "_rels/.rels", "")
    main = next((target for kind, target in root.values() if kind.endswith("/officeDocument")), "xl/workbook.xml")
    folder, _, leaf = main.rpartition("/")
    parts = _relations(archive, f"{folder}/_rels/{leaf}.rels", folder)
    workbook = _xml(archive, main)
    settings = next((e for e in workbook.iter() if _local(e.tag) == "workbookPr"), None)
    sheets = []
    for element in workbook.iter():
        if _local(element.tag) != "sheet":
            continue
        link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
        kind, part = parts.get(link, ("", ""))
        if kind.endswith("/worksheet"):
            sheets.append((element.get("name", ""), part, element.get("state", "visible") == "visible"))
    if not sheets:
        raise Refused(EMPTY)
    return _Book(sheets, settings is not None and settings.get("date1904", "0") in ("1", "true", "on"))


def _relations(archive: zipfile.ZipFile, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """Id → (type, part name) of one relationships part."""
    found = {}
    for element in _xml(archive, part):
        target = element.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[element.get("Id", "")] = (element.get("Type", ""), whole)
    return found


def _xml(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(part))  # noqa: S314 - the guard has refused any DOCTYPE and entity


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _sheet_rows(
    inspected: Inspected, workbook: Any, name: str, part: str
) -> tuple[Iterator[Values], int, Iterable[Merge]]:
    """The rows of one sheet from row 1 and column A on, how many there are, and its merged areas (0-based)."""
    seen = inspected.part(part)
    if seen.area > _LARGE and _count_cells(inspected.path, seen.name) * 8 < seen.area:
        return _sparse_rows(inspected.path, name), seen.last_row, ()
    with _damaged_unless_read():
        sheet = workbook.get_sheet_by_name(name)
        merges = sheet.merged_cell_ranges or ()
    rows = iter(sheet.iter_rows())
    if sheet.start and sheet.start[1]:
        rows = _indented(rows, sheet.start[1])
    if seen.booleans:
        rows = _without_booleans(rows)
    return rows, sheet.end[0] + 1 if sheet.end else 0, merges


def _count_cells(path: Path, part: str) -> int:
    """How many cells of a sheet hold a value; a stray one far out makes a dense reader allocate the whole rectangle."""
    count = 0
    with zipfile.ZipFile(path) as archive, archive.open(part) as file:
        while piece := file.read(1 << 20):
            count += piece.count(b"<v") + piece.count(b"<is")
    return count


def _indented(rows: Iterator[Values], width: int) -> Iterator[Values]:
    for row in rows:
        yield [""] * width + row


def _without_booleans(rows: Iterator[Values]) -> Iterator[Values]:
    """Booleans as the words that Excel shows: as values they would equal 1 and 0."""
    for row in rows:
        yield [str(cell).upper() if isinstance(cell, bool) else cell for cell in row]


def _sparse_rows(path: Path, name: str) -> Iterator[Values]:
    """The rows of a sheet with a cell far out, one at a time."""
    from openpyxl import load_workbook

    try:
        with path.open("rb") as file:  # by its path openpyxl would judge the ending of the name
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of styles and extensions that do not matter here
                sheet = load_workbook(file, read_only=True, data_only=True)[name]
            sheet.reset_dimensions()
            for row in _without_booleans(map(list, sheet.iter_rows(values_only=True))):
                yield ["" if cell is None else cell for cell in row]
    except Exception as error:
        raise Refused(DAMAGED) from error


@contextmanager
def _damaged_unless_read() -> Iterator[None]:
    """A reader that gives up, or panics, means a damaged file."""
    try:
        yield
    except Refused:
        raise
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise Refused(DAMAGED) from error
        raise

"""The problems of a register as files: JSON for programs, a workbook for the person who mends the register.

The workbook is the file itself with a comment on each wrong cell and a column of errors; for a CSV or a large file it
is a new one with the wrong rows only. Nothing that came from a user can start a formula in it.
"""

import json
import re
import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from typing import IO, Any, BinaryIO

from filings.columns.register import COLUMNS
from filings.register.file import sheets
from filings.register.file.problems import Problem
from filings.register.file.reading import Reading
from portal.core.text import Text, shortened

MOST_ROWS = 20_000
MOST_COMMENTS = 5_000
_MOST_BYTES = 64 << 20  # of the workbook's XML: other sheets may be far larger than the register
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

ERRORS = Text("오류", "Errors")
ROW = Text("행", "Row")
NOTHING = Text("문제가 없습니다.", "Nothing is wrong.")
REFUSED = Text("받지 않은 파일", "Refused file")


def write_json(
    target: IO[str],
    *,
    refused: Text | None,
    rows_read: int,
    rows_ready: int,
    rows_written: int,
    problems: Iterable[Problem],
    language: str = "ko",
) -> None:
    """The report for programs, written as it goes: 100,000 rows may hold millions of problems."""
    head = {
        "refused": refused.in_(language) if refused else None,
        "rows_read": rows_read,
        "rows_ready": rows_ready,
        "rows_written": rows_written,
    }
    target.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "problems": [')
    for count, problem in enumerate(problems):
        target.write(",\n" if count else "\n")
        target.write(json.dumps(problem.as_dict(language), ensure_ascii=False))
    target.write("]}\n")


def write_workbook(reading: Reading, target: BinaryIO, language: str = "ko") -> None:
    """The workbook for a register whose `chunks` have been consumed. The file it was read from must still be there."""
    if _may_be_marked(reading):
        book = _marked(reading, language)
        if book is not None:
            book.save(target)
            return
    _wrong_rows(reading, language).save(target)


def write_refusal(reason: Text, target: BinaryIO, language: str = "ko") -> None:
    """A workbook that says why the file was refused whole."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(REFUSED.in_(language))
    sheet.append([reason.in_(language)])
    book.save(target)


def _may_be_marked(reading: Reading) -> bool:
    inspected = reading.inspected
    return (
        inspected.kind == "xlsx"
        and reading.last_row <= MOST_ROWS
        and len(reading.problems) <= MOST_COMMENTS
        and inspected.unpacked <= _MOST_BYTES
    )


def _by_row(problems: Iterable[Problem]) -> Iterator[tuple[int, list[Problem]]]:
    for row, of_row in groupby(problems, key=lambda problem: problem.row):
        yield row, list(of_row)


def _sentences(problems: list[Problem], language: str) -> str:
    return "\n".join(f"{problem.cell} {problem.message.in_(language)}" for problem in problems)


# The file itself


def _marked(reading: Reading, language: str) -> Any:
    """The file with comments and a column of errors, or None if it can be read but not be written back."""
    from openpyxl import load_workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that openpyxl leaves out
            with reading.inspected.path.open("rb") as file:  # by a path openpyxl would judge the ending of the name
                book = load_workbook(file)
        sheet = book[reading.sheet]
    except Exception:  # whatever a foreign writer put in: the wrong rows can still be told
        return None
    for each in book.worksheets:
        _disarm(each)
    wrong = PatternFill("solid", fgColor="FFF2CC")
    last = sheet.max_column + 1
    sheet.cell(reading.heading.end, last, ERRORS.in_(language))
    for row, problems in _by_row(reading.problems):
        sheet.cell(row, last, _sentences(problems, language))
        for place, here in groupby(problems, key=lambda problem: problem.position):
            cell = _cell(sheet, row, place + 1)
            said = "\n".join(problem.message.in_(language) for problem in here)
            if cell.comment is not None:
                said = f"{cell.comment.text}\n{said}"
            cell.comment = Comment(said, ERRORS.in_(language), height=120, width=280)
            cell.fill = wrong
    return book


def _cell(sheet: Any, row: int, column: int) -> Any:
    """The cell itself, or the one that shows in its place where cells are merged: only that one can hold a comment."""
    name = sheet.cell(row, column).coordinate
    area = next((area for area in sheet.merged_cells.ranges if name in area), None)
    return sheet.cell(area.min_row, area.min_col) if area else sheet.cell(row, column)


def _disarm(sheet: Any) -> None:
    """Formulas become the text they are; text that looks like one keeps Excel from taking it for one."""
    for cell in list(sheet._cells.values()):  # those that are there; iter_rows would fill the whole rectangle
        value = cell.value
        if cell.data_type == "f":
            text = getattr(value, "text", None) or getattr(value, "ref", None) or value
            _put(cell, str(text))
        elif isinstance(value, str) and value.startswith(_FORMULA_STARTS):
            cell.quotePrefix = True


def _put(cell: Any, text: str) -> None:
    """Write text as text, whatever it starts with."""
    cell.value = text
    cell.data_type = "s"
    if text.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True


# The wrong rows only


def _wrong_rows(reading: Reading, language: str) -> Any:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheets.SHEET)
    sheet.append([ROW.in_(language), *(column.heading for column in COLUMNS), ERRORS.in_(language)])

    def cell(value: Any) -> Any:
        if not isinstance(value, str):
            return value if isinstance(value, int | float | date | datetime) else str(value or "") or None
        made = WriteOnlyCell(sheet)
        _put(made, _writable(value))
        return made

    for problems, values in _with_values(reading):
        said = _sentences(problems, language)
        sheet.append([problems[0].row, *(cell(value) for value in values), cell(said)])
    if not reading.problems:
        sheet.append([NOTHING.in_(language)])
    return book


def _with_values(reading: Reading) -> Iterator[tuple[list[Problem], list[Any]]]:
    """The wrong rows once more from the file, with the cells of the register's columns as they stand there."""
    rows = sheets.open_table(reading.inspected).rows
    by_row = _by_row(reading.problems)
    row, problems = next(by_row, (0, []))
    for number, values in rows:
        if number != row:
            continue
        positions = reading.heading.positions
        yield problems, [values[at] if at is not None and at < len(values) else None for at in positions]
        row, problems = next(by_row, (0, []))
        if not row:
            return


def _writable(text: str) -> str:
    """Without the signs that a workbook cannot hold, and no longer than a cell may be."""
    return shortened(_UNWRITABLE.sub("", text), 32_000)

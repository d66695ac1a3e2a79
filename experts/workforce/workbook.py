"""The rows of a return as a workbook: the same file goes out to be filled in, comes in,
and goes out again with its errors.

Whatever stands in the cells comes back as text, right or wrong; a file of another survey or
another shape is refused whole.
"""

import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, BinaryIO

from experts.workforce import rows
from portal.core import countries
from portal.core.reading_days import day_or_none
from portal.core.text import Text
from portal.core.worksheets import legal

SHEET, LISTS = "필요 인력", "목록"
HEADING_ROW = 4
ERRORS = "확인할 내용"
CARRIED = "지난해에서 가져온 행입니다. 올해에 맞게 고쳐 주세요."
WIDTHS = {
    "country": 18,
    "occupation": 24,
    "this_year": 14,
    "next_year": 14,
    "month": 12,
    "languages": 24,
    "licences": 24,
    "reason": 40,
}
MOST_UNPACKED = 30 << 20
SPARE = 60
_YEAR = re.compile(r"인력 수요조사 (\d{4})")


class Unreadable(Exception):
    """A file that is no template of this survey; `sentence` says why and what to do."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.ko)
        self.sentence = sentence


def template(
    year: int,
    organisation: str,
    occupations: rows.Occupations,
    typed: Mapping[str, rows.Typed],
    errors: Mapping[str, Mapping[str, Text]],
) -> bytes:
    """The workbook with the rows as they stand and, in its last column, what is wrong with each;
    `errors` by row key and column.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    _put(sheet, 1, 1, f"인력 수요조사 {year}", bold=True)
    _put(
        sheet,
        2,
        1,
        f"{organisation}. 국가와 직종은 ‘{LISTS}’ 시트의 이름으로 적습니다. 한 국가의 한 직종은 한 행입니다.",
    )
    headings = [label.ko for label in rows.COLUMNS.values()] + [ERRORS]
    for n, heading in enumerate(headings, 1):
        _put(sheet, HEADING_ROW, n, heading, bold=True).fill = PatternFill("solid", fgColor="DCE6F5")
    red = PatternFill("solid", fgColor="FBE3E1")
    for n, (key, row) in enumerate(typed.items(), HEADING_ROW + 1):
        wrong = errors.get(key, {})
        for at, column in enumerate(rows.COLUMNS, 1):
            cell = _put(sheet, n, at, _shown(column, row))
            if column in wrong:
                cell.fill = red
        said = [f"{rows.COLUMNS[c].ko}: {sentence.ko}" for c, sentence in wrong.items()] + (
            [CARRIED] if row.get("carried") else []
        )
        _put(sheet, n, len(headings), " ".join(said)).font = Font(color="B3261E")
    last = HEADING_ROW + len(typed) + SPARE
    lists = book.create_sheet(LISTS)
    named = ([name for code, name in countries.choices() if code != countries.KOREA], [ko for ko, _ in occupations])
    for n, (heading, names) in enumerate(zip(("국가", "직종"), named, strict=True), 1):
        for at, name in enumerate([heading, *names], 1):
            _put(lists, at, n, name, bold=at == 1)
        lists.column_dimensions[get_column_letter(n)].width = 30
        letter = get_column_letter(n)
        offered = DataValidation(
            type="list", formula1=f"='{LISTS}'!${letter}$2:${letter}${len(names) + 1}", allow_blank=True
        )
        offered.showErrorMessage = False
        sheet.add_data_validation(offered)
        offered.add(f"{letter}{HEADING_ROW + 1}:{letter}{last}")
    for n, width in enumerate([*WIDTHS.values(), 60], 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    sheet.freeze_panes = f"C{HEADING_ROW + 1}"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _shown(column: str, row: rows.Typed) -> str | int:
    """A code as its Korean name, persons as a number; whatever is neither, as it was typed."""
    text = str(row.get(column) or "")
    if column == "country":
        return countries.name(text)
    return int(text) if column.endswith("_year") and text.isascii() and text.isdigit() and len(text) < 10 else text


def _put(sheet: Any, row: int, column: int, content: Any, *, bold: bool = False) -> Any:
    from openpyxl.styles import Alignment, Font

    cell = sheet.cell(row, column)
    cell.value = legal(content) if isinstance(content, str) else content
    if isinstance(content, str):
        cell.data_type = "s"  # what people typed never becomes a formula
    cell.alignment = Alignment(vertical="top", wrap_text=row > HEADING_ROW)
    if bold:
        cell.font = Font(bold=True)
    return cell


def read(stream: BinaryIO, year: int, occupations: rows.Occupations) -> list[dict[str, str]]:
    """The rows of a filled template as typed; countries and occupations that are known, by their codes.

    Raises Unreadable.
    """
    sheet = _sheet(stream)
    found = _YEAR.search(_plain(sheet.cell(1, 1).value))
    if found is None:
        raise Unreadable(
            Text(
                "이 조사의 서식이 아닙니다. 서식을 내려받아 적어 주세요.",
                "This is not the template. Download it and fill it in.",
            )
        )
    if int(found[1]) != year:
        words = Text(
            "{n}년 조사의 서식입니다. {y}년 서식을 내려받아 적어 주세요.",
            "This is the template of {n}. Download that of {y}.",
        )
        raise Unreadable(words.format(n=found[1], y=year))
    headings = [_plain(sheet.cell(HEADING_ROW, n).value) for n in range(1, len(rows.COLUMNS) + 1)]
    if headings != [label.ko for label in rows.COLUMNS.values()]:
        raise Unreadable(Text("네 번째 줄의 머리글이 서식과 다릅니다.", "The headings of line 4 were altered."))
    last = HEADING_ROW + 5000
    made = []
    for cells in sheet.iter_rows(min_row=HEADING_ROW + 1, max_row=min(sheet.max_row, last), max_col=len(rows.COLUMNS)):
        row = {c: _plain(cell.value) for c, cell in zip(rows.COLUMNS, cells, strict=True)}
        if not rows.is_empty(row):
            made.append(_coded(row, occupations))
    if len(made) > rows.MOST_ROWS:
        raise Unreadable(Text("{n}행까지 받습니다.", "At most {n} rows are taken.").format(n=rows.MOST_ROWS))
    if not made:
        raise Unreadable(Text("적은 행이 없는 파일입니다.", "There is no row in the file."))
    return made


def _coded(row: dict[str, str], occupations: rows.Occupations) -> dict[str, str]:
    return row | {
        "country": countries.find(row["country"]) or row["country"],
        "occupation": rows.occupation_of(row["occupation"], occupations) or row["occupation"],
    }


def _sheet(stream: BinaryIO) -> Any:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    wrong = Unreadable(
        Text("서식(xlsx)으로 읽을 수 없는 파일입니다.", "The file cannot be read as the template (xlsx).")
    )
    try:
        with zipfile.ZipFile(stream) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise wrong
            for part in archive.infolist():
                if part.filename.endswith(".bin") or b"<!DOCTYPE" in archive.read(part)[:4096]:
                    raise wrong
        stream.seek(0)
        book = load_workbook(stream, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, TypeError) as problem:
        raise wrong from problem
    if SHEET not in book.sheetnames:
        raise Unreadable(Text("‘{s}’ 시트가 없습니다.", "Its first sheet was renamed or removed.").format(s=SHEET))
    return book[SHEET]


def _plain(value: Any) -> str:
    """A cell as somebody would type it into the form."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        day = day_or_none(value)
        return f"{day:%Y-%m}" if day is not None else str(value)
    if isinstance(value, float):
        exact = Decimal(str(value))
        return format(
            exact.quantize(Decimal(1)) if exact == exact.to_integral_value() and abs(exact) < 10**12 else exact, "f"
        )
    return str(value).strip()

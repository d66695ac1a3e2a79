"""The month of a pilot as a workbook: it goes out and comes back in the same shape;
a wrong row gets its sentence in the last column.
"""

import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any, BinaryIO

from werkzeug.datastructures import MultiDict

from funds.pilots.course.queries import next_month
from funds.pilots.models import Pilot
from funds.pilots.months.questions import open_steps
from funds.unusable import Unusable
from portal.core.text import Text
from portal.core.worksheets import legal

HEADINGS = ("키", "항목", "계획·단위", "값", "날짜", "오류")
SHEET = "월간보고"
MOST_UNPACKED = 20 * 1024 * 1024
MOST_ROWS = 1000


def _rows(pilot: Pilot) -> list[tuple[str, str, str]]:
    """(key, item, plan or unit) of every row to be filled in."""
    last = pilot.reports[-1] if pilot.reports else None
    found = [
        ("month", "보고하는 달", f"예: {next_month(pilot) or ''}"),
        ("progress", "진도(누적)", "%, 0~100"),
        ("spent", "집행액(올해 누적)", f"원. 지난 보고 {last.spent:,}" if last else "원"),
        ("done", "한 일", ""),
        ("next_steps", "다음 달 계획", ""),
    ]
    found += [
        (f"m{s.id}", f"단계: {s.title}", f"{s.begins_on} ~ {s.ends_on}. 마친 날을 ‘날짜’에") for s in open_steps(pilot)
    ]
    found += [
        (
            f"i{i.id}",
            f"지표: {i.label}",
            f"{i.unit} 기준 {i.baseline.normalize():f} → 목표 {i.target.normalize():f}".strip(),
        )
        for i in pilot.indicators
    ]
    return found


def template(
    pilot: Pilot, typed: Mapping[str, tuple[Any, Any]] | None = None, errors: Mapping[str, str] | None = None
) -> bytes:
    """The workbook to fill in; with what was `typed` (value, day by key) and the sentence of each wrong row."""
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill

    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    _put(sheet, 1, 1, f"{pilot.number or ''} {pilot.title} 월간 보고".strip(), bold=True)
    for n, heading in enumerate(HEADINGS, 1):
        cell = _put(sheet, 3, n, heading, bold=True)
        cell.fill = PatternFill("solid", fgColor="DCE6F5")
    for n, (key, item, plan) in enumerate(_rows(pilot), 4):
        value, day = (typed or {}).get(key, (None, None))
        for column, content in enumerate((key, item, plan, value, day, (errors or {}).get(key, "")), 1):
            cell = _put(sheet, n, column, content)
            if column == 6 and content:
                cell.font = Font(color="B3261E", bold=True)
    for letter, width in zip("ABCDEF", (10, 36, 44, 40, 14, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "D4"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _put(sheet: Any, row: int, column: int, content: Any, *, bold: bool = False) -> Any:
    from openpyxl.styles import Alignment, Font

    cell = sheet.cell(row, column)
    if isinstance(content, str):
        cell.value = legal(content)
        cell.data_type = "s"  # what people typed never becomes a formula
    else:
        cell.value = content
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def read_template(
    pilot: Pilot, stream: BinaryIO
) -> tuple[MultiDict[str, Any], dict[str, tuple[Any, Any]], dict[str, Text]]:
    """(answers as a form would send them, what was typed by key, faults by key).

    Raises `Unusable` for a file of another shape.
    """
    sheet = _sheet(stream)
    if tuple(_plain(cell.value) for cell in sheet[3][:5]) != HEADINGS[:5]:
        raise Unusable(
            [
                Text(
                    "세 번째 줄의 머리글이 서식과 다릅니다. 서식을 다시 내려받아 주세요.",
                    "The headings of line 3 were altered. Download the template again.",
                )
            ]
        )
    form: MultiDict[str, Any] = MultiDict()
    typed: dict[str, tuple[Any, Any]] = {}
    faults: dict[str, Text] = {}
    known = {key for key, _, _ in _rows(pilot)}
    for row in sheet.iter_rows(min_row=4, max_row=min(sheet.max_row, MOST_ROWS), max_col=5):
        key = _plain(row[0].value)
        if not key:
            continue
        if key not in known or key in typed:
            words = Text(
                "‘{k}’ 줄은 이 사업의 서식에 없거나 두 번 있습니다.",
                "The line “{k}” is not in this pilot's template or stands twice.",
            )
            raise Unusable([words.format(k=key[:20])])
        value, day = row[3], row[4]
        typed[key] = (_kept(value.value), _kept(day.value))
        if "f" in (value.data_type, day.data_type):
            faults[key] = Text("수식은 읽지 않습니다. 값을 적어 주세요.", "Formulas are not read. Give a value.")
            continue
        answer, on = _plain(value.value), _plain(day.value)
        if key.startswith("m") and key[1:].isdigit():
            form.add(key, on or answer)
        elif key.startswith("i"):
            form.add(key, answer)
            form.add("d" + key[1:], on)
        else:
            form.add(key, answer)
    missing = [item for key, item, _ in _rows(pilot) if key not in typed]
    if missing:
        raise Unusable([Text("‘{m}’ 줄이 없습니다.", "The line “{m}” is missing.").format(m=m) for m in missing])
    return form, typed, faults


def _sheet(stream: BinaryIO) -> Any:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    wrong = Text("서식(xlsx)으로 읽을 수 없는 파일입니다.", "The file cannot be read as the template (xlsx).")
    try:
        with zipfile.ZipFile(stream) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise Unusable([Text("파일을 풀면 너무 큽니다.", "The file is too large unpacked.")])
            for part in archive.infolist():
                if part.filename.endswith(".bin") or b"<!DOCTYPE" in archive.read(part)[:4096]:
                    raise Unusable([wrong])
        stream.seek(0)
        book = load_workbook(stream, read_only=False, data_only=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, TypeError) as problem:
        if isinstance(problem, Unusable):
            raise
        raise Unusable([wrong]) from problem
    if SHEET not in book.sheetnames:
        raise Unusable([Text("‘{s}’ 시트가 없습니다.", "There is no sheet “{s}”.").format(s=SHEET)])
    return book[SHEET]


def _kept(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def _plain(value: Any) -> str:
    """A cell as somebody would type it into the form."""
    if value is None:
        return ""
    if isinstance(value, datetime):  # a time stays: a day that it leaves open is refused with the form
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | Decimal):
        exact = Decimal(str(value))
        return format(exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact, "f")
    return str(value).strip()

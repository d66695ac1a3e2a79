"""A foreign workbook of spending → rows, or what is wrong cell by cell. Pure: bytes in, rows out; nothing is kept.

Strict: a heading may stand once, a day must be a day, money whole and not negative. Sums at the
foot of a table are passed over.
"""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, NamedTuple

from funds.grants.reconciling.columns import BY_KEY, COLUMNS, heading_key, named
from funds.unusable import Unusable
from portal.core.reading import money, or_none
from portal.core.reading_days import day_or_none
from portal.core.text import Text

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
LONGEST_TEXT = 200
_MOST_UNPACKED = 200 * 1024 * 1024
_HEADING_WITHIN = 20
_MOST_COLUMNS = 60
_TOTALS = frozenset(("합계", "소계", "총계", "계"))

_LARGE = Text("파일이 10MB를 넘습니다.", "The file is larger than 10 MB.")
_OTHER = Text("엑셀(.xlsx) 파일을 올려 주세요.", "Send an Excel (.xlsx) file.")
_BROKEN = Text("엑셀 파일을 열 수 없습니다.", "The workbook cannot be opened.")
_MACROS = Text("매크로가 든 파일은 받지 않습니다.", "A workbook with macros is not taken.")
_EMPTY = Text("집행 내역이 한 줄도 없습니다.", "It holds no row.")
_MANY = Text("2만 줄이 넘습니다. 나누어 올려 주세요.", "More than 20,000 rows: split the file.")


class Told(NamedTuple):
    """A row of the file: its line (from 1) and its values."""

    line: int
    spent_on: date
    amount: int
    payee: str
    evidence_no: str = ""
    item: str = ""

    def as_json(self) -> dict[str, Any]:
        return self._asdict() | {"spent_on": self.spent_on.isoformat()}


class WrongCell(NamedTuple):
    """A cell that cannot stand: its place as in Excel, the column, what it holds, why not."""

    place: str
    column: Text
    value: str
    why: Text


class Reading(NamedTuple):
    rows: tuple[Told, ...]
    wrong: tuple[WrongCell, ...]


def read(content: bytes, aliases: Mapping[str, list[str]] | None = None) -> Reading:
    """The rows of the first sheet that has the headings, and the cells that are wrong.

    Raises Unusable for another file.
    """
    for name, cells in _sheets(content):
        found = _headings(cells, named(aliases))
        if found is None:
            continue
        at, columns = found
        missing = [c.label for c in COLUMNS if c.needed and c.key not in columns]
        if missing:
            said = Text("‘{s}’ 시트에 필요한 열이 없습니다: {c}", "The sheet “{s}” lacks the columns {c}.")
            raise Unusable([said.format(s=name, c=_joined(missing))])
        return _rows(cells[at + 1 :], at + 2, columns)
    need = _joined([c.label for c in COLUMNS if c.needed])
    raise Unusable(
        [Text("제목 줄을 찾을 수 없습니다. 필요한 열: {c}", "No heading row was found. Needed: {c}").format(c=need)]
    )


def _joined(labels: Sequence[Text]) -> Text:
    return Text(", ".join(x.ko for x in labels), ", ".join(x.en for x in labels))


def _sheets(content: bytes) -> Iterator[tuple[str, list[list[Any]]]]:
    """Name and cells of each sheet, read row by row and no further than what could be taken."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if len(content) > MOST_BYTES:
        raise Unusable([_LARGE])
    if not content.startswith(b"PK\x03\x04"):
        raise Unusable([_OTHER])
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
        if sum(p.file_size for p in parts) > _MOST_UNPACKED:
            raise Unusable([_LARGE])
        if any(p.filename.casefold().endswith("vbaproject.bin") for p in parts):
            raise Unusable([_MACROS])
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = sheet.iter_rows(max_row=MOST_ROWS + _HEADING_WITHIN + 1, max_col=_MOST_COLUMNS, values_only=True)
            yield sheet.title, [list(row) for row in rows]
    except (zipfile.BadZipFile, InvalidFileException, OSError, ValueError, KeyError, SyntaxError) as problem:
        if isinstance(problem, Unusable):
            raise
        raise Unusable([_BROKEN]) from problem


def _headings(cells: list[list[Any]], known: Mapping[str, str]) -> tuple[int, dict[str, int]] | None:
    """The first row that names two columns or more: its index, and the place of each column.

    Raises Unusable for one named twice.
    """
    for at, row in enumerate(cells[:_HEADING_WITHIN]):
        keys = [known.get(heading_key(cell)) if isinstance(cell, str) else None for cell in row]
        if len({k for k in keys if k}) < 2:
            continue
        columns: dict[str, int] = {}
        for place, key in enumerate(keys):
            if key is None:
                continue
            if key in columns:
                said = Text("‘{c}’ 열이 두 번 있습니다.", "The column “{c}” stands twice.")
                raise Unusable([said.format(c=BY_KEY[key].label)])
            columns[key] = place
        return at, columns
    return None


def _rows(cells: list[list[Any]], first: int, columns: Mapping[str, int]) -> Reading:
    rows: list[Told] = []
    wrong: list[WrongCell] = []
    for line, row in enumerate(cells, first):
        given = {key: row[place] if place < len(row) else "" for key, place in columns.items()}
        if all(_blank(v) for v in given.values()) or any(_is_total(v) for v in given.values()):
            continue
        if len(rows) + len(wrong) >= MOST_ROWS:
            raise Unusable([_MANY])
        values: dict[str, Any] = {}
        for key, raw in given.items():
            value, why = _value(key, raw)
            if why is not None:
                wrong.append(WrongCell(f"{_letters(columns[key])}{line}", BY_KEY[key].label, _shown(raw), why))
            else:
                values[key] = value
        if set(values) >= set(given):
            rows.append(Told(line=line, **values))
    if not rows and not wrong:
        raise Unusable([_EMPTY])
    return Reading(tuple(rows), tuple(wrong))


def _value(key: str, raw: Any) -> tuple[Any, Text | None]:
    column = BY_KEY[key]
    if _blank(raw):
        return ("", None) if not column.needed else (None, Text("비어 있습니다.", "It is empty."))
    if column.reads == "date":
        day = _day(raw)
        return day, None if day else Text("날짜가 아닙니다.", "It is no day.")
    if column.reads == "won":
        won = _won(raw)
        if won is None:
            return None, Text("원 단위의 수가 아닙니다.", "It is no whole sum in won.")
        return won, Text("0보다 작습니다.", "It is negative.") if won < 0 else None
    text = _shown(raw)
    if len(text) > LONGEST_TEXT:
        return None, Text("{n}자가 넘습니다.", "It has more than {n} characters.").format(n=LONGEST_TEXT)
    return text, None


def _blank(raw: Any) -> bool:
    return raw is None or (isinstance(raw, str) and not raw.strip())


def _is_total(raw: Any) -> bool:
    return isinstance(raw, str) and heading_key(raw) in _TOTALS


def _shown(raw: Any) -> str:
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime | date):
        return raw.isoformat()[:10]
    return "" if raw is None else " ".join(str(raw).split())


def _day(raw: Any) -> date | None:
    """A day of this century; a bare number is none: it may be a sum in the wrong column."""
    found = None if isinstance(raw, int | float) and not 20_000_000 <= raw < 21_000_000 else day_or_none(raw)
    return found if found is not None and 2000 <= found.year < 2100 else None


def _won(raw: Any) -> int | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    won = or_none(money, raw)
    return won if won is not None and abs(won) < 10**15 else None


def _letters(index: int) -> str:
    letters, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

"""The one entry: a file of the register → typed rows in chunks, and everything that is wrong with it.

    reading = read(path, today=clock.today(), filename=upload.filename)     # Refused: the file is refused whole
    for rows in reading.chunks():                                           # of `filings.columns.register.Row`
        ...
    reading.problems, reading.rows_read, reading.rows_ready

Rows with a problem are never among the chunks. Knows neither the database nor the web; keeps no more
than one chunk in memory.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any

from filings.columns import codes
from filings.columns.codes import compact
from filings.columns.readers import Wrong, is_blank
from filings.columns.register import COLUMNS, INDEX, Row
from filings.register.file import cells, guard, sheets
from filings.register.file.headings import column_at
from filings.register.file.marked import Mark
from filings.register.file.problems import Problem
from filings.register.file.refusals import Refused
from filings.register.file.sheets import Values
from portal.core.clock import today as clock_today
from portal.core.text import Text

TOTALS = frozenset({"합계", "총계", "소계", "계"})
# A row is looked at as a possible totals row only if its first cell starts like one, or is blank.
_SUSPECT = frozenset("합총소계\u1112\u110e\u1109\u1100 \t\n\r\u00a0\u3000\u200b\ufeff") | codes.BLANK_MARKS | {""}
_FOOTNOTE = re.compile(
    r"[※*☞▶►◆■□●†‡·]|\(?주\d*[):]|註|비고:|참고[:)]|출처|자료[:)]|작성|\(?단위:|이하여백|이상\.?$|끝\.?$|<끝>|-+이하"
)
_NONE = Row(*[None] * len(Row._fields))
_NO_ROWS = Text("머리글 아래에 신고 행이 없습니다.", "There is no row under the heading.")

_NUMBER, _RECEIVED, _ACCEPTED = INDEX["certificate_no"], INDEX["received_on"], INDEX["accepted_on"]


def read(path: Path, *, today: date | None = None, filename: str | None = None) -> "Reading":
    """Inspect and open a register. `filename` is the name it was sent under, if `path` is a temporary one.

    Raises `Refused`, with one sentence, for a file that is refused whole; a heading without rows is refused here too.
    """
    inspected = guard.inspect(path, filename)
    return Reading(inspected, sheets.open_table(inspected), today or clock_today())


class Reading:
    """A register being read, once. Counts and problems grow while `chunks` is consumed and are whole at its end."""

    def __init__(self, inspected: guard.Inspected, table: sheets.Table, today: date) -> None:
        self.inspected = inspected
        self.sheet = table.sheet
        self.heading = table.heading
        self.expected = table.expected
        self.last_row = 0
        self.rows_read = 0
        self.rows_ready = 0
        self.problems: list[Problem] = []
        self._marks = table.marks
        self._readers = cells.readers(today, dates_from_1904=table.dates_from_1904)
        self._first_rows: dict[str, int] = {}
        self._known = {position: i for i, position in enumerate(table.heading.positions) if position is not None}
        judged = self._judged(table.rows)
        first = next(judged, _NONE)
        if first is _NONE:
            raise Refused(_NO_ROWS)
        self._ready = filter(None, chain([first], judged))

    def chunks(self, size: int = 1_000) -> Iterator[list[Any]]:
        """Right rows, `size` at a time."""
        chunk: list[Any] = []
        for row in self._ready:
            chunk.append(row)
            if len(chunk) == size:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def rows(self) -> Iterator[Any]:
        """Right rows one by one."""
        return self._ready

    def _judged(self, rows: Iterator[tuple[int, Values]]) -> Iterator[Any]:
        """Each row of the register, typed, or an empty tuple where something is wrong with it."""
        positions = self.heading.positions
        width = max(self._known) + 1
        pick = itemgetter(*(-1 if position is None else position for position in positions))
        for number, values in rows:
            if not any(values) and 0 not in values and not self._marks:
                continue
            if len(values) < width:
                values.extend([""] * (width - len(values)))
            values.append("")  # a column that the sheet lacks is read from here
            first = values[0]
            if (first is None or (first.__class__ is str and first[:1] in _SUSPECT)) and _is_totals(values):
                continue
            picked = pick(values)
            typed = [reader[raw] for reader, raw in zip(self._readers, picked, strict=True)]
            marks = self._marks_at(number)
            if Wrong in map(type, typed) or marks:
                if _is_passed_over(picked, typed, marks):
                    continue
                for index, mark in marks.items():
                    code = "formula_cell" if mark.is_formula else COLUMNS[index].wrong
                    typed[index] = Wrong(code, mark.text)
            self.rows_read += 1
            self.last_row = number
            if self._stands(number, typed):
                self.rows_ready += 1
                yield Row(number, *typed)
            else:
                yield ()

    def _marks_at(self, number: int) -> dict[int, Mark]:
        """Formulas and error values in the known columns of a sheet row, by index of COLUMNS."""
        if not self._marks:
            return {}
        return {self._known[at]: mark for at, mark in self._marks.at(number).items() if at in self._known}

    def _stands(self, number: int, typed: list[Any]) -> bool:
        """Whether the row is right; what is wrong with it is kept as problems, in the order of the columns."""
        wrong: list[tuple[int, Wrong, str]] = []
        key, received, accepted = typed[_NUMBER], typed[_RECEIVED], typed[_ACCEPTED]
        if key.__class__ is str and (first := self._first_rows.setdefault(key, number)) != number:
            wrong.append((_NUMBER, Wrong("duplicate_key", key), str(first)))
        if accepted.__class__ is date and received.__class__ is date and accepted < received:
            wrong.append((_ACCEPTED, Wrong("accepted_before_received", accepted.isoformat()), received.isoformat()))
        if Wrong in map(type, typed):
            wrong.extend((index, value, "") for index, value in enumerate(typed) if value.__class__ is Wrong)
        for index, (code, value, why), other in sorted(wrong, key=lambda one: (one[0], one[1].code)):
            position = self.heading.positions[index]
            self.problems.append(Problem(self.sheet, number, index, position or 0, value, code, other, why))
        return not wrong


def _is_totals(values: Values) -> bool:
    """Whether the first filled cell of the row, in whatever column, reads 합계, 총계, 소계 or 계."""
    first = next((value for value in values if not is_blank(value)), None)
    return isinstance(first, str) and compact(first) in TOTALS


def _is_passed_over(picked: Sequence[Any], typed: Sequence[Any], marks: Mapping[int, Mark]) -> bool:
    """A row without a value in any known column, a footnote, or the heading said again.

    A formula that shows nothing is no value: such cells are often copied far below the last row.
    """
    filled = [index for index, raw in enumerate(picked) if not is_blank(raw)]
    if not filled:
        return all(mark.is_formula for mark in marks.values())
    texts = [picked[index] for index in filled]
    if len(filled) > 2:
        return all(column_at(text) == index for index, text in zip(filled, texts, strict=True))
    if not isinstance(texts[0], str):
        return False
    if _FOOTNOTE.match(compact(texts[0])):
        return True
    says_nothing = all(typed[index].__class__ is Wrong for index in filled) and not marks
    return says_nothing and (" " in texts[0].strip() or not any(map(str.isdigit, texts[0])))

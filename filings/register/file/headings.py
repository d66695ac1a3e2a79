"""Finds the heading of the register in a sheet: one row, or two of which the lower names the column, else the upper.

Rows above (titles, units) and columns that the register does not know are passed over. Must not read files.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from filings.columns.register import COLUMNS
from portal.core.text import Text

SEARCHED = 100  # rows from the top in which a heading is looked for
ENOUGH = 8  # so many of the 21 names make a sheet the register, even if others are missing

_NOTE = re.compile(r"[(\[{<〈《【〔「『][^()\[\]{}<>〈〉《》【】〔〕「」『』]*[)\]}>〉》】〕」』]")
_OPEN_NOTE = re.compile(r"[(\[{<〈《【〔「『].*$", re.DOTALL)
_GAPS = re.compile(r"[\s\u00ad\u115f\u1160\u200b-\u200f\u202a-\u202e\u2060-\u2064\u3164\ufeff\x00-\x1f]+")
_RAISED = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u2079]+\)?\s*$")
_MARK = re.compile(r"(?:[*※†‡]+|(?:주)?\d{1,2}\))$|^[*※†‡]+")
_UNIT = re.compile(r"[\s,/:·]+(?:단위\s*:?\s*)?(?:병상|명|개|건)\s*$")
_ONLY_UNIT = re.compile(r"(?:단위:?.*|병상|명|개|건|개소|연월일|년월일|YYYY[-.]?MM[-.]?DD\.?|-)", re.IGNORECASE)


def heading_key(text: str) -> str:
    """A heading without blanks of any kind, bracketed notes and unit words; '' where nothing else stands in it."""
    plain = unicodedata.normalize("NFKC", _RAISED.sub("", text))
    before = None
    while before != plain:
        before, plain = plain, _NOTE.sub("", plain)
    plain = _OPEN_NOTE.sub("", plain)
    key = _GAPS.sub("", plain)
    if key in _BY_KEY or not key:
        return key
    for shorter in (_UNIT.sub("", plain), _MARK.sub("", key)):
        short = _GAPS.sub("", shorter)
        if short in _BY_KEY:
            return short
    return "" if _ONLY_UNIT.fullmatch(key) else key


def column_at(text: object) -> int | None:
    """Which of COLUMNS a heading cell names, or None."""
    return _BY_KEY.get(heading_key(text)) if isinstance(text, str) else None


_BY_KEY = {_GAPS.sub("", column.heading): i for i, column in enumerate(COLUMNS)}


class Heading(NamedTuple):
    """`positions[i]` is the sheet column of COLUMNS[i], or None; `rows` the 0-based rows the heading takes,
    notes below too.
    """

    positions: tuple[int | None, ...]
    twice: tuple[int, ...]
    first: int
    end: int

    @property
    def known(self) -> int:
        return sum(position is not None for position in self.positions)

    @property
    def missing(self) -> tuple[int, ...]:
        """Columns that must be there and are not."""
        return tuple(i for i, column in enumerate(COLUMNS) if self.positions[i] is None and not column.blank)

    def fault(self) -> Text | None:
        """Why the sheet cannot be read with this heading, in a sentence; None if it can."""
        if self.missing:
            return Text(
                f"꼭 있어야 하는 열이 없습니다: {_listed(self.missing, 'ko')}",
                f"Required columns are missing: {_listed(self.missing, 'en')}",
            )
        if self.twice:
            return Text(
                f"같은 열이 두 번 나옵니다: {_listed(self.twice, 'ko')}",
                f"Columns stand twice: {_listed(self.twice, 'en')}",
            )
        return None


NO_HEADING = Text(
    "신고대장의 머리글을 찾지 못했습니다. 첫머리에 신고확인증번호, 접수일 등 열 이름이 있어야 합니다.",
    "No heading of the register was found: the columns need their names, “신고확인증번호”, “접수일” and so on.",
)


def _listed(columns: Sequence[int], language: str) -> str:
    if language == "ko":
        return ", ".join(COLUMNS[i].heading for i in columns)
    return ", ".join(f"{COLUMNS[i].heading} ({COLUMNS[i].label.en})" for i in columns)


def find_heading(rows: Sequence[Sequence[Any]]) -> Heading | None:
    """The best heading among the first rows of a sheet: the one that names most columns, one row before two."""
    best: Heading | None = None
    for end in range(1, min(len(rows), SEARCHED) + 1):
        for first in (end - 1, end - 2):
            if first >= 0 and (found := _heading(rows, first, end)) and (not best or found.known > best.known):
                best = found
    return best and _with_notes_below(best, rows)


def _heading(rows: Sequence[Sequence[Any]], first: int, end: int) -> Heading | None:
    positions: list[int | None] = [None] * len(COLUMNS)
    twice = []
    for at in range(max(len(row) for row in rows[first:end])):
        column = next((column_at(text) for text in _upwards(rows[first:end], at) if heading_key(text)), None)
        if column is None:
            continue
        if positions[column] is None:
            positions[column] = at
        elif not COLUMNS[column].blank:
            twice.append(column)
    found = Heading(tuple(positions), tuple(dict.fromkeys(twice)), first, end)
    return found if found.known else None


def _upwards(rows: Sequence[Sequence[Any]], at: int) -> list[str]:
    return [row[at] for row in reversed(rows) if at < len(row) and isinstance(row[at], str)]


def _with_notes_below(heading: Heading, rows: Sequence[Sequence[Any]]) -> Heading:
    """A row under the heading that holds only units, bracketed notes or the numbers of the columns belongs to it."""
    end = heading.end
    while end < len(rows) and _is_note_row(rows[end]):
        end += 1
    return heading._replace(end=end)


def _is_note_row(row: Sequence[Any]) -> bool:
    filled = [cell for cell in row if cell not in ("", None) and str(cell).strip()]
    if not filled:
        return False
    if all(isinstance(cell, str) and not heading_key(cell) for cell in filled):
        return True
    return len(filled) >= ENOUGH and _are_column_numbers(filled)


def _are_column_numbers(cells: Sequence[Any]) -> bool:
    numbers = [_number(cell) for cell in cells]
    return numbers[0] == 1 and all(b is not None and a is not None and b == a + 1 for a, b in pairwise(numbers))


def _number(cell: Any) -> int | None:
    text = unicodedata.normalize("NFKC", str(cell)).strip().strip("().").removesuffix(".0")
    return int(text) if text.isdecimal() else None

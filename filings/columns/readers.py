"""What a cell of a register file says: one reader for each kind of value. Pure: knows neither columns nor files.

A reader takes what a spreadsheet holds (text, number, day, nothing) and returns str, int, bool, date, or None where it
says no such thing; what is amiss in a way of its own is a `Wrong`.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from filings.columns import codes
from portal.core import countries, reading
from portal.core.reading import Unread
from portal.core.reading_days import day
from portal.core.text import Text

LARGEST = 2_147_483_647
_EARLIEST = 1950

Parse = Callable[..., Any]


class Wrong(NamedTuple):
    """A cell that cannot stand: the code of the problem, the value as shown to the reader, and why,
    where the code says too little.
    """

    code: str
    value: str
    why: Text | None = None


def shown(raw: Any) -> str:
    """A cell as a person sees it: days as 2022-01-03, whole numbers without '.0'."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == datetime.min.time() else raw.isoformat(" ")
    return raw.isoformat() if isinstance(raw, date) else str(raw)


def is_blank(raw: Any) -> bool:
    """Nothing, blanks only, or a dash."""
    if raw is None:
        return True
    if not isinstance(raw, str):
        return False
    if len(raw) > 12 and not raw.isspace():
        return False
    return not (set(codes.compact(raw)) - codes.BLANK_MARKS)


def tidy(raw: Any) -> str | None:
    """Text as stored (see `portal.core.reading.line`); None where nothing is left. Raises Unread: unprintable."""
    return reading.line(raw if isinstance(raw, str) else shown(raw)) or None


def note(raw: Any) -> str | None:
    """As `tidy`, but line breaks stay."""
    return "\n".join(line for line in map(tidy, shown(raw).splitlines()) if line) or None


def read_date(raw: Any, *, dates_from_1904: bool = False) -> date | Wrong | None:
    """A day of 1950 to 2199 (see `portal.core.reading_days`); YY means 20YY.

    A time that leaves two days possible is Wrong.
    """
    try:
        found = day(raw, from_1904=dates_from_1904)
    except Unread as problem:
        return Wrong("bad_date", shown(raw), problem.said) if problem.code == "unclear_day" else None
    return found if found.year >= _EARLIEST else None


_UNITS = ("병상", "명", "개", "건")


def whole(raw: Any) -> int | Wrong | None:
    """A whole number from 0; text may hold a thousands sign and one unit. None: no number at all."""
    number = reading.or_none(reading.whole, raw, units=_UNITS)
    if number is not None and number < 0:
        return Wrong("negative_number", shown(raw))
    return number if number is not None and number <= LARGEST else None


def business_number(raw: Any) -> str | None:
    """The ten digits of a 사업자등록번호 whose check digit holds, with hyphens, without, or typed as a number."""
    return reading.business_number(shown(raw))


def country(raw: Any) -> str | None:
    """The alpha-2 code of a country abroad."""
    found = countries.find(raw) if isinstance(raw, str) else None
    return None if found == countries.KOREA else found


def read_by(table: Callable[[str], Any]) -> Parse:
    """A reader of what `table` knows under the text of the cell."""
    return lambda raw: table(shown(raw))


def one_of(written: Mapping[str, str]) -> Parse:
    """A reader of codes by what is written for them (see `filings.columns.codes`)."""
    return read_by(lambda text: written.get(codes.compact(text)))

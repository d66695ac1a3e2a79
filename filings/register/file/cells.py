"""One cell of the register → its typed value, or what is wrong with it.

`readers(today, ...)` gives one reader a column. A reader takes what a spreadsheet holds (text, number, day, nothing) and returns
str, int, bool, date or None; anything amiss is a `Wrong`. Each reader remembers what it has read, as columns repeat themselves.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from filings.register.file import codes
from filings.register.file.columns import COLUMNS, Column
from portal.core import countries, reading
from portal.core.reading import Unread
from portal.core.reading_days import day
from portal.core.text import Text

LARGEST = 2_147_483_647
_EARLIEST = 1950
_TOO_LONG = Text("{most}자까지 적을 수 있는데 {now}자입니다.", "At most {most} characters; there are {now}.")

Cell = str | float | int | bool | date | datetime | None
Parse = Callable[[Any], Any]


class Wrong(NamedTuple):
    """A cell that cannot stand: the code of the problem, the value as shown to the reader, and why, where the code says too little."""

    code: str
    value: str
    why: Text | None = None


class Reader(dict[Any, Any]):
    """`reader[cell]` is the typed cell; equal cells are parsed once. Booleans must come as text: True equals 1.0."""

    __slots__ = ("parse",)
    most = 20_000

    def __init__(self, parse: Parse) -> None:
        super().__init__()
        self.parse = parse

    def __missing__(self, raw: Any) -> Any:
        if len(self) >= self.most:
            self.clear()
        value = self[raw] = self.parse(raw)
        return value


class Forgetful:
    """A reader for a column whose values hardly ever repeat."""

    __slots__ = ("parse",)

    def __init__(self, parse: Parse) -> None:
        self.parse = parse

    def __getitem__(self, raw: Any) -> Any:
        return self.parse(raw)


def readers(today: date, *, dates_from_1904: bool = False) -> list[Reader | Forgetful]:
    """One reader for each of COLUMNS. A day after `today` is a future_date where the column says so."""
    return [_reader(column, today, dates_from_1904) for column in COLUMNS]


def _reader(column: Column, today: date, dates_from_1904: bool) -> Reader | Forgetful:  # noqa: FBT001
    parse: Parse
    if column.reads == "date":

        def parse(raw: Any) -> Any:
            found = read_date(raw, dates_from_1904=dates_from_1904)
            if column.past and isinstance(found, date) and found > today:
                return Wrong("future_date", found.isoformat())
            return found

    else:
        parse = _READ[column.reads]
    code = _CODE.get(column.reads, "unknown_code")

    def read(raw: Any) -> Any:
        if is_blank(raw):
            return None if column.blank else Wrong("missing_value", shown(raw))
        try:
            value = parse(raw)
        except Unread as problem:
            return Wrong("unknown_code", shown(raw), problem.said)
        if column.longest and isinstance(value, str) and len(value) > column.longest:
            return Wrong("unknown_code", value, _TOO_LONG.format(most=f"{column.longest:,}", now=f"{len(value):,}"))
        return Wrong(code, shown(raw)) if value is None else value

    if column.reads == "number":
        return Forgetful(lambda raw: raw if type(raw) is str and _STORED.match(raw) else read(raw))
    return Reader(read)


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


_STORED = re.compile(r"제\d{4}-\d{4}호\Z", re.ASCII)
_NUMBER = re.compile(r"제?(\d{4})-(\d{1,6})호?", re.ASCII)


def certificate_number(raw: Any) -> str | None:
    """제YYYY-NNNN호, however blanks, dashes and Hangul were typed."""
    found = _NUMBER.fullmatch(reading.plain(raw).replace(" ", "")) if isinstance(raw, str) else None
    return f"제{found[1]}-{int(found[2]):04d}호" if found else None


def read_date(raw: Any, *, dates_from_1904: bool = False) -> date | Wrong | None:
    """A day of 1950 to 2199 (see `portal.core.reading_days`); YY means 20YY. A time that leaves two days possible is Wrong."""
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


def _coded(table: Callable[[str], Any]) -> Parse:
    return lambda raw: table(shown(raw))


_READ: dict[str, Parse] = {
    "number": certificate_number,
    "text": tidy,
    "note": note,
    "whole": whole,
    "business_number": business_number,
    "country": country,
    "kind": _coded(lambda text: codes.KINDS.get(codes.compact(text))),
    "org_class": _coded(lambda text: codes.CLASSES.get(codes.compact(text))),
    "sido": _coded(lambda text: codes.SIDO.get(codes.compact(text))),
    "yes_no": _coded(codes.yes_no),
    "type": _coded(codes.expansion_type),
    "specialty": _coded(codes.specialty),
    "trigger": _coded(lambda text: codes.TRIGGERS.get(codes.compact(text))),
    "status": _coded(lambda text: codes.STATUSES.get(codes.compact(text))),
}
_CODE = {
    "date": "bad_date",
    "whole": "not_a_number",
    "business_number": "bad_business_number",
    "country": "unknown_country",
    "text": "missing_value",
    "note": "missing_value",
}

ERROR_CODE = {column.field: _CODE.get(column.reads, "unknown_code") for column in COLUMNS}

"""One cell of the register → its typed value, or what is wrong with it.

`readers(today, ...)` gives one reader a column. A reader takes what a spreadsheet holds (text, number, day, nothing) and returns
str, int, bool, date or None; anything amiss is a `Wrong`. Each reader remembers what it has read, as columns repeat themselves.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from filings.register.file import codes
from filings.register.file.columns import COLUMNS, Column
from portal.core import countries

LARGEST = 2_147_483_647
_EARLIEST, _LATEST = 1950, 2199

Cell = str | float | int | bool | date | datetime | None
Parse = Callable[[Any], Any]


class Wrong(NamedTuple):
    """A cell that cannot stand: the code of the problem and the value as shown to the reader."""

    code: str
    value: str


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
            day = read_date(raw, dates_from_1904=dates_from_1904)
            return Wrong("future_date", day.isoformat()) if column.past and day and day > today else day

    else:
        parse = _READ[column.reads]
    code = _CODE.get(column.reads, "unknown_code")

    def read(raw: Any) -> Any:
        if is_blank(raw):
            return None if column.blank else Wrong("missing_value", shown(raw))
        value = parse(raw)
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
    """Text as stored: composed, blanks of any kind as single spaces, nothing invisible. None where nothing is left."""
    text = raw if isinstance(raw, str) else shown(raw)
    if not text.isprintable():
        text = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf"))
    return unicodedata.normalize("NFC", " ".join(text.split())) or None


def note(raw: Any) -> str | None:
    """As `tidy`, but line breaks stay."""
    lines = shown(raw).splitlines()
    return "\n".join(line for line in map(tidy, lines) if line) or None


_STORED = re.compile(r"제\d{4}-\d{4}호\Z", re.ASCII)
_NUMBER = re.compile(r"제?(\d{4})-(\d{1,6})호?", re.ASCII)


def certificate_number(raw: Any) -> str | None:
    """제YYYY-NNNN호, however blanks, dashes and Hangul were typed."""
    found = _NUMBER.fullmatch(_plain_dashes(codes.compact(raw))) if isinstance(raw, str) else None
    return f"제{found[1]}-{int(found[2]):04d}호" if found else None


_TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$", re.ASCII)
_WEEKDAY = re.compile(r"\([월화수목금토일](?:요일)?\)$")
_EPOCH = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_DAY = re.compile(
    r"(\d{4})(?:-(\d\d?)-(\d\d?)|\.(\d\d?)\.(\d\d?)\.?|/(\d\d?)/(\d\d?)|년(\d\d?)월(\d\d?)일)"
    r"|(\d{4})(\d\d)(\d\d)(?:\.0+)?"
    r"|'?(\d\d)\.(\d\d?)\.(\d\d?)\.?",
    re.ASCII,
)


def read_date(raw: Any, *, dates_from_1904: bool = False) -> date | None:
    """A day from an Excel date or its bare serial number, YYYYMMDD as number or text, or year-first text; YY means 20YY."""
    if isinstance(raw, str):
        return _day_in_text(raw)
    if isinstance(raw, datetime):
        return _sane(raw.year, raw.month, raw.day)
    if isinstance(raw, date):
        return _sane(raw.year, raw.month, raw.day)
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not abs(raw) < 1e8:
        return None
    whole = int(raw)
    if 30_000 <= whole < 80_000:  # a serial number whose cell lost its date format; only days of this century are taken
        day = _EPOCH[dates_from_1904] + timedelta(whole)
        return day if 2000 <= day.year < 2100 else None
    return _sane(whole // 10_000, whole // 100 % 100, whole % 100) if whole == raw and whole >= 10_000_000 else None


def _day_in_text(text: str) -> date | None:
    plain = _TIME.sub("", unicodedata.normalize("NFKC", text).replace("’", "'").strip())
    found = _DAY.fullmatch(_WEEKDAY.sub("", _plain_dashes(codes.compact(plain))))
    if not found:
        return None
    year, month, day = (part for part in found.groups() if part is not None)
    return _sane(int(f"20{year}" if len(year) == 2 else year), int(month), int(day))


def _sane(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _EARLIEST <= year <= _LATEST else None
    except ValueError:
        return None


_WHOLE = re.compile(r"([-−▲△])?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?\s*(?:병상|명|개|건)?", re.ASCII)


def whole(raw: Any) -> int | Wrong | None:
    """A whole number from 0; text may hold a thousands sign and one unit. None: no number at all."""
    if isinstance(raw, str):
        plain = unicodedata.normalize("NFKC", "".join(c for c in raw if c.isprintable() or c.isspace())).strip()
        found = _WHOLE.fullmatch(_plain_dashes(plain))
        if not found:
            return None
        number = int(found[2].replace(",", "")) * (-1 if found[1] else 1)
    elif isinstance(raw, int | float) and not isinstance(raw, bool) and raw == raw and abs(raw) <= LARGEST:
        number = int(raw)
        if number != raw:
            return None
    else:
        return None
    if number < 0:
        return Wrong("negative_number", shown(raw))
    return number if number <= LARGEST else None


_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def business_number(raw: Any) -> str | None:
    """The ten digits of a 사업자등록번호 whose check digit holds, with hyphens, without, or typed as a number."""
    digits = _plain_dashes(codes.compact(shown(raw))).removesuffix(".0").replace("-", "")
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()) or digits == "0" * 10:
        return None
    figures = [int(figure) for figure in digits]
    total = sum(w * f for w, f in zip(_WEIGHTS, figures, strict=False)) + figures[8] * 5 // 10
    return digits if (10 - total % 10) % 10 == figures[9] else None


def country(raw: Any) -> str | None:
    """The alpha-2 code of a country abroad."""
    found = countries.find(raw) if isinstance(raw, str) else None
    return None if found == countries.KOREA else found


def _plain_dashes(text: str) -> str:
    return text.translate(_TO_HYPHEN)


_TO_HYPHEN = {ord(sign): "-" for sign in codes.DASHES}


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

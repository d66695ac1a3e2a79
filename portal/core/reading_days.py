"""Days and times as people and programs write them, read in one place. Pure.

A day comes with or without a time. A time shortly before midnight, or one whose zone makes it another
day in Seoul, leaves two days possible: such a day is `Unread` with the code 'unclear_day', and whoever
sent it says which one is meant.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from portal.core.clock import SEOUL
from portal.core.reading import LONGEST, Unread, or_none, plain
from portal.core.text import Text

FIRST_YEAR, LAST_YEAR = 1900, 2199
_LATE = time(23, 55)  # programs that lose a zone's odd minutes or a cell's last digits write midnight as 23:59
NO_DAY = Text("있는 날짜를 2026-11-23처럼 입력해 주세요.", "Enter a real date such as 2026-11-23.")
UNCLEAR = Text(
    "‘{value}’은(는) {one}일 수도 {other}일 수도 있습니다. 시각 없이 날짜만 적어 주세요.",
    "‘{value}’ may be {one} or {other}. Write the day alone, without a time.",
)
_NO_TIME = Text("시각을 14:30처럼 적어 주세요.", "Enter a time such as 14:30.")
_EPOCH = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_CLOCK = r"""
    (?:(?P<half>오전|오후|AM|PM)\s*)?
    (?P<h>\d{1,2})(?::(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?|\s*시(?:\s*(?P<km>\d{1,2})\s*분)?(?:\s*(?P<ks>\d{1,2})\s*초)?)
    (?:\s*(?P<half2>오전|오후|[AP]\.?M\b\.?))?
"""
_ZONE = r"(?:\s*(?P<zone>Z|KST|(?:UTC|GMT)?(?P<shift>[+-]\d{1,2}(?::?\d{2})?)|UTC|GMT)(?:\s*\([^()]*\))?)?"
_TIME = re.compile(_CLOCK, re.ASCII | re.IGNORECASE | re.VERBOSE)
_AT = re.compile(rf"(?P<day>.+?)[T\s,]+{_CLOCK}{_ZONE}", re.ASCII | re.IGNORECASE | re.VERBOSE)
_WEEKDAY = re.compile(r"(?:\([월화수목금토일](?:요일)?\)|[월화수목금토일]요일|(?<=[\d.일])[월화수목금토])$")
_DAY = re.compile(
    r"(\d{4})(?:-(\d\d?)-(\d\d?)\.?|\.(\d\d?)\.(\d\d?)\.?|/(\d\d?)/(\d\d?)|년(\d\d?)월(\d\d?)일)"
    r"|(\d{4})(\d\d)(\d\d)(?:\.0+)?"
    r"|'?(\d\d)\.(\d\d?)\.(\d\d?)\.?"
    r"|'(\d\d)[-/](\d\d?)[-/](\d\d?)"
    r"|'?(\d\d)년(\d\d?)월(\d\d?)일"
    r"|(1[3-9]|[2-9]\d)/(\d\d?)/(\d\d?)",  # year first: no month is 13 or more
    re.ASCII,
)
_SPACED = re.compile(r"(\d{4}) (\d\d?) (\d\d?)", re.ASCII)
_NAMED = re.compile(
    r"(?:[A-Z]{3,9},? )?(?:(?P<d>\d\d?)[ -](?P<m>[A-Z]{3,9})\.?,?|(?P<m2>[A-Z]{3,9})\.? (?P<d2>\d\d?),?)[ -](?P<y>\d{4})",
    re.ASCII | re.IGNORECASE,
)


def day(raw: Any, *, from_1904: bool = False) -> date:
    """A day of 1900 to 2199. Raises Unread; its code is 'unclear_day' where a time leaves two days possible.

    Taken are days and instants, serial numbers of a spreadsheet (days of this century, from 1900 or 1904 on), YYYYMMDD,
    and year-first text ('2022. 3. 5. (토)', '’22.3.5.', '2022년 3월 5일 오후 2시', ISO 8601), or a month by its English name.
    """
    if isinstance(raw, datetime):
        return _at(raw, raw)
    if isinstance(raw, date):
        return _real(raw.year, raw.month, raw.day)
    if isinstance(raw, str):
        return _in_text(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not abs(raw) < 1e8:
        raise Unread(NO_DAY)
    whole = int(raw)
    if 30_000 <= whole < 80_000:
        found = _EPOCH[from_1904] + timedelta(whole)
        if not 2000 <= found.year < 2100:
            raise Unread(NO_DAY)
        return _at(datetime.combine(found, time()) + timedelta(raw - whole), raw)
    if whole != raw or whole < 10_000_000:
        raise Unread(NO_DAY)
    return _real(whole // 10_000, whole // 100 % 100, whole % 100)


def day_or_none(raw: Any) -> date | None:
    """A day as `day` reads it; None for none, or where a time leaves two days possible."""
    return or_none(day, raw)


def kept_day(kept: Any) -> date | None:
    """A day as answers and facts keep it (ISO text); None where none is kept."""
    return date.fromisoformat(str(kept)) if kept else None


def time_of_day(raw: Any) -> time:
    """'9:30', '0930', '14시', '오후 2시 30분' or '2:30 PM' as a time. Raises Unread."""
    if isinstance(raw, time):
        return raw.replace(tzinfo=None)
    text = plain(raw)
    if len(text) > LONGEST:
        raise Unread(_NO_TIME)
    if text.isascii() and text.isdecimal() and len(text) in (3, 4):
        text = f"{text[:-2]}:{text[-2:]}"
    elif text.isascii() and text.isdecimal() and len(text) < 3:
        text += ":00"
    found = _TIME.fullmatch(text.replace(" :", ":").replace(": ", ":"))
    if found is None:
        raise Unread(_NO_TIME)
    return _clock(found.groupdict())


def _in_text(raw: str) -> date:
    text = plain(raw)
    if len(text) > LONGEST:
        raise Unread(NO_DAY)
    found = _AT.fullmatch(text) if ":" in text or "시" in text else None
    if found is None:
        return _written(text)
    parts = found.groupdict()
    written = _written(parts["day"])
    if parts["h"] == "24" and not any(int(parts[k] or 0) for k in ("m", "s", "km", "ks")):
        raise _unclear(raw, written, written + timedelta(1))
    instant = datetime.combine(written, _clock(parts))
    if parts["zone"]:
        instant = instant.replace(tzinfo=_zone(parts["zone"], parts["shift"]))
    return _at(instant, raw)


def _at(instant: datetime, raw: Any) -> date:
    """The day of an instant, where it is the same day on every clock that may be meant."""
    written = _real(instant.year, instant.month, instant.day)
    here = instant.astimezone(SEOUL) if instant.tzinfo is not None else instant
    if here.date() != written:
        raise _unclear(raw, written, here.date())
    if here.time() >= _LATE:
        raise _unclear(raw, written, written + timedelta(1))
    return written


def _unclear(raw: Any, one: date, other: date) -> Unread:
    return Unread(UNCLEAR.format(value=str(raw)[:60], one=one, other=other), "unclear_day")


def _written(text: str) -> date:
    """A day without a time."""
    if named := _NAMED.fullmatch(_spaced_once(text)):
        month = (named["m"] or named["m2"])[:3].casefold()
        if month in _MONTHS:
            return _real(int(named["y"]), _MONTHS.index(month) + 1, int(named["d"] or named["d2"]))
    found = _SPACED.fullmatch(text) or _DAY.fullmatch(_WEEKDAY.sub("", text.replace(" ", "")))
    if found is None:
        raise Unread(NO_DAY)
    year, month_no, day_no = (part for part in found.groups() if part is not None)
    return _real(int(f"20{year}" if len(year) == 2 else year), int(month_no), int(day_no))


def _spaced_once(text: str) -> str:
    return re.sub(r"\s*([,-])\s*", lambda sign: ", " if sign[1] == "," else "-", text)


def _real(year: int, month: int, day_no: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unread(NO_DAY)
    try:
        return date(year, month, day_no)
    except ValueError as problem:
        raise Unread(NO_DAY) from problem


def _clock(parts: dict[str, str | None]) -> time:
    hour, minute, second = (int(parts[a] or parts[b] or 0) for a, b in (("h", "h"), ("m", "km"), ("s", "ks")))
    half = (parts["half"] or parts["half2"] or "").casefold().replace(".", "")
    if half:
        if hour > 12:
            if half in ("오전", "am"):
                raise Unread(_NO_TIME)
        else:
            hour = hour % 12 + (12 if half in ("오후", "pm") else 0)
    try:
        return time(hour, minute, second)
    except ValueError as problem:
        raise Unread(_NO_TIME) from problem


def _zone(name: str, shift: str | None) -> timezone:
    if name.upper() == "KST":
        return SEOUL
    if not shift:
        return UTC
    figures = shift[1:].replace(":", "")
    hours, minutes = (int(figures[:-2]), int(figures[-2:])) if len(figures) > 2 else (int(figures), 0)
    if hours > 14 or minutes > 59:
        raise Unread(NO_DAY)
    return timezone(timedelta(hours=hours, minutes=minutes) * (-1 if shift[0] == "-" else 1))

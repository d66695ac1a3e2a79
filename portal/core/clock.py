"""The only now, and the days the law counts. Pure: knows neither web nor database; rules and holidays are handed in.

Public holidays come from the `holidays` library; a calendar takes officers' additions and strikes on top, because the
two may part. The library learns of proclaimed days (임시공휴일, a changed election day) only with a new release. It
works out future election days and substitute holidays by today's 「공휴일에 관한 법률」. It has 제헌절 as a working
day from 2008 to 2025 and as a holiday from 2026 (the Act as amended), and 노동절 (5. 1.) as a holiday from 2026 but
not before (근로자의 날 bound employers, not public offices).
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cached_property, lru_cache
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple

from portal.core.text import Text, particle

# Korea has kept UTC+9 without summer time since October 1988, so no time-zone database is needed on the host.
SEOUL = timezone(timedelta(hours=9), "KST")

_set_now: ContextVar[datetime | None] = ContextVar("set_now", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC; the one set by `at` if any."""
    return _set_now.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Seoul."""
    return seoul(now()).date()


def seoul(instant: datetime) -> datetime:
    """An aware instant as shown on clocks in Seoul."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(SEOUL)


@contextmanager
def at(instant: date | datetime) -> Iterator[datetime]:
    """Set the now to `instant` (aware; a bare day means 09:00 in Seoul) for the block, in this thread or task only."""
    if not isinstance(instant, datetime):
        instant = datetime.combine(instant, time(9), SEOUL)
    token = _set_now.set(seoul(instant).astimezone(UTC))
    try:
        yield now()
    finally:
        _set_now.reset(token)


@lru_cache(maxsize=512)
def library_days(year: int) -> Mapping[date, str]:
    """The library's public holidays of a year with their Korean names; none outside 1948 to 2100, which it knows."""
    return MappingProxyType(_named_days(year, "ko"))


@lru_cache(maxsize=512)
def _library_days_in_english(year: int) -> Mapping[date, str]:
    return MappingProxyType(_named_days(year, "en_US"))


def _named_days(year: int, language: str) -> dict[date, str]:
    from holidays import country_holidays

    days = country_holidays("KR", years=year, language=language)
    return {day: name.replace("; ", "·" if language == "ko" else ", ") for day, name in sorted(days.items())}


_FIRST, _LAST = date(1990, 1, 1).toordinal(), date(2060, 12, 31).toordinal()
_SATURDAY, _SUNDAY = Text("토요일", "Saturday"), Text("일요일", "Sunday")


@lru_cache(maxsize=1)
def _library_flags() -> bytes:
    """One byte a day from _FIRST to _LAST: 1 where the library and the week make it a working day."""
    flags = bytearray(_is_weekday(n) for n in range(_FIRST, _LAST + 1))
    for year in range(1990, 2061):
        for day in library_days(year):
            flags[day.toordinal() - _FIRST] = 0
    return bytes(flags)


def _is_weekday(ordinal: int) -> bool:
    return (ordinal - 1) % 7 < 5  # ordinal 1 is a Monday


class Calendar:
    """Which days public offices work: Monday to Friday but public holidays. Immutable, equal and hashed by content.

    `added` are further holidays with their names, `struck` library holidays that do not hold (a struck weekend stays a
    weekend; a day both added and struck stays a holiday). Counting is O(1) from 1990 to 2060 and by loop outside.
    """

    __slots__ = ("_table", "added", "struck")

    def __init__(self, added: Mapping[date, str] = MappingProxyType({}), struck: Collection[date] = ()) -> None:
        self.added: Mapping[date, str] = MappingProxyType(dict(sorted(added.items())))
        self.struck = frozenset(struck)
        flags = bytearray(_library_flags())
        for day in self.struck | self.added.keys():
            if _FIRST <= (n := day.toordinal()) <= _LAST:
                flags[n - _FIRST] = day not in self.added and _is_weekday(n)
        self._table = array("i", accumulate(flags, initial=0))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and (self.added, self.struck) == (other.added, other.struck)

    def __hash__(self) -> int:
        return hash((tuple(self.added.items()), self.struck))

    def holiday(self, day: date) -> Text | None:
        """The name of the public holiday on that day, if it is one beside being a Sunday."""
        if day in self.added:
            return Text(self.added[day], self.added[day])
        if day in self.struck or day not in (names := library_days(day.year)):
            return None
        return Text(names[day], _library_days_in_english(day.year)[day])

    def why_not(self, day: date) -> Text | None:
        """What makes it a day off (holiday name, 토요일, 일요일); None on a working day."""
        weekend = {5: _SATURDAY, 6: _SUNDAY}.get(day.weekday())
        return self.holiday(day) or weekend

    def is_working(self, day: date) -> bool:
        """Whether public offices work on that day."""
        n = day.toordinal() - _FIRST
        if 0 <= n < len(self._table) - 1:
            return self._table[n + 1] > self._table[n]
        return self.why_not(day) is None

    def working_days(self, first: date, last: date) -> int:
        """How many working days lie from `first` to `last`, both included; 0 if `last` is earlier."""
        low, high = first.toordinal() - _FIRST, last.toordinal() - _FIRST + 1
        if low >= high:
            return 0
        if low >= 0 and high < len(self._table):
            return self._table[high] - self._table[low]
        return sum(self.is_working(date.fromordinal(n + _FIRST)) for n in range(low, high))

    def nth_working_day(self, start: date, n: int) -> date:
        """The n-th working day (n ≥ 1) from `start` on; `start` itself is the first if it is one."""
        if n < 1:
            raise ValueError("days are counted from 1")
        low = start.toordinal() - _FIRST
        if 0 <= low < len(self._table):
            found = bisect_left(self._table, self._table[low] + n, low)
            if found < len(self._table):
                return date.fromordinal(found - 1 + _FIRST)
        day = start
        while (n := n - self.is_working(day)) > 0:
            day += timedelta(days=1)
        return day


class Pause(NamedTuple):
    """A stretch in which the processing clock stands: from the day a supplement is asked for to the day it arrives.

    Neither end is counted; `last` None means still open (민원처리법 시행령 제20조; 행정절차법 시행령 제11조).
    """

    first: date
    last: date | None


class Day(NamedTuple):
    """One line of an explanation: the how-manieth counted day it is, or None, and why in words."""

    date: date
    counted: int | None
    why: Text


@dataclass(frozen=True)
class Due:
    """The last day of a period, the day silence accepts, and the reckoning day by day (worked out when first read).

    `due_on` None: the clock stands, the last day is not known yet. `deemed_on` None: silence accepts nothing.
    """

    due_on: date | None
    deemed_on: date | None
    _explain: Callable[[], Sequence[Day]] = field(compare=False, repr=False)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        return tuple(self._explain())


def processing_period(
    received_on: date, length: int, calendar: Calendar, pauses: Sequence[Pause] = (), *, deems: bool = True
) -> Due:
    """The office's period of `length` working days: the day of receipt is the first (민원처리법 제19조제2항).

    Saturdays, public holidays and paused days are not counted; what is received on a day off starts on the next working
    day. If `deems`, silence accepts on the calendar day after the last one (의료 해외진출법 제4조제4항). While a pause
    is open there is no due day.
    """
    spans = _merged(pauses)
    due: date | None = calendar.nth_working_day(received_on, length)
    skipped = 0
    for span in spans:
        if due is None or span.first > due:
            break
        if span.last is None:
            due = None
        else:
            skipped += calendar.working_days(max(span.first, received_on), span.last)
            due = calendar.nth_working_day(received_on, length + skipped)
    deemed = due + timedelta(days=1) if due and deems else None
    return Due(due, deemed, lambda: list(_processing_days(received_on, length, calendar, spans)))


def civil_period(event_on: date, length: int, calendar: Calendar) -> Due:
    """A period of `length` calendar days by the Civil Code: for filing, supplements, demands. Silence accepts nothing.

    The first day is not counted (민법 제157조; 민원처리법 시행령 제24조제4항 for supplements), and a last day on a
    Saturday or public holiday moves to the next working day (민법 제161조).
    """
    if length < 1:
        raise ValueError("days are counted from 1")
    last = event_on + timedelta(days=length)
    due = calendar.nth_working_day(last, 1)
    return Due(due, None, lambda: list(_civil_days(event_on, last, due, calendar)))


def working_days_taken(received_on: date, decided_on: date, calendar: Calendar, pauses: Sequence[Pause] = ()) -> int:
    """Working days from receipt (the first) to decision, paused days left out: what processing statistics count.

    0 if all of them were days off, or if the decision lies before the receipt.
    """
    taken = calendar.working_days(received_on, decided_on)
    for first, last in _merged(pauses):
        taken -= calendar.working_days(max(first, received_on), min(last or decided_on, decided_on))
    return taken


def working_days_left(due_on: date, on: date, calendar: Calendar) -> int:
    """Working days after `on` up to the due day: 0 on the day itself, negative by the working days that passed since."""
    if due_on >= on:
        return calendar.working_days(on + timedelta(days=1), due_on)
    return -calendar.working_days(due_on + timedelta(days=1), on)


def last_day_with(left: int, on: date, calendar: Calendar) -> date:
    """The latest due day that has `left` working days or fewer left on `on` (`left` < 0: so many have passed)."""
    if left >= 0:
        return calendar.nth_working_day(on + timedelta(days=1), left + 1) - timedelta(days=1)
    day = on
    while working_days_left(day, on, calendar) > left:
        day -= timedelta(days=1)
    return day


def _merged(pauses: Sequence[Pause]) -> list[Pause]:
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda p: p.first):
        if pause.last is not None and pause.last < pause.first:
            raise ValueError(f"a pause ends on {pause.last}, before it begins on {pause.first}")
        before = merged[-1] if merged else None
        if before and (before.last is None or pause.first <= before.last):
            last = None if before.last is None or pause.last is None else max(before.last, pause.last)
            merged[-1] = Pause(before.first, last)
        else:
            merged.append(pause)
    return merged


_NTH = Text("{n}일째", "Day {n}")
_LAST_DAY = Text("{n}일째, 기간의 마지막 날", "Day {n}, the last day of the period")
_NOT_COUNTED = Text("{name} 세지 않음", "Not counted: {name}")
_ASKED = Text("보완을 요구한 날이라 세지 않음", "Not counted: the day the supplement was asked for")
_ARRIVED = Text("보완이 도착한 날이라 세지 않음", "Not counted: the day the supplement arrived")
_PAUSED = Text("보완 중이라 세지 않음", "Not counted: a supplement is being made")
_STANDS = Text(
    "보완을 요구한 날이라 세지 않음. 보완이 올 때까지 기간이 멈춤",
    "Not counted: a supplement was asked for; the clock stands",
)
_FIRST_DAY = Text("첫날이라 세지 않음(민법 제157조)", "Not counted: the first day (Civil Code art. 157)")
_ROLLED = Text(
    "{n}일째 되는 날이나 {name} 다음 근무일로 넘어감(민법 제161조)",
    "Day {n} is {name}: moved to the next working day (Civil Code art. 161)",
)
_ROLLED_TO = Text(
    "{n}일째로 보는 날, 기간의 마지막 날(민법 제161조)",
    "Stands for day {n}, the last day of the period (Civil Code art. 161)",
)


def _because(off: Text) -> Text:
    return Text(particle(off.ko, "이라", "라"), off.en)


def _processing_days(received_on: date, length: int, calendar: Calendar, spans: Sequence[Pause]) -> Iterator[Day]:
    day, counted = received_on, 0
    while counted < length:
        span = next((s for s in spans if s.first <= day and (s.last is None or day <= s.last)), None)
        off = calendar.why_not(day)
        if span is not None and span.last is None:
            yield Day(day, None, _STANDS)
            return
        if span is not None:
            yield Day(day, None, _ASKED if day == span.first else _ARRIVED if day == span.last else _PAUSED)
        elif off is not None:
            yield Day(day, None, _NOT_COUNTED.format(name=_because(off)))
        else:
            counted += 1
            yield Day(day, counted, (_LAST_DAY if counted == length else _NTH).format(n=counted))
        day += timedelta(days=1)


def _civil_days(event_on: date, last: date, due: date, calendar: Calendar) -> Iterator[Day]:
    yield Day(event_on, None, _FIRST_DAY)
    length = (last - event_on).days
    for n in range(1, length):
        yield Day(event_on + timedelta(days=n), n, _NTH.format(n=n))
    if due == last:
        yield Day(due, length, _LAST_DAY.format(n=length))
        return
    day = last
    while day < due:
        off = calendar.why_not(day)
        assert off is not None
        why = (_ROLLED if day == last else _NOT_COUNTED).format(n=length, name=_because(off))
        yield Day(day, None, why)
        day += timedelta(days=1)
    yield Day(due, length, _ROLLED_TO.format(n=length))

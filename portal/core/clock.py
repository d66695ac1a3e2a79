"""The only now, and the periods the law counts.

Pure: knows neither web nor database; rules and calendars are handed in.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cached_property
from typing import NamedTuple

from portal.core.text import Text, particle
from portal.core.workdays import Calendar

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


def start_of(day: date) -> datetime:
    """The instant in which the day begins in Seoul."""
    return datetime.combine(day, time(), SEOUL)


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; of a 29 February where there was none, the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


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
    """Working days after `on` up to the due day: 0 on the day itself,
    negative by the working days that passed since.
    """
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

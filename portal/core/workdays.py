"""Which days public offices work. Pure: officers' additions and strikes are handed in.

Public holidays come from the `holidays` library; a calendar takes officers' additions and strikes on top, because the
two may part. The library learns of proclaimed days (임시공휴일, a changed election day) only with a new release. It
works out future election days and substitute holidays by today's 「공휴일에 관한 법률」. It has 제헌절 as a working
day from 2008 to 2025 and as a holiday from 2026 (the Act as amended), and 노동절 (5. 1.) as a holiday from 2026 but
not before (근로자의 날 bound employers, not public offices).
"""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType

from portal.core.text import Text


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

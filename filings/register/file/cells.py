"""One cell of the register → its typed value, or what is wrong with it, as its column declares.

`readers(today, ...)` gives one reader a column. Each remembers what it has read, as columns repeat themselves.
"""

from datetime import date
from functools import partial
from typing import Any

from filings.columns.column import Column
from filings.columns.readers import Parse, Wrong, is_blank, shown
from filings.columns.register import COLUMNS
from portal.core.reading import Unread
from portal.core.text import Text

_TOO_LONG = Text("{most}자까지 적을 수 있는데 {now}자입니다.", "At most {most} characters; there are {now}.")


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
    parse = partial(column.reads, dates_from_1904=dates_from_1904) if column.holds == "day" else column.reads

    def read(raw: Any) -> Any:
        if is_blank(raw):
            return None if column.blank else Wrong("missing_value", shown(raw))
        try:
            value = parse(raw)
        except Unread as problem:
            return Wrong("unknown_code", shown(raw), problem.said)
        if column.past and isinstance(value, date) and value > today:
            return Wrong("future_date", value.isoformat())
        if column.longest and isinstance(value, str) and len(value) > column.longest:
            return Wrong("unknown_code", value, _TOO_LONG.format(most=f"{column.longest:,}", now=f"{len(value):,}"))
        return Wrong(column.wrong, shown(raw)) if value is None else value

    if taken := column.taken_as_it_is:
        return Forgetful(lambda raw: raw if type(raw) is str and taken.match(raw) else read(raw))
    return Reader(read)

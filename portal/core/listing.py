"""Lists, declared once: columns, filters and order feed the page and the workbook alike.

Pages go by key (the last row's place in the order), never by offset, and count only up to a limit: a page of 100,000
rows costs what a page of 1,000 costs.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, String, false, func, literal, select, tuple_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from portal.core import reading
from portal.core.db import db
from portal.core.people import Actor
from portal.core.text import Text

COUNT_LIMIT = 500
LONGEST_SEARCH = 200
MOST = 2**31  # of a number in a column
NUL = "\x00"


class holds(FunctionElement[bool]):  # noqa: N801  named as it stands in SQL
    """Whether a stored text holds a `portal.core.reading.sought` one;
    on SQLite `reading.holds` itself (`portal.core.db`).
    """

    type = Boolean()
    inherit_cache = True


@compiles(holds)
def _holds(element: holds, compiler: Any, **how: Any) -> str:
    return f"holds({compiler.process(element.clauses, **how)})"


@compiles(holds, "postgresql")
def _holds_on_postgresql(element: holds, compiler: Any, **how: Any) -> str:
    text, wanted = (compiler.process(part, **how) for part in element.clauses)
    dropped = compiler.process(literal(reading.DROPPED, String()), literal_execute=True, **how)
    return f"(strpos(translate(lower(normalize({text}, NFKC)), {dropped}, ''), {wanted}) > 0)"


def says(text: str, *columns: Any) -> ColumnElement[bool]:
    """Whether the text stands in one of the columns, in whatever spelling: width, form, case, blanks,
    dashes make no difference.

    A text that is nothing but such signs stands nowhere.
    """
    wanted = reading.sought(text).replace(_BETWEEN, "")
    if not wanted:
        return false()
    held: Any = func.coalesce(columns[0], "")
    for column in columns[1:]:
        held = held + _BETWEEN + func.coalesce(column, "")
    return holds(held, wanted)


_BETWEEN = "\x7f"  # parts two columns; in no text that was read


@dataclass(frozen=True, kw_only=True)
class Column:
    """`value` gives what the workbook holds; `show` (default: the same) what the page shows."""

    key: str
    label: Text
    value: Callable[[Any], Any]
    width: int = 14
    number_format: str = ""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """`apply` narrows the query by the given text; it returns None where the text makes no sense (then nothing is
    found).
    """

    key: str
    label: Text
    apply: Callable[[Select[Any], str], Select[Any] | None]
    choices: Callable[[], Sequence[tuple[str, Text | str]]] | None = None
    type: str = "text"


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    earlier: str | None
    later: str | None
    count: int
    more_than_count: bool
    given: dict[str, str]

    @property
    def counted(self) -> Text:
        if self.more_than_count:
            return Text(f"{self.count:,}건 이상", f"more than {self.count:,}")
        return Text(f"{self.count:,}건", f"{self.count:,}")


@dataclass(frozen=True, kw_only=True)
class Listing:
    """`query` selects the entities that the actor may see; `order` are NOT NULL columns that together are unique."""

    key: str
    title: Text
    query: Callable[[Actor], Select[Any]]
    columns: Sequence[Column]
    order: Sequence[Any]
    descending: bool = False
    filters: Sequence[Filter] = ()
    page_size: int = 25
    count_limit: int = COUNT_LIMIT

    def given(self, args: Mapping[str, str]) -> dict[str, str]:
        """The filters that are set, by key."""
        return {f.key: args[f.key].strip() for f in self.filters if args.get(f.key, "").strip()}

    def narrowed(self, actor: Actor, args: Mapping[str, str]) -> Select[Any] | None:
        statement: Select[Any] | None = self.query(actor)
        for one in self.filters:
            text = self.given(args).get(one.key)
            if text and statement is not None:
                statement = one.apply(statement, text) if len(text) <= LONGEST_SEARCH else None
        return statement

    def page(self, actor: Actor, args: Mapping[str, str]) -> Page:
        """One page of rows; `after` / `before` in `args` are marks of earlier pages,
        ill-formed ones are passed over.
        """
        given = self.given(args)
        statement = self.narrowed(actor, args)
        if statement is None:
            return Page([], None, None, 0, more_than_count=False, given=given)
        backwards = self._mark(args.get("before"))
        onwards = self._mark(args.get("after"))
        rows = self._fetch(statement, backwards or onwards, backwards=backwards is not None)
        extra = len(rows) > self.page_size
        rows = rows[: self.page_size]
        if backwards is not None:
            rows.reverse()
        has_earlier = extra if backwards is not None else onwards is not None
        has_later = True if backwards is not None else extra
        counted = statement.order_by(None).with_only_columns(self.order[-1]).limit(self.count_limit + 1)
        count = db.session.scalar(select(func.count()).select_from(counted.subquery())) or 0
        return Page(
            rows,
            self._made_mark(rows[0]) if rows and has_earlier else None,
            self._made_mark(rows[-1]) if rows and has_later else None,
            min(count, self.count_limit),
            more_than_count=count > self.count_limit,
            given=given,
        )

    def stream(self, actor: Actor, args: Mapping[str, str]) -> Iterator[list[Any]]:
        """Every row of the filtered list as workbook cells, read in portions."""
        statement = self.narrowed(actor, args)
        if statement is None:
            return
        ordered = statement.order_by(*self._order(backwards=False)).execution_options(yield_per=500)
        for row in db.session.scalars(ordered):
            yield [column.value(row) for column in self.columns]

    def _order(self, *, backwards: bool) -> list[ColumnElement[Any]]:
        return [c.desc() if self.descending != backwards else c.asc() for c in self.order]

    def _fetch(self, statement: Select[Any], mark: list[Any] | None, *, backwards: bool) -> list[Any]:
        if mark is not None:
            place = tuple_(*self.order)
            statement = statement.where(
                place < tuple_(*mark) if self.descending != backwards else place > tuple_(*mark)
            )
        ordered = statement.order_by(*self._order(backwards=backwards)).limit(self.page_size + 1)
        return list(db.session.scalars(ordered).unique())

    def _made_mark(self, row: Any) -> str:
        held = [getattr(row, c.key) for c in self.order]
        plain = [v.isoformat() if isinstance(v, date | datetime) else v for v in held]
        return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")

    def _mark(self, text: str | None) -> list[Any] | None:
        if not text:
            return None
        try:
            plain = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            return [_as_type(v, c.type.python_type) for v, c in zip(plain, self.order, strict=True)]
        except (ValueError, TypeError, RecursionError, binascii.Error):
            return None


def _as_type(value: Any, wanted: type) -> Any:
    """A part of a mark as its column holds it. Raises ValueError or TypeError for what no page has put there."""
    if wanted is datetime:
        found = datetime.fromisoformat(value)
        if found.tzinfo is None:
            raise ValueError("an instant without its zone")
        return found
    if wanted is date:
        return date.fromisoformat(value)
    if type(value) is not wanted:
        raise TypeError("not what the column holds")
    if isinstance(value, int) and abs(value) >= MOST:
        raise ValueError("more than a column holds")
    if isinstance(value, str) and (NUL in value or not value.encode()):  # half a sign cannot be encoded
        raise ValueError("no text that a column holds")
    return value

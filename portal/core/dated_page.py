"""The page of dated versions: what is in force, what is to come and what was; a form for a further one;
withdrawal before its day.

A table of versions declares one; its views keep their own address and access. Must not know what a version says.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from portal.core import clock, dated
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.dated import Dated
from portal.core.db import db
from portal.core.schema import Answers, Field
from portal.core.text import Text
from portal.core.web import current_actor, note_access, see_other, tell

COMING = (Text("시행 예정", "To come"), "information")
IN_FORCE = (Text("시행 중", "In force"), "success")
EARLIER = (Text("지난 기준", "Earlier"), "gray")
ADD = Text("새 기준 더하기", "Add a version")
ADDED = Text("더했습니다. 앞선 기준은 그대로 남습니다.", "Added; earlier versions stay.")


class Said(NamedTuple):
    """One thing that a version says; `shape`: '', 'number', or 'badge' (words with their tone)."""

    label: Text
    value: Callable[[Any], Any]
    shape: str = ""


class Shown(NamedTuple):
    """A version with its standing and, where it was written here, its row."""

    version: Any
    standing: tuple[Text, str]
    row: Any = None

    @property
    def is_coming(self) -> bool:
        return self.standing is COMING


def stand(versions: Iterable[Any]) -> list[Shown]:
    """Versions of one thing, the newest first, each in force, to come or earlier."""
    known = dated.by_day(versions)
    now = dated.in_force(known, clock.today())
    return [Shown(v, COMING if dated.is_coming(v) else IN_FORCE if v is now else EARLIER) for v in reversed(known)]


def any_day(_asking: Asking, _day: date) -> Text | None:
    """A version may begin on any day."""
    return None


@dataclass(frozen=True, kw_only=True)
class DatedPage:
    """`versions` are shown by the thing that they are `of`; `fields` hold `effective_from`;
    `write` adds a row of `model`.

    `endpoint`, `adding`, `withdrawing` are the views of the list, of its form ('' where the form stands elsewhere) and
    of the withdrawal (with `version_id`); `may_begin` says why a version may not begin on a day.
    """

    model: type[Dated]
    versions: Callable[[], Sequence[Any]]
    of: Callable[[Any], Any] = lambda _one: None
    title: Text
    lead: Text
    above: tuple[tuple[Text, str], ...]  # the pages above this one, with their endpoints
    says: Sequence[Said]
    source: Callable[[Any], Any] = attrgetter("source")
    apart: bool = False  # each version in a panel of its own, where it says much
    template: str = "dated.html"
    also: Callable[[], Mapping[str, Any]] = dict  # what its own template shows beside
    endpoint: str
    adding: str = ""
    withdrawing: str
    writers: tuple[str, ...]
    fields: Sequence[Field] | Callable[[], Sequence[Field]]
    begins_with: Callable[[], Answers] = dict
    heading: Text = ADD
    check: Callable[[Asking], None] = lambda _asking: None
    may_begin: Callable[[Asking, date], Text | None] = any_day
    write: Callable[[Asking, date], object] = lambda _asking, _day: None
    told: Text = ADDED
    noted: str

    @property
    def numeric(self) -> list[int]:
        """Which columns hold numbers; that of the day stands before them."""
        return [i for i, one in enumerate(self.says, start=1) if one.shape == "number"]

    def shown(self) -> list[Shown]:
        """Every version, of each thing the newest first, with its row."""
        known = self.versions()
        rows = {(self.of(row), row.effective_from): row for row in dated.written(self.model)}
        things = dict.fromkeys(self.of(one) for one in known)
        found = (one for thing in things for one in stand(v for v in known if self.of(v) == thing))
        return [one._replace(row=self._row(one.version, rows)) for one in found]

    def _row(self, version: Any, rows: dict[Any, Dated]) -> Dated | None:
        return version if isinstance(version, Dated) else rows.get((self.of(version), version.effective_from))

    def page(self, asking: Asking | None = None) -> str:
        """The list and, where it stands on the same page, the form."""
        asked = asking or (self.begun() if self.adding else Asking(()))
        return render_template(self.template, page=self, shown=self.shown(), asking=asked, **self.also())

    def begun(self) -> Asking:
        """The form of a further version, begun with what the last one says."""
        return Asking(self._fields(), self.begins_with())

    def _fields(self) -> Sequence[Field]:
        return self.fields() if callable(self.fields) else self.fields

    def asked(self) -> tuple[Asking, date | None]:
        """What was typed, checked, with its day if that may be one."""
        asking = Asking(self._fields(), given=request.form)
        day = date.fromisoformat(asking.text("effective_from")) if asking.text("effective_from") else None
        if day and (fault := self.may_begin(asking, day)):
            asking.fault("effective_from", fault)
        self.check(asking)
        return asking, day

    def add(self) -> Any:
        """Write a further version; what is wrong is said at its field, and that somebody else was first on top."""
        asking, day = self.asked()
        if day is not None and asking.good:
            with attempt(asking):
                self.write(asking, day)
        if day is None or not asking.good:
            return self.page(asking), 422
        note_access(f"{self.noted}-added", day.isoformat())
        tell(self.told.format(day=day))
        return see_other(self.endpoint)

    def withdraw(self, version_id: int) -> Response:
        """Take a version back that is not in force yet; what was once in force stays."""
        row = db.session.get(self.model, version_id) if version_id < 2**31 else None
        if row is None:
            abort(404)
        if dated.is_coming(row):
            note_access(f"{self.noted}-withdrawn", row.effective_from.isoformat())
            db.session.delete(row)
            tell("아직 시행되지 않은 기준을 거두었습니다.", "The version was withdrawn before it came into force.")
        else:
            tell(
                "시행된 기준은 지우거나 고칠 수 없습니다. 새 기준을 더해 주세요.",
                "A version in force is never changed or removed. Add a new one.",
                "error",
            )
        return see_other(self.endpoint)

    def may_write(self) -> bool:
        return current_actor().has(*self.writers)

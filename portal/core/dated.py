"""Versions in force from a day, each with its author: which one holds on a day, from when a further one may,
when one may still go.

Must not know what a version says, nor how it is shown.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import Date, ForeignKey, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal.core import clock
from portal.core.db import Instant, db
from portal.core.people import User
from portal.core.text import Text


class Version(Protocol):
    """Anything with a first day, a row or what ships with the portal; without one (a draft) it is never in force."""

    @property
    def effective_from(self) -> date | None: ...


class Dated:
    """A table of versions: in force from which day, written by whom and when; `by_id` None for what ships."""

    id: Mapped[int] = mapped_column(primary_key=True)
    effective_from: Mapped[date] = mapped_column(Date)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    @declared_attr
    def by(cls) -> Mapped[User | None]:  # noqa: N805
        return relationship(User)


V = TypeVar("V", bound=Version)
D = TypeVar("D", bound=Dated)


def written(model: type[D], **of: Any) -> list[D]:
    """The rows of a table, or of one thing in it, the oldest first; of one day in the order of their writing."""
    return list(db.session.scalars(select(model).filter_by(**of).order_by(model.effective_from, model.id)))


def by_day(*versions: Iterable[V]) -> list[V]:
    """All of them, the oldest first; of one day in the order given: what ships, then what was written."""
    return sorted((one for some in versions for one in some), key=_first_day)


def one_a_day(*versions: Iterable[V]) -> list[V]:
    """The oldest first; of one day only the last given stands."""
    return list({_first_day(one): one for one in by_day(*versions)}.values())


def in_force(versions: Iterable[V], day: date) -> V | None:
    """The version that holds on `day`: of those begun by then the latest, of one day the last given;
    None before all of them.
    """
    return next((one for one in reversed(by_day(versions)) if _first_day(one) <= day), None)


def in_force_or_first(versions: Iterable[V], day: date) -> V:
    """The version that holds on `day`; the oldest before all of them."""
    known = by_day(versions)
    return in_force(known, day) or known[0]


def is_coming(version: Version) -> bool:
    """Whether it is not in force yet and may still be withdrawn."""
    return _first_day(version) > clock.today()


def misdated(day: date, known: Iterable[Version] = (), *, earliest: date = date.min) -> Text | None:
    """Why no further version may begin on `day`: before the `earliest`, or on the day of one of the `known`.

    None if it may.
    """
    if day < earliest:
        return Text("{when}부터의 날을 적어 주세요.", "Give {when} or a later day.").format(when=_said(earliest))
    if any(one.effective_from == day for one in known):
        return Text("이 날부터 시행하는 기준이 이미 있습니다.", "There is a version in force from this day already.")
    return None


def _said(day: date) -> Text | str:
    near = {0: Text("오늘", "today"), 1: Text("내일", "tomorrow")}
    return near.get((day - clock.today()).days, day.isoformat())


def _first_day(version: Version) -> date:
    return version.effective_from or date.max

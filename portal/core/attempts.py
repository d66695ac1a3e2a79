"""Trying an act whose refusal is answered by the form that asked for it, not by the page of errors.

    with attempt(asking) as tried:
        fire(case, "accept", actor, given=asking.answers)
    if tried.refused:
        return form_page(case, asking), 422

What the act did before it was refused is undone; what must stay is committed before
(`portal.core.web.keep`). Must not know pages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm.exc import StaleDataError

from portal.core.cases import Case
from portal.core.db import db, is_clash, lock_row
from portal.core.fire import fire_lapsed
from portal.core.text import Text
from portal.core.web import keep, say
from portal.core.workflow import Refused

CLASHED = Text(
    "같은 때에 다른 사람이 저장해 이 요청은 처리하지 않았습니다. 적은 내용은 그대로 있습니다. 확인하고 다시 보내 주세요.",
    "Somebody else saved at the same time, so nothing was done. What you typed stands: look and send it again.",
)


class Answered(Protocol):
    """A form that can say at its fields what was refused."""

    def refuse(self, problem: Refused) -> None: ...


@dataclass
class Tried:
    """What became of an act."""

    problem: Refused | None = None

    @property
    def refused(self) -> bool:
        return self.problem is not None

    @property
    def sentences(self) -> list[Text]:
        return [*self.problem.reasons, *self.problem.fields.values()] if self.problem else []

    @property
    def sentence(self) -> Text | None:
        """The first of them, for a page that says one."""
        return next(iter(self.sentences), None)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """The sentences for `ui.error_summary`, with the ids of their fields."""
        if self.problem is None:
            return []
        return [("", say(r)) for r in self.problem.reasons] + [(k, say(v)) for k, v in self.problem.fields.items()]


@contextmanager
def attempt(form: Answered | None = None, *, case: Case | None = None) -> Iterator[Tried]:
    """Run the block.

    A Refused, or a clash with somebody else's save, is told to the form and undone, and never goes further.
    Of a `case` that is named what the law has decided by now is kept, though the move came too late.
    """
    tried = Tried()
    try:
        yield tried
        db.session.flush()  # a clash shows here and not after the answer
    except Refused as problem:
        tried.problem = problem
    except StaleDataError:
        tried.problem = Refused(CLASHED)
    except DatabaseError as problem:
        if not is_clash(problem):
            raise
        tried.problem = Refused(CLASHED)
    if tried.problem is None:
        return
    db.session.rollback()
    if case is not None:
        lock_row(case)
        if fire_lapsed(case):
            keep()
    if form is not None:
        form.refuse(tried.problem)

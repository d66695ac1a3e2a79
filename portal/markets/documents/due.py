"""By when a document is due: the shipped rule of its type, or the latest one that an official has dated before it was opened."""

import calendar
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from portal.core.db import db
from portal.markets.documents.chapters.models import DocumentTerm
from portal.markets.documents.chapters.terms import SHIPPED

FIRST = date(2016, 6, 23)
"""The day from which the shipped rules hold: the Act came into force."""


class Rule(NamedTuple):
    """A dated rule: documents opened from `effective_from` on are due `offset` years from their first year, on that day."""

    type: str
    effective_from: date
    offset: int
    month: int
    day: int
    sure: str
    source: str

    def due_on(self, year: int) -> date:
        """The due day of a document of the year; a 31st that a month lacks is its last day."""
        at = year + self.offset
        return date(at, self.month, min(self.day, calendar.monthrange(at, self.month)[1]))


def all_rules(of: str) -> list[Rule]:
    """The rules of a type, oldest first."""
    wanted = select(DocumentTerm).where(DocumentTerm.type == of).order_by(DocumentTerm.effective_from)
    dated = [Rule(of, r.effective_from, r.offset, r.month, r.day, r.sure, r.source) for r in db.session.scalars(wanted)]
    return [Rule(of, FIRST, *SHIPPED[of]), *dated]


def rule_on(of: str, opened: date) -> Rule:
    """The rule in force for a document of the type that is opened on the day."""
    held = all_rules(of)
    return [r for r in held if r.effective_from <= opened][-1] if opened >= FIRST else held[0]

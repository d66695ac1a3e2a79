"""By when a document is due: the shipped rule of its type,
or the latest one that an official has dated before it was opened.

Every due day is dated data: what ships here is the first entry of each type, with how certain it is;
officials add later ones.
"""

import calendar
from datetime import date
from typing import NamedTuple

from portal.core import dated
from portal.core.text import Text
from portal.markets.documents.models import DocumentTerm

FIRST = date(2016, 6, 23)
"""The day from which the shipped rules hold: the Act came into force."""


class Shipped(NamedTuple):
    """When a document of a year is due, as shipped: `offset` years from its first year, month and day."""

    offset: int
    month: int
    day: int
    sure: str
    source: str


SURE = {
    "law": (Text("법령에서 확인", "Stated by law"), "success"),
    "inferred": (Text("추정: 법령에서 날짜를 확인하지 못함", "Inferred: no day was found in the law"), "warning"),
}

SHIPPED = {
    "five_year": Shipped(-1, 12, 31, "inferred", "법 제18조는 5년마다 세우도록만 정함. 첫해 전년도 말일로 운영(추정)."),
    "implementation": Shipped(
        0, 2, 28, "inferred", "법 제18조는 매년 세우고 평가하도록만 정함. 전년도 평가를 마치는 2월 말로 운영(추정)."
    ),
    "report": Shipped(
        0, 8, 31, "inferred", "법 제20조: 정기국회 전. 국회법 제4조의 정기회 집회일(9월 1일) 전날로 계산(추정)."
    ),
}


_YEARS = {
    -2: Text("첫해보다 2년 전", "two years before the first year"),
    -1: Text("첫해 전년도", "the year before the first"),
    0: Text("그해(첫해)", "the (first) year"),
    1: Text("다음 해", "the year after"),
    2: Text("2년 뒤", "two years after"),
}


class Rule(NamedTuple):
    """A dated rule: documents opened from `effective_from` on are due `offset` years from their first year,
    on that day.
    """

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

    @property
    def words(self) -> Text:
        """The day, told from the first year of the document."""
        told = Text("{when} {month}월 {day}일", "{day}/{month} of {when}")
        return told.format(when=_YEARS[self.offset], month=self.month, day=self.day)


def all_rules(of: str) -> list[Rule]:
    """The rules of a type, oldest first."""
    added = (
        Rule(of, r.effective_from, r.offset, r.month, r.day, r.sure, r.source)
        for r in dated.written(DocumentTerm, type=of)
    )
    return dated.by_day([Rule(of, FIRST, *SHIPPED[of])], added)


def rule_on(of: str, opened: date) -> Rule:
    """The rule in force for a document of the type that is opened on the day."""
    return dated.in_force_or_first(all_rules(of), opened)

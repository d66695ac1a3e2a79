"""Versions in force from a day: the day itself, the one before and the one after; two of one day;
what holds before all of them.
"""

from datetime import date
from typing import NamedTuple

import pytest

from portal.core import clock, dated
from portal.core.periods import RuleSet
from portal.core.text import Text
from tests import factories as make


class Said(NamedTuple):
    effective_from: date | None
    word: str


OLD, NEW = Said(date(2020, 1, 1), "old"), Said(date(2026, 12, 1), "new")
AGAIN, DRAFT = Said(date(2026, 12, 1), "again"), Said(None, "draft")


@pytest.mark.parametrize(
    ("day", "word", "or_first"),
    [
        (date(2019, 12, 31), None, "old"),
        (date(2020, 1, 1), "old", "old"),
        (date(2026, 11, 30), "old", "old"),
        (date(2026, 12, 1), "new", "new"),
        (date(2026, 12, 2), "new", "new"),
    ],
)
def test_the_latest_that_has_begun_holds(day, word, or_first):
    for known in ([OLD, NEW], [NEW, OLD], [DRAFT, NEW, OLD]):
        held = dated.in_force(known, day)
        assert (held and held.word) == word
        assert dated.in_force_or_first(known, day).word == or_first


def test_of_one_day_the_later_given_holds():
    assert dated.in_force([NEW, AGAIN], date(2026, 12, 1)) is AGAIN
    assert dated.in_force([AGAIN, NEW], date(2026, 12, 1)) is NEW
    assert dated.by_day([OLD, NEW], [AGAIN]) == [OLD, NEW, AGAIN]
    assert dated.one_a_day([OLD, NEW], [AGAIN]) == [OLD, AGAIN]


def test_nothing_is_in_force_of_nothing():
    assert dated.in_force([], date(2026, 12, 1)) is None
    assert dated.in_force([DRAFT], date(9999, 12, 30)) is None


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 30), Text("오늘부터의 날을 적어 주세요.", "Give today or a later day.")),
        (
            date(2026, 12, 1),
            Text("이 날부터 시행하는 기준이 이미 있습니다.", "There is a version in force from this day already."),
        ),
        (date(2026, 12, 2), None),
    ],
)
def test_a_day_before_the_earliest_or_taken_is_told(day, said, today):
    today(date(2026, 12, 1))
    assert dated.misdated(day, [OLD, NEW], earliest=clock.today()) == said


def test_the_earliest_day_is_named(today):
    today(date(2026, 12, 1))
    early = date(2026, 12, 1)
    assert dated.misdated(early, earliest=date(2026, 12, 2)).ko == "내일부터의 날을 적어 주세요."
    assert dated.misdated(early, earliest=date(2026, 12, 3)).en == "Give 2026-12-03 or a later day."
    assert dated.misdated(date(1900, 1, 1), [NEW]) is None


def test_a_version_is_coming_until_its_day(today):
    for now, coming in ((date(2026, 11, 30), True), (date(2026, 12, 1), False), (date(2026, 12, 2), False)):
        today(now)
        assert dated.is_coming(NEW) is coming
        assert dated.is_coming(DRAFT)


def test_rows_come_in_the_order_of_their_days(session):
    author = make.user("ministry", name="가상")
    for day in (date(2030, 1, 1), date(2027, 1, 1)):
        session.add(RuleSet(effective_from=day, periods={}, filers=[], source="가상", by_id=author.id))
    session.flush()
    assert [r.effective_from.year for r in dated.written(RuleSet)] == [2016, 2018, 2027, 2030]
    assert [r.by and r.by.name for r in dated.written(RuleSet)] == [None, None, "가상", "가상"]
    assert dated.written(RuleSet, effective_from=date(2030, 1, 2)) == []

"""The now, the holidays and the working-day calendar."""

import threading
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import clock
from portal.core.clock import SEOUL
from portal.core.text import Text
from portal.core.workdays import Calendar, library_days

PLAIN = Calendar()
DAYS = st.dates(date(1989, 6, 1), date(2061, 6, 30))


def naive_count(calendar: Calendar, first: date, last: date) -> int:
    days = (last - first).days + 1
    return sum(calendar.why_not(first + timedelta(days=n)) is None for n in range(days))


def test_now_is_an_aware_instant_in_utc_and_today_is_the_day_in_seoul():
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    with clock.at(datetime(2026, 11, 22, 15, 30, tzinfo=UTC)):
        assert clock.now() == datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
        assert clock.today() == date(2026, 11, 23)


def test_a_set_day_is_nine_in_the_morning_in_seoul_and_ends_with_its_block():
    with clock.at(date(2026, 11, 23)) as instant:
        assert instant == datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
        assert clock.seoul(instant) == datetime(2026, 11, 23, 9, 0, tzinfo=SEOUL)
        with clock.at(date(2027, 1, 1)):
            assert clock.today() == date(2027, 1, 1)
        assert clock.today() == date(2026, 11, 23)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_set_now_stays_in_its_own_thread():
    seen = []
    with clock.at(date(2000, 1, 1)):
        other = threading.Thread(target=lambda: seen.append(clock.today()))
        other.start()
        other.join()
    assert seen[0] > date(2020, 1, 1)


def test_an_instant_is_shown_in_seoul_whatever_its_zone_and_refused_without_one():
    assert clock.seoul(datetime(2026, 1, 1, 10, tzinfo=timezone(timedelta(hours=-5)))).isoformat() == (
        "2026-01-02T00:00:00+09:00"
    )
    with pytest.raises(ValueError, match="time zone"):
        clock.seoul(datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 1, 1)):
        pass


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2015-08-14", "임시공휴일"),
        ("2016-05-06", "임시공휴일"),
        ("2017-10-02", "임시공휴일"),
        ("2017-10-06", "추석 대체 휴일"),
        ("2020-08-17", "임시공휴일"),
        ("2021-08-16", "광복절 대체 휴일"),
        ("2022-03-09", "대통령 선거일"),
        ("2022-10-10", "한글날 대체 휴일"),
        ("2023-05-29", "부처님오신날 대체 휴일"),
        ("2024-10-01", "국군의 날"),
        ("2025-01-27", "임시공휴일"),
        ("2025-05-05", "부처님오신날·어린이날"),
        ("2026-05-01", "노동절"),
        ("2026-06-03", "지방선거일"),
        ("2026-07-17", "제헌절"),
        ("2026-08-17", "광복절 대체 휴일"),
        ("2026-10-05", "개천절 대체 휴일"),
    ],
)
def test_the_library_has_the_holidays_that_were_kept(day, name):
    assert library_days(date.fromisoformat(day).year)[date.fromisoformat(day)] == name


@pytest.mark.parametrize("year", range(2008, 2026))
def test_constitution_day_and_labour_day_were_working_days_until_2025(year):
    names = library_days(year)
    assert date(year, 7, 17) not in names
    assert date(year, 5, 1) not in names


def test_constitution_day_was_a_holiday_before_2008():
    assert library_days(2007)[date(2007, 7, 17)] == "제헌절"


def test_the_library_knows_nothing_outside_its_years_and_counting_still_works():
    assert not library_days(1900)
    assert PLAIN.working_days(date(1900, 1, 1), date(1900, 1, 7)) == 5
    assert PLAIN.nth_working_day(date(2150, 1, 1), 1) == date(2150, 1, 1)


def test_a_day_off_says_why_in_both_languages():
    assert PLAIN.why_not(date(2026, 11, 21)) == Text("토요일", "Saturday")
    assert PLAIN.why_not(date(2026, 11, 22)) == Text("일요일", "Sunday")
    assert PLAIN.why_not(date(2026, 9, 25)) == Text("추석", "Chuseok")
    assert PLAIN.why_not(date(2026, 11, 23)) is None


def test_officers_add_days_and_strike_library_days_out():
    day_off, election = date(2026, 11, 23), date(2026, 6, 3)
    changed = Calendar({day_off: "임시공휴일"}, [election])
    assert changed.why_not(day_off) == Text("임시공휴일", "임시공휴일")
    assert not changed.is_working(day_off)
    assert changed.is_working(election)
    assert changed.why_not(election) is None
    assert not PLAIN.is_working(election)


def test_striking_a_sunday_does_not_make_it_a_working_day():
    sunday = date(2022, 5, 8)  # 부처님오신날
    struck = Calendar({}, [sunday])
    assert struck.why_not(sunday) == Text("일요일", "Sunday")
    assert not struck.is_working(sunday)


def test_calendars_are_equal_and_hashed_by_content_and_cannot_be_changed():
    days = {date(2027, 1, 4): "임시공휴일"}
    one = Calendar(days, [date(2026, 6, 3)])
    days.clear()
    assert one == Calendar({date(2027, 1, 4): "임시공휴일"}, {date(2026, 6, 3)})
    assert hash(one) == hash(Calendar({date(2027, 1, 4): "임시공휴일"}, (date(2026, 6, 3),)))
    assert one != PLAIN
    with pytest.raises(TypeError):
        one.added[date(2027, 1, 5)] = "더한 날"


@given(DAYS, st.integers(-30, 900), st.dictionaries(DAYS, st.just("임시공휴일"), max_size=3), st.sets(DAYS, max_size=3))
def test_counts_agree_with_counting_one_by_one(first, span, added, struck):
    calendar = Calendar(added, struck)
    last = first + timedelta(days=span)
    assert calendar.working_days(first, last) == naive_count(calendar, first, last)
    assert calendar.is_working(first) == (calendar.why_not(first) is None)


@given(DAYS, st.integers(1, 300))
def test_the_nth_working_day_is_a_working_day_with_n_up_to_it(start, n):
    found = PLAIN.nth_working_day(start, n)
    assert PLAIN.is_working(found)
    assert naive_count(PLAIN, start, found) == n


def test_days_are_counted_from_one():
    with pytest.raises(ValueError, match="from 1"):
        PLAIN.nth_working_day(date(2026, 11, 23), 0)

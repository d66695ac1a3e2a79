"""The statutory periods, one test a counting rule, named after its article; then what must hold for any dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.clock import Pause, civil_period, processing_period, working_days_taken
from portal.core.workdays import Calendar

PLAIN = Calendar()
DAYS = st.dates(date(1995, 1, 1), date(2050, 12, 31))
SATURDAY, SUNDAY, MONDAY = date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)


def day(text: str) -> date:
    return date.fromisoformat(text)


def lines(due) -> list[tuple[str, int | None, str]]:
    return [(line.date.isoformat(), line.counted, line.why.ko) for line in due.days]


# --- the date vectors: filings of 2026, 10 working days; events of 2026, 45 days ---


@pytest.mark.parametrize(
    ("received", "due", "deemed"),
    [
        ("2026-11-23", "2026-12-04", "2026-12-05"),
        ("2026-09-18", "2026-10-06", "2026-10-07"),
        ("2026-07-15", "2026-07-29", "2026-07-30"),
        ("2026-12-18", "2027-01-04", "2027-01-05"),
    ],
)
def test_ten_working_days_across_the_holidays_of_2026(received, due, deemed):
    found = processing_period(day(received), 10, PLAIN)
    assert (found.due_on, found.deemed_on) == (day(due), day(deemed))


def test_extended_once_by_ten_more_working_days():
    assert processing_period(MONDAY, 20, PLAIN).due_on == date(2026, 12, 18)


@pytest.mark.parametrize(("event", "due"), [("2026-10-01", "2026-11-16"), ("2026-08-14", "2026-09-28")])
def test_forty_five_days_from_the_event(event, due):
    found = civil_period(day(event), 45, PLAIN)
    assert (found.due_on, found.deemed_on) == (day(due), None)


# --- the public register: every late and every deemed row ---

LATE = [
    # 신고확인증, 사유발생일, 기한, 접수일, 초과일
    ("제2017-0007호", "2017-01-05", "2017-02-20", "2017-03-23", 31),
    ("제2017-0010호", "2017-04-10", "2017-05-25", "2017-06-09", 15),
    ("제2017-0012호", "2017-05-29", "2017-07-13", "2017-07-14", 1),
    ("제2017-0014호", "2017-06-14", "2017-07-31", "2017-08-23", 23),
    ("제2018-0006호", "2018-02-14", "2018-04-02", "2018-04-03", 1),
    ("제2018-0012호", "2018-06-05", "2018-07-20", "2018-07-27", 7),
    ("제2018-0020호", "2018-08-13", "2018-09-27", "2018-11-14", 48),
    ("제2019-0005호", "2018-12-04", "2019-01-18", "2019-04-04", 76),
    ("제2021-0002호", "2020-08-20", "2020-10-05", "2021-02-02", 120),
    ("제2021-0006호", "2021-02-05", "2021-03-22", "2021-03-26", 4),
    ("제2022-0005호", "2021-12-16", "2022-02-03", "2022-02-14", 11),
    ("제2022-0006호", "2021-12-30", "2022-02-14", "2022-02-16", 2),
]
DEEMED = [
    # 신고확인증, 접수일, 10일째, 수리간주일
    ("제2019-0009호", "2019-05-23", "2019-06-05", "2019-06-06"),
    ("제2019-0012호", "2019-07-15", "2019-07-26", "2019-07-27"),
    ("제2020-0011호", "2020-06-01", "2020-06-12", "2020-06-13"),
    ("제2020-0012호", "2020-06-15", "2020-06-26", "2020-06-27"),
    ("제2021-0028호", "2021-09-07", "2021-09-23", "2021-09-24"),
    ("제2022-0021호", "2022-07-18", "2022-07-29", "2022-07-30"),
]


@pytest.mark.parametrize("row", LATE, ids=lambda row: row[0])
def test_late_rows_of_the_register(row):
    _, event, due, received, late_by = row
    found = civil_period(day(event), 45, PLAIN).due_on
    assert found == day(due)
    assert (day(received) - found).days == late_by


@pytest.mark.parametrize("row", DEEMED, ids=lambda row: row[0])
def test_deemed_rows_of_the_register(row):
    _, received, due, deemed = row
    found = processing_period(day(received), 10, PLAIN)
    assert (found.due_on, found.deemed_on) == (day(due), day(deemed))
    assert working_days_taken(day(received), day(due), PLAIN) == 10


# --- 민원처리법 ---


def test_민원처리법_제19조_제2항_첫날을_산입한다():
    assert lines(processing_period(MONDAY, 1, PLAIN)) == [("2026-11-23", 1, "1일째, 기간의 마지막 날")]


def test_민원처리법_제19조_제2항_토요일과_공휴일은_산입하지_않는다():
    assert lines(processing_period(date(2026, 10, 8), 3, PLAIN)) == [
        ("2026-10-08", 1, "1일째"),
        ("2026-10-09", None, "한글날이라 세지 않음"),
        ("2026-10-10", None, "토요일이라 세지 않음"),
        ("2026-10-11", None, "일요일이라 세지 않음"),
        ("2026-10-12", 2, "2일째"),
        ("2026-10-13", 3, "3일째, 기간의 마지막 날"),
    ]


@pytest.mark.parametrize("received", [SATURDAY, SUNDAY])
def test_민원처리법_제19조_제2항_쉬는_날_접수하면_다음_근무일이_첫날이다(received):
    on_monday, found = processing_period(MONDAY, 10, PLAIN), processing_period(received, 10, PLAIN)
    assert found == on_monday
    assert [line.counted for line in found.days][-13:] == [None, 1, 2, 3, 4, 5, None, None, 6, 7, 8, 9, 10]


def test_민원처리법_시행령_제20조_보완을_요구한_날부터_도착한_날까지_산입하지_않는다():
    pause = Pause(date(2026, 11, 24), date(2026, 11, 26))
    found = processing_period(MONDAY, 4, PLAIN, [pause])
    assert lines(found) == [
        ("2026-11-23", 1, "1일째"),
        ("2026-11-24", None, "보완을 요구한 날이라 세지 않음"),
        ("2026-11-25", None, "보완 중이라 세지 않음"),
        ("2026-11-26", None, "보완이 도착한 날이라 세지 않음"),
        ("2026-11-27", 2, "2일째"),
        ("2026-11-28", None, "토요일이라 세지 않음"),
        ("2026-11-29", None, "일요일이라 세지 않음"),
        ("2026-11-30", 3, "3일째"),
        ("2026-12-01", 4, "4일째, 기간의 마지막 날"),
    ]
    assert found.due_on == date(2026, 12, 1)


def test_민원처리법_시행령_제20조_보완을_기다리는_동안은_기한도_수리간주도_없다():
    found = processing_period(MONDAY, 10, PLAIN, [Pause(date(2026, 11, 24), None)])
    assert (found.due_on, found.deemed_on) == (None, None)
    assert lines(found) == [
        ("2026-11-23", 1, "1일째"),
        ("2026-11-24", None, "보완을 요구한 날이라 세지 않음. 보완이 올 때까지 기간이 멈춤"),
    ]


def test_a_pause_on_the_day_of_receipt_leaves_that_day_out():
    assert processing_period(MONDAY, 10, PLAIN, [Pause(MONDAY, MONDAY)]).due_on == date(2026, 12, 7)


def test_a_pause_after_the_period_or_before_it_changes_nothing():
    plain = processing_period(MONDAY, 10, PLAIN)
    assert processing_period(MONDAY, 10, PLAIN, [Pause(date(2026, 12, 5), None)]) == plain
    assert processing_period(MONDAY, 10, PLAIN, [Pause(date(2026, 11, 2), date(2026, 11, 20))]) == plain


def test_overlapping_pauses_are_one():
    apart = [Pause(date(2026, 11, 26), date(2026, 11, 30)), Pause(date(2026, 11, 24), date(2026, 11, 26))]
    one = [Pause(date(2026, 11, 24), date(2026, 11, 30))]
    assert processing_period(MONDAY, 10, PLAIN, apart) == processing_period(MONDAY, 10, PLAIN, one)
    assert processing_period(MONDAY, 10, PLAIN, [one[0], Pause(date(2026, 11, 25), None)]).due_on is None


def test_a_pause_that_ends_before_it_begins_is_a_fault():
    with pytest.raises(ValueError, match="before it begins"):
        processing_period(MONDAY, 10, PLAIN, [Pause(date(2026, 11, 26), date(2026, 11, 24))])


def test_working_days_taken_count_the_day_of_receipt_as_the_first_and_leave_pauses_out():
    assert working_days_taken(MONDAY, MONDAY, PLAIN) == 1
    assert working_days_taken(MONDAY, date(2026, 12, 4), PLAIN) == 10
    assert working_days_taken(SATURDAY, SUNDAY, PLAIN) == 0
    assert working_days_taken(MONDAY, SATURDAY, PLAIN) == 0
    assert working_days_taken(MONDAY, date(2026, 12, 4), PLAIN, [Pause(date(2026, 11, 24), date(2026, 11, 26))]) == 7
    assert working_days_taken(MONDAY, date(2026, 12, 4), PLAIN, [Pause(date(2026, 12, 3), None)]) == 8
    assert working_days_taken(MONDAY, date(2026, 12, 4), PLAIN, [Pause(date(2026, 12, 7), None)]) == 10


# --- 의료 해외진출 및 외국인환자 유치 지원에 관한 법률 ---


def test_의료해외진출법_제4조_제4항_기간이_끝난_날의_다음_날_수리한_것으로_본다():
    found = processing_period(MONDAY, 10, PLAIN)
    assert found.due_on == date(2026, 12, 4)
    assert found.deemed_on == date(2026, 12, 5)  # a Saturday: the law says the next day, not the next working day


def test_what_the_law_does_not_deem_has_no_deemed_day():
    assert processing_period(MONDAY, 10, PLAIN, deems=False).deemed_on is None


# --- 민법 ---


def test_민법_제157조_첫날을_산입하지_않는다():
    assert lines(civil_period(MONDAY, 2, PLAIN)) == [
        ("2026-11-23", None, "첫날이라 세지 않음(민법 제157조)"),
        ("2026-11-24", 1, "1일째"),
        ("2026-11-25", 2, "2일째, 기간의 마지막 날"),
    ]


def test_민법_제157조_중간의_토요일과_공휴일은_센다():
    assert civil_period(date(2026, 11, 20), 5, PLAIN).due_on == date(2026, 11, 25)


def test_민법_제161조_마지막_날이_토요일이나_공휴일이면_다음_근무일로_넘어간다():
    found = civil_period(date(2026, 9, 22), 2, PLAIN)
    assert found.due_on == date(2026, 9, 28)
    assert lines(found)[2:] == [
        ("2026-09-24", None, "2일째 되는 날이나 추석 전날이라 다음 근무일로 넘어감(민법 제161조)"),
        ("2026-09-25", None, "추석이라 세지 않음"),
        ("2026-09-26", None, "추석 다음날이라 세지 않음"),
        ("2026-09-27", None, "일요일이라 세지 않음"),
        ("2026-09-28", 2, "2일째로 보는 날, 기간의 마지막 날(민법 제161조)"),
    ]
    assert civil_period(MONDAY, 5, PLAIN).due_on == date(2026, 11, 30)


def test_민원처리법_시행령_제24조_제4항_보완_기간은_민법에_따라_센다():
    assert civil_period(date(2026, 11, 24), 5, PLAIN).due_on == date(2026, 11, 30)


def test_a_period_has_at_least_one_day():
    with pytest.raises(ValueError, match="from 1"):
        civil_period(MONDAY, 0, PLAIN)
    with pytest.raises(ValueError, match="from 1"):
        processing_period(MONDAY, 0, PLAIN)


# --- what must hold for any dates ---


@st.composite
def closed_pauses(draw, around: date) -> list[Pause]:
    offsets = draw(st.lists(st.tuples(st.integers(-5, 40), st.integers(0, 15)), max_size=3))
    return [Pause(around + timedelta(days=begin), around + timedelta(days=begin + length)) for begin, length in offsets]


@given(st.data(), DAYS, st.integers(1, 40))
def test_an_added_holiday_never_brings_a_due_day_forward(data, start, length):
    added = data.draw(st.dates(start - timedelta(days=5), start + timedelta(days=90)))
    pauses = data.draw(closed_pauses(start))
    more = Calendar({added: "임시공휴일"})
    assert (
        processing_period(start, length, more, pauses).due_on >= processing_period(start, length, PLAIN, pauses).due_on
    )
    assert civil_period(start, length, more).due_on >= civil_period(start, length, PLAIN).due_on


@given(st.data(), DAYS, st.integers(1, 40))
def test_a_struck_holiday_never_puts_a_due_day_off(data, start, length):
    struck = Calendar({}, [data.draw(st.dates(start, start + timedelta(days=90)))])
    assert processing_period(start, length, struck).due_on <= processing_period(start, length, PLAIN).due_on


@given(st.data(), DAYS, st.integers(1, 20))
def test_a_pause_never_shortens_the_period(data, received, length):
    pauses = data.draw(closed_pauses(received))
    one_more = data.draw(closed_pauses(received))
    shorter = processing_period(received, length, PLAIN, pauses).due_on
    longer = processing_period(received, length, PLAIN, pauses + one_more).due_on
    assert longer >= shorter >= processing_period(received, length, PLAIN).due_on


@given(st.data(), DAYS, st.integers(1, 20))
def test_the_last_counted_day_of_the_explanation_is_the_due_day(data, start, length):
    pauses = data.draw(closed_pauses(start))
    for found in (processing_period(start, length, PLAIN, pauses), civil_period(start, length, PLAIN)):
        counted = [line for line in found.days if line.counted is not None]
        assert [line.counted for line in counted] == list(range(1, length + 1))
        assert counted[-1].date == found.due_on == found.days[-1].date
        assert [line.date for line in found.days] == [
            start + timedelta(days=n) for n in range((found.due_on - start).days + 1)
        ]
        assert all(line.why.ko and line.why.en for line in found.days)


@given(st.data(), DAYS, st.integers(1, 20))
def test_a_decision_on_the_due_day_took_the_whole_period(data, received, length):
    pauses = data.draw(closed_pauses(received))
    due = processing_period(received, length, PLAIN, pauses).due_on
    assert working_days_taken(received, due, PLAIN, pauses) == length


@given(st.data(), DAYS, st.integers(1, 20))
def test_an_open_pause_leaves_no_due_day_unless_the_period_had_ended(data, received, length):
    asked = data.draw(st.dates(received, received + timedelta(days=60)))
    plain = processing_period(received, length, PLAIN)
    found = processing_period(received, length, PLAIN, [Pause(asked, None)])
    assert found.due_on == (plain.due_on if asked > plain.due_on else None)

"""What people write, read in one place: days, times, numbers, money, texts, names of files. Values written by hand."""

import time as clock_time
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from portal.core import reading
from portal.core.reading import Unread
from portal.core.reading_days import day, day_or_none, time_of_day

FIFTH = date(2022, 3, 5)


def nfd(text):
    return unicodedata.normalize("NFD", text)


def refusal(read, raw, **how):
    with pytest.raises(Unread) as found:
        read(raw, **how)
    assert found.value.said.ko
    assert found.value.said.en
    return found.value.code


@pytest.mark.parametrize(
    "written",
    [
        FIFTH, datetime(2022, 3, 5), datetime(2022, 3, 5, 14, 30), datetime(2022, 3, 5, 0, 0, 8), 44625, 44625.0, 44625.5, 20220305,
        "2022-03-05", "2022. 3. 5. (토)", "2022. 3. 5.(토요일)", "2022.3.5 토", "’22.3.5.", "'22. 3. 5.", "‘22.03.05", "22.3.5", "22/03/05",
        "'22-3-5", "22년 3월 5일", "2022년3월5일", "2022년 3월 5일 토요일", "２０２２．３．５．", "2022/3/5", "20220305", "2022 3 5", "2022–03–05",
        "\u200e2022-03-05\u200f", "\t2022-03-05\r\n", "2022\u00a0-\u200903-05", nfd("2022년 3월 5일"),
        "2022-03-05 14:30", "2022-03-05T00:00:00+09:00", "2022-03-05T00:00:00.000+0900", "2022-03-05T00:00:00Z", "2022-03-05T05:00Z",
        "2022-03-05 오전 12:00:00", "2022-03-05 오후 12:00", "2022. 3. 5. 오후 2:30", "2022년 3월 5일 오후 2시 30분", "2022.3.5.(토) 14:00",
        nfd("2022-03-05 오전 9시"), "2022-03-05 12:00:00 AM", "2022-03-05 11:54 p.m.", "2022-03-05 23:54:59", "2022-03-05 14:30 KST",
        "5 Mar 2022", "Mar 5, 2022", "March 5, 2022", "5-Mar-2022", "Sat Mar 05 2022 00:00:00 GMT+0900 (한국 표준시)",
        datetime(2022, 3, 5, 3, tzinfo=UTC), datetime(2022, 3, 5, 9, tzinfo=timezone(timedelta(hours=9))),
    ],
)  # fmt: skip
def test_days(written):
    assert day(written) == FIFTH


@pytest.mark.parametrize(
    "written",
    [
        datetime(2022, 3, 4, 23, 59, 8), datetime(2022, 3, 4, 23, 55), "2022-03-04 23:59:59.999", "2022-03-04 오후 11:59", 44624.99999,
        "2022-03-04T15:00:00.000Z", "2022-03-04T14:59:08Z", "2022-03-05T20:00:00-05:00", "2022-03-04 24:00", "2022-03-05T03:00:00+14:00",
        datetime(2022, 3, 4, 15, tzinfo=UTC), datetime(2022, 3, 5, 1, tzinfo=timezone(timedelta(hours=13))),
    ],
)  # fmt: skip
def test_days_that_a_time_leaves_open(written):
    assert refusal(day, written) == "unclear_day"
    assert day_or_none(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "", "03/05/2022", "03/05/22", "05/03/22", "5.3.2022", "2022-02-30", "2022-13-01", "22-03-05", "220305", "44625", "2022", "2022-03",
        "2022.3-5", "2022년 봄", "미정", "오후 2시", "2022-03-05~2022-03-06", "2022-03-05 25:00", "2022-03-05 14:61", "2022-03-05 오전 13:00",
        "1899-12-31", "2200-01-01", "0022-01-01", "5 Mrz 2022", True, 0.5, float("nan"), float("inf"), 1e300, None, "2022-03-05T00:00+99:00",
    ],
)  # fmt: skip
def test_no_days(written):
    assert refusal(day, written) == "unread"


def test_days_counted_from_1904():
    assert day(43163.0, from_1904=True) == FIFTH


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("9:30", time(9, 30)), ("0930", time(9, 30)), ("930", time(9, 30)), ("9", time(9)), ("14시", time(14)), ("14시 30분", time(14, 30)),
        ("오후 2시 30분", time(14, 30)), ("오전 12:00", time(0)), ("오후 12:00", time(12)), ("2:30 PM", time(14, 30)), ("12 : 05", time(12, 5)),
        ("９：３０", time(9, 30)), (nfd("오후 2시"), time(14)), ("18:00:30", time(18, 0, 30)), (time(7, 5), time(7, 5)),
    ],
)  # fmt: skip
def test_times(written, read):
    assert time_of_day(written) == read


@pytest.mark.parametrize("written", ["", "24:00", "25:00", "9:60", "오전 13:00", "정오", "9.30", "-1", "12345", "9:5"])
def test_no_times(written):
    assert refusal(time_of_day, written) == "unread"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1,200.5", "1200.5"), ("１，２００．５", "1200.5"), ("1 200", "1200"), (".5", "0.5"), ("-3", "-3"), ("−3", "-3"), ("△3", "-3"), ("+3", "3"),
        ("12.50", "12.50"), (1.1, "1.1"), (7, "7"), ("\u200b12\u3000", "12"), ("12\t\r\n", "12"),
    ],
)  # fmt: skip
def test_decimals(written, read):
    assert str(reading.decimal(written)) == read


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1,5",
        "1.234,5",
        "1,20",
        "3 0",
        "1e3",
        "NaN",
        "Infinity",
        "1_000",
        "٣",
        "²",
        "10²",
        "12.5.1",
        "약 30",
        True,
        float("inf"),
        "9" * 81,
    ],
)
def test_no_decimals(written):
    assert refusal(reading.decimal, written) == "unread"


def test_units_and_per_cents():
    assert reading.whole("12 병상", units=("병상",)) == 12
    assert reading.whole(nfd("12병상"), units=("병상",)) == 12
    assert reading.whole("70.0") == 70
    assert reading.decimal("12.5km", units=("km", "m")) == Decimal("12.5")
    assert (
        reading.percent("49.99%")
        == reading.percent("４９．９９　％")
        == reading.percent("49.99 퍼센트")
        == Decimal("49.99")
    )
    for wrong in ("12 병상", "12.5", "1.5e3", "99999999999999999999"):
        assert refusal(reading.whole, wrong) == "unread"
    assert refusal(reading.whole, "12 명", units=("병상",)) == "unread"


@pytest.mark.parametrize(
    ("written", "won"),
    [
        ("1,200", 1200), ("₩1,200", 1200), ("￦１，２００", 1200), ("\\1,200", 1200), ("1200원", 1200), ("1억 원", 10**8), ("1억원", 10**8),
        ("1억 2,000만 원", 120_000_000), ("3천만 원", 30_000_000), ("2천5백만원", 25_000_000), ("1,200천원", 1_200_000), ("12백만원", 12_000_000),
        ("1.5억", 150_000_000), ("1억 2000", 100_002_000), ("1조 2억", 1_000_200_000_000), ("일금 1억원정", 10**8), ("KRW 5,000", 5000),
        ("-3천만", -30_000_000), ("△1,200", -1200), (nfd("1억 원"), 10**8), ("1\u200b억\u3000원", 10**8), (5000, 5000), (5000.0, 5000), ("0", 0),
    ],
)  # fmt: skip
def test_money(written, won):
    assert reading.money(written) == won


@pytest.mark.parametrize(
    "written",
    [
        "",
        "원",
        "만",
        "$5",
        "USD 5",
        "1억억",
        "1만 1억",
        "1백 2천",
        "1.5",
        "0.000000001억",
        "1억원 내외",
        "1~2억",
        "1,20",
        1.5,
        "억" * 5000,
        "1" * 5000,
    ],
)
def test_no_money(written):
    assert refusal(reading.money, written) == "unread"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (nfd("가상병원"), "가상병원"), ("가\u200b상\u202e병\ufeff원", "가상병원"), ("  가상\u3000\u00a0병원\t\r\n2 ", "가상 병원 2"), ("줄\x07", "줄"),
        ("\u3164가상", "가상"), ("می‌شود", "می‌شود"), ("👩‍⚕️", "👩‍⚕️"), ("가\u200d나", "가나"), ("ＡＢＣ", "ＡＢＣ"),
    ],
)  # fmt: skip
def test_lines(written, kept):
    assert reading.line(written) == kept


def test_several_lines():
    assert reading.lines(" 첫 줄 \r\n\r\n\u3000둘째\u2028셋째\x0b") == "첫 줄\n\n 둘째\n셋째"


@pytest.mark.parametrize(
    ("written", "sign"),
    [
        ("가\0나", "U+0000"),
        ("\ud800", "U+D800"),
        ("글머리\uf0b7", "U+F0B7"),
        ("\U000e0fff", "U+E0FFF"),
        ("\uffff", "U+FFFF"),
    ],
)
def test_what_no_paper_can_print_is_named(written, sign):
    assert reading.unprintable(written) == sign
    assert refusal(reading.line, written) == refusal(reading.lines, written) == "unprintable"
    assert reading.unprintable("가나\n다\t라\u200b😀") == ""


def test_names_of_files():
    assert reading.file_name("C:\\문서\\" + nfd("계획서") + ".PDF") == "계획서.PDF"
    assert reading.file_name("../../etc/계획.pdf") == "계획.pdf"
    assert reading.file_name("계획\u202efdp.exe\0") == "계획fdp.exe"
    long = reading.file_name(nfd("가") * 300 + ".hwpx")
    assert long == "가" * 82 + "….hwpx"
    assert len(long.encode()) == 254
    assert reading.file_name("a" * 255) == "a" * 255
    assert reading.file_name("a" * 300) == "a" * 252 + "…"


def test_numbers_that_pages_send_back():
    assert reading.sent_number("12") == 12
    assert reading.sent_number("2147483647") == 2147483647
    for wrong in (None, "", "-1", "1.0", "²", "١", "2147483648", "9" * 5000, "1 "):
        assert reading.sent_number(wrong) is None
    assert reading.sent_year("2022") == 2022
    assert [reading.sent_year(t) for t in ("1899", "2200", "22", "20220", "")] == [None] * 5


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (day, " " * 400_000 + "x"), (day, "T" * 20_000 + "1:00"), (day, "2022-03-05" + "\n" * 40_000 + "x"), (reading.money, "1억 " * 100_000),
        (reading.decimal, "1," * 200_000), (reading.line, "가\u200b" * 200_000), (time_of_day, "1 " * 200_000),
    ],
)  # fmt: skip
def test_long_input_costs_little(read, written):
    begun = clock_time.process_time()
    reading.or_none(read, written)
    assert clock_time.process_time() - begun < 1

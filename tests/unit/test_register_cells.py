"""One cell of the register: what is read from it, and what is said of it."""

import unicodedata
from datetime import date, datetime, time

import pytest

from filings import terms
from filings.columns import codes, readers
from filings.columns.register import COLUMNS, INDEX
from filings.register.file import cells
from filings.register.file.headings import column_at, heading_key
from tests.unit.register_maker import TODAY

READERS = dict(zip(INDEX, cells.readers(TODAY), strict=True))


def read(field, raw):
    return READERS[field][raw]


def code(field, raw):
    value = read(field, raw)
    assert type(value) is readers.Wrong, value
    return value.code


@pytest.mark.parametrize(
    "written",
    [
        date(2022, 1, 3), datetime(2022, 1, 3), datetime(2022, 1, 3, 14, 30), 20220103, 20220103.0, 44564.0, "20220103",
        "20220103.0", "2022-01-03", "2022-1-3", "2022.1.3", "2022.01.03.", "2022. 1. 3.", "22.1.3", "22.01.03.",
        "２０２２．１．３", " 2022 - 01 - 03 ", "2022–01–03", "2022/01/03", "2022년 1월 3일", "2022. 1. 3.(월)",
        "2022-01-03 00:00:00", "2022-01-03T00:00:00", "\u30002022.1.3",
    ],
)  # fmt: skip
def test_many_ways_of_writing_a_day(written):
    assert read("received_on", written) == date(2022, 1, 3)


@pytest.mark.parametrize(
    "written",
    [
        "2022-02-30", "2022-13-01", 20221301, "미정", "2022", 2022.0, "2022-01", "22-01-03", "03/01/2022", "2022.1-3", "220103",
        220103.0, "2022년 봄", time(12), 0.5, float("inf"), float("nan"), "44564", 44564e9, "0022-01-03", "2022-01-03~2022-02-01",
        datetime(1900, 1, 5),
    ],
)  # fmt: skip
def test_no_days(written):
    assert code("received_on", written) == "bad_date"


def test_days_counted_from_1904():
    assert readers.read_date(43102.0, dates_from_1904=True) == date(2022, 1, 3)


def test_future_days():
    assert code("received_on", "2026-11-23") == code("accepted_on", date(2027, 1, 1)) == "future_date"
    assert code("trigger_on", 20301231) == "future_date"
    assert read("received_on", "2026-11-22") == TODAY
    assert read("contract_ends_on", "2035.12.31") == date(2035, 12, 31)  # a future 계약종료일 is right


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (70.0, 70), (0, 0), ("70", 70), ("1,250병상", 1250), ("1,250 병상", 1250), ("３０명", 30), (" 5 개 ", 5), ("7건", 7), ("70.0", 70),
        (unicodedata.normalize("NFD", "70병상"), 70), ("10,000", 10000), ("007", 7), ("1，200", 1200), ("70\u3000병상", 70),
    ],
)  # fmt: skip
def test_whole_numbers(written, number):
    assert read("beds", written) == number


@pytest.mark.parametrize(
    "written",
    ["약 30", "30~40", "30여 명", "미정", 12.5, "12.5", "1,20", "삼십", "30명 내외", "3 0", "30병상 명", "30kg", 1e300,
     float("inf"), float("nan"), date(2022, 1, 3), "99999999999", "=1+1", "TRUE"],
)  # fmt: skip
def test_no_whole_numbers(written):
    assert code("beds", written) == code("staff", written) == "not_a_number"


@pytest.mark.parametrize("written", [-20.0, "-20", "－20", "−20명", "△20", "-1,000"])
def test_negative_numbers(written):
    assert code("beds", written) == "negative_number"


@pytest.mark.parametrize("written", ["", None, " ", "\u3000", "-", "－", "–", "\u200b", "\n"])
def test_blanks(written):
    for column in COLUMNS:
        value = read(column.field, written)
        assert value is None if column.blank else value.code == "missing_value"


def test_which_columns_may_be_blank():
    assert {c.heading for c in COLUMNS if c.blank} == {
        "진료과목",
        "도시",
        "현지기관명",
        "계약종료일",
        "파견인원",
        "비고",
    }


@pytest.mark.parametrize(
    "written",
    [
        "124-81-00998",
        "1248100998",
        1248100998.0,
        1248100998,
        " 124 - 81 - 00998 ",
        "１２４－８１－００９９８",
        "124–81–00998",
    ],
)
def test_business_numbers(written):
    assert read("business_number", written) == "1248100998"


@pytest.mark.parametrize(
    "written",
    ["123-45-67890", "124-81-0099", "12481009980", "abc-de-fghij", 124810099.0, "000-00-00000", 1.5, "124-81-00999"],
)
def test_wrong_business_numbers(written):
    assert code("business_number", written) == "bad_business_number"


@pytest.mark.parametrize(
    "written",
    ["제2022-0001호", "제 2022-0001 호", "제2022\u3000-0001호", unicodedata.normalize("NFD", "제2022-0001호"), "제2022–1호",
     "２０２２-０００１", "\ufeff제2022-0001호\n"],
)  # fmt: skip
def test_certificate_numbers(written):
    assert read("certificate_no", written) == "제2022-0001호"


def test_certificate_numbers_of_five_figures_and_wrong_ones():
    assert read("certificate_no", "제2022-12345호") == "제2022-12345호"
    for wrong in ("제22-0001호", "ABC", 20220001.0, "제2022호", "제2022-0001호 외 1건"):
        assert code("certificate_no", wrong) == "unknown_code"


@pytest.mark.parametrize(
    "written", ["유", "있음", "Y", "y", "○", "◯", "O", "Ｙ", " 유 ", unicodedata.normalize("NFD", "있음")]
)
def test_yes(written):
    assert read("has_department", written) is True


@pytest.mark.parametrize("written", ["무", "없음", "N", "n", "×", "X", "Ｎ"])
def test_no(written):
    assert read("has_department", written) is False


@pytest.mark.parametrize("written", ["모름", "1", 1.0, "유무", "TRUE", "?"])
def test_neither_yes_nor_no(written):
    assert code("has_department", written) == "unknown_code"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("의료기관 개설·운영", "OPEN"), ("개설운영", "OPEN"), ("개설ㆍ운영", "OPEN"), ("의료기관개설 운영", "OPEN"), ("수탁 운영", "ENTRUST"),
        ("컨설팅", "CONSULT"), ("운영컨설팅", "CONSULT"), ("의료기관 운영 컨설팅", "CONSULT"), ("종사자파견", "DISPATCH"),
        ("기술·정보시스템 이전", "TECH"), ("의료기술・정보시스템이전", "TECH"), ("의약품·의료기기 제공", "SUPPLY"), ("의약품의료기기제공", "SUPPLY"),
        ("의료지식 지원·교육", "EDU"), ("지식지원교육", "EDU"), (unicodedata.normalize("NFD", "의료지식 지원·교육"), "EDU"),
    ],
)  # fmt: skip
def test_types(written, expected):
    assert read("type", written) == expected


@pytest.mark.parametrize("written", ["개설", "파견", "원격진료", "수출", "의료기관", "교육", "개설운영 및 컨설팅"])
def test_anything_else_is_no_type(written):
    assert code("type", written) == "unknown_code"


def test_classes():
    for label in terms.CLASSES:
        assert read("category", f" {' '.join(label)} ") == label
    assert read("category", "상급종합") == "상급종합병원"
    for wrong in ("종합", "보건소", "대학병원", "회사", 1.0):
        assert code("category", wrong) == "unknown_code"


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("서울", "서울"), ("서울특별시", "서울"), ("서울시", "서울"), ("부산직할시", "부산"), ("세종특별자치시", "세종"), ("세종시", "세종"), ("경기도", "경기"),
        ("강원도", "강원"), ("강원특별자치도", "강원"), ("충청북도", "충북"), ("전라북도", "전북"), ("전북특별자치도", "전북"), ("경상남도", "경남"),
        ("제주도", "제주"), ("제주특별자치도", "제주"), ("충 남", "충남"), (unicodedata.normalize("NFD", "전라남도"), "전남"),
    ],
)  # fmt: skip
def test_provinces(written, short):
    assert read("region", written) == short


def test_no_province():
    assert len(terms.SIDO) == 17
    for wrong in ("수원시", "수도권", "평양", "경기시"):
        assert code("region", wrong) == "unknown_code"


@pytest.mark.parametrize(
    "written", ["성형외과", "피부과", "피부·성형", "피부ㆍ성형", "피부/성형", "피부 성형", "성형외과/피부과"]
)
def test_dermatology_and_plastic_surgery_are_one(written):
    assert read("specialty", written) == "피부·성형"


def test_every_specialty_is_read_and_no_other():
    for label in terms.SPECIALTIES:
        assert read("specialty", label) == label
        assert read("specialty", unicodedata.normalize("NFD", label.replace("·", "ㆍ"))) == label
    assert read("specialty", "신경（외）과") == "신경(외)과"
    for wrong in ("심령과", "소아과", "내과, 외과", "미기재"):
        assert code("specialty", wrong) == "unknown_code"


def test_countries_abroad():
    assert read("country", "u.a.e.") == "AE"
    for wrong in ("무지개국", "대한민국", "한국", "KR", "Republic of Korea", 82.0, date(2022, 1, 3)):
        assert code("country", wrong) == "unknown_country"


@pytest.mark.parametrize(
    ("field", "written", "expected"),
    [("filing_kind", "변 경", "change"), ("trigger", "법인 설립", "incorporation"), ("trigger", "허가", "permit"), ("status", "운영 중", "operating"),
     ("status", "준비중", "preparing"), ("status", "종료", "ended")],
)  # fmt: skip
def test_small_codes(field, written, expected):
    assert read(field, written) == expected
    assert code(field, "기타등등") == "unknown_code"


def test_text_stays_text():
    assert read("organisation_name", "  가상\u3000병원\n ") == "가상 병원"
    assert read("organisation_name", unicodedata.normalize("NFD", "가상병원")) == "가상병원"
    assert read("organisation_name", 365.0) == "365"
    assert read("note", "=SUM(A1:A9)") == "=SUM(A1:A9)"
    assert read("note", "첫 줄\r\n둘째\u3000줄\x07") == "첫 줄\n둘째 줄"
    assert read("city", "#서울로") == "#서울로"


def test_equal_cells_of_other_types_are_not_mixed_up():
    assert read("beds", 1.0) == 1
    assert read("beds", "1") == 1
    assert code("has_department", 1.0) == "unknown_code"


def test_a_reader_forgets_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr(cells.Reader, "most", 3)
    reader = cells.Reader(lambda raw: raw * 2)
    assert [reader[n] for n in range(8)] == [n * 2 for n in range(8)]
    assert len(reader) <= 3


@pytest.mark.parametrize(
    ("written", "heading"),
    [
        ("신고구분(신규/변경)", "신고구분"), ("전담부서\n유무", "전담부서 유무"), ("전담부서유무（유·무）", "전담부서 유무"), ("병 상 수 [개]", "병상수"),
        ("병상수\n(단위: 병상)", "병상수"), ("파견인원 명", "파견인원"), ("기관 명", "기관명"), ("비고*", "비고"), ("종별1)", "종별"), ("도시(", "도시"),
        (unicodedata.normalize("NFD", "진출\u3000국가"), "진출국가"), ("\u200b접수일", "접수일"),
    ],
)  # fmt: skip
def test_headings(written, heading):
    assert COLUMNS[column_at(written)].heading == heading


@pytest.mark.parametrize(
    "written", ["접수", "접수일자", "국가", "기관", "병상", "수리일시", "", None, 3.0, "현지 기관"]
)
def test_names_are_otherwise_exact(written):
    assert column_at(written) is None


def test_a_bare_unit_is_no_heading():
    assert heading_key("(명)") == heading_key("병상") == heading_key("단위: 명") == ""


def test_dots():
    assert {codes.without_dots(f"가{dot}나") for dot in "·ㆍ・･‧•∙⋅/ "} == {"가나"}


@pytest.mark.parametrize(
    "written", [datetime(2022, 3, 4, 23, 59, 8), "2022-03-04T15:00:00.000Z", "2022-03-04 오후 11:59:30", 44624.99999]
)
def test_a_time_never_moves_a_day_unsaid(written):
    said = read("received_on", written)
    assert said.code == "bad_date"
    assert "2022-03-04" in said.why.ko
    assert "2022-03-05" in said.why.ko


def test_long_cells_are_problems_and_never_cut():
    assert read("organisation_name", "가" * 200) == "가" * 200
    for field, longest in (("organisation_name", 200), ("city", 100), ("foreign_name", 200), ("note", 1000)):
        said = read(field, "가" * 20_000)
        assert said.code == "unknown_code"
        assert f"{longest:,}" in said.why.ko
        assert "20,000" in said.why.en
        assert read(field, "가" * longest) == "가" * longest


def test_what_is_kept_of_a_cell_fits_its_column():
    from filings.register.staging import StagedRow

    columns = StagedRow.__table__.columns
    assert {c.field: c.longest for c in COLUMNS if c.longest} == {
        field: columns[field].type.length for field in ("organisation_name", "city", "foreign_name", "note")
    }


def test_signs_that_no_paper_can_print_are_named():
    assert "U+F0B7" in read("note", "\uf0b7 첫째").why.ko
    assert "U+0000" in read("organisation_name", "가상\0병원").why.ko

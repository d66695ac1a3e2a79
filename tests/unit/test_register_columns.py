"""Every column of the register at every place that reads it: file, staging, content, list, annual report,
form and back.
"""

from datetime import date
from typing import Any, NamedTuple

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from filings.columns.register import COLUMNS, FIELDS
from filings.desk.lists import IN_FORCE
from filings.filing.content import answers_of_content, latest_answers
from filings.filing.questions import SCHEMA
from filings.models import Content, Filing
from filings.register import staging
from filings.register.file.reading import read
from filings.register.imports import import_register
from filings.register.models import StagedRow
from filings.statistics import sheets
from portal.core.people import SYSTEM
from portal.core.tables import AsOf
from tests import factories as make

TODAY = date(2026, 11, 23)
END = AsOf(day=date(2026, 12, 31), first_year=2022)
NUMBER = "제2022-0001호"
OF_THE_OWNER = ("organisation_name", "business_number")


class Sample(NamedTuple):
    """A cell of a file, what is stored of it, what lists show, what the form would hold;
    `other` is a cell that differs.
    """

    heading: str
    cell: str
    stored: Any
    shown: Any
    answer: Any
    other: str


# fmt: off
SAMPLES = {
    "certificate_no": Sample("신고확인증번호", "제 2022-1 호", NUMBER, NUMBER, None, "제2022-0001호"),
    "received_on": Sample("접수일", "2022. 3. 2.", date(2022, 3, 2), date(2022, 3, 2), None, "2022-03-03"),
    "accepted_on": Sample("수리일", "20220308", date(2022, 3, 8), date(2022, 3, 8), None, "2022-03-09"),
    "filing_kind": Sample("신고구분", "신 규", "new", "신규", None, "변경"),
    "organisation_name": Sample("기관명", " 가상  한빛의원 ", "가상 한빛의원", "가상 한빛의원", "가상 한빛의원", "가상푸른의원"),
    "category": Sample("종별", "의 원", "의원", "의원", "의원", "병원"),
    "region": Sample("시도", "서울특별시", "서울", "서울", "서울", "부산"),
    "business_number": Sample("사업자등록번호", "124-81-00998", "1248100998", "124-81-00998", "1248100998", make.business_number(7)),
    "has_department": Sample("전담부서 유무", "있음", True, "유", "yes", "무"),
    "type": Sample("진출유형", "개설ㆍ운영", "OPEN", "의료기관 개설·운영", "OPEN", "수탁운영"),
    "country": Sample("진출국가", "Viet Nam", "VN", "베트남", "VN", "몽골"),
    "city": Sample("도시", "하노이", "하노이", "하노이", "하노이", ""),
    "foreign_name": Sample("현지기관명", "Fictional Clinic", "Fictional Clinic", "Fictional Clinic", "Fictional Clinic", "Other Clinic"),
    "specialty": Sample("진료과목", "성형외과", "피부·성형", "피부·성형", "피부·성형", "-"),
    "beds": Sample("병상수", "1,250병상", 1250, 1250, 1250, "30"),
    "trigger": Sample("사유구분", "법인 설립", "incorporation", "법인설립", None, "허가"),
    "trigger_on": Sample("사유발생일", "22.2.21", date(2022, 2, 21), date(2022, 2, 21), None, "2022-02-22"),
    "contract_ends_on": Sample("계약종료일", "2035년 12월 31일", date(2035, 12, 31), date(2035, 12, 31), "2035-12-31", ""),
    "staff": Sample("파견인원", "0명", 0, 0, 0, ""),
    "status": Sample("운영상태", "운영 중", "operating", "운영중", "operating", "종료"),
    "note": Sample("비고", "첫 줄\n둘째 줄", "첫 줄\n둘째 줄", "첫 줄\n둘째 줄", "첫 줄\n둘째 줄", "다른 말"),
}
# fmt: on


@pytest.fixture
def register(today, session, tmp_path):
    """A register of one row, by the cells of its columns."""
    today(TODAY)

    def made(**cells):
        book = Workbook()
        book.active.append([sample.heading for sample in SAMPLES.values()])
        book.active.append([cells.get(field, sample.cell) for field, sample in SAMPLES.items()])
        path = tmp_path / "register.xlsx"
        book.save(path)
        return path

    return made


@pytest.fixture
def imported(register, session):
    assert import_register(register(), SYSTEM).rows_written == 1
    return session.scalar(select(Content))


def of(samples_part):
    return {field: getattr(sample, samples_part) for field, sample in SAMPLES.items()}


def test_each_column_has_its_sample_and_its_heading():
    assert {c.field: c.label.ko for c in COLUMNS} == of("heading")
    assert list(FIELDS) == list(SAMPLES)
    assert all(c.label.en for c in COLUMNS)


def test_a_file_is_read_by_the_names_of_the_columns(register):
    (row,) = read(register()).rows()
    assert row._asdict() == {"row_number": 2} | of("stored")


def test_a_row_is_staged_whole(register, session):
    staging.stage(1, read(register()).chunks())
    row = session.scalar(select(StagedRow))
    assert {field: getattr(row, field) for field in SAMPLES} == of("stored")
    given = {"run_id", "seq", "action", "case_id"}
    assert {c.name for c in StagedRow.__table__.columns} == {*staging.ROW, *given}


def test_a_blank_cell_is_staged_as_the_content_keeps_it(register, session):
    blank = [c.field for c in COLUMNS if c.blank]
    staging.stage(1, read(register(**dict.fromkeys(blank, "-"))).chunks())
    row = session.scalar(select(StagedRow))
    found = {field: getattr(row, field) for field in blank}
    texts = {"city": "", "foreign_name": "", "specialty": "", "note": ""}
    assert found == dict.fromkeys(blank) | texts


def test_a_row_is_stored_listed_and_reported(imported):
    assert {field: getattr(imported, field) for field in SAMPLES} == of("stored")
    assert [c.key for c in IN_FORCE.columns] == list(SAMPLES)
    assert [c.label.ko for c in IN_FORCE.columns] == list(of("heading").values())
    assert list(IN_FORCE.stream(SYSTEM, {})) == [list(of("shown").values())]
    assert list(sheets.register(END).objects()) == [{s.heading: s.shown for s in SAMPLES.values()}]


def test_days_and_numbers_are_shown_as_such(session):
    days = {"접수일", "수리일", "사유발생일", "계약종료일"}
    assert {h.in_("ko") for h in sheets.register(END).headings if h.holds == "day"} == days
    assert {c.label.ko for c in IN_FORCE.columns if c.number_format == "yyyy-mm-dd"} == days
    counts = {h.in_("ko") for h in sheets.register(END).headings if h.holds == "count"}
    assert counts == {c.label.ko for c in IN_FORCE.columns if c.number_format == "#,##0"}
    assert {"병상수", "파견인원"} <= counts


@pytest.mark.parametrize("field", [field for field in SAMPLES if field != "certificate_no"])
def test_a_row_that_differs_in_one_column_is_seen(register, imported, field):
    cells = {field: SAMPLES[field].other}
    assert import_register(register(**cells), SYSTEM, dry_run=True).changed == [NUMBER]
    assert import_register(register(), SYSTEM, dry_run=True).changed == []


def test_an_imported_row_answers_the_form(imported):
    expected = {field: answer for field, answer in of("answer").items() if answer is not None}
    derived = {"founder": "hospital", "opening_way": "incorporation", "founded_on": "2022-02-21"}
    assert answers_of_content(imported) == expected | derived
    assert set(expected) == {c.field for c in COLUMNS if c.answer}


def test_what_is_answered_is_stored_and_read_back(session, today):
    """The form's answers to every column come into force as the register would have brought them."""
    today(TODAY)
    given = {field: answer for field, answer in of("answer").items() if answer is not None}
    owner = {"name": given["organisation_name"], "business_number": given["business_number"]}
    filer = make.acting(make.member(make.organisation(**owner)))
    asked = {field: answer for field, answer in given.items() if field not in ("type", *OF_THE_OWNER)}
    case, _ = make.accepted("OPEN", by=filer, **asked)
    content = session.scalar(select(Content))
    stored = {c.field: getattr(content, c.field) for c in COLUMNS}
    handled = {
        "certificate_no": case.certificate_no,
        "received_on": TODAY,
        "accepted_on": TODAY,
        "filing_kind": "new",
        "trigger": "permit",
        "trigger_on": TODAY,
    }
    assert stored == of("stored") | handled
    back = answers_of_content(content)
    assert back == given | {"founder": "hospital", "opening_way": "permit", "licensed_on": "2026-11-23"}
    assert {key: latest_answers(session.get(Filing, case.id))[key] for key in back} == back


def test_what_is_not_answered_is_stored_as_empty():
    left = [c for c in COLUMNS if c.answer and not (SCHEMA[c.field].law and SCHEMA[c.field].show_if is None)]
    said = {"has_department": False, "status": "preparing", "beds": 0, "city": "", "specialty": "", "note": ""}
    assert {c.field: c.of_answers({}) for c in left} == dict.fromkeys(c.field for c in left) | said


def test_the_form_asks_each_column_under_its_name():
    for column in COLUMNS:
        if not column.answer:
            assert column.field not in SCHEMA, column.field
            continue
        asked = SCHEMA[column.field]
        kind = {"day": "date", "count": "integer"}.get(column.holds)
        assert asked.type == kind or kind is None, column.field
        if asked.type == "choice" and column.allowed:
            assert tuple(word.ko for word in asked.choices.values()) == column.allowed

"""The problems as files: JSON as specified, and the register itself with the wrong cells marked."""

import csv
import io
import json

import pytest
from openpyxl import Workbook, load_workbook

from filings.columns.register import COLUMNS, INDEX
from filings.register import report
from filings.register.file.reading import read
from filings.register.file.refusals import EMPTY
from tests.unit.raw_workbook import grid, parts, save, sheet_xml, workbook
from tests.unit.register_maker import TODAY

BEDS, NOTE, NAME = INDEX["beds"], INDEX["note"], INDEX["organisation_name"]


def consumed(path):
    reading = read(path, today=TODAY)
    for _ in reading.chunks():
        pass
    return reading


def written(reading, **options):
    buffer = io.BytesIO()
    report.write_workbook(reading, buffer, **options)
    return load_workbook(io.BytesIO(buffer.getvalue()))


def wrong_rows():
    rows = grid(4)
    rows[1][NOTE] = "=HYPERLINK(1)"
    rows[2][BEDS] = "약 30"
    rows[4][BEDS] = '<c r="@"><f>SUM(1,2)</f><v>3</v></c>'
    rows[4][NAME] = ""
    rows.append(["합계", *[""] * 13, '<c r="@"><f>SUM(O2:O5)</f><v>9</v></c>'])
    return rows


def formulas(book):
    return [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_json_holds_what_the_description_asks(tmp_path):
    reading = consumed(workbook(tmp_path / "a.xlsx", wrong_rows()))
    target = io.StringIO()
    report.write_json(
        target, refused=None, rows_read=4, rows_ready=2, rows_written=0, problems=reading.problems, language="ko"
    )
    found = json.loads(target.getvalue())
    assert list(found) == ["refused", "rows_read", "rows_ready", "rows_written", "problems"]
    assert (found["refused"], found["rows_read"], found["rows_ready"]) == (None, 4, 2)
    assert [list(problem) for problem in found["problems"]] == [
        ["sheet", "row", "column", "cell", "value", "code", "message"]
    ] * 3
    assert found["problems"][0] == {
        "sheet": "신고대장",
        "row": 3,
        "column": "병상수",
        "cell": "O3",
        "value": "약 30",
        "code": "not_a_number",
        "message": "병상수 값 ‘약 30’은(는) 정수가 아닙니다. 어림수나 범위가 아닌 수 하나를 적어 주세요.",
    }
    assert [problem["cell"] for problem in found["problems"]] == ["O3", "E5", "O5"]


def test_json_of_a_refused_file():
    target = io.StringIO()
    report.write_json(target, refused=EMPTY, rows_read=0, rows_ready=0, rows_written=0, problems=[], language="en")
    assert json.loads(target.getvalue()) == {
        "refused": "The file is empty.",
        "rows_read": 0,
        "rows_ready": 0,
        "rows_written": 0,
        "problems": [],
    }


def test_the_file_itself_with_comments_and_a_column_of_errors(tmp_path):
    others = {"신고대장": sheet_xml(wrong_rows()), "메모": sheet_xml([["그대로"], ["=1+1"]])}
    reading = consumed(save(tmp_path / "a.xlsx", parts(others)))
    book = written(reading)
    sheet = book["신고대장"]
    assert book.sheetnames == ["신고대장", "메모"]
    assert book["메모"]["A1"].value == "그대로"
    commented = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment]
    assert commented == ["O3", "E5", "O5"]
    assert "정수가 아닙니다" in sheet["O3"].comment.text
    assert sheet["V1"].value == "오류"
    assert sheet["V2"].value is None
    assert sheet["V5"].value.splitlines()[0].startswith("E5 기관명 값이 없습니다")
    assert sheet["A3"].value == grid(4)[2][0]


def test_nothing_in_the_marked_file_is_a_formula(tmp_path):
    book = written(consumed(workbook(tmp_path / "a.xlsx", wrong_rows())))
    assert formulas(book) == []
    sheet = book["신고대장"]
    assert (sheet["U2"].value, sheet["U2"].data_type, sheet["U2"].quotePrefix) == ("=HYPERLINK(1)", "s", True)
    assert (sheet["O5"].value, sheet["O6"].value) == ("=SUM(1,2)", "=SUM(O2:O5)")


def test_a_comment_on_a_merged_cell_goes_to_the_cell_that_shows(tmp_path):
    source = Workbook()
    sheet = source.active
    sheet.title = "신고대장"
    rows = grid(2)
    rows[1][BEDS] = "약 3"
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("O2:O3")
    source.save(tmp_path / "a.xlsx")
    book = written(consumed(tmp_path / "a.xlsx"), language="en")
    assert book["신고대장"]["O2"].comment.text.count("is not a whole number") == 2
    assert book["신고대장"]["V1"].value == "Errors"


@pytest.mark.parametrize("limit", ["MOST_ROWS", "MOST_COMMENTS"])
def test_a_large_file_comes_back_as_its_wrong_rows_only(tmp_path, monkeypatch, limit):
    monkeypatch.setattr(report, limit, 2)
    book = written(consumed(workbook(tmp_path / "a.xlsx", wrong_rows())))
    assert_wrong_rows_only(book)


def test_a_csv_comes_back_as_its_wrong_rows_only(tmp_path):
    rows = [row[:21] for row in wrong_rows()[:5]]
    rows[4][BEDS] = "=1+1"
    path = tmp_path / "a.csv"
    with path.open("w", encoding="cp949", newline="") as file:
        csv.writer(file).writerows(rows)
    book = written(consumed(path))
    assert_wrong_rows_only(book)
    assert book["신고대장"]["P3"].value == "=1+1"
    assert book["신고대장"]["P3"].quotePrefix


def assert_wrong_rows_only(book):
    assert formulas(book) == []
    [sheet] = book.worksheets
    heading, *rows = sheet.iter_rows(values_only=True)
    assert heading == ("행", *(column.heading for column in COLUMNS), "오류")
    assert [row[0] for row in rows] == [3, 5]
    assert rows[0][1] == grid(4)[2][0]
    assert rows[0][BEDS + 1] == "약 30"
    assert "O3" in rows[0][-1]


def test_the_wrong_rows_can_be_mended_and_sent_again(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "MOST_ROWS", 2)
    book = written(consumed(workbook(tmp_path / "a.xlsx", wrong_rows())))
    sheet = book["신고대장"]
    sheet["P2"], sheet["P3"], sheet["F3"] = 30, 3, "가상병원"
    book.save(tmp_path / "b.xlsx")
    again = consumed(tmp_path / "b.xlsx")
    assert (again.problems, again.rows_ready) == ([], 2)


def test_a_register_without_problems(tmp_path):
    book = written(consumed(workbook(tmp_path / "a.xlsx", grid(1))))
    assert [cell.coordinate for row in book["신고대장"].iter_rows() for cell in row if cell.comment] == []


def test_a_refused_file_as_a_workbook():
    buffer = io.BytesIO()
    report.write_refusal(EMPTY, buffer, "en")
    [sheet] = load_workbook(io.BytesIO(buffer.getvalue())).worksheets
    assert sheet["A1"].value == "The file is empty."

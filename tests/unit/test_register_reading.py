"""A register as a whole: where its rows are, which rows are no rows, and every problem at its own cell."""

import csv
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from filings.columns.register import COLUMNS, FIELDS, INDEX
from filings.register.file import headings
from filings.register.file.problems import CODES
from filings.register.file.reading import read
from filings.register.file.refusals import Refused
from tests.unit.raw_workbook import MAIN, grid, parts, rows_xml, save, sheet_xml, workbook
from tests.unit.register_maker import TODAY, clean_cells, clean_rows

DEMO = Path(__file__).parents[2] / "filings" / "demo" / "kohes_register_2022.xlsx"


def at(field):
    return INDEX[field]


def consumed(path, **options):
    reading = read(path, today=TODAY, **options)
    return reading, [row for chunk in reading.chunks() for row in chunk]


def said(reading):
    return [(problem.cell, problem.code) for problem in reading.problems]


@pytest.fixture
def book(tmp_path):
    """book(rows) → a consumed reading of a workbook with these rows, and its right rows."""
    return lambda rows, after="", **options: consumed(workbook(tmp_path / "a.xlsx", rows, after, **options))


def changed(row, field, value, count=2):
    rows = grid(count)
    rows[row - 1][at(field)] = value
    return rows


def test_the_public_register():
    reading, rows = consumed(DEMO)
    assert (reading.rows_read, reading.rows_ready, len(rows), reading.problems) == (162, 162, 162, [])
    assert rows[0] == (
        2,
        "제2016-0001호",
        date(2016, 8, 24),
        date(2016, 8, 25),
        "new",
        "오휘온새재활의학과병원",
        "병원",
        "충북",
        "9608288096",
        True,
        "DISPATCH",
        "RU",
        "모스크바",
        "Faldane Clinic",
        "재활의학과",
        70,
        "contract",
        date(2016, 8, 19),
        date(2021, 8, 18),
        23,
        "operating",
        None,
    )


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("certificate_no", "", "missing_value"),
        ("certificate_no", "없음", "unknown_code"),
        ("received_on", "2022-02-30", "bad_date"),
        ("received_on", "2027-01-01", "future_date"),
        ("accepted_on", "2027-01-01", "future_date"),
        ("accepted_on", "2001-01-01", "accepted_before_received"),
        ("trigger_on", "2027-01-01", "future_date"),
        ("contract_ends_on", "언젠가", "bad_date"),
        ("filing_kind", "갱신", "unknown_code"),
        ("organisation_name", " ", "missing_value"),
        ("category", "보건소", "unknown_code"),
        ("region", "수원시", "unknown_code"),
        ("business_number", "123-45-67890", "bad_business_number"),
        ("has_department", "모름", "unknown_code"),
        ("type", "수출", "unknown_code"),
        ("country", "무지개국", "unknown_country"),
        ("country", "대한민국", "unknown_country"),
        ("specialty", "심령과", "unknown_code"),
        ("beds", "약 30", "not_a_number"),
        ("beds", -20, "negative_number"),
        ("staff", "3~4명", "not_a_number"),
        ("trigger", "양해각서", "unknown_code"),
        ("status", "휴업", "unknown_code"),
        ("note", '<c r="@"><f>1+1</f><v>2</v></c>', "formula_cell"),
        ("beds", '<c r="@" t="e"><v>#N/A</v></c>', "not_a_number"),
        ("organisation_name", '<c r="@" t="e"><v>#REF!</v></c>', "missing_value"),
        ("country", '<c r="@" t="e"><v>#NAME?</v></c>', "unknown_country"),
    ],
)
def test_each_problem_is_said_at_its_cell_and_nowhere_else(book, field, value, code):
    reading, rows = book(changed(3, field, value))
    [problem] = reading.problems
    column = COLUMNS[at(field)]
    assert problem.as_dict() == {
        "sheet": "신고대장",
        "row": 3,
        "column": column.heading,
        "cell": f"{'ABCDEFGHIJKLMNOPQRSTU'[at(field)]}3",
        "value": problem.value,
        "code": code,
        "message": problem.message.ko,
    }
    assert problem.message.en
    assert "{" not in problem.message.ko + problem.message.en
    assert (reading.rows_read, reading.rows_ready, [row[0] for row in rows]) == (2, 1, [2])


def test_the_codes_are_those_of_the_description():
    assert set(CODES) == {
        "missing_value",
        "bad_date",
        "future_date",
        "accepted_before_received",
        "not_a_number",
        "negative_number",
        "unknown_code",
        "unknown_country",
        "bad_business_number",
        "duplicate_key",
        "formula_cell",
    }


def test_all_problems_of_a_row_in_one_go(book):
    rows = grid(1)
    rows[1] = ["" if column.wrong == "missing_value" else "?" for column in COLUMNS]
    reading, _ = book(rows)
    assert [problem.cell for problem in reading.problems] == [f"{letter}2" for letter in "ABCDEFGHIJKNOPQRST"]


def test_a_contradiction_is_said_once_and_not_if_a_day_is_wrong_already(book):
    rows = grid(2)
    rows[1][at("received_on")], rows[1][at("accepted_on")] = "2022-05-02", "2022-05-01"
    rows[2][at("received_on")], rows[2][at("accepted_on")] = "2030-05-02", "2022-05-01"
    reading, _ = book(rows)
    assert said(reading) == [("C2", "accepted_before_received"), ("B3", "future_date")]
    assert reading.problems[0].message.ko == "수리일 2022-05-01이(가) 접수일 2022-05-02보다 빠릅니다."


def test_the_contradiction_stands_at_acceptance_in_shuffled_columns_too(book):
    rows = [list(reversed(row)) for row in changed(2, "accepted_on", "2001-01-01")]
    reading, _ = book(rows)
    [problem] = reading.problems
    assert (problem.column, problem.cell) == ("수리일", "S2")


@pytest.mark.parametrize(
    "variant",
    [
        "제 2020-0001 호",
        "제2020-0001호\u3000",
        unicodedata.normalize("NFD", "제2020-0001호"),
        "제２０２０－０００１호",
        "제2020-1호",
    ],
)
def test_of_two_rows_with_one_number_the_first_stands(book, variant):
    rows = grid(3)
    rows[1][0], rows[3][0] = "제2020-0001호", variant
    reading, right = book(rows)
    assert said(reading) == [("A4", "duplicate_key")]
    assert "2행" in reading.problems[0].message.ko
    assert [row[0] for row in right] == [2, 3]


def test_the_first_of_two_stands_even_if_it_is_wrong_itself(book):
    rows = grid(2)
    rows[1][0] = rows[2][0] = "제2020-0001호"
    rows[1][at("beds")] = -1
    reading, right = book(rows)
    assert said(reading) == [("O2", "negative_number"), ("A3", "duplicate_key")]
    assert right == []


# Formulas


def test_formulas_of_every_kind_at_their_own_address(book):
    rows = grid(6)
    rows[1][at("beds")] = '<c r="@"><f>5+5</f><v>10</v></c>'
    rows[2][at("beds")] = '<c r="@"><f t="shared" ref="O3:O4" si="0">A1</f><v>1</v></c>'
    rows[3][at("beds")] = '<c r="@"><f t="shared" si="0"/><v>1</v></c>'
    rows[4][at("beds")] = '<c r="@"><f t="array" ref="O5:O6">1+1</f><v>2</v></c>'
    rows[5][at("beds")] = 2
    reading, _ = book(rows)
    assert said(reading) == [(f"O{row}", "formula_cell") for row in range(2, 7)]
    assert reading.problems[0].value == "=5+5"


def test_formulas_are_found_under_any_prefix_and_without_addresses(tmp_path):
    xml = sheet_xml(changed(2, "beds", '<c r="@"><f>1</f><v>1</v></c>'))
    for name in ("worksheet", "sheetData", "row", "c", "f", "v", "is", "t"):
        for mark in (">", " "):
            xml = xml.replace(f"<{name}{mark}", f"<x:{name}{mark}").replace(f"</{name}>", f"</x:{name}>")
    prefixed = xml.replace("xmlns=", "xmlns:x=")
    reading, _ = consumed(save(tmp_path / "a.xlsx", parts({"신고대장": prefixed})))
    assert said(reading) == [("O2", "formula_cell")]


def test_formulas_are_found_in_a_part_whose_name_is_written_otherwise(tmp_path):
    """Office programs find 'worksheets/Sheet1.xml' under 'xl/worksheets/sheet1.xml' too."""
    made = parts({"신고대장": sheet_xml(changed(2, "beds", '<c r="@"><f>1</f><v>1</v></c>'))})
    links = "xl/_rels/workbook.xml.rels"
    made[links] = made[links].replace("worksheets/sheet1.xml", "/xl/Worksheets/Sheet1.xml")
    reading, _ = consumed(save(tmp_path / "a.xlsx", made))
    assert said(reading) == [("O2", "formula_cell")]


def test_formulas_elsewhere_do_not_matter(book):
    rows = changed(2, "beds", 5)
    rows[0].append("합산")
    rows[1].append('<c r="@"><f>O2*2</f><v>10</v></c>')
    rows.append(["합계", *[""] * 13, '<c r="@"><f>SUM(O2:O3)</f><v>9</v></c>'])
    rows.append(['<c r="@" t="str"><f>IF(B9="","",1)</f><v></v></c>'] * 3)
    reading, right = book(rows, '<extLst xmlns:xm="urn:x"><xm:f>A1</xm:f></extLst>')
    assert (said(reading), len(right)) == ([], 2)


def test_text_that_looks_like_a_formula_stays_text(book, tmp_path):
    rows = changed(2, "note", "=SUM(A1:A9)")
    reading, right = book(rows)
    assert right[0][at("note") + 1] == "=SUM(A1:A9)"
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    reading, right = consumed(path)
    assert (right[0][at("note") + 1], reading.problems) == ("=SUM(A1:A9)", [])


# Which rows are rows


@pytest.mark.parametrize(
    "word", ["합계", "총계", "소계", "계", "합 계", " 총\u3000계 ", unicodedata.normalize("NFD", "소계")]
)
@pytest.mark.parametrize("place", [0, 5, 21])
def test_totals_rows_are_not_read(book, word, place):
    rows = grid(2)
    rows[0].append("구분")
    totals = [""] * 22
    totals[at("note")] = "99" if place < at("note") else ""
    totals[place] = word
    rows.insert(2, totals)
    reading, right = book(rows)
    assert (said(reading), [row[0] for row in right]) == ([], [2, 4])


def test_a_totals_row_by_the_first_extra_column(book):
    rows = [["구분", *row] for row in grid(2)]
    for row in rows[1:]:
        row[0] = "신고"
    rows.insert(2, ["계", "162", *["x"] * 20])
    reading, right = book(rows)
    assert (said(reading), [row[0] for row in right]) == ([], [2, 4])


def test_a_full_row_whose_institution_is_called_so_is_read(book):
    reading, right = book(changed(2, "organisation_name", "합계"))
    assert (said(reading), len(right)) == ([], 2)


@pytest.mark.parametrize(
    "row",
    [[], ["-", " ", "\u3000"], ["※ 2022년 12월 31일 기준"], ["* 잠정치"], ["주) 가상의 자료"], ["주1) 가상"], ["출처: 가상진흥원"],
     ["", "이하 여백"], ["2022년 12월 31일 현재 신고 기준으로 작성함"], ["끝."], ["담당자", "홍길동"], ["", "", "", "", "※ 가상"]],
)  # fmt: skip
def test_empty_rows_and_footnotes_are_passed_over(book, row):
    rows = grid(2)
    rows.insert(2, row)
    rows.append(row)
    reading, right = book(rows)
    assert (said(reading), reading.rows_read, [found[0] for found in right]) == ([], 2, [2, 4])


def test_a_row_with_values_in_extra_columns_only_is_passed_over(book):
    rows = [[*row, extra] for row, extra in zip(grid(2), ("연번", 1, 2), strict=True)]
    rows.append([*[""] * 21, 3])
    reading, right = book(rows)
    assert (said(reading), len(right)) == ([], 2)


def test_a_heading_said_again_is_passed_over(book):
    rows = grid(2)
    rows.insert(2, list(rows[0]))
    reading, right = book(rows)
    assert (said(reading), len(right)) == ([], 2)


def test_a_poor_row_is_still_a_row(book):
    rows = grid(1)
    rows.append(["제2020-0777호"])
    rows.append(["", "", "", "", "가상병원"])
    reading, right = book(rows)
    assert (reading.rows_read, len(right)) == (3, 1)
    assert ("B3", "missing_value") in said(reading)
    assert ("A4", "missing_value") in said(reading)


def test_rows_have_the_numbers_that_the_spreadsheet_shows(tmp_path):
    rows = grid(2)
    xml = rows_xml([[], ["", "제목"], [], [*rows[0]], [], [*rows[1]], []]) + rows_xml([[]] * 19 + [rows[2]]).replace(
        "<row", "<row", 1
    )
    xml = xml.replace("".join(f'<row r="{n}"></row>' for n in range(1, 20)), "")
    path = save(
        tmp_path / "a.xlsx", parts({"신고대장": f'<worksheet xmlns="{MAIN}"><sheetData>{xml}</sheetData></worksheet>'})
    )
    _, right = consumed(path)
    assert [row[0] for row in right] == [6, 20]


def test_a_table_that_starts_further_in(book):
    rows = [[], []] + [["", "", *row] for row in changed(2, "beds", "약 3")]
    reading, _ = book(rows)
    assert said(reading) == [("Q4", "not_a_number")]


def test_a_cell_merged_over_rows_says_the_same_in_each(book):
    rows = grid(3)
    for row, value in zip(rows[1:], ("가상하나병원", "", ""), strict=True):
        row[at("organisation_name")] = value
    reading, right = book(rows, '<mergeCells><mergeCell ref="E2:E4"/><mergeCell ref="L2:M2"/></mergeCells>')
    assert said(reading) == []
    assert [row[at("organisation_name") + 1] for row in right] == ["가상하나병원"] * 3


def test_booleans_are_not_numbers(book):
    rows = changed(2, "beds", '<c r="@" t="b"><v>1</v></c>')
    rows[2][at("beds")] = 1
    reading, right = book(rows)
    assert [(p.cell, p.code, p.value) for p in reading.problems] == [("O2", "not_a_number", "TRUE")]
    assert right[0][at("beds") + 1] == 1


def test_days_by_format_by_serial_and_from_1904(book):
    rows = changed(2, "received_on", '<c r="@" s="1"><v>43831</v></c>')
    rows[1][at("accepted_on")] = '<c r="@" s="2"><v>43832.75</v></c>'
    rows[1][at("trigger_on")] = 43830
    _, right = book(rows)
    assert (right[0][2], right[0][3], right[0][17]) == (date(2020, 1, 1), date(2020, 1, 2), date(2019, 12, 31))
    _, right = book(rows, settings='<workbookPr date1904="1"/>')
    assert (right[0][2], right[0][3], right[0][17]) == (date(2024, 1, 2), date(2024, 1, 3), date(2024, 1, 1))


def test_a_stray_cell_far_out_does_not_fill_the_memory(tmp_path):
    rows = rows_xml(changed(3, "beds", "약 3")) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    path = save(tmp_path / "upload-17", parts({"신고대장": xml}))
    reading, right = consumed(path, filename="a.xlsx")
    assert (said(reading), len(right)) == ([("O3", "not_a_number")], 1)


# Headings and sheets


def test_titles_units_and_a_merged_two_row_heading(book):
    names, *rows = grid(2)
    upper, lower = list(names), [""] * 21
    upper[4:8], lower[4:8] = ["신청 기관", "", "", ""], names[4:8]
    upper[0] = "신고확인증\n번호"
    lower[14], upper[14] = "(개)", "병상수"
    notes = ["", "", "(신규/변경)", *[""] * 18]
    reading, right = book([["신고대장"], [], ["(단위: 명)"], upper, lower, notes, *rows])
    assert (said(reading), [row[0] for row in right]) == ([], [7, 8])


def test_the_lower_cell_names_the_column(book):
    names, *rows = grid(1)
    upper = ["기관명", *names[1:]]
    lower = [names[0], *[""] * 20]
    _, right = book([upper, lower, *rows])
    assert len(right) == 1


def test_a_row_of_column_numbers_under_the_heading(book):
    names, *rows = grid(1)
    for numbers in (list(range(1, 22)), [f"({n})" for n in range(1, 22)]):
        reading, right = book([names, numbers, *rows])
        assert (said(reading), len(right)) == ([], 1)


def test_optional_columns_may_be_missing(book):
    gone = [at(c.field) for c in COLUMNS if c.blank]
    reading, right = book([[cell for i, cell in enumerate(row) if i not in gone] for row in grid(2)])
    assert said(reading) == []
    assert all(right[0][i + 1] is None for i in gone)
    assert all(right[0][i + 1] is not None for i in range(21) if i not in gone)


@pytest.mark.parametrize("column", [c for c in COLUMNS if not c.blank], ids=lambda c: c.heading)
def test_required_columns_may_neither_be_missing_nor_stand_twice(tmp_path, column):
    place = at(column.field)
    with pytest.raises(Refused, match=column.heading):
        consumed(workbook(tmp_path / "a.xlsx", [row[:place] + row[place + 1 :] for row in grid(1)]))
    with pytest.raises(Refused, match=column.heading):
        consumed(workbook(tmp_path / "b.xlsx", [[*row, row[place]] for row in grid(1)]))


def test_the_first_of_two_optional_columns_is_taken(book):
    rows = grid(1)
    rows[0].append("비고")
    rows[1][at("note")], _ = "첫째", rows[1].append("둘째")
    _, right = book(rows)
    assert right[0][at("note") + 1] == "첫째"


@pytest.mark.parametrize("rows", [grid(1)[:1], [*grid(1)[:1], ["합계", "", 3]], [*grid(1)[:1], [], ["※ 가상"]]])
def test_a_heading_without_rows_is_refused(tmp_path, rows):
    with pytest.raises(Refused, match="머리글 아래"):
        consumed(workbook(tmp_path / "a.xlsx", rows))


def test_no_heading_at_all(tmp_path):
    with pytest.raises(Refused, match="머리글을 찾지 못했습니다"):
        consumed(workbook(tmp_path / "a.xlsx", [["국가", "건수"], ["중국", 3]]))


def test_of_several_sheets_the_register_by_name_else_the_first_with_a_heading(tmp_path):
    one, two, three = (sheet_xml(grid(n)) for n in (1, 2, 3))
    other = sheet_xml([["진출국가", "병상수"], ["중국", 3]])
    cases = [
        ({"a": one, "신고대장": two}, {}, "신고대장", 2),
        ({"a": other, "b": two, "c": three}, {}, "b", 2),
        ({"a": one, "b": two}, {"a": "hidden"}, "b", 2),
        ({"a": one}, {"a": "veryHidden"}, "a", 1),
        ({"신고대장": other, "b": three}, {}, "b", 3),
    ]
    for sheets, states, name, count in cases:
        reading, right = consumed(save(tmp_path / "a.xlsx", parts(sheets, states=states)))
        assert (reading.sheet, len(right)) == (name, count)


def test_hidden_rows_and_columns_are_read(tmp_path):
    xml = sheet_xml(grid(2)).replace('<row r="2">', '<row r="2" hidden="1">')
    _, right = consumed(save(tmp_path / "a.xlsx", parts({"신고대장": xml})))
    assert len(right) == 2


def test_find_heading_looks_no_further_than_it_should():
    names = [column.heading for column in COLUMNS]
    assert headings.find_heading([["제목"]] * 3 + [names]).end == 4
    assert headings.find_heading([["제목"]] * headings.SEARCHED + [names]) is None
    assert headings.find_heading([]) is None


# CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_csv_in_its_three_encodings(tmp_path, encoding):
    rows = clean_rows(3, 7)
    path = tmp_path / "2022년 대장.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([[c.heading for c in COLUMNS], *map(clean_cells, rows)])
    reading, right = consumed(path)
    assert ([row[1:] for row in right], reading.sheet) == (rows, "2022년 대장")
    assert len(right[0]) == len(FIELDS) + 1


def test_csv_rows_may_be_ragged_and_hold_line_breaks(tmp_path):
    rows = grid(3)
    rows[1][at("note")] = "첫 줄\n둘째 줄"
    rows[2] = rows[2][: at("note")]
    rows[3][at("beds")] = "약 3"
    rows.insert(0, ["제목"])
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    reading, right = consumed(path)
    assert (right[0][-1], right[1][-1]) == ("첫 줄\n둘째 줄", None)
    assert said(reading) == [("O5", "not_a_number")]

"""Published series from workbooks: template out and in, judged by cell, differences first, kept with who,
when and source.
"""

import io

import openpyxl
import pytest

from portal.markets.series import imports, pages, queries, workbook
from portal.markets.series.models import PublishedFigure, SeriesImport
from portal.markets.series.terms import DIMENSIONS, SERIES
from tests import factories as make


def book(*rows, head=workbook.COLUMNS):
    made = openpyxl.Workbook()
    for row in (head, *rows):
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return io.BytesIO(out.getvalue())


def judged(series, *rows, held_rows=()):
    """The problems of a workbook by cell."""
    return {p.cell: p.sentence.ko for p in workbook.read(series, book(*rows), held_rows).problems}


@pytest.mark.parametrize("key", SERIES)
def test_what_ships_is_right_by_its_own_rules_and_comes_back_as_it_went_out(key):
    rows = [row for row in imports.shipped() if row.pop("series") == key]
    out = io.BytesIO()
    workbook.template(key, rows, out)
    if not rows:
        assert "자료가 없습니다" in workbook.read(key, out).problems[0].sentence.ko
        return
    found = workbook.read(key, out)
    assert found.problems == []
    assert [{k: v for k, v in row.items() if k != "line"} for row in found.rows] == rows


def test_every_series_has_its_page_and_import(session, client):
    imports.load_shipped()
    session.commit()
    client.sign_in(make.user("officer"))
    for key, one in SERIES.items():
        page = client.get(f"/statistics/published/{key}")
        assert one.definition.ko in page.words()
        assert client.get(page.link("엑셀 가져오기")).form(containing="file") is not None


def test_a_series_without_figures_gets_them_from_its_template(session, client):
    client.sign_in(make.user("officer"))
    page = client.get("/statistics/imports/spending/new")
    with client.plain.get(page.link("양식 내려받기")) as answer:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert [c.value for c in sheet[4]][:6] == list(workbook.COLUMNS)
    row = [2024, DIMENSIONS["total"].sheet, "", 123_456, None, "가상 발표"]
    page = client.submit(page.form(containing="file"), file=(book(row), "a.xlsx"))
    page = client.submit(page.form(containing="act"), button=("act", "keep"))
    assert "1개 값을 가져왔습니다" in page.words()
    assert "123,456" in client.get("/statistics/published/spending?lang=en").words()
    assert "123,456" in client.get("/statistics/patients").words()


def test_differences_are_shown_before_anything_is_written(session, client):
    officer = make.user("officer", name="가상담당")
    client.sign_in(officer)
    session.add(PublishedFigure(series="patients", period="2024", dimension="total", value=10, source="앞 발표"))
    session.add(PublishedFigure(series="patients", period="2024", dimension="countries", value=5, source="앞 발표"))
    session.commit()
    rows = [[2024, "전체", "", 1000, None, "정정 발표"], [2024, "국가", "JP", 400, 40, "정정 발표"]]
    form = client.get("/statistics/imports/patients/new").form(containing="file")
    page = client.submit(form, file=(book(*rows), "patients.xlsx"))
    words = page.words()
    assert "새 값 1" in words
    assert "바뀜 1" in words
    assert "일본" in words
    assert {f.value for f in queries.of("patients")} == {10, 5}, "nothing is written yet"
    page = client.submit(page.form(containing="act"), button=("act", "keep"))
    assert {(f.dimension, f.value) for f in queries.of("patients")} == {
        ("total", 1000),
        ("countries", 5),
        ("country", 400),
    }
    assert "가상담당" in page.words()
    assert "정정 발표" in page.words()
    assert [d.before[0] for d in imports.differences(session.query(SeriesImport).one()) if d.before] == [10]
    with client.plain.get(page.link("올린 파일")) as answer:
        assert answer.data[:2] == b"PK"


def test_a_dropped_import_changes_nothing_and_is_decided_once(session, client):
    client.sign_in(make.user("ministry"))
    form = client.get("/statistics/imports/kahf/new").form(containing="file")
    page = client.submit(form, file=(book([2024, "전체", "", 9, None, "가상"]), "a.xlsx"))
    form = page.form(containing="act")
    assert "가져오지 않았습니다" in client.submit(form, button=("act", "drop")).words()
    assert queries.of("kahf") == []
    number = session.query(SeriesImport).one().id
    client.post(f"/statistics/imports/{number}", {"act": "keep"}, status=422)
    assert queries.of("kahf") == []


def test_a_series_that_changed_meanwhile_is_not_written_over(session, client):
    client.sign_in(make.user("officer"))
    form = client.get("/statistics/imports/sharing/new").form(containing="file")
    first = client.submit(form, file=(book([2023, "전체", "", 9, None, "가"]), "a.xlsx"))
    client.submit(
        form, path="/statistics/imports/sharing/new", file=(book([2023, "전체", "", 8, None, "나"]), "b.xlsx")
    )
    one, other = session.query(SeriesImport).order_by(SeriesImport.id)
    client.submit(first.form(containing="act"), button=("act", "keep"), path=f"/statistics/imports/{one.id}")
    page = client.post(f"/statistics/imports/{other.id}", {"act": "keep"}, status=422)
    assert "그 사이에 이 통계가 바뀌었습니다" in page.words()
    assert [f.value for f in queries.of("sharing")] == [9]


def test_no_line_runs_across_a_break_or_a_year_without_a_figure(client):
    with client.app.test_request_context():
        made = pages._lines(SERIES["institutions"], {2014: 3, 2015: 4, 2016: 9, 2018: 8})
    assert made["labels"] == ["2014", "2015", "2016", "2017", "2018"]
    assert [values for _, values in made["lines"]] == [[3, 4, None, None, None], [None, None, 9, None, 8]]
    assert [at for at, _ in made["breaks"]] == [2]


GA = "가"


@pytest.mark.parametrize(
    ("series", "rows", "cell", "said"),
    [
        ("patients", [[2008, "전체", "", 10, None, GA]], "A2", "연도가 아닙니다"),
        ("patients", [[2099, "전체", "", 10, None, GA]], "A2", "연도가 아닙니다"),
        ("patients", [["이천", "전체", "", 10, None, GA]], "A2", "연도가 아닙니다"),
        ("patients", [["2016–2022", "전체", "", 10, None, GA]], "A2", "한 해의 연도"),
        ("sharing", [["2022–2016", "전체", "", 10, None, GA]], "A2", "한 해의 연도"),
        ("filings", [[2015, "전체", "", 10, None, GA]], "A2", "2016년부터"),
        ("survey", [[2017, "전체", "", 10, None, GA]], "A2", "2016년까지"),
        ("patients", [[2024, "나이", "", 10, None, GA]], "B2", "이 통계의 구분이 아닙니다"),
        ("kahf", [[2024, "진료과", "피부과", 10, None, GA]], "B2", "이 통계의 구분이 아닙니다"),
        ("patients", [[2024, "국가", "", 10, None, GA]], "C2", "항목 이름"),
        ("patients", [[2024, "국가", "XX", 10, None, GA]], "C2", "없는 국가"),
        ("patients", [[2024, "전체", "일본", 10, None, GA]], "C2", "적지 않습니다"),
        ("patients", [[2024, "국가", "일본", -5, None, GA]], "D2", "음수"),
        ("patients", [[2024, "국가", "일본", 1.5, None, GA]], "D2", "정수가 아닙니다"),
        ("patients", [[2024, "국가", "일본", "많음", None, GA]], "D2", "정수가 아닙니다"),
        ("patients", [[2024, "국가", "일본", None, None, GA]], "D2", "값이나 비율"),
        ("patients", [[2024, "국가", "일본", 5, 120, GA]], "E2", "비율이 아닙니다"),
        ("patients", [[2024, "국가", "일본", 5, None, ""]], "F2", "출처"),
        ("patients", [[2024, "국가", "일본", 5, None, GA], [2024, "국가", "JP", 6, None, GA]], "C3", "같은 항목"),
        ("patients", [[2024, "전체", "", 10, None, GA], [2024, "국가", "일본", 8, None, GA], [2024, "국가", "중국", 3, None, GA]], "D4", "보다 큽니다"),
        ("patients", [[2024, "전체", "", 10, None, GA], [2024, "국가", "일본", 8, None, GA], [2024, "국가", "기타", 1, None, GA]], "D4", "보다 작습니다"),
        ("patients", [[2024, "전체", "", 10, None, GA], [2024, "국가", "일본", 8, 90, GA]], "E3", "전체의 80.0%"),
        ("patients", [[2024, "국가", "일본", None, 80, GA], [2024, "국가", "중국", None, 30, GA]], "E3", "110"),
        ("patients", [[2024, "지역", "서울", 8, None, GA], [2024, "지역", "합계", 9, None, GA]], "D3", "합계는 9"),
        ("institutions", [[2024, "전체", "", 10, None, GA], [2024, "유치 의료기관", "", 6, None, GA], [2024, "유치사업자", "", 5, None, GA]], "D2", "전체는 10"),
        ("filings", [[2023, "전체", "", 4, None, GA], [2024, "전체", "", 5, None, GA], ["2023–2024", "유형", "운영컨설팅", 10, None, GA]], "D4", "보다 큽니다"),
        ("patients", [], "A2", "자료가 없습니다"),
    ],
)  # fmt: skip
def test_wrong_cells_are_named(series, rows, cell, said):
    assert said in judged(series, *rows)[cell]


def test_wholes_that_stand_already_are_held_against_the_parts(session):
    whole = {"period": "2024", "dimension": "total", "label": "", "value": 10, "share": None, "source": GA}
    assert "보다 큽니다" in judged("patients", [2024, "국가", "일본", 11, None, GA], held_rows=[whole])["D2"]
    assert not judged("patients", [2024, "진료과", "피부과", 11, None, GA], held_rows=[whole]), "visits, not patients"


def test_wrong_cells_stand_on_the_page_and_nothing_is_kept(session, client):
    client.sign_in(make.user("officer"))
    form = client.get("/statistics/imports/patients/new").form(containing="file")
    page = client.submit(form, file=(book([2024, "국가", "XX", -1, None, GA]), "a.xlsx"), status=422)
    found = {page.words(tr.find("th")): page.words(tr.find("td")) for tr in page.all("tr") if tr.find("td") is not None}
    assert found["C2"] == "없는 국가 이름이나 코드입니다: XX"
    assert found["D2"] == "음수는 적을 수 없습니다: -1"
    assert session.query(SeriesImport).count() == session.query(PublishedFigure).count() == 0


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"%PDF-1.4\n", "a.pdf"), (b"hello", "a.xlsx"), (b"", "a.xlsx"), (b"PK\x03\x04broken", "a.xlsx")],
)
def test_what_is_no_workbook_is_refused_in_words(session, client, content, name):
    client.sign_in(make.user("officer"))
    form = client.get("/statistics/imports/patients/new").form(containing="file")
    assert "가져오지 않았습니다" in client.submit(form, file=(io.BytesIO(content), name), status=422).words()


def test_only_officials_import(session, client):
    paths = ("/statistics/imports/patients/new", "/statistics/imports/patients/template.xlsx", "/statistics/imports/1")
    for path in paths:
        client.get(path, status=303)
    client.sign_in(make.member(make.organisation()))
    for path in paths:
        client.get(path, status=403)
    client.sign_in(make.user("officer"))
    client.get("/statistics/imports/nothing/new", status=404)
    client.get("/statistics/imports/99", status=404)

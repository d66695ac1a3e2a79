"""Workbooks as Excel and other readers see them: tables, words that stay words, widths, charts, flat memory."""

import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from portal.core.excel import DAY, TENTH, TEXT, WHOLE, Chart, Column, Link, Page, Sheet, write_book
from portal.core.text import Text
from portal.core.worksheets import legal, shown_width

COLUMNS = [Column("연도"), Column("신고건수", WHOLE), Column("증감률(%)", TENTH), Column("수리일", DAY)]
ROWS = [["2016", 3, None, date(2016, 6, 23)], ["2017", 5, Decimal("66.7"), date(2017, 12, 31)]]


def sheet(**changes) -> Sheet:
    given_ = {"tab": "연도별", "table": "by_year", "note": "수리일 기준", "columns": COLUMNS, "rows": ROWS}
    return Sheet(**(given_ | changes))


def written(*sheets, progress=None) -> bytes:
    out = io.BytesIO()
    write_book(sheets, out, progress)
    return out.getvalue()


def opened(*sheets):
    return openpyxl.load_workbook(io.BytesIO(written(*sheets)))


def body(ws, width=4) -> list[list[object]]:
    (table,) = ws.tables.values()
    return [[cell.value for cell in row] for row in ws[table.ref]]


def test_a_sheet_holds_a_title_a_definition_and_one_table_with_its_values():
    ws = opened(sheet(title="1. 연도별 신고"))["연도별"]
    assert (ws["A1"].value, ws["A2"].value) == ("1. 연도별 신고", "수리일 기준")
    (table,) = ws.tables.values()
    assert (table.name, table.displayName, table.ref, table.totalsRowCount) == ("by_year", "by_year", "A4:D6", None)
    assert [column.name for column in table.tableColumns] == [column.heading for column in COLUMNS]
    assert body(ws) == [
        ["연도", "신고건수", "증감률(%)", "수리일"],
        ["2016", 3, None, datetime(2016, 6, 23)],
        ["2017", 5, 66.7, datetime(2017, 12, 31)],
    ]
    cells = ws["A6:D6"][0]
    assert [cell.number_format for cell in cells] == [TEXT, WHOLE, TENTH, DAY]
    assert [cell.alignment.horizontal for cell in cells] == ["left", "right", "right", "center"]


def test_another_reader_sees_the_same():
    seen = CalamineWorkbook.from_filelike(io.BytesIO(written(sheet()))).get_sheet_by_name("연도별").to_python()
    assert seen[3:] == [
        ["연도", "신고건수", "증감률(%)", "수리일"],
        ["2016", 3.0, "", date(2016, 6, 23)],
        ["2017", 5.0, 66.7, date(2017, 12, 31)],
    ]


def test_totals_are_the_tables_own_totals_row_with_values():
    ws = opened(sheet(totals=["합계", 8, None, None], below=["연평균 증가율 66.7%", "=1+1"]))["연도별"]
    (table,) = ws.tables.values()
    assert (table.ref, table.autoFilter.ref, table.totalsRowCount) == ("A4:D7", "A4:D6", 1)
    assert table.tableColumns[0].totalsRowLabel == "합계"
    assert body(ws)[-1] == ["합계", 8, None, None]
    assert ws["A7"].font.bold
    assert (ws["A9"].value, ws["A10"].value, ws["A10"].data_type) == ("연평균 증가율 66.7%", "=1+1", "s")


def test_a_table_without_rows_has_one_row_of_dashes():
    assert body(opened(sheet(rows=iter([])))["연도별"])[1:] == [["–", "–", "–", "–"]]


def test_pages_print_on_landscape_a4_with_their_headings():
    ws = opened(sheet(frozen_columns=1))["연도별"]
    assert ws.freeze_panes == "B5"
    assert ws.print_title_rows == "$4:$4"
    assert (ws.page_setup.orientation, int(ws.page_setup.paperSize)) == ("landscape", 9)
    assert (ws.page_setup.fitToWidth, ws.page_setup.fitToHeight) == (1, 0)
    assert ws.sheet_properties.pageSetUpPr.fitToPage


def test_korean_counts_two_letters_of_width():
    assert shown_width("신고 2026") == 9
    assert shown_width("가\n가나다") == 6
    assert shown_width(12) == 2
    columns = [Column("가나다라마바사"), Column("a", WHOLE), Column("긴 이름"), Column("정한 것", TEXT, width=33)]
    ws = opened(sheet(columns=columns, rows=[["x", 1, "가" * 12, "y"], ["x", 1, "a" * 200, "y"]]))["연도별"]
    assert [ws.column_dimensions[letter].width for letter in "ABCD"] == [17, 8, 50, 33]


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "=cmd|' /C calc'!A0",
    "#N/A",
    "{=1}",
    "'=1",
    "＝1",
    "<b>&amp;]]>",
    " x ",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_anywhere(text):
    columns = [Column("가"), Column(text if text.strip() == text else "나")]
    book = opened(
        sheet(columns=columns, rows=[[text, text]], title=text, note=text, totals=[text, text], below=[text]),
        Page("표지", text, [(text, [(text, text)])]),
    )
    cells = [cell for ws in book for row in ws.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) == 13
    assert {cell.data_type for cell in cells} == {"s"}
    assert book["연도별"]["A5"].value == text
    parts = zipfile.ZipFile(io.BytesIO(written(sheet(columns=columns, rows=[[text, text]]))))
    assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_what_a_workbook_cannot_hold_is_left_out():
    odd = "가\x00나\x0b다\x1f\ufffe\uffff라\ud800마"
    long, wide = "가" * 40_000, "😀" * 20_000
    rows = body(opened(sheet(columns=[Column("가")], rows=[[odd], [long], [wide], ["줄\n바꿈\t칸"]]))["연도별"])
    assert rows[1:] == [["가나다라마"], ["가" * 32_766 + "…"], ["😀" * 16_383 + "…"], ["줄\n바꿈\t칸"]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), min_size=1, max_size=8))
def test_any_words_come_back_as_they_were(texts):
    rows = body(opened(sheet(columns=[Column("가")], rows=[[text] for text in texts]))["연도별"])
    assert [row[0] or "" for row in rows[1:]] == [legal(text) for text in texts]


def test_every_kind_of_value_is_written_as_what_it_is():
    instant = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
    values = [True, 10**12, -2.5, Decimal("1E+3"), float("nan"), float("inf"), Text("가", "a"), "", None, instant]
    values += [date(1899, 1, 1), datetime(2026, 1, 2, 3, 4, 5)]
    columns = [Column(str(n), WHOLE) for n in range(9)] + [Column("9", DAY), Column("10", DAY), Column("11", DAY)]
    seen = body(opened(sheet(columns=columns, rows=[values]))["연도별"])[1]
    assert seen == [
        *[True, 10**12, -2.5, 1000, "–", "–", "가", None, None],
        *[datetime(2026, 11, 23, 0, 30), "1899-01-01", datetime(2026, 1, 2, 3, 4, 5)],
    ]


def test_more_than_26_columns_find_their_letters():
    columns = [Column(f"칸 {n}") for n in range(800)]
    ws = opened(sheet(columns=columns, rows=[[str(n) for n in range(800)]]))["연도별"]
    assert body(ws)[1] == [str(n) for n in range(800)]
    assert ws["AB5"].value == "27"


@pytest.mark.parametrize("kind", ["column", "bar", "line", "stacked"])
def test_a_chart_is_native_reads_the_table_and_has_words(kind):
    chart = Chart(kind, "연도별 신고", "연도", ["신고건수", "증감률(%)"])
    content = written(sheet(), sheet(tab="둘째", table="second", chart=chart, totals=["합계", 8, None, None]))
    parts = zipfile.ZipFile(io.BytesIO(content))
    drawn = etree.fromstring(parts.read("xl/charts/chart1.xml"))
    read = [element.text for element in drawn.iter("{*}f")]
    assert read == [
        *["'둘째'!B4", "'둘째'!$A$5:$A$6", "'둘째'!$B$5:$B$6"],
        *["'둘째'!C4", "'둘째'!$A$5:$A$6", "'둘째'!$C$5:$C$6"],
    ]
    assert b'descr="' in parts.read("xl/drawings/drawing1.xml")
    assert "연도별 신고: 연도별 신고건수" in parts.read("xl/drawings/drawing1.xml").decode()
    (anchored,) = openpyxl.load_workbook(io.BytesIO(content))["둘째"]._charts
    assert anchored.anchor._from.row == 9


def test_a_chart_may_show_the_first_rows_only():
    chart = Chart("bar", "상위", "연도", ["신고건수"], first=2)
    parts = zipfile.ZipFile(io.BytesIO(written(sheet(chart=chart, rows=ROWS * 3))))
    assert "'연도별'!$B$5:$B$6".encode() in parts.read("xl/charts/chart1.xml")


def test_a_cover_page_leads_to_the_sheets():
    cover = Page(
        "표지",
        "의료 해외진출 연례 통계",
        [("", [("연도", 2022)]), ("차례", [(Link("연도별", "연도별"), "수리일 기준")])],
    )
    ws = opened(cover, sheet())["표지"]
    assert ws["A1"].value == "의료 해외진출 연례 통계"
    links = {cell.value: cell.hyperlink.location for row in ws.iter_rows() for cell in row if cell.hyperlink}
    assert links == {"연도별": "'연도별'!A1"}
    assert not ws.tables


def test_progress_tells_every_row_and_counts_come_back():
    told = []
    out = io.BytesIO()
    rows = ([str(n), n, None, None] for n in range(1234))
    assert write_book([sheet(rows=rows)], out, told.append) == {"by_year": 1234}
    assert sum(told) == 1234
    assert len(told) > 1


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        [sheet(), sheet(table="other")],
        [sheet(), sheet(tab="다른")],
        [sheet(tab="가/나")],
        [sheet(tab="가" * 32)],
        [sheet(tab="")],
        [sheet(table="by year")],
        [sheet(table="1st")],
        [sheet(columns=[Column("가"), Column("가")], rows=[])],
        [sheet(columns=[Column("")], rows=[])],
        [sheet(columns=[Column("두\n줄")], rows=[])],
        [sheet(totals=["합계"])],
        [sheet(chart=Chart("column", "x", "연도", ["없는 것"]))],
        [sheet(chart=Chart("pie", "x", "연도", ["신고건수"]))],
        [sheet(rows=[["2016", 3]])],
    ],
)
def test_what_excel_would_repair_or_refuse_is_not_written(wrong):
    with pytest.raises(ValueError, match=r"\S"):
        written(*wrong)


def test_more_rows_than_a_worksheet_holds_are_an_error(monkeypatch):
    monkeypatch.setattr("portal.core.excel.MOST_ROWS", 1000)
    with pytest.raises(ValueError, match="more rows"):
        written(sheet(columns=[Column("가")], rows=([str(n)] for n in range(2000))))


def peak_of(count: int) -> int:
    columns = [Column(f"칸 {n}") for n in range(10)]

    class Sink(io.RawIOBase):
        def writable(self):
            return True

        def write(self, content):
            return len(content)

    tracemalloc.start()
    try:
        write_book([sheet(columns=columns, rows=([f"{n} {k}" for k in range(10)] for n in range(count)))], Sink())
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_rows():
    peak_of(100)
    assert peak_of(8_000) < 1.2 * peak_of(2_000)


def test_the_stream_need_not_be_seekable():
    class Pipe(io.RawIOBase):
        def __init__(self):
            self.content = b""

        def writable(self):
            return True

        def write(self, content):
            self.content += bytes(content)
            return len(content)

    pipe = Pipe()
    write_book([sheet()], pipe)
    assert body(openpyxl.load_workbook(io.BytesIO(pipe.content))["연도별"])[1][0] == "2016"

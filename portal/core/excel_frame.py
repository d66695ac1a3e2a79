"""The frame of a workbook without its rows: styles, headings, tables, charts, print set-up, cover pages;
made by openpyxl.

`portal.core.excel` puts the rows in. Nothing here grows with the data.
"""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from portal.core import clock
from portal.core.worksheets import HEADING_ROW, Cell, Chart, Link, Page, Sheet, legal, rows_of, shown_width

_NAVY, _INK, _FAINT, _LINE = "12305E", "1C2430", "5B6677", "C9D2DF"
_FACE = "맑은 고딕"
_TAB = re.compile(r"[^\[\]:*?/\\]{1,31}")
_TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,254}")
_NOTE_WIDTH = 90


def check(plans: Sequence[Sheet | Page]) -> None:
    """Raise ValueError for names and headings that Excel would repair or refuse."""
    tabs = [plan.tab.casefold() for plan in plans]
    tables = [sheet.table.casefold() for sheet in rows_of(plans)]
    if not plans or len(set(tabs)) < len(tabs) or len(set(tables)) < len(tables):
        raise ValueError("a workbook needs sheets, with tabs and table names that differ")
    for plan in plans:
        if not _TAB.fullmatch(plan.tab) or plan.tab.strip("'") != plan.tab:
            raise ValueError(f"not a name for a tab: {plan.tab!r}")
    for sheet in rows_of(plans):
        headings = [column.heading for column in sheet.columns]
        if not _TABLE.fullmatch(sheet.table):
            raise ValueError(f"not a name for a table: {sheet.table!r}")
        if len({h.casefold() for h in headings}) < len(headings) or not all(map(_is_heading, headings)):
            raise ValueError(f"headings of {sheet.tab} must differ and be written")
        if sheet.totals is not None and len(sheet.totals) != len(headings):
            raise ValueError(f"the totals of {sheet.tab} need {len(headings)} values")
        if sheet.chart is not None and not {sheet.chart.categories, *sheet.chart.values} <= set(headings):
            raise ValueError(f"the chart of {sheet.tab} names a heading that is not there")


def _is_heading(text: str) -> bool:
    return bool(text) and legal(text) == text == " ".join(text.split())


def frame(plans: Sequence[Sheet | Page], counts: Mapping[str, int]) -> bytes:
    """The workbook with one sample row each for body, totals and lines below; tables reach over `counts` rows."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "의료 해외진출 통합 포털"
    book.properties.created = clock.now().replace(tzinfo=None)
    for number, plan in enumerate(plans, 1):
        ws = book.create_sheet(plan.tab)
        if isinstance(plan, Page):
            _lay_page(ws, plan)
        else:
            _lay_sheet(ws, plan, counts.get(plan.table, 1), number)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def described(drawing: bytes, chart: Chart) -> bytes:
    """The XML of a drawing with words for those who do not see its chart; openpyxl has no place for them."""
    words = f"{chart.title}: {chart.categories}별 {', '.join(chart.values)}. 수치는 위 표에 있습니다."
    return drawing.replace(b'name="Chart 1"', f'name="Chart 1" descr={quoteattr(legal(words))}'.encode(), 1)


def _lay_sheet(ws: Any, sheet: Sheet, count: int, number: int) -> None:
    width = len(sheet.columns)
    for n, column in enumerate(sheet.columns, 1):
        ws.column_dimensions[get_column_letter(n)].width = column.width
        heading = _put(ws, HEADING_ROW, n, column.heading, Font(name=_FACE, size=10, bold=True, color="FFFFFF"))
        heading.fill = PatternFill("solid", fgColor=_NAVY)
        heading.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        for row, bold in ((HEADING_ROW + 1, False), (HEADING_ROW + 2, True)):
            sample = _put(ws, row, n, 0, Font(name=_FACE, size=10, bold=bold, color=_INK))
            sample.number_format = column.format
            sample.alignment = Alignment(horizontal=column.side, vertical="center")
            sample.border = Border(
                top=Side("medium", color=_NAVY) if bold else None, bottom=None if bold else Side("hair", color=_LINE)
            )
    _put(ws, HEADING_ROW + 3, 1, "0", Font(name=_FACE, size=10, color=_FAINT))
    ws.row_dimensions[HEADING_ROW].height = 30
    _put(ws, 1, 1, sheet.title or sheet.tab, Font(name=_FACE, size=16, bold=True, color=_NAVY))
    ws.row_dimensions[1].height = 28
    _lay_note(ws, sheet)
    ws.freeze_panes = ws.cell(HEADING_ROW + 1, sheet.frozen_columns + 1)
    ws.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    last = HEADING_ROW + count
    ws.add_table(_table(sheet, width, last, number))
    if sheet.chart is not None:
        below = last + (sheet.totals is not None) + len(sheet.below) + 3
        ws.add_chart(_chart(ws, sheet, sheet.chart, last), f"A{below}")
    _lay_print(ws)


def _lay_note(ws: Any, sheet: Sheet) -> None:
    """The definition under the title, wrapped over as many columns as make a readable line."""
    span, room = 0, 0.0
    while room < _NOTE_WIDTH and span < max(len(sheet.columns), 12):
        room += float(sheet.columns[span].width or 9) if span < len(sheet.columns) else 9
        span += 1
    cell = _put(ws, 2, 1, sheet.note, Font(name=_FACE, size=10, color=_FAINT))
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if span > 1:
        ws.merge_cells(start_row=2, start_column=1, end_row=2, end_column=span)
    lines = sum(-(-max(shown_width(line), 1) // max(int(room) - 2, 8)) for line in sheet.note.split("\n"))
    ws.row_dimensions[2].height = min(16 * lines + 2, 400)


def _table(sheet: Sheet, width: int, last: int, number: int) -> Table:
    right = get_column_letter(width)
    with_totals = sheet.totals is not None
    table = Table(
        id=number,
        name=sheet.table,
        displayName=sheet.table,
        ref=f"A{HEADING_ROW}:{right}{last + with_totals}",
        autoFilter=AutoFilter(ref=f"A{HEADING_ROW}:{right}{last}"),
        totalsRowCount=1 if with_totals else None,
        tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=True),
    )
    totals = sheet.totals or [None] * width
    table.tableColumns = [
        TableColumn(id=n, name=column.heading, totalsRowLabel=legal(total) if isinstance(total, str) else None)
        for n, (column, total) in enumerate(zip(sheet.columns, totals, strict=True), 1)
    ]
    return table


def _chart(ws: Any, sheet: Sheet, declared: Chart, last: int) -> Any:
    places = {column.heading: n for n, column in enumerate(sheet.columns, 1)}
    if declared.first is not None:
        last = min(last, HEADING_ROW + declared.first)
    chart = LineChart() if declared.kind == "line" else BarChart()
    if declared.kind in ("bar", "column", "stacked"):
        chart.type = "bar" if declared.kind == "bar" else "col"
        chart.gapWidth = 60
    elif declared.kind != "line":
        raise ValueError(f"no such chart: {declared.kind}")
    if declared.kind == "stacked":
        chart.grouping, chart.overlap = "stacked", 100
    for heading in declared.values:
        column = places[heading]
        values = Reference(ws, min_col=column, min_row=HEADING_ROW, max_row=last)
        chart.add_data(values, titles_from_data=True)
    category = places[declared.categories]
    chart.set_categories(Reference(ws, min_col=category, min_row=HEADING_ROW + 1, max_row=last))
    chart.title = declared.title
    chart.x_axis.delete = chart.y_axis.delete = False
    if declared.kind == "bar":
        chart.x_axis.scaling.orientation = "maxMin"
    chart.legend.position = "b"
    if len(declared.values) == 1:
        chart.legend = None
    chart.width, chart.height = 24, 11
    return chart


def _lay_print(ws: Any) -> None:
    ws.page_setup.orientation = "landscape"
    ws.page_setup.paperSize = ws.PAPERSIZE_A4
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    ws.page_margins.left = ws.page_margins.right = 0.5
    ws.page_margins.top = ws.page_margins.bottom = 0.6
    ws.oddFooter.left.text, ws.oddFooter.right.text = "&A", "&P / &N"
    ws.sheet_view.showGridLines = False


def _lay_page(ws: Any, page: Page) -> None:
    ws.column_dimensions["A"].width, ws.column_dimensions["B"].width = 24, 96
    _put(ws, 1, 1, page.title, Font(name=_FACE, size=20, bold=True, color=_NAVY))
    ws.row_dimensions[1].height = 40
    row = 2
    for heading, lines in page.parts:
        row += 1
        if heading:
            _put(ws, row, 1, heading, Font(name=_FACE, size=12, bold=True, color=_NAVY))
            row += 1
        for line in lines:
            for n, value in enumerate(line, 1):
                _put_line(ws, row, n, value)
            row += 1
    _lay_print(ws)


def _put_line(ws: Any, row: int, column: int, value: "Cell | Link") -> None:
    text = value.text if isinstance(value, Link) else value
    cell = _put(ws, row, column, text, Font(name=_FACE, size=10, color=_INK))
    cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
    if isinstance(value, Link):
        quoted = value.tab.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1")
        cell.font = Font(name=_FACE, size=10, color="1A5FB4", underline="single")


def _put(ws: Any, row: int, column: int, value: Cell, font: Font) -> Any:
    """A cell that stays what it is: a string is text even if it begins like a formula or an error."""
    cell = ws.cell(row, column)
    cell.value = legal(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.font = font
    return cell

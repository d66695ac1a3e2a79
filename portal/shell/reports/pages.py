"""The ministry's reports in the browser: look at the figures, take the workbook, freeze it, compare two snapshots."""

import tempfile
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, abort, g, render_template, request, send_file, url_for

from portal.core import clock
from portal.core.db import db
from portal.core.reading import sent_number
from portal.core.tables import AsOf, Table
from portal.core.text import Text
from portal.core.web import access, current_actor, log_reads, see_other, tell
from portal.shell.reports import annual, snapshots
from portal.shell.reports.models import Snapshot

reports = Blueprint("reports", __name__, url_prefix="/reports")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@reports.get("")
@access("officer", "ministry")
def index() -> str:
    """Choose a year; snapshots that were frozen before."""
    last = clock.today().year
    first = annual.as_of_year(last).first_year
    return render_template(
        "shell/reports/index.html", years=list(range(last, first - 1, -1)), snapshots=snapshots.snapshots()
    )


@reports.get("/annual/<int:year>")
@access("officer", "ministry")
def figures(year: int) -> str:
    """The tables of a year as they stand now, each with what it counts."""
    _check_year(year)
    as_of = annual.as_of_year(year)
    shown = []
    for one in annual.report_tables():
        if not one.streamed:
            table = one.build(as_of)
            table.rows = [list(row) for row in table.rows]
            shown.append((one, table.in_(g.language), *_lists_behind(table, as_of)))
    return render_template("shell/reports/figures.html", year=year, as_of=as_of, tables=shown)


def _lists_behind(table: Table, as_of: AsOf) -> tuple[list[list[str | None]] | None, list[str | None]]:
    """The address of the list behind each cell and each total; none where a cell counts no cases, or counts nothing."""
    behind = table.behind
    if behind is None:
        return None, []

    def urls(row: Sequence[Any], cells: Sequence[Mapping[str, Any] | None]) -> list[str | None]:
        return [
            url_for(behind.endpoint, as_of=as_of.day.isoformat(), **cell) if cell is not None and value else None
            for value, cell in zip(row, cells, strict=True)
        ]

    links = [urls(row, cells) for row, cells in zip(table.rows, behind.cells, strict=True)]
    return links, urls(table.totals, behind.totals) if table.totals and behind.totals else []


@reports.get("/annual/<int:year>.xlsx")
@access("officer", "ministry")
def workbook(year: int) -> Response:
    """The live workbook of a year."""
    _check_year(year)
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response
    made = annual.make(year, file, made_by=current_actor().name)
    file.seek(0)
    log_reads("export", made.register_rows, f"annual {year}")
    answer = send_file(file, mimetype=EXCEL, as_attachment=True, download_name=f"annual-{year}.xlsx")
    answer.call_on_close(file.close)
    return answer


@reports.post("/annual/<int:year>/snapshots")
@access("ministry", "officer")
def freeze(year: int) -> Response:
    """Freeze the year's workbook for release."""
    _check_year(year)
    snapshot = snapshots.freeze(year, current_actor(), request.form.get("note", "").strip())
    tell(
        f"{year}년 통계를 스냅숏 S-{snapshot.id}(으)로 고정했습니다.",
        f"The figures of {year} were frozen as snapshot S-{snapshot.id}.",
    )
    return see_other("reports.index")


@reports.get("/snapshots/<int:number>.xlsx")
@access("officer", "ministry")
def snapshot_file(number: int) -> Response:
    snapshot = _snapshot(number)
    log_reads("export", snapshot.figures["register"]["rows"], f"snapshot S-{number}")
    return send_file(
        snapshots.workbook(snapshot),
        mimetype=EXCEL,
        as_attachment=True,
        download_name=f"annual-{snapshot.year}-S{number}.xlsx",
    )


@reports.get("/compare")
@access("officer", "ministry")
def compare() -> Any:
    """Two snapshots, or one and the figures as they stand now, figure by figure."""
    if not request.args.get("before"):
        return see_other("reports.index")
    one = _snapshot(sent_number(request.args.get("before")) or 0)
    other_number = sent_number(request.args.get("after"))
    other = _snapshot(other_number) if other_number else None
    after = other.figures if other else _live(one.year)
    found = snapshots.compare(one.figures, after)
    titles = {t.key: t.title for t in annual.report_tables()} | {
        "register": Text("신고대장", "Register"),
        "cagr_pct": Text("연평균 증가율", "CAGR"),
    }
    return render_template("shell/reports/compare.html", before=one, after=other, differences=found, titles=titles)


def _live(year: int) -> dict[str, Any]:
    """The figures as they stand now, the register's rows and hash too."""
    with tempfile.TemporaryFile() as file:
        return annual.make(year, file).as_json()


def _snapshot(number: int) -> Snapshot:
    found = db.session.get(Snapshot, number)
    if found is None:
        abort(404)
    return found


def _check_year(year: int) -> None:
    if not 2009 <= year <= clock.today().year:
        abort(404)

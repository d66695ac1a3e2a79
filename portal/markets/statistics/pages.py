"""Statistics for everybody: filings by the declared tables with map, charts and downloads; published series of patients."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    make_response,
    render_template,
    request,
    send_file,
    url_for,
)

from portal.core import clock, countries, excel, labels, worldmap
from portal.core.downloads import EXCEL
from portal.core.tables import Heading, Table
from portal.core.text import Text
from portal.core.web import access, say, see_other
from portal.markets.signposts import country_name
from portal.markets.statistics import tables

bp = Blueprint("statistics", __name__, url_prefix="/statistics")
_FORMATS = {"count": excel.WHOLE, "money": excel.WHOLE, "share": excel.TENTH, "mean": "0.0#", "day": excel.DAY}
SOURCE = Text("자료: 의료 해외진출 통합 포털 신고 대장", "Source: register of the overseas-expansion portal")


@bp.get("")
@access("everybody")
def index() -> str | Response:
    """The newest year: key figures, map, every table."""
    year = request.args.get("year", type=int)
    if year is not None:
        return see_other("statistics.year", year=year)
    return _overview(clock.today().year)


@bp.get("/filings/<int:year>")
@access("everybody")
def year(year: int) -> str:
    """The same for a year that stays."""
    return _overview(_known(year))


def _overview(year: int) -> str:
    at = tables.as_of(year)
    by_year = tables.table_of("by_year")
    table = tables.built(by_year, at) if by_year else None
    counts = tables.counts_by_country(at)
    return render_template(
        "markets/statistics/index.html",
        year=year,
        years=tables.years(),
        at=at,
        by_year=by_year,
        table=table,
        bars=[(row[0], row[1]) for row in table.rows] if table else [],
        last=list(table.rows)[-1] if table and table.rows else None,
        tables=tables.tables(),
        map=world_map(counts),
        counts=sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])),
        country=country_name,
        source=SOURCE,
        worded=_worded,
    )


def world_map(counts: dict[str, int]) -> dict[str, Any] | None:
    """What `markets/_map.html` draws; None while the shapes are not there."""
    shapes = worldmap.shapes(Path(current_app.static_folder or "") / worldmap.FILE)
    if not shapes:
        return None
    bounds = tables.steps(list(counts.values()))
    held = {s.iso2 for s in shapes}
    return {
        "width": worldmap.WIDTH,
        "height": worldmap.HEIGHT,
        "empty": [s for s in shapes if not counts.get(s.iso2)],
        "shapes": [(s, counts[s.iso2], tables.class_of(counts[s.iso2], bounds)) for s in shapes if counts.get(s.iso2)],
        "classes": [(n, low, bounds[n] - 1 if n < len(bounds) else None) for n, low in enumerate(bounds, 1)],
        "missing": [code for code in counts if code not in held],
    }


def _headed(heading: Heading) -> str:
    return labels.headed(heading, g.language)


def _worded(value: Any) -> Any:
    return labels.worded(value, g.language)


def _known(year: int) -> int:
    if not 2009 <= year <= clock.today().year:
        abort(404)
    return year


@bp.get("/filings/<int:year>/<key>")
@access("everybody")
def table(year: int, key: str) -> Any:
    """One table with its chart; `.xlsx`, `.csv`, `.json` download it."""
    name, dot, ending = key.rpartition(".")
    one = tables.table_of(name if dot else key)
    if one is None or (dot and ending not in tables.FORMATS):
        abort(404)
    at = tables.as_of(_known(year))
    built = tables.built(one, at)
    if dot:
        note = f"{one.counts.in_(g.language)} {_as_of_words(at.day.isoformat())}. {SOURCE.in_(g.language)}."
        return download(ending, f"{one.key}-{year}", one.title, note, built)
    heading, bars = tables.bars(built)
    counts = tables.counts_by_country(at) if one.key == "by_country" else {}
    return render_template(
        "markets/statistics/table.html",
        one=one,
        year=year,
        years=tables.years(),
        at=at,
        table=built,
        heading=heading,
        bars=bars,
        map=world_map(counts) if counts else None,
        links=[url_for("countries.country", iso2=c) if (c := _code(one.key, row)) else "" for row in built.rows],
        tables=tables.tables(),
        country=country_name,
        source=SOURCE,
        worded=_worded,
        headed=_headed,
    )


def _code(key: str, row: Any) -> str | None:
    return countries.find(row[0]) if key in ("by_country", "country_type", "country_specialty") and row else None


def _as_of_words(day: str) -> str:
    return f"기준일 {day}" if g.language == "ko" else f"As of {day}"


def download(ending: str, name: str, title: Text, note: str, table: Table) -> Response:
    """The table as a file of that kind, with its definition and as-of day in it (CSV: the cells alone, UTF-8 with BOM)."""
    headings = [_headed(h) for h in table.headings]
    rows = [[_worded(cell) for cell in row] for row in table.rows]
    if ending == "json":
        said = {
            "title": title.in_(g.language),
            "definition": note,
            "url": url_for(request.endpoint or "", _external=True, **(request.view_args or {})),
            "rows": [dict(zip(headings, map(_plain, row), strict=True)) for row in rows],
            "totals": [_plain(_worded(cell)) for cell in table.totals] if table.totals else None,
        }
        answer = make_response(json.dumps(said, ensure_ascii=False, indent=1))
        answer.mimetype = "application/json"
    elif ending == "csv":
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(headings)
        writer.writerows([[_safe(cell) for cell in row] for row in rows])
        answer = make_response("\ufeff" + out.getvalue())
        answer.mimetype = "text/csv"
    else:
        return _workbook(name, title, note, headings, rows, table)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer


def _workbook(name: str, title: Text, note: str, headings: list[str], rows: list[Any], table: Table) -> Response:
    columns = [
        excel.Column(words, _FORMATS.get(h.holds, excel.TEXT))
        for words, h in zip(headings, table.headings, strict=True)
    ]
    totals = [_worded(cell) for cell in table.totals] if table.totals else None
    words = title.in_(g.language)
    sheet = excel.Sheet(
        tab=words[:31].replace("/", " "), table=name.replace("-", "_"), title=words, note=note, columns=columns, rows=rows, totals=totals,
        below=[say(note) for note in table.notes],
    )  # fmt: skip
    file = TemporaryFile()  # noqa: SIM115  closed by the response
    excel.write_book([sheet], file)
    file.seek(0)
    answer = send_file(file, mimetype=EXCEL, as_attachment=True, download_name=f"{name}.xlsx")
    answer.call_on_close(file.close)
    return answer


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _safe(cell: Any) -> Any:
    """A text that a spreadsheet program would take for a formula is quoted."""
    return "'" + cell if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and len(cell) > 1 else cell

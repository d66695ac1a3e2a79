"""Statistics for everybody: filings by the declared tables with map, charts and downloads."""

from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    render_template,
    request,
    url_for,
)

from portal.core import clock, worldmap
from portal.core.reading import sent_number
from portal.core.tables import Table
from portal.core.text import Text
from portal.core.web import access, see_other
from portal.markets.signposts import country_name
from portal.markets.statistics import tables
from portal.markets.statistics.downloads import download

bp = Blueprint("statistics", __name__, url_prefix="/statistics")
SOURCE = Text("자료: 의료 해외진출 통합 포털 신고 대장", "Source: register of the overseas-expansion portal")


@bp.get("")
@access("everybody")
def index() -> str | Response:
    """The newest year: key figures, map, every table."""
    year = sent_number(request.args.get("year"))
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
    )


def world_map(counts: dict[str, int]) -> dict[str, Any] | None:
    """What `markets/statistics/_map.html` draws; None while the shapes are not there."""
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
    links = [url_for("countries.country", iso2=code) if code else "" for code in _countries(built)]
    heading, bars = tables.bars(built)
    counts = tables.counts_by_country(at) if one.key == "by_country" else {}
    return render_template(
        "markets/statistics/table.html",
        one=one,
        year=year,
        years=tables.years(),
        at=at,
        table=built.in_(g.language),
        heading=heading.in_(g.language),
        bars=bars,
        map=world_map(counts) if counts else None,
        links=links,
        tables=tables.tables(),
        country=country_name,
        source=SOURCE,
    )


def _countries(table: Table) -> list[str | None]:
    """The country of each row, where its figures count the cases of one."""
    cells = table.behind.cells if table.behind else []
    return [next((cell["country"] for cell in row if cell and "country" in cell), None) for row in cells]


def _as_of_words(day: str) -> str:
    return f"기준일 {day}" if g.language == "ko" else f"As of {day}"

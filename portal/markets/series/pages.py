"""Published series on pages: inbound patients, and every series with its definition, each apart;
downloads of their figures.
"""

from itertools import pairwise
from typing import Any

from flask import Blueprint, Response, abort, g, render_template, url_for

from portal.core import clock
from portal.core.tables import Heading, Table
from portal.core.text import Text
from portal.core.web import access
from portal.markets.series import labels, queries
from portal.markets.series.models import PublishedFigure
from portal.markets.series.terms import DIMENSIONS, SERIES, Series
from portal.markets.statistics import tables
from portal.markets.statistics.downloads import download

bp = Blueprint("published", __name__, url_prefix="/statistics")
INBOUND = ("spending", "institutions", "kahf", "sharing", "training")
"""What stands beside the patients: the rest of the attraction of foreign patients."""
_HEADINGS = (
    Heading(Text("기간", "Period"), "text"), Heading(Text("구분", "Kind"), "text"), Heading(Text("항목", "Item"), "text"),
    Heading(Text("값", "Value")), Heading(Text("비율(%)", "Share (%)"), "share"), Heading(Text("출처", "Source"), "text"),
)  # fmt: skip


def labelled(figure: PublishedFigure) -> str:
    """What the figure is of, in the language of the page."""
    words = labels.words_of(figure.dimension, figure.label) if figure.label else DIMENSIONS[figure.dimension].words
    return words.in_(g.language)


def grouped(key: str) -> dict[str, dict[str, list[PublishedFigure]]]:
    """The figures of a series by dimension, then by period, the newest period first."""
    found: dict[str, dict[str, list[PublishedFigure]]] = {}
    for figure in sorted(queries.of(key), key=lambda f: f.period[-4:], reverse=True):
        found.setdefault(figure.dimension, {}).setdefault(figure.period, []).append(figure)
    return {d: found[d] for d in DIMENSIONS if d in found}


def shown(key: str) -> dict[str, Any]:
    """What `markets/series/_series.html` shows of a series."""
    groups = grouped(key)
    all_figures = [f for periods in groups.values() for rows in periods.values() for f in rows]
    yearly = {int(f.period): f.value for rows in groups.get("total", {}).values() for f in rows if f.period.isdigit()}
    return {
        "key": key,
        "one": SERIES[key],
        "groups": groups,
        "yearly": _lines(SERIES[key], yearly) if len(yearly) > 2 else None,
        "sources": sorted({f.source for f in all_figures}),
        "changed": max((f.at for f in all_figures), default=None),
        "url": url_for("published.patients") if key == "patients" else url_for("published.series", name=key),
    }


def _lines(one: Series, yearly: dict[int, int | None]) -> dict[str, Any]:
    """Labels, lines and breaks of a chart: years without a figure leave a gap, and no line runs across a break."""
    years = range(min(yearly), max(yearly) + 1)
    cuts = [b.year for b in one.breaks if b.year in years[1:]]
    bounds = [years[0], *cuts, years[-1] + 1]
    lines = [
        (_span(first, end - 1, len(cuts), one), [yearly.get(y) if first <= y < end else None for y in years])
        for first, end in pairwise(bounds)
    ]
    marks = [(years.index(b.year), b.words) for b in one.breaks if b.year in cuts]
    return {"labels": [str(y) for y in years], "lines": lines, "breaks": marks}


def _span(first: int, last: int, cuts: int, one: Series) -> Text:
    return Text(f"{first}–{last}", f"{first}–{last}") if cuts else one.title


@bp.get("/patients")
@access("everybody")
def patients() -> str:
    return render_template(
        "markets/series/patients.html",
        shown=shown("patients"),
        others=[shown(key) for key in INBOUND],
        dimensions=DIMENSIONS,
        label=labelled,
        day=clock.today(),
    )


@bp.get("/published")
@access("everybody")
def index() -> str:
    """Every published series with its definition, each apart."""
    return render_template(
        "markets/series/index.html", shown=[shown(key) for key in SERIES], dimensions=DIMENSIONS, label=labelled
    )


@bp.get("/published/<name>")
@access("everybody")
def series(name: str) -> Any:
    """One series; `patients.xlsx`, `.csv`, `.json` download its figures."""
    key, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
    if key not in SERIES or (dot and ending not in tables.FORMATS):
        abort(404)
    if dot:
        return _file(key, ending)
    return render_template("markets/series/page.html", shown=shown(key), dimensions=DIMENSIONS, label=labelled)


def _file(key: str, ending: str) -> Response:
    rows = [
        [f.period, DIMENSIONS[f.dimension].words, labelled(f) if f.label else None, f.value, f.share, f.source]
        for f in queries.of(key)
    ]
    one = SERIES[key]
    return download(ending, f"{key}-published", one.title, one.definition.in_(g.language), Table(_HEADINGS, rows))

"""Published series on pages: inbound patients, everything else with its definition, and the import of a workbook by officials."""

from typing import Any, BinaryIO, cast

from flask import Blueprint, Response, abort, g, render_template, request

from portal.core import clock
from portal.core.people import Actor
from portal.core.sniff import XLSX, Unfit, sniff
from portal.core.tables import Heading, Table
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.markets import figures
from portal.markets.models import PublishedFigure
from portal.markets.series import reading as published
from portal.markets.series.reading import COLUMNS, DIMENSIONS, SERIES
from portal.markets.statistics import download

bp = Blueprint("published", __name__, url_prefix="/statistics")


def labelled(figure: PublishedFigure) -> str:
    """What the figure is of, in the language of the page."""
    return figures.worded(figure.label, g.language) if figure.label else DIMENSIONS[figure.dimension].in_(g.language)


def grouped(key: str) -> dict[str, dict[str, list[PublishedFigure]]]:
    """The figures of a series by dimension, then by period, the newest period first."""
    found: dict[str, dict[str, list[PublishedFigure]]] = {}
    for figure in sorted(published.series_of(key), key=lambda f: f.period[-4:], reverse=True):
        found.setdefault(figure.dimension, {}).setdefault(figure.period, []).append(figure)
    return {d: found[d] for d in DIMENSIONS if d in found}


@bp.get("/patients")
@access("everybody")
def patients() -> str:
    held = grouped("patients")
    yearly = sorted(((f.period, f.value) for rows in held.pop("total", {}).values() for f in rows), key=lambda p: p[0])
    return render_template(
        "markets/patients.html",
        series=SERIES["patients"],
        yearly=yearly,
        groups=held,
        dimensions=DIMENSIONS,
        label=labelled,
        sources=sorted({f.source for f in published.series_of("patients")}),
        others=[(SERIES[k], grouped(k)) for k in ("institutions", "sharing", "training")],
        day=clock.today(),
    )


@bp.get("/published")
@access("everybody")
def index() -> str:
    """Every published series with its definition, each apart."""
    shown = [(key, SERIES[key], grouped(key)) for key in SERIES]
    return render_template("markets/published.html", shown=shown, dimensions=DIMENSIONS, label=labelled)


@bp.get("/published/<name>")
@access("everybody")
def series_file(name: str) -> Response:
    """A series as `patients.xlsx`, `.csv` or `.json`."""
    key, _, ending = name.rpartition(".")
    if key not in SERIES or ending not in figures.FORMATS:
        abort(404)
    headings = [
        Heading(words, holds)
        for words, holds in (("기간", "text"), ("구분", "text"), ("항목", "text"), ("값", "count"), ("비율(%)", "share"), ("출처", "text"))
    ]  # fmt: skip
    rows = [
        [
            f.period,
            DIMENSIONS[f.dimension].in_(g.language),
            labelled(f) if f.label else None,
            f.value,
            f.share,
            f.source,
        ]
        for f in published.series_of(key)
    ]
    return download(
        ending, f"{key}-published", SERIES[key].title, SERIES[key].definition.in_(g.language), Table(headings, rows)
    )


@bp.get("/patients/import")
@access("officer", "ministry")
def upload() -> str:
    return render_template("markets/patients_import.html", columns=COLUMNS, problems=[], rows=[])


@bp.post("/patients/import")
@access("officer", "ministry")
def import_book() -> Any:
    """Check the workbook; write it only if every cell is right and the box was ticked."""
    actor: Actor = current_actor()
    given = request.files.get("file")
    if given is None or not given.filename:
        return _refused([published.Problem("", Text("파일을 골라 주세요.", "Choose a file."))])
    try:
        if sniff(cast(BinaryIO, given.stream), given.filename) != XLSX:
            raise Unfit(Text("엑셀(.xlsx) 파일만 가져올 수 있습니다.", "Only .xlsx workbooks can be imported."))
    except Unfit as problem:
        return _refused([published.Problem("", problem.sentence)])
    found = published.read(given.stream)
    if found.problems:
        return _refused(found.problems)
    count = published.keep(found.rows, actor)
    tell(f"{count:,}개 값을 가져왔습니다.", f"{count:,} figures were imported.")
    return see_other("published.patients")


def _refused(problems: list[published.Problem]) -> tuple[str, int]:
    page = render_template(
        "markets/patients_import.html", columns=COLUMNS, problems=problems[:200], more=len(problems) - 200, rows=[]
    )
    return page, 422

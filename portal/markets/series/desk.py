"""The import of published series by officials: template out, workbook in, its differences,
and the record of every import.
"""

from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

from flask import Blueprint, Response, abort, render_template, request, send_file

from portal.core import clock, contents
from portal.core.db import db
from portal.core.downloads import EXCEL
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.markets.series import imports, queries, workbook
from portal.markets.series.models import SeriesImport
from portal.markets.series.sums import Problem
from portal.markets.series.terms import DIMENSIONS, SERIES

bp = Blueprint("series_import", __name__, url_prefix="/statistics/imports")
STATES = {
    "checked": (Text("확인 기다림", "Waiting"), "information"),
    "kept": (Text("가져옴", "Imported"), "success"),
    "dropped": (Text("버림", "Given up"), "gray"),
}
HOW = {
    "new": (Text("새 값", "New"), "success"),
    "changed": (Text("바뀜", "Changed"), "warning"),
    "same": (Text("같음", "Same"), "gray"),
}


def _known(key: str) -> str:
    if key not in SERIES:
        abort(404)
    return key


def _import(number: int) -> SeriesImport:
    found = db.session.get(SeriesImport, number) if number < 2**31 else None
    if found is None:
        abort(404)
    return found


@bp.get("/<key>/new")
@access("officer", "ministry")
def upload(key: str) -> str:
    return _page(_known(key), [])


@bp.get("/<key>/template.xlsx")
@access("officer", "ministry")
def template(key: str) -> Response:
    """The workbook to fill in, with what is held already."""
    rows = queries.rows(queries.of(_known(key)))
    file = TemporaryFile()  # noqa: SIM115  closed by the response
    workbook.template(key, rows, file)
    file.seek(0)
    name = f"{key}-template-{clock.today():%Y%m%d}.xlsx"
    answer = send_file(file, mimetype=EXCEL, as_attachment=True, download_name=name)
    answer.call_on_close(file.close)
    return answer


@bp.post("/<key>/new")
@access("officer", "ministry")
def check(key: str) -> Any:
    """Check the workbook; what is right waits with its differences, nothing is written to the series yet."""
    given = request.files.get("file")
    if given is None or not given.filename:
        return _page(_known(key), [Problem("", Text("파일을 골라 주세요.", "Choose a file."))]), 422
    found = imports.check(_known(key), cast(BinaryIO, given.stream), given.filename, current_actor())
    if isinstance(found, SeriesImport):
        return see_other("series_import.show", number=found.id)
    return _page(key, found), 422


def _page(key: str, problems: list[Problem]) -> str:
    return render_template(
        "markets/series/upload.html",
        key=key,
        one=SERIES[key],
        kinds=[DIMENSIONS[d] for d in SERIES[key].dimensions],
        columns=workbook.COLUMNS,
        problems=problems[:200],
        count=len(problems),
        imports=imports.imports_of(key),
        states=STATES,
    )


@bp.get("/<int:number>")
@access("officer", "ministry")
def show(number: int) -> str:
    """What keeping it would change, or what it changed."""
    one = _import(number)
    found = imports.differences(one)
    return render_template(
        "markets/series/import.html",
        held=one,
        one=SERIES[one.series],
        differences=[d for d in found if d.how != "same"],
        counts={how: sum(d.how == how for d in found) for how in HOW},
        untouched=imports.untouched(one) if one.state == "checked" else 0,
        dimensions=DIMENSIONS,
        how=HOW,
        states=STATES,
    )


@bp.post("/<int:number>")
@access("officer", "ministry")
def decide(number: int) -> Response:
    """Keep it (`act=keep`) or give it up."""
    one = _import(number)
    if request.form.get("act") == "keep":
        changed = imports.keep(one, current_actor())
        tell(f"{changed:,}개 값을 가져왔습니다.", f"{changed:,} figures were imported.")
    else:
        imports.drop(one, current_actor())
        tell("가져오지 않았습니다. 통계는 그대로입니다.", "Nothing was imported: the series is as it was.")
    return see_other("series_import.show", number=one.id)


@bp.get("/<int:number>/file")
@access("officer", "ministry")
def file(number: int) -> Response:
    """The workbook as it was uploaded."""
    one = _import(number)
    return contents.sent(one.sha256, EXCEL, one.name)

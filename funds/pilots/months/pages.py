"""Pages of the monthly report: the form, the workbook out and in. Both ask and refuse the same."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import Response, abort, render_template, request, send_file

from funds.pilots.blueprint import bp
from funds.pilots.course.queries import next_month
from funds.pilots.models import Pilot
from funds.pilots.months import questions, workbook
from funds.unusable import Unusable
from portal.core import clock, files
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.downloads import EXCEL
from portal.core.fire import fire
from portal.core.permissions import EDITORS
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, keep, note_access, see_other, tell

MARKED = "report-with-errors"


def _reported_or_403(case_id: int) -> Pilot:
    pilot = case_or_404(Pilot, case_id)
    if pilot.state != "running" or not EDITORS.holds(current_actor(), pilot):
        note_access("refused", f"pilot:{pilot.id} report")
        abort(403)
    return pilot


def _page(pilot: Pilot, asking: Asking, *, problems: tuple[Text, ...] = (), marked: files.Paper | None = None) -> str:
    return render_template("funds/pilots/months/page.html", case=pilot, asking=asking, problems=problems, marked=marked)


@bp.get("/<int:case_id>/report")
@access("member")
def report(case_id: int) -> str:
    pilot = _reported_or_403(case_id)
    return _page(pilot, Asking(questions.fields_of(pilot), {"month": next_month(pilot)}))


@bp.post("/<int:case_id>/report")
@access("member")
def report_month(case_id: int) -> Any:
    pilot = _reported_or_403(case_id)
    asking = Asking(questions.fields_of(pilot), given=request.form)
    questions.check(pilot, asking)
    return _kept(pilot, asking) if asking.good else (_page(pilot, asking), 422)


def _kept(pilot: Pilot, asking: Asking, *, by_file: bool = False) -> Any:
    with attempt(asking):
        event = fire(pilot, "report", current_actor(), given=questions.given_of(pilot, asking, by_file=by_file))
    if not asking.good:
        return _page(pilot, asking), 422
    if event.facts.get("flags"):
        tell(
            "월간 보고를 냈습니다. 계획과 다른 점을 담당자에게 알렸습니다.",
            "The month was reported; its officer was told how it differs from the plan.",
        )
    else:
        tell("월간 보고를 냈습니다.", "The month was reported.")
    return see_other("pilots.page", case_id=pilot.id)


@bp.get("/<int:case_id>/report.xlsx")
@access("member")
def report_book(case_id: int) -> Response:
    """The workbook to fill in."""
    pilot = _reported_or_403(case_id)
    name = f"pilot-report-{next_month(pilot) or pilot.id}.xlsx"
    return send_file(BytesIO(workbook.template(pilot)), mimetype=EXCEL, as_attachment=True, download_name=name)


@bp.post("/<int:case_id>/report/file")
@access("member")
def report_file(case_id: int) -> Any:
    """Take the filled workbook in; where rows are wrong, the same file comes back with a sentence in each."""
    pilot = _reported_or_403(case_id)
    blank = Asking(questions.fields_of(pilot), {"month": next_month(pilot)})
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _page(pilot, blank, problems=(Text("파일을 골라 주세요.", "Choose a file."),)), 422
    try:
        form, typed, faults = workbook.read_template(pilot, BytesIO(upload.stream.read()))
    except Unusable as wrong:
        return _page(pilot, blank, problems=wrong.problems), 422
    asking = Asking(questions.fields_of(pilot), given=form)
    questions.check(pilot, asking)
    for key, sentence in faults.items():
        asking.errors.pop(key, None)
        asking.fault(key, sentence)
    if asking.good:
        return _kept(pilot, asking, by_file=True)
    return _page(pilot, asking, marked=_marked(pilot, typed, asking.errors)), 422


def _marked(pilot: Pilot, typed: Mapping[str, Any], errors: Mapping[str, str]) -> files.Paper:
    """The file with its errors, kept for its owner until the next one."""
    rows: dict[str, str] = {}
    for key, sentence in errors.items():
        row = "i" + key[1:] if key.startswith("d") and key[1:].isdigit() else key
        rows[row] = f"{rows[row]} {sentence}" if row in rows else sentence
    for earlier in files.papers_of(pilot.id):
        if earlier.slot == MARKED:
            files.remove(earlier)
    made = workbook.template(pilot, typed, rows)
    name = f"pilot-report-errors-{clock.today():%Y%m%d}.xlsx"
    paper = files.attach(pilot, MARKED, BytesIO(made), name, current_actor())
    keep()
    return paper

"""Pages of the monthly report: the form, the workbook out and in. Both ask and refuse the same."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import Response, abort, render_template, request, send_file

from funds.pilots.course.queries import all_pilot_rules, next_month
from funds.pilots.models import DeclaredPilotRule, Pilot
from funds.pilots.months import report as reporting
from funds.pilots.pages import bp, day_of
from funds.pilots.terms import EVALUATIONS, criteria_from_lines, lines_of, read_rule
from funds.unusable import Unusable
from portal.core import clock, files
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.downloads import EXCEL
from portal.core.fire import fire
from portal.core.permissions import EDITORS
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, keep, note_access, see_other, tell
from portal.core.workflow import Refused

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
    return _page(pilot, Asking(reporting.fields_of(pilot), {"month": next_month(pilot)}))


@bp.post("/<int:case_id>/report")
@access("member")
def report_month(case_id: int) -> Any:
    pilot = _reported_or_403(case_id)
    asking = Asking(reporting.fields_of(pilot), given=request.form)
    reporting.check(pilot, asking)
    return _kept(pilot, asking) if asking.good else (_page(pilot, asking), 422)


def _kept(pilot: Pilot, asking: Asking, *, by_file: bool = False) -> Any:
    try:
        event = fire(pilot, "report", current_actor(), given=reporting.given_of(pilot, asking, by_file=by_file))
    except Refused as problem:
        db.session.rollback()
        return _page(pilot, asking, problems=(*problem.reasons, *problem.fields.values())), 422
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
    return send_file(BytesIO(reporting.template(pilot)), mimetype=EXCEL, as_attachment=True, download_name=name)


@bp.post("/<int:case_id>/report/file")
@access("member")
def report_file(case_id: int) -> Any:
    """Take the filled workbook in; where rows are wrong, the same file comes back with a sentence in each."""
    pilot = _reported_or_403(case_id)
    blank = Asking(reporting.fields_of(pilot), {"month": next_month(pilot)})
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _page(pilot, blank, problems=(Text("파일을 골라 주세요.", "Choose a file."),)), 422
    try:
        form, typed, faults = reporting.read_template(pilot, BytesIO(upload.stream.read()))
    except Unusable as wrong:
        return _page(pilot, blank, problems=wrong.problems), 422
    asking = Asking(reporting.fields_of(pilot), given=form)
    reporting.check(pilot, asking)
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
    made = reporting.template(pilot, typed, rows)
    name = f"pilot-report-errors-{clock.today():%Y%m%d}.xlsx"
    paper = files.attach(pilot, MARKED, BytesIO(made), name, current_actor())
    keep()
    return paper


# ---- the rule ----------------------------------------------------------------------------------------------------------------------

_WHOLE = {"type": "integer", "required": True, "most": 100}
RULE_FIELDS = (
    Field(key="effective_from", label=Text("시행일", "In force from"), type="date", required=True),
    Field(key="second_year_from", label=Text("2차년도 지원 최저 점수", "Points from which a second year may be granted"), type="decimal", required=True),
    Field(key="lag_points", label=Text("진도 지연 한도(%포인트)", "Limit of lag (points)"), **_WHOLE),
    Field(key="spend_points", label=Text("집행률 차이 한도(%포인트)", "Limit of spending away from plan (points)"), **_WHOLE),
    Field(key="late_days", label=Text("단계 지연 한도(일)", "Limit of days late"), **_WHOLE),
    Field(key="indicator_points", label=Text("지표 지연 한도(%포인트)", "Limit of an indicator behind (points)"), **_WHOLE),
    Field(key="report_by_day", label=Text("월간 보고 기한(다음 달 며칠)", "Report due on this day of the next month"), type="integer", required=True, least=1, most=28),
    Field(key="mid", label=Text("중간평가 항목(한 줄에 ‘배점: 한국어 / English’, 합계 100)", "Criteria of the mid evaluation (a line each ‘points: 한국어 / English’, 100 in all)"), type="text", required=True, longest=4000),
    Field(key="final", label=Text("최종평가 항목(한 줄에 ‘배점: 한국어 / English’, 합계 100)", "Criteria of the final evaluation (a line each ‘points: 한국어 / English’, 100 in all)"), type="text", required=True, longest=4000),
    Field(key="source", label=Text("근거", "Source"), type="text", required=True, longest=500),
)  # fmt: skip


def _rules_page(asking: Asking) -> str:
    return render_template(
        "funds/pilots/standard/page.html",
        rules=list(reversed(all_pilot_rules())),
        evaluations=EVALUATIONS,
        asking=asking,
    )


@bp.get("/rules")
@access("officer", "ministry")
def rules() -> str:
    last = all_pilot_rules()[-1]
    held = {f.key: getattr(last, f.key) for f in RULE_FIELDS if f.key not in ("effective_from", "source", *EVALUATIONS)}
    held |= {kind: lines_of(last.criteria[kind]) for kind in EVALUATIONS}
    return _rules_page(Asking(RULE_FIELDS, held | {"second_year_from": str(last.second_year_from)}))


@bp.post("/rules")
@access("ministry")
def rule_declare() -> Any:
    """A new version, in force from a day to come; versions in force are never changed."""
    asking = Asking(RULE_FIELDS, given=request.form)
    day = asking["effective_from"]
    if day and day <= clock.today().isoformat():
        asking.fault(
            "effective_from",
            Text(
                "내일부터의 날을 적어 주세요. 시행된 기준은 바꾸지 않습니다.",
                "Name a day to come; rules in force stay.",
            ),
        )
    if day and any(r.effective_from.isoformat() == day for r in all_pilot_rules()):
        asking.fault(
            "effective_from", Text("이날부터의 기준이 이미 있습니다.", "There is a version from this day already.")
        )
    points = asking["second_year_from"]
    if points and not 0 <= float(points) <= 100:
        asking.fault("second_year_from", Text("0점에서 100점까지 적어 주세요.", "Give 0 to 100 points."))
    criteria = {kind: _criteria(asking, kind) for kind in EVALUATIONS}
    if not asking.good:
        return _rules_page(asking), 422
    version = f"pilot-{day}"
    body = {f.key: asking[f.key] for f in RULE_FIELDS if f.key not in EVALUATIONS} | {
        "criteria": criteria,
        "version": version,
        "status": ["복지부가 정함", "Declared by the ministry"],
    }
    read_rule(body)
    db.session.add(
        DeclaredPilotRule(version=version, effective_from=day_of(day), body=body, by_id=current_actor().user_id)
    )
    tell(f"기준 {version}을(를) 정했습니다.", f"The rule {version} was declared.")
    return see_other("pilots.rules")


def _criteria(asking: Asking, kind: str) -> list[dict[str, str]]:
    if not asking.text(kind):
        return []
    try:
        return criteria_from_lines(asking.text(kind))
    except ValueError:
        said = Text(
            "한 줄에 ‘40: 목표 달성 / Targets achieved’처럼 적고 배점의 합을 100으로 맞춰 주세요.",
            "Write lines like “40: 목표 달성 / Targets achieved” whose points sum to 100.",
        )
        asking.fault(kind, said)
        return []

"""The survey at the officials' desk: opening it, who has answered, the results, and publishing them."""

from typing import Any

from flask import Blueprint, Response, abort, g, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from experts import deadlines, terms
from experts.workforce import results, surveys
from experts.workforce.kind import workforce_return
from experts.workforce.models import WorkforceReturn, WorkforceSurvey
from experts.workforce.pages import case_values, occupation_words, published_values
from experts.workforce.sheets import sheets_of
from portal.core import clock, countries
from portal.core.asking import Asking
from portal.core.db import db, lock_row
from portal.core.downloads import EXCEL, purposed
from portal.core.excel import write_book
from portal.core.fire import fire_each
from portal.core.people import Organisation
from portal.core.reading import sent_number
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, log_reads, note_access, see_other, tell

bp = Blueprint("workforce_desk", __name__, url_prefix="/desk/workforce")

HOUR: dict[str, Any] = {"required": True, "longest": 8, "example": Text("18:00", "18:00")}
FIELDS = (
    Field(key="year", label=Text("조사 연도", "Year"), type="integer", required=True, least=2000, most=2100),
    Field(key="opens_day", label=Text("시작일", "Opens on"), type="date", required=True),
    Field(key="opens_hour", label=Text("시작 시각", "Opening hour"), **HOUR),
    Field(key="closes_day", label=Text("마감일", "Closes on"), type="date", required=True),
    Field(key="closes_hour", label=Text("마감 시각", "Closing hour"), **HOUR),
    Field(key="reference_on", label=Text("기준일", "Reference day"), type="date", required=True),
    Field(key="occupations", label=Text("조사할 직종", "Occupations"), type="text", required=True, longest=10_000,
        hint=Text("한 줄에 하나씩 ‘한국어 | English’로 적습니다.", "One a line: the Korean word, a bar, the English one.")),
    Field(key="note", label=Text("안내", "Note to the organisations"), type="text", longest=3000),
)  # fmt: skip


def _survey(survey_id: int) -> WorkforceSurvey:
    found = surveys.survey_by_id(survey_id)
    if found is None:
        abort(404)
    return found


@bp.get("/")
@access("officer", "ministry")
def index() -> str:
    held = surveys.surveys()
    return render_template(
        "experts/workforce/desk.html",
        surveys=[(s, surveys.STATES[surveys.state_of(s)], results.counts(s)) for s in held],
    )


def _defaults() -> dict[str, Any]:
    last = next(iter(surveys.surveys()), None)
    today = clock.today()
    named = last.occupations if last else terms.OCCUPATIONS
    return {
        "year": max(today.year, last.year + 1 if last else 0),
        "opens_day": today.isoformat(),
        "opens_hour": "09:00",
        "closes_hour": "18:00",
        "reference_on": today.isoformat(),
        "occupations": "\n".join(f"{ko} | {en}" for ko, en in named),
        "note": last.note if last else "",
    }


def _held(survey: WorkforceSurvey) -> dict[str, Any]:
    opens, closes = clock.seoul(survey.opens_at), clock.seoul(survey.closes_at)
    return {
        "year": survey.year,
        "opens_day": opens.date().isoformat(),
        "opens_hour": _hour(opens),
        "closes_day": closes.date().isoformat(),
        "closes_hour": _hour(closes),
        "reference_on": survey.reference_on.isoformat(),
        "occupations": "\n".join(f"{ko} | {en}" for ko, en in survey.occupations),
        "note": survey.note,
    }


def _hour(at: Any) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


@bp.get("/new")
@access("officer")
def new() -> str:
    return render_template("experts/workforce/survey.html", asking=Asking(FIELDS, _defaults()), survey=None)


@bp.post("/new")
@access("officer")
def create() -> Any:
    return _keep(WorkforceSurvey(by_id=current_actor().user_id))


@bp.get("/<int:survey_id>/edit")
@access("officer")
def edit(survey_id: int) -> str:
    survey = _survey(survey_id)
    return render_template(
        "experts/workforce/survey.html", asking=Asking(FIELDS, _held(survey), stored=_held(survey)), survey=survey
    )


@bp.post("/<int:survey_id>/edit")
@access("officer")
def change(survey_id: int) -> Any:
    survey = _survey(survey_id)
    lock_row(survey)
    return _keep(survey)


def _keep(survey: WorkforceSurvey) -> Any:
    asking = Asking(FIELDS, given=request.form, stored=_held(survey) if survey.id else None)
    if survey.published_at is not None:
        said = Text("결과를 공개한 조사는 고칠 수 없습니다.", "A survey whose results are published stays as it is.")
        asking.fault("", said)
    if asking.good:
        for key, sentence in surveys.problems_of(survey, asking.answers).items():
            asking.fault(key, sentence)
    if not asking.good:
        shown = survey if survey.id else None
        return render_template("experts/workforce/survey.html", asking=asking, survey=shown), 422
    surveys.keep(survey, asking.answers)
    asked = surveys.invite(survey) if surveys.state_of(survey) == "open" else 0
    tell(
        f"저장했습니다.{f' {asked}개 기관에 조사표를 보냈습니다.' if asked else ''}",
        f"Saved.{f' {asked} organisations were asked.' if asked else ''}",
    )
    return see_other("workforce_desk.board", survey_id=survey.id)


# ---- who has answered ----------------------------------------------------------------------------------------------------------


@bp.get("/<int:survey_id>")
@access("officer", "ministry")
def board(survey_id: int) -> str:
    return _board(_survey(survey_id))


def _board(survey: WorkforceSurvey, problem: Text | None = None) -> str:
    wanted = (
        select(WorkforceReturn)
        .where(WorkforceReturn.survey_id == survey.id)
        .join(Organisation, Organisation.id == WorkforceReturn.organisation_id)
        .options(joinedload(WorkforceReturn.organisation))
        .order_by(Organisation.name, WorkforceReturn.id)
    )
    state = request.args.get("state", "")
    if state in {s.key for s in _workflow().states}:
        wanted = wanted.where(WorkforceReturn.state == state)
    return render_template(
        "experts/workforce/board.html",
        survey=survey,
        state=surveys.state_of(survey),
        states=surveys.STATES,
        exact=deadlines.exact,
        returns=list(db.session.scalars(wanted).unique()),
        counts=results.counts(survey),
        at=state,
        flow=_workflow(),
        late=lambda case: clock.now() > case.deadline,
        problem=problem,
    )


def _workflow() -> Any:
    return workforce_return.workflow


@bp.post("/<int:survey_id>/confirm")
@access("officer")
def confirm(survey_id: int) -> Any:
    """Confirm the returns that were ticked, each by itself."""
    survey = _survey(survey_id)
    sent = {n for i in request.form.getlist("case") if (n := sent_number(i)) is not None}
    held = select(WorkforceReturn.id).where(WorkforceReturn.survey_id == survey.id, WorkforceReturn.id.in_(sent))
    chosen: dict[int, int | None] = dict.fromkeys(db.session.scalars(held))
    if not chosen:
        return _board(survey, Text("확인할 조사표를 골라 주세요.", "Choose the returns to confirm.")), 422
    done = fire_each(chosen, "confirm", current_actor())
    good = sum(o.event is not None for o in done)
    left = len(done) - good
    tell(
        f"{good}건을 확인했습니다.{f' {left}건은 제출된 상태가 아닙니다.' if left else ''}",
        f"{good} confirmed.{f' {left} were not waiting for it.' if left else ''}",
    )
    return see_other("workforce_desk.board", survey_id=survey.id)


@bp.get("/returns/<int:case_id>")
@access("officer", "ministry")
def case(case_id: int) -> str:
    found = case_or_404(WorkforceReturn, case_id)
    note_access("read", f"workforce_return:{found.id}")
    return render_template("experts/workforce/return.html", **case_values(found), desk=True)


# ---- results -------------------------------------------------------------------------------------------------------------------


@bp.get("/<int:survey_id>/results")
@access("officer", "ministry")
def found(survey_id: int) -> str:
    survey = _survey(survey_id)
    measure = request.args.get("measure", "")
    measure = measure if measure in results.MEASURES else "next_year"
    return render_template(
        "experts/workforce/found.html",
        survey=survey,
        measure=measure,
        measures=results.MEASURES,
        shown=results.table(results.lines(survey), measure, protect=False),
        counts=results.counts(survey),
        occupation=occupation_words(survey),
        place=lambda code: countries.name(code, g.language),
        problems=surveys.publishable(survey),
    )


@bp.get("/<int:survey_id>/results.xlsx")
@access("officer", "ministry")
@purposed
def found_book(survey_id: int) -> Response:
    """Every row with its organisation, and the sums by country and by occupation. For the desk only."""
    import tempfile

    from flask import send_file

    survey = _survey(survey_id)
    held = results.lines(survey)
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response
    written = write_book(sheets_of(survey, held), file)
    file.seek(0)
    log_reads("export", written["needs"], f"workforce {survey.year}")
    name = f"workforce-results-{survey.year}.xlsx"
    answer = send_file(file, mimetype=EXCEL, as_attachment=True, download_name=name, max_age=0)
    answer.call_on_close(file.close)
    return answer


@bp.get("/<int:survey_id>/publish")
@access("officer", "ministry")
def preview(survey_id: int) -> str:
    """The public page as it would be."""
    survey = _survey(survey_id)
    values = published_values(survey, results.to_publish(survey))
    return render_template(
        "experts/workforce/results.html", **values, preview=True, problems=surveys.publishable(survey)
    )


@bp.post("/<int:survey_id>/publish")
@access("officer")
def publish(survey_id: int) -> Any:
    survey = _survey(survey_id)
    lock_row(survey)
    if surveys.publishable(survey):
        return preview(survey_id), 422
    survey.published, survey.published_at = results.to_publish(survey), clock.now()
    tell("결과를 공개했습니다.", "The results were published.")
    return see_other("workforce.published", year=survey.year)


@bp.post("/<int:survey_id>/withdraw")
@access("officer")
def withdraw(survey_id: int) -> Any:
    survey = _survey(survey_id)
    lock_row(survey)
    survey.published, survey.published_at = None, None
    tell("공개를 거두었습니다.", "The results were withdrawn.")
    return see_other("workforce_desk.board", survey_id=survey.id)

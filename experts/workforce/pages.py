"""The survey as the public and the organisations see it: published results, taking part, and writing the own return."""

from functools import partial
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, g, render_template, request, send_file, url_for
from sqlalchemy import select

from experts import deadlines
from experts.workforce import acts, drafts, results, rows, surveys, workbook
from experts.workforce.models import WorkforceNeed, WorkforceReturn, WorkforceSurvey
from portal.core import clock, countries, records, timeline
from portal.core.attempts import attempt
from portal.core.cases import Draft
from portal.core.db import db
from portal.core.downloads import EXCEL
from portal.core.fields import show
from portal.core.fire import fire, possible_moves
from portal.core.periods import events_of
from portal.core.permissions import EDITORS
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, say, see_other, tell
from portal.core.workflow import Refused
from portal.core.writing import pages

bp = Blueprint("workforce", __name__, url_prefix="/workforce")


@bp.get("/")
@access("everybody")
def index() -> str:
    actor = current_actor()
    running = surveys.open_survey()
    return render_template(
        "experts/workforce/index.html",
        running=running,
        exact=deadlines.exact,
        own=own_return(running.id, actor.organisation_id) if running else None,
        may_join=may_write(actor.organisation_id),
        published=[s for s in surveys.surveys() if s.published_at is not None],
        mine=own_returns(actor.organisation_id),
        late=lambda case: clock.now() > case.deadline,
    )


def may_write(organisation_id: int | None) -> bool:
    return current_actor().memberships.get(organisation_id or 0) in EDITORS.roles


def own_return(survey_id: int, organisation_id: int | None) -> WorkforceReturn | None:
    wanted = select(WorkforceReturn).where(
        WorkforceReturn.survey_id == survey_id, WorkforceReturn.organisation_id == organisation_id
    )
    return db.session.scalar(wanted) if organisation_id else None


def own_returns(organisation_id: int | None) -> list[WorkforceReturn]:
    if organisation_id is None:
        return []
    wanted = select(WorkforceReturn).where(WorkforceReturn.organisation_id == organisation_id)
    return list(db.session.scalars(wanted.order_by(WorkforceReturn.id.desc())))


@bp.get("/results/<int:year>")
@access("everybody")
def published(year: int) -> str:
    survey = db.session.scalar(select(WorkforceSurvey).where(WorkforceSurvey.year == year))
    if survey is None or survey.published_at is None:
        abort(404)
    return render_template("experts/workforce/results.html", **published_values(survey, survey.published or {}))


def published_values(survey: WorkforceSurvey, held: dict[str, Any]) -> dict[str, Any]:
    """What the public page shows of these results."""
    measure = request.args.get("measure", "")
    measure = measure if measure in results.MEASURES else "next_year"
    return {
        "survey": survey,
        "held": held,
        "measure": measure,
        "measures": results.MEASURES,
        "shown": held["tables"][measure],
        "occupation": occupation_words(survey),
        "place": lambda code: countries.name(code, g.language),
        "least": 3,
    }


def occupation_words(survey: WorkforceSurvey) -> Any:
    """The words of an occupation of the survey."""
    named = {ko: Text(ko, en) for ko, en in survey.occupations}
    return lambda ko: named.get(ko, Text(ko, ko))


# ---- the own return ---------------------------------------------------------------------------------------------------------------


@bp.post("/<int:survey_id>/join")
@access("member")
def join(survey_id: int) -> Any:
    survey = surveys.survey_by_id(survey_id)
    if survey is None:
        abort(404)
    actor = current_actor()
    if not may_write(actor.organisation_id):
        note_access("refused", f"workforce:{survey_id}")
        abort(403)
    return see_other("workforce.own", case_id=surveys.join(survey, actor).id)


@bp.get("/returns/<int:case_id>")
@access("member", "officer", "ministry")
def own(case_id: int) -> Any:
    case = case_or_404(WorkforceReturn, case_id)
    if case.organisation_id not in current_actor().memberships:
        return see_other("workforce_desk.case", case_id=case.id)
    draft = drafts.draft_of(case)
    if draft is not None and EDITORS.holds(current_actor(), case) and clock.now() <= case.deadline:
        return _form(drafts.opened(case, draft))
    return render_template("experts/workforce/return.html", **case_values(case), draft=draft)


def case_values(case: WorkforceReturn) -> dict[str, Any]:
    """What the page of a return that is read shows, to members and to officials alike."""
    revision = records.latest_revision(case.id)
    wanted = select(WorkforceNeed).where(WorkforceNeed.case_id == case.id).order_by(WorkforceNeed.no)
    return {
        "case": case,
        "state": case.declared.workflow.state(case.state),
        "survey": case.survey,
        "exact": deadlines.exact,
        "late": clock.now() > case.deadline,
        "needs": list(db.session.scalars(wanted)),
        "columns": rows.COLUMNS,
        "place": lambda code: countries.name(code, g.language),
        "occupation": occupation_words(case.survey),
        "answers": [
            (f.label, show(f, revision.answers.get(f.key), g.language))
            for f in case.declared.schema
            if f.key != "rows" and revision
        ],
        "moves": possible_moves(case, current_actor()),
        "entries": timeline.entries(case, current_actor()),
    }


def _form(page: drafts.Sheet, upload: str = "") -> str:
    case = page.case
    offered = [pair for pair in countries.choices(g.language) if pair[0] != countries.KOREA]
    return render_template(
        "experts/workforce/write.html",
        page=page,
        case=case,
        survey=case.survey,
        exact=deadlines.exact,
        columns=rows.COLUMNS,
        places=offered,
        place_codes={code for code, _ in offered},
        occupations=case.survey.occupations,
        occupation_codes={ko for ko, _ in case.survey.occupations},
        asked=_asked(case),
        upload=upload,
    )


def _asked(case: WorkforceReturn) -> str:
    """The officer's sentence, while a return is sent back."""
    if case.state != "returned":
        return ""
    said = [str(e.facts.get("reason") or "") for e in events_of(case) if e.name == "workforce_return.sent_back"]
    return said[-1] if said else ""


def _editable(case_id: int) -> tuple[WorkforceReturn, Draft | None]:
    """The return with its draft, for who may write it."""
    case = case_or_404(WorkforceReturn, case_id)
    if not EDITORS.holds(current_actor(), case):
        note_access("refused", f"workforce_return:{case.id}")
        abort(403)
    return case, drafts.draft_of(case)


def _writable(case_id: int) -> tuple[WorkforceReturn, Draft]:
    """The same; a return that was submitted meanwhile refuses with its sentence."""
    case, draft = _editable(case_id)
    if draft is None:
        raise Refused(Text("이미 낸 조사표입니다.", "The return was submitted already."))
    return case, draft


@bp.post("/returns/<int:case_id>")
@access("member")
def save(case_id: int) -> Any:
    """Save, add rows, or send. What was typed is kept first, whatever comes of sending."""
    case, draft = _editable(case_id)
    if draft is None or pages.too_late(drafts.writing_of(case, draft)):
        return pages.too_late_page(case, partial(drafts.label_of, case), url_for("workforce.own", case_id=case.id))
    page = drafts.saved(case, draft, request.form, current_actor())
    go = request.form.get("go", "save")
    if go == "more":
        more = drafts.opened(case, draft, spare=10)
        more.errors = page.errors
        more.rows |= {k: row for k, row in page.rows.items() if not k.startswith("new")}
        return _form(more), 422 if page.errors else 200
    if go == "send" and not page.unsaved:
        with attempt(page) as tried:
            fire(case, "submit", current_actor())
        if not tried.refused:
            tell("조사표를 냈습니다. 고맙습니다.", "The return was submitted. Thank you.")
            return see_other("workforce.own", case_id=case.id)
    if page.errors:
        return _form(page), 422
    tell("저장했습니다.", "Saved.")
    return see_other("workforce.own", case_id=case.id)


@bp.get("/returns/<int:case_id>/rows.xlsx")
@access("member")
def rows_book(case_id: int) -> Response:
    """The rows as they stand, with what is wrong with each: the file to fill in and send back."""
    case, draft = _writable(case_id)
    typed = acts.rows_of(draft.answers)
    errors: dict[str, dict[str, Text]] = {}
    for (key, column), sentence in acts.read_draft(case, draft.answers).errors.items():
        errors.setdefault(key, {})[column] = sentence
    name = case.organisation.name if case.organisation else ""
    made = workbook.template(case.survey.year, name, case.survey.occupations, typed, errors)
    return send_file(
        BytesIO(made), mimetype=EXCEL, as_attachment=True, download_name=f"workforce-{case.survey.year}.xlsx", max_age=0
    )


@bp.post("/returns/<int:case_id>/file")
@access("member")
def rows_file(case_id: int) -> Any:
    """Take the filled workbook in: every row is kept as typed, and each wrong cell gets its sentence."""
    case, draft = _writable(case_id)
    upload = request.files.get("file")
    with attempt() as tried:
        if upload is None or not upload.filename:
            raise Refused(Text("파일을 골라 주세요.", "Choose a file."))
        try:
            made = workbook.read(BytesIO(upload.stream.read()), case.survey.year, case.survey.occupations)
        except workbook.Unreadable as problem:
            raise Refused(problem.sentence) from problem
        page = drafts.replaced(case, draft, made, request.form.get("version", ""), current_actor())
    if tried.sentence is not None:
        return _form(drafts.opened(case, draft), upload=say(tried.sentence)), 422
    if page.errors:
        return _form(page), 422
    tell(
        f"{len(made)}행을 가져왔습니다. 확인하고 제출해 주세요.", f"{len(made)} rows came in. Look at them and submit."
    )
    return see_other("workforce.own", case_id=case.id)

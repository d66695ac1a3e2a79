"""Courses for those who run them: proposing, the page of a course with its applicants, and attendance."""

from typing import Any

from flask import Blueprint, abort, render_template, request

from experts import writing
from experts.acts import title_in
from experts.courses import completion, queries, terms
from experts.courses.acts import is_over
from experts.courses.models import Course
from experts.courses.pages import course_values, standing
from experts.courses.rights import OFFICE_COURSE
from portal.core import clock, records, timeline
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import open_case, possible_moves
from portal.core.people import Organisation
from portal.core.permissions import EDITORS, holds_any
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, see_other, tell, wants_data

bp = Blueprint("course_run", __name__, url_prefix="/courses/run")

WRITERS = (EDITORS, OFFICE_COURSE)


@bp.get("/")
@access("signed-in")
def index() -> str:
    actor = current_actor()
    return render_template(
        "experts/courses/run.html",
        courses=queries.run_by(actor),
        may_propose=queries.may_propose(actor),
        standing=standing,
        terms=terms,
    )


@bp.post("/propose")
@access("signed-in")
def propose() -> Any:
    """Begin a proposal: an officer for KHIDI, a writer for the organisation that holds the right."""
    actor = current_actor()
    if not queries.may_propose(actor):
        note_access("refused", "course:propose")
        abort(403)
    for_office = actor.has("officer") and queries.provider_right(actor.organisation_id) is None
    own = None if for_office else db.session.get(Organisation, actor.organisation_id)
    case = open_case(kind_of("course"), actor, organisation_id=own.id if own else None)
    begun = {"provider": own.name if own else "한국보건산업진흥원", "pass_percent": 80, "admission": "choice"}
    records.start_draft(case, begun)
    return see_other("course_run.page", case_id=case.id)


def _course(case_id: int) -> Course:
    """The course for who runs or oversees it; members who may only read have no business here."""
    case = case_or_404(Course, case_id)
    actor = current_actor()
    if not actor.has("officer", "ministry") and not holds_any(WRITERS, actor, case):
        abort(404)
    return case


@bp.get("/<int:case_id>")
@access("signed-in")
def page(case_id: int) -> str:
    case = _course(case_id)
    opened = writing.opened(case) if holds_any(WRITERS, current_actor(), case) else None
    if opened is not None:
        return _write_page(case, opened)
    actor = current_actor()
    held = queries.applications_of(case)
    if held:
        note_access("read", f"course:{case.id}")
    return render_template(
        "experts/courses/manage.html",
        case=case,
        **course_values(case),
        state=case.declared.workflow.state(case.state),
        moves=[m for m in possible_moves(case, actor) if m.name != "finish" or is_over(case)],
        held=held,
        flow=kind_of("course_application").workflow,
        ranks={one.id: n for n, one in enumerate(queries.waiting_list(case), 1)},
        presences=queries.presences(case, held),
        choices={one.id: possible_moves(one, actor) for one in held},
        over=is_over(case),
        runs=holds_any(WRITERS, actor, case) or actor.has("officer"),
        entries=timeline.entries(case, actor),
    )


def _write_page(case: Course, opened: writing.Page) -> str:
    return render_template("experts/courses/write.html", page=opened, case=case, asked=writing.asked_of(case))


@bp.post("/<int:case_id>")
@access("signed-in")
def save(case_id: int) -> Any:
    case = _course(case_id)
    if not holds_any(WRITERS, current_actor(), case):
        note_access("refused", f"course:{case.id}")
        abort(403)
    saved = writing.saved(case)
    if saved is None:
        return writing.too_late(case)
    case.titled = title_in(saved.draft.answers)
    if wants_data():
        return saved.autosaved()
    if request.form.get("go") == "send" and not saved.errors and saved.fires("submit"):
        tell("과정을 제안했습니다.", "The course was proposed.")
        return see_other("course_run.page", case_id=case.id)
    if saved.errors:
        return _write_page(case, saved), saved.status
    tell("저장했습니다.", "Saved.")
    return see_other("course_run.page", case_id=case.id)


# ---- attendance ----------------------------------------------------------------------------------------------------------------


def _runs(case_id: int) -> Course:
    """The course for who may note attendance; else 403."""
    case = _course(case_id)
    if not (holds_any(WRITERS, current_actor(), case) or current_actor().has("officer")):
        note_access("refused", f"course:{case.id} attendance")
        abort(403)
    return case


@bp.get("/<int:case_id>/attendance")
@access("signed-in")
def attendance(case_id: int) -> str:
    return _attendance_page(_runs(case_id))


def _attendance_page(case: Course, problem: Text | None = None) -> str:
    held = [one for one in queries.applications_of(case) if one.state == "accepted"]
    typed = {tuple(int(n) for n in t.split("-")) for t in request.form.getlist("present") if _is_pair(t)}
    return render_template(
        "experts/courses/attendance.html",
        case=case,
        held=held,
        present=typed if problem else queries.present_at(case),
        presences=queries.presences(case, held),
        begun={s.id for s in case.sessions if s.starts_at <= clock.now()},
        problem=problem,
    )


def _is_pair(text: str) -> bool:
    parts = text.split("-")
    return len(parts) == 2 and all(p.isascii() and p.isdigit() for p in parts)


@bp.post("/<int:case_id>/attendance")
@access("signed-in")
def note_attendance(case_id: int) -> Any:
    case = _runs(case_id)
    with attempt() as tried:
        completion.note(case, request.form.to_dict(flat=False), current_actor())
    if tried.refused:
        return _attendance_page(case, tried.sentence), 422
    tell("출석을 저장했습니다.", "The attendance was saved.")
    return see_other("course_run.attendance", case_id=case.id)

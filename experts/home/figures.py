"""What waits for the desk in this domain, counted over every kind in one statement: the first page asks it once.

Reads only.
"""

from sqlalchemy import func, literal, select, union_all

from experts.courses.models import Course, CourseApplication
from experts.models import Expert
from experts.pool.queries import serving
from experts.workforce.models import WorkforceReturn, WorkforceSurvey
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db, once_a_page

WAITING = {
    "consultation": ("received", "matching", "offered", "running", "reported"),
    "inquiry": ("received",),
    "expert_application": ("received",),
    "insight": ("review",),
    "workforce_return": ("submitted",),
    "course": ("proposed",),
}


@once_a_page
def figures() -> dict[tuple[str, str], int]:
    """Counts by (what, how it stands): each kind of `WAITING` by its states; ('survey', state) the returns of the
    newest survey; ('course', 'open') courses that take applications; ('khidi_course', 'applied') applications to
    KHIDI's own; ('pool', 'serving').
    What is nought is left out.
    """
    newest = select(WorkforceSurvey.id).order_by(WorkforceSurvey.year.desc()).limit(1).scalar_subquery()
    own = select(Course.id).where(Course.kind == "course", Course.organisation_id.is_(None))
    each = select(Case.kind, Case.state, func.count()).group_by(Case.kind, Case.state)
    counted = (
        *(each.where(Case.kind == kind, Case.state.in_(states)) for kind, states in WAITING.items()),
        select(literal("survey"), WorkforceReturn.state, func.count())
        .where(WorkforceReturn.survey_id == newest)
        .group_by(WorkforceReturn.state),
        select(literal("course"), literal("open"), func.count())
        .select_from(Course)
        .where(Course.kind == "course", Course.state == "published", Course.apply_by >= clock.now()),
        select(literal("khidi_course"), literal("applied"), func.count())
        .select_from(CourseApplication)
        .where(
            CourseApplication.kind == "course_application",
            CourseApplication.state == "applied",
            CourseApplication.course_id.in_(own),
        ),
        select(literal("pool"), literal("serving"), func.count()).select_from(Expert).where(*serving()),
    )
    return {(what, state): n for what, state, n in db.session.execute(union_all(*counted)) if n}

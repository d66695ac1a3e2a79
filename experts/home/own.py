"""What stands open for the actor in this domain, of every kind at once: the first page asks in one statement.

Reads only.
"""

from functools import cache
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, with_polymorphic

from experts.courses.models import Course, CourseApplication
from experts.models import Consultation
from experts.payments.models import FeePayment
from experts.pool.queries import BUSY
from experts.workforce.models import WorkforceReturn
from portal.core.cases import Case
from portal.core.db import db, once_a_page
from portal.core.people import Actor

CONSULTED = (*BUSY, "draft", "received", "supplement", "matching")
ATTENDED = ("applied", "accepted", "waiting")
MOST = 200


@once_a_page
def own_cases(actor: Actor) -> list[Case]:
    """Newest first: of the actor's organisations the hours to confirm, the returns of the survey, the consultations
    under way and the courses that run; of the actor the applications to courses that are not over, or are completed and
    not rated yet.
    The consultations and courses of these payments and applications come along, so that nothing is read for them later.
    """
    if not actor.signed_in:
        return []
    every = _every()
    wanted = select(every).where(every.id.in_(_own(actor))).order_by(every.id.desc()).limit(MOST)
    return list(db.session.scalars(wanted.options(joinedload(every.Consultation.expert))).unique())


@cache
def _every() -> Any:
    """The tables of all these kinds side by side; SQLAlchemy takes milliseconds to lay them out."""
    return with_polymorphic(Case, (FeePayment, WorkforceReturn, Consultation, Course, CourseApplication), flat=True)


def _own(actor: Actor) -> Any:
    applied = select(CourseApplication.id).where(
        CourseApplication.applicant_id == actor.user_id,
        or_(
            CourseApplication.state.in_(ATTENDED),
            and_(CourseApplication.state == "completed", CourseApplication.rating.is_(None)),
        ),
    )
    courses = applied.with_only_columns(CourseApplication.course_id)
    if not actor.memberships:
        return applied.union_all(courses)
    of_organisations = select(Case.id).where(
        Case.organisation_id.in_(list(actor.memberships)),
        or_(
            and_(Case.kind == "expert_payment", Case.state == "asked"),
            Case.kind == "workforce_return",
            and_(Case.kind == "consultation", Case.state.in_(CONSULTED)),
            and_(Case.kind == "course", Case.state == "published"),
        ),
    )
    worked = select(FeePayment.consultation_id).where(
        FeePayment.organisation_id.in_(list(actor.memberships)), FeePayment.state == "asked"
    )
    return of_organisations.union_all(applied, courses, worked)


def to_decide(courses: list[Course]) -> dict[int, int]:
    """Applications that wait, by the id of their course; courses without any are left out."""
    wanted = select(CourseApplication.course_id, func.count()).where(
        CourseApplication.course_id.in_([c.id for c in courses]), CourseApplication.state == "applied"
    )
    if not courses:
        return {}
    return {row[0]: row[1] for row in db.session.execute(wanted.group_by(CourseApplication.course_id))}

"""Questions about courses: who offers, who applied, which places are free, how attendance stands. Reads only."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, cast, func, or_, select

from experts.acts import answers_of
from experts.courses.models import Course, CourseApplication, CourseAttendance, CourseProvider, CourseSession
from experts.courses.terms import HELD
from portal.core import clock
from portal.core.db import db
from portal.core.people import Actor
from portal.core.permissions import EDITORS
from portal.core.search import Document
from portal.core.text import Text

ACCEPTED = ("accepted", "completed", "not_completed")
"""States of an application that has, or had, a place."""


def provider_right(organisation_id: int | None) -> CourseProvider | None:
    """The organisation's right to offer courses, if it holds one today."""
    wanted = select(CourseProvider).where(
        CourseProvider.organisation_id == organisation_id, CourseProvider.ended_at.is_(None)
    )
    return db.session.scalar(wanted) if organisation_id else None


def may_propose(actor: Actor) -> bool:
    """An officer, or a writer of an organisation with the right, for which they act now."""
    if actor.has("officer"):
        return True
    writes = actor.memberships.get(actor.organisation_id or 0) in EDITORS.roles
    return writes and provider_right(actor.organisation_id) is not None


def public_course(course_id: int) -> Course | None:
    """A course that was published, cancelled ones too."""
    found = db.session.get(Course, course_id) if course_id < 2**31 else None
    return found if found is not None and found.published_on is not None else None


def open_courses(country: str = "", limit: int = 50) -> list[Course]:
    """Courses that take applications now, the next to begin first; of one country if named."""
    wanted = select(Course).where(Course.kind == "course", Course.state == "published", Course.apply_by >= clock.now())
    if country:
        wanted = wanted.where(cast(Course.countries, String).like(f'%"{country}"%'))
    return list(db.session.scalars(wanted.order_by(Course.starts_on, Course.id).limit(limit)))


def run_by(actor: Actor) -> list[Course]:
    """The courses that the actor's organisations run; for officials all that left their writers' hands,
    and KHIDI's own.
    """
    own = [o for o, role in actor.memberships.items() if role in EDITORS.roles]
    conditions: list[ColumnElement[bool]] = [Course.organisation_id.in_(own)]
    if actor.has("officer"):
        conditions += [Course.organisation_id.is_(None), Course.state != "draft"]
    elif actor.has("ministry"):
        conditions.append(Course.state != "draft")
    return list(db.session.scalars(select(Course).where(or_(*conditions)).order_by(Course.id.desc()).limit(300)))


def applications_of(course: Course) -> list[CourseApplication]:
    """Who applied, in the order of their numbers."""
    wanted = select(CourseApplication).where(CourseApplication.course_id == course.id)
    return list(db.session.scalars(wanted.order_by(CourseApplication.id)))


def own_applications(actor: Actor) -> list[CourseApplication]:
    wanted = select(CourseApplication).where(CourseApplication.applicant_id == actor.user_id)
    return list(db.session.scalars(wanted.order_by(CourseApplication.id.desc()).limit(200)))


def own_application(course: Course, actor: Actor) -> CourseApplication | None:
    """The actor's application to the course that stands, if any."""
    wanted = select(CourseApplication).where(
        CourseApplication.course_id == course.id,
        CourseApplication.applicant_id == actor.user_id,
        CourseApplication.state.in_(HELD),
    )
    return db.session.scalar(wanted.limit(1)) if actor.signed_in else None


def taken(course: Course) -> int:
    """Places that are taken, by those who have finished it too."""
    held = select(func.count()).select_from(CourseApplication)
    return (
        db.session.scalar(held.where(CourseApplication.course_id == course.id, CourseApplication.state.in_(ACCEPTED)))
        or 0
    )


def free(course: Course) -> int:
    return max(0, course.capacity - taken(course))


def waiting_list(course: Course) -> list[CourseApplication]:
    """Who waits, the next one first."""
    wanted = select(CourseApplication).where(
        CourseApplication.course_id == course.id, CourseApplication.state == "waiting"
    )
    return list(db.session.scalars(wanted.order_by(CourseApplication.place_no, CourseApplication.id)))


def rank_of(case: CourseApplication) -> int | None:
    """The place on the waiting list, from 1; None for who does not wait."""
    if case.state != "waiting":
        return None
    return next((n for n, one in enumerate(waiting_list(case.course), 1) if one.id == case.id), None)


# ---- attendance ----------------------------------------------------------------------------------------------------------------


class Presence(NamedTuple):
    """How somebody attended: sessions and minutes present of those of the course,
    and the share in per cent (half a place down).
    """

    sessions: int
    minutes: int
    of_minutes: int

    @property
    def percent(self) -> Decimal:
        share = Decimal(self.minutes * 100) / self.of_minutes if self.of_minutes else Decimal(0)
        return share.quantize(Decimal("0.1"), rounding="ROUND_DOWN")


def presences(course: Course, cases: Iterable[CourseApplication]) -> dict[int, Presence]:
    """The attendance of each application by its id."""
    whole = sum(s.minutes for s in course.sessions)
    wanted = (
        select(CourseAttendance.application_id, func.count(), func.sum(CourseSession.minutes))
        .join(CourseSession, CourseSession.id == CourseAttendance.session_id)
        .where(CourseSession.course_id == course.id)
        .group_by(CourseAttendance.application_id)
    )
    held = {case_id: (n, minutes) for case_id, n, minutes in db.session.execute(wanted)}
    return {case.id: Presence(*held.get(case.id, (0, 0)), whole) for case in cases}


def present_at(course: Course) -> set[tuple[int, int]]:
    """(application, session) of everybody who was there."""
    wanted = (
        select(CourseAttendance.application_id, CourseAttendance.session_id)
        .join(CourseSession, CourseSession.id == CourseAttendance.session_id)
        .where(CourseSession.course_id == course.id)
    )
    return {(case_id, session_id) for case_id, session_id in db.session.execute(wanted)}


# ---- figures -------------------------------------------------------------------------------------------------------------------


class Figures(NamedTuple):
    """A course in numbers; `rating` is the mean of 1 to 5, None while nobody has answered."""

    course: Course
    applied: int
    accepted: int
    completed: int
    rating: Decimal | None


def figures(year: int | None = None) -> list[Figures]:
    """Published courses by year of their beginning, newest first; of one year if named."""
    a = CourseApplication
    counted = (
        select(
            a.course_id,
            func.count().filter(a.state != "draft").label("applied"),
            func.count().filter(a.state.in_(ACCEPTED)).label("accepted"),
            func.count().filter(a.state == "completed").label("completed"),
            func.sum(a.rating).label("rated"),
            func.count(a.rating).label("raters"),
        )
        .select_from(a)
        .group_by(a.course_id)
        .subquery()
    )
    wanted = (
        select(Course, counted)
        .outerjoin(counted, counted.c.course_id == Course.id)
        .where(Course.published_on.is_not(None))
        .order_by(Course.starts_on.desc(), Course.id.desc())
    )
    found = []
    for course, _, applied, accepted, completed, rated, raters in db.session.execute(wanted):
        if year is None or (course.starts_on and course.starts_on.year == year):
            mean = (Decimal(int(rated)) / raters).quantize(Decimal("0.1"), rounding="ROUND_HALF_UP") if raters else None
            found.append(Figures(course, applied or 0, accepted or 0, completed or 0, mean))
    return found


def documents() -> Iterator[Document]:
    """Courses that are to come, run, or are over; none that was cancelled."""
    wanted = select(Course).where(Course.state.in_(("published", "finished"))).order_by(Course.id)
    for found in db.session.scalars(wanted):
        answers = answers_of(found)
        yield Document(
            key=str(found.id),
            title=found.titled,
            body=Text(str(answers.get("programme") or ""), str(answers.get("programme_en") or "")),
            endpoint="courses.course",
            args={"course_id": found.id},
            country=found.countries[0] if found.countries else "",
            on=found.published_on,
        )

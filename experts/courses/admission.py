"""Applying for a course: places are given under the lock of the course,
so that two at once never take the last one twice.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from experts.courses import queries, terms
from experts.courses.models import Course, CourseApplication
from experts.deadlines import exact
from portal.core import clock, records
from portal.core.cases import Event
from portal.core.db import db, lock_row
from portal.core.declared import kind_of
from portal.core.fire import Firing, fire, open_case
from portal.core.people import SYSTEM, Actor
from portal.core.text import Text
from portal.core.titles import joined
from portal.core.workflow import Refused


def apply(course: Course, actor: Actor, *, organisation_id: int | None, motive: str) -> CourseApplication:
    """The actor applies; first come, first served is answered at once. Raises Refused with the reason."""
    lock_row(course)
    made: CourseApplication = open_case(
        kind_of("course_application"),
        actor,
        organisation_id=organisation_id,
        title=joined(course.titled, actor.name),
        course_id=course.id,
        applicant_id=actor.user_id,
        motive=motive,
    )
    fire(made, "submit", actor)
    if course.admission == "order":
        fire(made, "accept" if queries.free(course) and not queries.waiting_list(course) else "wait", SYSTEM)
    return made


def open_to(case: CourseApplication, _given: Mapping[str, Any]) -> Text | None:
    """The course takes applications at this second, and this person has none that stands."""
    course = case.course
    lock_row(course)
    if course.state != "published" or course.apply_by is None:
        return Text("신청을 받는 과정이 아닙니다.", "This course takes no applications.")
    if clock.now() > course.apply_by:
        return Text("신청을 {at}에 마감했습니다.", "Applications closed at {at}.").format(at=exact(course.apply_by))
    wanted = select(CourseApplication.id).where(
        CourseApplication.course_id == course.id,
        CourseApplication.applicant_id == case.applicant_id,
        CourseApplication.id != case.id,
        CourseApplication.state.in_(terms.HELD),
    )
    if db.session.scalar(wanted.limit(1)) is not None:
        return Text("이미 신청한 과정입니다.", "You have applied for this course already.")
    return None


def receive(case: CourseApplication, firing: Firing) -> None:
    case.received_on = firing.on
    case.number = records.receipt_number("CA", firing.on)
    firing.facts |= {"number": case.number}


def place_free(case: CourseApplication, _given: Mapping[str, Any]) -> Text | None:
    lock_row(case.course)
    if case.course.state != "published":
        return Text("신청을 받는 과정이 아닙니다.", "This course takes no applications.")
    if not queries.free(case.course):
        return Text(
            "정원 {n}명이 찼습니다. 대기자로 정하거나 정원을 늘려 주세요.",
            "All {n} places are taken: put them on the waiting list, or add places.",
        ).format(n=case.course.capacity)
    return None


def queue_up(case: CourseApplication, firing: Firing) -> None:
    """At the end of the waiting list."""
    lock_row(case.course)
    last = db.session.scalar(
        select(func.max(CourseApplication.place_no)).where(CourseApplication.course_id == case.course_id)
    )
    case.place_no = (last or 0) + 1
    firing.facts |= {"rank": len(queries.waiting_list(case.course)) + 1}


def end(case: CourseApplication, firing: Firing) -> None:
    case.decided_on = firing.on


def move_up(case: Course | CourseApplication, _event: Event) -> None:
    """Listener: a place came free (or places were added): who waits moves up, until the course has begun."""
    course = case.course if isinstance(case, CourseApplication) else case
    lock_row(course)
    begun = bool(course.sessions) and clock.now() >= course.sessions[0].starts_at
    if course.state != "published" or begun:
        return
    for following in queries.waiting_list(course)[: queries.free(course)]:
        fire(following, "move_up", SYSTEM)


def may_refuse(case: CourseApplication, _given: Mapping[str, Any]) -> Text | None:
    """Whoever was accepted stays once the course has begun: then the rule decides."""
    course = case.course
    if case.state == "accepted" and course.sessions and clock.now() >= course.sessions[0].starts_at:
        raise Refused(
            Text(
                "시작한 과정에서는 수강 확정을 거둘 수 없습니다.",
                "A place cannot be taken back once the course has begun.",
            )
        )
    return None

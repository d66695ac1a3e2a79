"""Who of the courses may do what: rules with two faces, beside those of `experts.rights`."""

from sqlalchemy import ColumnElement, exists, false, select

from experts.courses.models import Course, CourseApplication
from portal.core.cases import Case
from portal.core.people import Actor
from portal.core.permissions import EDITORS, Rule
from portal.core.text import Text


class OfficeCourse(Rule):
    """Officers on a course that KHIDI itself offers, drafts too."""

    label = Text("진흥원 과정의 담당자", "Officers, on KHIDI's own courses")

    def holds(self, actor: Actor, case: Case) -> bool:
        return actor.has("officer") and case.organisation_id is None

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        return Case.organisation_id.is_(None) if actor.has("officer") else false()


class CourseStaff(Rule):
    """Writers of the organisation that runs the course of an application."""

    label = Text("과정을 여는 기관의 작성자", "Writers of the organisation that runs the course")

    def holds(self, actor: Actor, case: Case) -> bool:
        if not isinstance(case, CourseApplication) or case.course.organisation_id is None:
            return False
        return actor.memberships.get(case.course.organisation_id) in EDITORS.roles

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        own = [o for o, role in actor.memberships.items() if role in EDITORS.roles]
        if not own:
            return false()
        one, course = CourseApplication.__table__.alias("one"), Course.__table__.alias("its_course")
        base = Case.__table__.alias("course_case")
        return exists(
            select(one.c.id).where(
                one.c.id == Case.id,
                course.c.id == one.c.course_id,
                base.c.id == course.c.id,
                base.c.organisation_id.in_(own),
            )
        )


OFFICE_COURSE = OfficeCourse()
COURSE_STAFF = CourseStaff()

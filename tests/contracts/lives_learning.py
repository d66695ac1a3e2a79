"""How returns of the survey of needed staff, courses and their applications are brought into their states,
for the golden tables.
"""

from portal.core import clock
from portal.core.db import db
from portal.core.fire import fire
from portal.core.people import Organisation, User
from tests import factories as make
from tests import learning
from tests.contracts.lives import Life, members_and_officials
from tests.contracts.lives_experts import person_cast

REASON = {"reason": "가상 사유"}
BECAUSE = {"because": "가상 사유"}


def return_in(state):
    if state == "draft":  # stands only while a return is begun
        from portal.core import records
        from portal.core.declared import kind_of
        from portal.core.fire import open_case

        held = learning.survey()
        made = open_case(
            kind_of("workforce_return"), make.officer(), organisation_id=make.organisation().id, survey_id=held.id
        )
        records.start_draft(made, learning.CONTACT)
        return made
    return learning.returned(learning.survey(), learning.row(), state=state)


def given_return(_case, name):
    return {**REASON, **learning.until(20)} if name in ("send_back", "extend") else {}


def course_in(state):
    """One that is published has somebody accepted and somebody waiting."""
    if state in ("draft", "proposed"):
        return learning.course(state=state)
    if state in ("returned", "declined", "withdrawn"):
        made = learning.course(state="proposed")
        name = {"returned": "return_", "declined": "decline", "withdrawn": "withdraw"}[state]
        fire(made, name, writer(made) if state == "withdrawn" else make.officer(), given=REASON)
        return made
    made = learning.course()
    for _ in range(2):
        learning.applied(made)
    if state == "cancelled":
        fire(made, "cancel", make.officer(), given=REASON)
    if state == "finished":
        with clock.at(learning.after(made)):
            fire(made, "finish", make.officer())
    return made


def writer(course):
    return make.acting(make.member(db.session.get(Organisation, course.organisation_id)))


def given_course(case, name):
    if name == "extend":
        return learning.until(9)
    return {"capacity": 2} if name == "resize" else REASON


def finish_later(case, _actor):
    """The course is over when it is finished: its sessions move into the past."""
    from datetime import timedelta

    for one in case.sessions:
        one.starts_at -= timedelta(days=30)
    db.session.flush()


def application_in(state):
    """Of a course with one place, by selection where it is still to be decided."""
    if state in ("draft", "applied", "refused", "withdrawn"):
        made = learning.course(admission="choice")
        if state == "draft":
            from portal.core.declared import kind_of
            from portal.core.fire import open_case

            author = make.user(language="en")
            return open_case(
                kind_of("course_application"),
                make.acting(author),
                organisation_id=None,
                course_id=made.id,
                applicant_id=author.id,
            )
        case = learning.applied(made)
        if state == "refused":
            fire(case, "refuse", make.officer(), given=BECAUSE)
        if state == "withdrawn":
            fire(case, "withdraw", make.acting(db.session.get(User, case.applicant_id)))
        return case
    made = learning.course()
    if state == "waiting":
        first = learning.applied(made)
        case = learning.applied(made)
        made.capacity, first.state = 1, "refused"  # the place is free again, so that every move can be made
        db.session.flush()
        return case
    case = learning.applied(made)
    if state == "cancelled":
        fire(made, "cancel", make.officer(), given=REASON)
    if state in ("completed", "not_completed"):
        if state == "completed":
            attend(case, None)
        with clock.at(learning.after(made)):
            fire(made, "finish", make.officer())
    return case


def attend(case, _actor):
    """Present at every session of a course that is over."""
    from experts.courses.models import CourseAttendance

    for one in case.course.sessions:
        db.session.add(CourseAttendance(session_id=one.id, application_id=case.id))
    db.session.flush()


def attended(case, actor):
    attend(case, actor)
    finish_later(case.course, actor)


def application_cast(case):
    staff = make.member(db.session.get(Organisation, case.course.organisation_id), "editor")
    return person_cast(case) | {"staff": make.acting(staff)}


def given_application(_case, name):
    return {"rating": "5"} if name == "rate" else BECAUSE


LIVES = (
    Life(kind="workforce_return", bring=return_in, given=given_return, unfired=frozenset({"draft"})),
    Life(kind="course", bring=course_in, given=given_course, cast=members_and_officials, prepare={"finish": finish_later}),
    Life(
        kind="course_application", bring=application_in, given=given_application, cast=application_cast,
        prepare={"complete": attended, "not_complete": lambda case, actor: finish_later(case.course, actor)},
    ),
)  # fmt: skip

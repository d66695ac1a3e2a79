"""Courses in their users' words: from a proposal to a certificate, with a waiting list,
and what goes wrong on the way.
"""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from experts.courses import queries
from experts.courses.models import Course, CourseApplication, CourseAttendance, CourseProvider
from portal.core import clock, mail
from portal.core.fire import fire
from tests import factories as make
from tests import learning
from tests.unit.test_concurrency import at_once

pytestmark = pytest.mark.slow

MONDAY = date(2026, 11, 23)


def state_of(session, case):
    session.expire_all()
    return session.get(CourseApplication, case.id).state


def test_from_the_proposal_to_the_certificate_with_a_waiting_list(client, session, today):
    today(MONDAY)
    own = make.organisation(name="가상교육원")
    writer, officer = make.member(own, "editor"), make.user("officer")
    people = [make.user() for _ in range(3)]
    session.commit()

    # an organisation without the right cannot propose; the officer gives it
    client.sign_in(writer)
    client.post("/courses/run/propose", status=403)
    client.sign_in(officer)
    client.get("/desk/courses/")
    client.submit(client.page.form(action="providers"), number="123", status=422)
    client.submit(client.page.form(action="providers"), number=own.business_number)

    # it proposes a course: faults stand beside their fields, what was typed stays
    client.sign_in(writer)
    client.get("/courses/run/")
    client.submit(client.page.form(action="propose"))
    form = client.page.form(containing="programme")
    answers = {k: v for k, v in learning.answers(capacity=2).items() if k not in ("countries", "occupations")}
    wrong = answers | {"sessions": "내일 아침", "apply_day": "2026-12-25", "ends_on": "2026-11-01"}
    page = client.submit(form, **wrong, countries=["VN"], status=422, button=("go", "send"))
    assert "1번째 줄을" in page.text
    assert "시작일보다 앞섭니다" in page.text
    page = client.submit(client.page.form(containing="programme"), **answers, button=("go", "send"))
    assert "검토 중" in page.text
    course = session.scalar(select(Course))
    client.get(f"/courses/{course.id}", status=404)

    # the officer publishes it
    client.sign_in(officer)
    client.get(client.get("/").link("검토할 과정 제안"))
    client.get(client.page.link("가상 국제 입찰 과정"))
    client.submit(client.page.form(action="publish"))
    client.post("/sign-out")
    assert "가상 국제 입찰 과정" in client.get("/courses/?state=open&country=VN&topic=bidding").text
    assert "가상 국제 입찰 과정" in client.get("/countries/VN").text

    # three apply for two places: the third waits and is told which number
    cases = []
    for person in people:
        client.sign_in(person)
        client.get(f"/courses/{course.id}")
        page = client.submit(client.page.form(action="apply"), motive="입찰을 준비합니다.", consent="yes")
        cases.append(session.scalar(select(CourseApplication).where(CourseApplication.applicant_id == person.id)))
    assert "대기 1번입니다" in page.text
    page = client.post(f"/courses/{course.id}/apply", {"motive": "다시", "consent": "yes"}, status=422)
    assert "이미 신청한 과정입니다" in page.text

    # the first withdraws: the third moves up by itself and is told
    client.sign_in(people[0])
    client.get(f"/courses/applications/{cases[0].id}")
    client.submit(client.page.form(action="withdraw"))
    assert state_of(session, cases[2]) == "accepted"
    told = session.scalars(select(mail.Mail.subject).where(mail.Mail.user_id == people[2].id)).all()
    assert any("수강 확정" in subject for subject in told)
    client.sign_in(people[1])
    client.get(f"/courses/applications/{cases[0].id}", status=404)

    # attendance: of sessions that have begun alone, of participants alone
    client.sign_in(writer)
    first, second = course.sessions
    page = client.post(f"/courses/run/{course.id}/attendance", {"present": f"{cases[1].id}-{first.id}"}, status=422)
    assert "아직 시작하지 않은" in page.text
    client.act(cases[1], "complete", status=422)
    client.act(course, "finish", status=422)
    today(learning.after(course))
    for odd in (f"{cases[0].id}-{first.id}", f"{cases[1].id}-9999", "x", "1-2-3"):
        client.post(f"/courses/run/{course.id}/attendance", {"present": odd}, status=422)
    client.get(f"/courses/run/{course.id}/attendance")
    ticks = [f"{cases[1].id}-{first.id}", f"{cases[1].id}-{second.id}", f"{cases[2].id}-{first.id}"]
    client.submit(client.page.form(containing="present"), present=ticks)
    client.submit(client.page.form(containing="present"), present=ticks)  # again: the same
    assert session.scalar(select(func.count(CourseAttendance.id))) == 3
    client.get(f"/courses/run/{course.id}")
    assert "50.0%" in client.page.text
    client.submit(client.page.form(action="moves/finish"))
    assert (state_of(session, cases[1]), state_of(session, cases[2])) == ("completed", "not_completed")

    # who completed gets the certificate; anybody may check it by number and code
    client.sign_in(people[1])
    page = client.get(f"/courses/applications/{cases[1].id}")
    for language in ("ko", "en"):
        with client.plain.get(f"/courses/applications/{cases[1].id}/certificate.pdf?lang={language}") as answer:
            assert answer.data.startswith(b"%PDF")
    client.get(f"/cases/{cases[1].id}/moves/rate")
    client.submit(client.page.form(action="moves/rate"), rating="4", rating_words="실습이 더 있으면 좋겠습니다.")
    client.act(cases[1], "rate", {"rating": "1"}, status=422)
    client.sign_in(people[2])
    assert "출석 50.0%로 기준 80%에 못 미칩니다" in client.get(f"/courses/applications/{cases[2].id}").text
    client.get(f"/courses/applications/{cases[2].id}/certificate.pdf", status=404)
    client.post("/sign-out")
    one = session.get(CourseApplication, cases[1].id)
    page = client.get(f"/courses/check?number={one.certificate_no}&code={one.certificate_code.lower()}")
    assert "실제로 발급한 수료증입니다" in page.text
    client.get(f"/courses/check/{one.certificate_code}?number={one.certificate_no}")
    client.get(f"/courses/check?number={one.certificate_no}&code=AAAA", status=404)
    client.get("/courses/check?number=&code=", status=422)

    # the statistics tell it
    client.sign_in(officer)
    page = client.get("/desk/courses/statistics?year=2026")
    assert [page.words(td) for td in page.all("td")][-6:] == ["2", "3", "2", "1", "50.0%", "4.0"]
    with client.plain.get("/desk/courses/statistics.xlsx?year=2026") as answer:
        assert answer.data[:2] == b"PK"


def test_the_deadline_holds_to_the_second_and_may_be_moved(client, session, today):
    today(MONDAY)
    course = learning.course()
    person, officer = make.user(), make.user("officer")
    session.commit()
    client.sign_in(person)
    client.get(f"/courses/{course.id}")
    form = client.page.form(action="apply")
    today(course.apply_by + timedelta(seconds=1))
    page = client.submit(form, motive="가상 동기", consent="yes", status=422)
    assert "18:00:00" in page.text
    assert "가상 동기" in page.text
    assert session.scalar(select(func.count(CourseApplication.id))) == 0
    client.sign_in(officer)
    client.get(f"/cases/{course.id}/moves/extend")
    client.submit(client.page.form(action="extend"), until_day="2026-11-20", until_hour="18:00", status=422)
    client.submit(client.page.form(action="extend"), until_day="2026-12-20", until_hour="18:00", status=422)
    client.submit(client.page.form(action="extend"), until_day="2026-12-01", until_hour="18:00")
    client.sign_in(person)
    client.get(f"/courses/{course.id}")
    client.submit(client.page.form(action="apply"), consent="yes")
    assert session.scalar(select(CourseApplication.state).select_from(CourseApplication)) == "accepted"


def test_two_who_apply_at_once_never_share_the_last_place(app, session, today):
    today(MONDAY)
    course = learning.course(capacity=2)
    people = [make.user() for _ in range(6)]
    session.commit()
    ids, course_id = [p.id for p in people], course.id

    def applying(user_id):
        from portal.core.people import User

        return lambda: learning.applied(session.get(Course, course_id), session.get(User, user_id)).id

    at_once(app, [applying(user_id) for user_id in ids], datetime(2026, 11, 23, 9, tzinfo=clock.SEOUL))
    held = session.get(Course, course_id)
    assert queries.taken(held) == 2
    assert [queries.rank_of(c) for c in queries.waiting_list(held)] == [1, 2, 3, 4]


def test_a_course_by_selection_more_places_a_test_and_a_course_that_is_cancelled(client, session, today):
    today(MONDAY)
    own = learning.provider()
    writer = make.member(own)
    course = learning.course(own, admission="choice", capacity=1, pass_score=60)
    people = [make.user() for _ in range(4)]
    cases = [learning.applied(course, p) for p in people]
    session.commit()
    client.sign_in(writer)
    assert "정할 신청 4건" in client.get("/").text
    client.get(f"/courses/run/{course.id}")
    client.submit(client.page.form(action=f"{cases[0].id}/moves/accept"))
    for one in cases[1:3]:
        client.act(one, "wait")
    page = client.act(cases[3], "accept", status=422)
    assert "정원 1명이 찼습니다" in page.text
    client.act(cases[3], "refuse", {"because": "대상이 아닙니다."})
    client.get(f"/cases/{course.id}/moves/resize")
    client.submit(client.page.form(action="resize"), capacity="2")
    assert [state_of(session, c) for c in cases] == ["accepted", "accepted", "waiting", "refused"]
    client.act(course, "resize", {"capacity": "1"}, status=422)
    course = session.get(Course, course.id)
    today(learning.after(course))
    ticks = [f"{c.id}-{s.id}" for c in cases[:2] for s in course.sessions]
    address = f"/courses/run/{course.id}/attendance"
    assert (
        "점수는 0에서 100" in client.post(address, {"present": ticks, f"score-{cases[0].id}": "101"}, status=422).text
    )
    client.post(address, {"present": ticks, f"score-{cases[0].id}": "60", f"score-{cases[1].id}": "59.9"})
    client.act(course, "finish")
    assert [state_of(session, c) for c in cases] == ["completed", "not_completed", "refused", "refused"]

    today(MONDAY)
    other = learning.course(own)
    one, two = learning.applied(other, people[0]), learning.applied(other, people[1])
    session.commit()
    client.get(f"/cases/{other.id}/moves/cancel")
    client.submit(client.page.form(action="cancel"), reason="강사 사정으로 열지 못합니다.")
    assert (state_of(session, one), state_of(session, two)) == ("cancelled", "cancelled")
    for person in people[:2]:
        bodies = session.scalars(select(mail.Mail.body).where(mail.Mail.user_id == person.id)).all()
        assert any("강사 사정으로" in body for body in bodies)
    client.post("/sign-out")
    assert "폐강" in client.get(f"/courses/{other.id}").text
    assert other.title not in client.get("/courses/?state=open").text


def test_rights_end_and_strangers_stay_out(client, session, today):
    today(MONDAY)
    own = learning.provider()
    draft = learning.course(own, state="draft")
    course = learning.course(own)
    case = learning.applied(course)
    held = session.scalar(select(CourseProvider).where(CourseProvider.organisation_id == own.id))
    writer, viewer, stranger = make.member(own), make.member(own, "viewer"), make.member(make.organisation())
    session.commit()
    client.sign_in(make_officer(session))
    client.post(f"/desk/courses/providers/{held.id}/end")
    client.get(f"/courses/run/{draft.id}", status=404)
    client.sign_in(writer)
    assert "교육기관만 과정을 열 수 있습니다" in client.get("/courses/run/").text
    page = client.post(f"/courses/run/{draft.id}", {"go": "send", "version": "0-1"}, status=422)
    assert "권한이 없는 기관" in page.text
    assert client.get(f"/courses/run/{course.id}").status == 200
    for who in (viewer, stranger):
        client.sign_in(who)
        for address in (
            f"/courses/run/{course.id}",
            f"/courses/run/{course.id}/attendance",
            f"/courses/applications/{case.id}",
        ):
            client.get(address, status=404)
    with pytest.raises(LookupError):
        fire(case, "accept", make.acting(stranger))


def make_officer(session):
    officer = make.user("officer")
    session.commit()
    return officer

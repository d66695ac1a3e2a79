"""Attendance, the declared rule of completion, and the certificate that anybody may check by number and code."""

import hmac
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import current_app
from sqlalchemy import delete, select

from experts.courses import queries
from experts.courses.models import Course, CourseApplication, CourseAttendance
from portal.core import clock, papers, records
from portal.core.codes import new_code, read_code
from portal.core.db import db, lock_row
from portal.core.demo import is_demo
from portal.core.fire import Firing
from portal.core.people import Actor
from portal.core.reading import decimal, or_none, plain, sent_number
from portal.core.text import Text
from portal.core.workflow import Refused


def why_not(case: CourseApplication, presence: queries.Presence) -> Text | None:
    """The sentence that says which part of the declared rule is not met; None where all of it is."""
    course = case.course
    if presence.percent < course.pass_percent:
        return Text("출석 {p}%로 기준 {n}%에 못 미칩니다.", "Attendance of {p} % is below {n} %.").format(
            p=presence.percent, n=course.pass_percent
        )
    if course.pass_score is not None and (case.score is None or case.score < course.pass_score):
        if case.score is None:
            return Text("시험 점수가 없습니다(기준 {n}점).", "No test score ({n} needed).").format(n=course.pass_score)
        return Text("시험 {s}점으로 기준 {n}점에 못 미칩니다.", "A score of {s} is below {n}.").format(
            s=f"{case.score.normalize():f}", n=course.pass_score
        )
    return None


def rule_met(case: CourseApplication, _given: Mapping[str, Any]) -> Text | None:
    return why_not(case, queries.presences(case.course, [case])[case.id])


def complete(case: CourseApplication, firing: Firing) -> None:
    case.completed_on = case.decided_on = firing.on
    series = f"EDU-{firing.on.year}"
    case.certificate_no = f"{series}-{records.next_number(series):05d}"
    case.certificate_code = new_code()
    firing.facts |= {"certificate_no": case.certificate_no}


def not_rated(case: CourseApplication, _given: Mapping[str, Any]) -> Text | None:
    return Text("이미 답하셨습니다.", "You have answered already.") if case.rating is not None else None


def rate(case: CourseApplication, firing: Firing) -> None:
    case.rating = int(firing.given["rating"])
    case.rating_words = str(firing.given.get("rating_words") or "")


# ---- attendance ----------------------------------------------------------------------------------------------------------------


def note(course: Course, given: Mapping[str, list[str]], actor: Actor) -> None:
    """Write who was there: `present` are 'application-session' pairs, `score-<application>` points.

    All of it, or Refused.
    """
    lock_row(course)
    if course.state != "published":
        raise Refused(Text("진행 중인 과정만 출석을 적을 수 있습니다.", "Attendance is noted while a course runs."))
    held = {case.id: case for case in queries.applications_of(course) if case.state == "accepted"}
    begun = {s.id for s in course.sessions if s.starts_at <= clock.now()}
    pairs = {_pair(text) for text in given.get("present", [])}
    known = {s.id for s in course.sessions}
    for pair in pairs:
        if pair is None or pair[0] not in held or pair[1] not in known:
            raise Refused(
                Text("이 과정의 수강생과 회차가 아닙니다.", "That is no participant or no session of this course.")
            )
        if pair[1] not in begun:
            raise Refused(
                Text("아직 시작하지 않은 회차의 출석은 적을 수 없습니다.", "A session to come has no attendance yet.")
            )
    scores = {case_id: _score(given[f"score-{case_id}"][0]) for case_id in held if given.get(f"score-{case_id}")}
    db.session.execute(delete(CourseAttendance).where(CourseAttendance.application_id.in_(held)))
    for case_id, session_id in sorted(pair for pair in pairs if pair):
        db.session.add(CourseAttendance(session_id=session_id, application_id=case_id, by_id=actor.user_id))
    for case_id, score in scores.items():
        held[case_id].score = score
    db.session.flush()


def _pair(text: str) -> tuple[int, int] | None:
    first, second = map(sent_number, text.partition("-")[::2])
    return (first, second) if first is not None and second is not None else None


def _score(text: str) -> Decimal | None:
    if not text.strip():
        return None
    wrong = Refused(Text("점수는 0에서 100까지 적어 주세요: {v}", "Scores go from 0 to 100: {v}").format(v=text[:20]))
    score = or_none(decimal, text, units=("점",))
    if score is None or not 0 <= score <= 100:
        raise wrong
    return score.quantize(Decimal("0.01"))


# ---- the certificate -----------------------------------------------------------------------------------------------------------


def certified(number: str, code: str) -> CourseApplication | None:
    """The application whose certificate carries this number and this code."""
    wanted = select(CourseApplication).where(CourseApplication.certificate_no == plain(number).upper())
    found = db.session.scalar(wanted)
    if found is None or not hmac.compare_digest(found.certificate_code.encode(), read_code(code).encode()):
        return None
    return found


def shown_code(code: str) -> str:
    """In groups of four, as it is printed."""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def certificate(case: CourseApplication, language: str) -> bytes:
    """수료증 as PDF."""
    course = case.course
    assert course.starts_on is not None
    assert course.ends_on is not None
    assert case.completed_on is not None

    def say(ko: str, en: str) -> str:
        return en if language == "en" else ko

    title = course.titled.in_(language)
    address = f"{current_app.config['BASE_URL']}/courses/check"
    return papers.pdf(
        "completion",
        {
            "lang": language,
            "issuer": course.provider,
            "number": case.certificate_no,
            "completed_on": case.completed_on.isoformat(),
            "recipient": case.applicant.name,
            "title": say("수료증", "Certificate of Completion"),
            "subtitle": "Certificate of Completion" if language == "ko" else "수료증",
            "statement": say("위 사람이 이 과정을 마쳤음을 증명합니다.", "has completed the course named above."),
            "rows": [
                [say("과정", "Course"), title],
                [say("과정번호", "Course number"), course.number or ""],
                [say("기간", "Period"), f"{course.starts_on.isoformat()} – {course.ends_on.isoformat()}"],
                [say("교육 시간", "Hours"), f"{course.hours}{say('시간', ' hours')}"],
            ],
            "mark": say("견본", "SAMPLE") if is_demo() else "",
            "qr": papers.qr_svg(f"{address}/{case.certificate_code}?number={case.certificate_no}"),
            "verify_url": address,
            "verify_code": shown_code(case.certificate_code),
        },
    )

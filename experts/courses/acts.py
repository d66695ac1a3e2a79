"""What must hold for the moves of a course and what they do: proposal, publication, later deadline, places,
cancelling, finishing.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import select

from experts.acts import decide, file_answers, title_in
from experts.courses import queries
from experts.courses.completion import why_not
from experts.courses.models import Course, CourseApplication, CourseSession
from experts.deadlines import instant
from portal.core import clock, records
from portal.core.cases import Case
from portal.core.db import db, lock_row
from portal.core.fire import Firing, fire
from portal.core.mail import audience
from portal.core.people import SYSTEM, User
from portal.core.schema import Answers
from portal.core.text import Text
from portal.core.workflow import Refused

MOST_SESSIONS = 100
LONGEST_SUBJECT = 200


class Meeting(NamedTuple):
    """A session as declared."""

    starts_at: datetime
    ends_at: datetime
    subject: str


def meetings(text: str) -> tuple[list[Meeting], Text | None]:
    """Lines '2026-12-01 09:00-12:00 subject' in the order of their instants,
    and what is wrong with the first bad one.
    """
    found: list[Meeting] = []
    for n, line in enumerate([part.strip() for part in text.splitlines() if part.strip()], 1):
        day, _, rest = line.partition(" ")
        hours, _, subject = rest.strip().partition(" ")
        first, _, last = hours.replace("~", "-").partition("-")
        starts, ends = instant(day, first), instant(day, last)
        if starts is None or ends is None or ends <= starts:
            words = Text(
                "{n}번째 줄을 ‘2026-12-01 09:00-12:00 주제’처럼 적어 주세요.",
                "Write line {n} as “2026-12-01 09:00-12:00 subject”.",
            )
            return found, words.format(n=n)
        if len(subject) > LONGEST_SUBJECT:
            words = Text(
                "{n}번째 줄의 주제를 {m}자 이내로 적어 주세요.",
                "Write the subject of line {n} in at most {m} characters.",
            )
            return found, words.format(n=n, m=LONGEST_SUBJECT)
        found.append(Meeting(starts, ends, subject.strip()))
    found.sort(key=lambda m: m.starts_at)
    for before, after in pairwise(found):
        if after.starts_at < before.ends_at:
            words = Text("{d}의 회차가 서로 겹칩니다.", "Two sessions of {d} overlap.")
            return found, words.format(d=clock.seoul(after.starts_at).date().isoformat())
    if len(found) > MOST_SESSIONS:
        return found, Text("{n}회차까지 적을 수 있습니다.", "At most {n} sessions.").format(n=MOST_SESSIONS)
    return found, None


def in_order(answers: Answers) -> dict[str, Text]:
    """Days, sessions and the deadline follow each other."""
    found: dict[str, Text] = {}
    starts, ends = answers.get("starts_on"), answers.get("ends_on")
    if starts and ends and ends < starts:
        found["ends_on"] = Text("종료일이 시작일보다 앞섭니다.", "It ends before it begins.")
    held, problem = meetings(str(answers.get("sessions") or ""))
    if problem is not None:
        found["sessions"] = problem
    elif starts and ends and any(not starts <= clock.seoul(m.starts_at).date().isoformat() <= ends for m in held):
        found["sessions"] = Text("과정 기간 밖의 회차가 있습니다.", "A session lies outside the days of the course.")
    if answers.get("apply_day"):
        by = instant(str(answers["apply_day"]), str(answers.get("apply_hour") or ""))
        if by is None and answers.get("apply_hour"):
            found["apply_hour"] = Text("시각을 18:00처럼 적어 주세요.", "Enter an hour such as 18:00.")
        elif by is not None and held and by > held[0].starts_at:
            found["apply_day"] = Text(
                "신청 마감은 첫 회차보다 앞서야 합니다.", "Applications must close before the first session."
            )
    return found


def may_offer(case: Case, _given: Mapping[str, Any]) -> Text | None:
    if case.organisation_id is not None and queries.provider_right(case.organisation_id) is None:
        return Text(
            "과정을 열 권한이 없는 기관입니다. 담당자에게 요청해 주세요.",
            "The organisation may not offer courses. Ask an officer.",
        )
    return None


def propose(case: Course, firing: Firing) -> None:
    """Keep the answers, and what lists and rules read of them as columns."""
    answers = file_answers(case, firing)
    case.titled = title_in(answers)
    for key in ("topic", "provider", "mode", "place", "admission"):
        setattr(case, key, str(answers.get(key) or ""))
    for key in ("hours", "capacity", "pass_percent"):
        setattr(case, key, int(answers[key]))
    case.fee = int(answers.get("fee") or 0)
    case.pass_score = int(answers["pass_score"]) if answers.get("pass_score") not in (None, "") else None
    case.starts_on, case.ends_on = (date.fromisoformat(answers[k]) for k in ("starts_on", "ends_on"))
    case.countries, case.occupations = list(answers.get("countries") or ()), list(answers.get("occupations") or ())
    case.apply_by = instant(answers["apply_day"], answers["apply_hour"])
    held, _ = meetings(str(answers["sessions"]))
    for old in list(case.sessions):
        db.session.delete(old)
    db.session.flush()
    for n, m in enumerate(held, 1):
        minutes = int((m.ends_at - m.starts_at).total_seconds() // 60)
        db.session.add(
            CourseSession(course_id=case.id, no=n, starts_at=m.starts_at, minutes=minutes, subject=m.subject)
        )
    db.session.flush()
    db.session.expire(case, ["sessions"])
    case.received_on = firing.on


def still_to_come(case: Course, _given: Mapping[str, Any]) -> Text | None:
    if case.apply_by is None or case.apply_by <= clock.now():
        return Text(
            "신청 마감이 지났습니다. 고쳐 쓰도록 돌려보내 주세요.",
            "The deadline of applications is over. Return it for changes.",
        )
    return None


def publish(case: Course, firing: Firing) -> None:
    series = f"COURSE-{firing.on.year}"
    case.number = case.number or f"{series}-{records.next_number(series):03d}"
    case.published_on = firing.on
    case.handler_id = case.handler_id or firing.actor.user_id
    firing.facts |= {"number": case.number}


def extend(case: Course, firing: Firing) -> None:
    later = instant(str(firing.given["until_day"]), str(firing.given["until_hour"]))
    if later is None:
        raise Refused(fields={"until_hour": Text("시각을 18:00처럼 적어 주세요.", "Enter an hour such as 18:00.")})
    if case.apply_by is None or later <= max(case.apply_by, clock.now()):
        said = Text(
            "지금 마감과 지금보다 뒤의 일시를 적어 주세요.", "Enter a time after the present deadline and after now."
        )
        raise Refused(fields={"until_day": said})
    if case.sessions and later > case.sessions[0].starts_at:
        raise Refused(fields={"until_day": Text("첫 회차보다 앞서야 합니다.", "It must lie before the first session.")})
    case.apply_by = later


def resize(case: Course, firing: Firing) -> None:
    """Other places: never fewer than are taken; more are filled from the waiting list by the listener of this event."""
    wanted, held = int(firing.given["capacity"]), queries.taken(case)
    if wanted < held:
        said = Text(
            "이미 {n}명을 받았습니다. 그보다 줄일 수 없습니다.", "{n} are accepted already; it cannot be fewer."
        ).format(n=held)
        raise Refused(fields={"capacity": said})
    case.capacity = wanted


def cancel(case: Course, firing: Firing) -> None:
    """Everybody who applied is told, each by the end of their own application."""
    for one in _standing(case, "applied", "waiting", "accepted"):
        fire(one, "cancel", SYSTEM, given={"because": str(firing.given["reason"])})
    decide(case, firing)


def over_at(course: Course) -> datetime | None:
    """The end of the last session."""
    last = course.sessions[-1] if course.sessions else None
    return last.starts_at + timedelta(minutes=last.minutes) if last else None


def is_over(course: Course) -> bool:
    end = over_at(course)
    return end is not None and clock.now() >= end


def over(case: Course | CourseApplication, _given: Mapping[str, Any]) -> Text | None:
    course = case.course if isinstance(case, CourseApplication) else case
    if not is_over(course):
        return Text("과정이 끝난 뒤에 할 수 있습니다.", "Possible once the course has ended.")
    return None


def finish(case: Course, firing: Firing) -> None:
    """Everybody is judged by the declared rule; who still waited is told that no place came free."""
    held = _standing(case, "accepted")
    present = queries.presences(case, held)
    done = 0
    for one in held:
        reason = why_not(one, present[one.id])
        if reason is None:
            fire(one, "complete", SYSTEM)
            done += 1
        else:
            fire(one, "not_complete", SYSTEM, given={"because": reason.ko})
    for one in _standing(case, "applied", "waiting"):
        fire(one, "close_out", SYSTEM)
    decide(case, firing)
    firing.facts |= {"completed": done, "participants": len(held)}


def _standing(course: Course, *states: str) -> list[CourseApplication]:
    lock_row(course)
    wanted = select(CourseApplication).where(
        CourseApplication.course_id == course.id, CourseApplication.state.in_(states)
    )
    return list(db.session.scalars(wanted.order_by(CourseApplication.id)))


def applicants(case: Case) -> list[User]:
    """Everybody whose application stands."""
    held = select(CourseApplication.applicant_id).where(
        CourseApplication.course_id == case.id, CourseApplication.state.in_(("applied", "accepted", "waiting"))
    )
    return list(db.session.scalars(select(User).where(User.id.in_(held)).order_by(User.id)))


def staff(case: Case) -> list[User]:
    """Who runs the course of an application: the writers of its organisation, or the officers."""
    course = case.course if isinstance(case, CourseApplication) else case
    return audience("members" if course.organisation_id else "handler", course)

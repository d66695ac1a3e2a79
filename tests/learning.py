"""Surveys of needed staff and courses in a chosen state, for tests."""

from datetime import timedelta
from itertools import count

from experts.courses import admission
from experts.courses.models import Course, CourseApplication, CourseProvider
from experts.workforce import surveys
from experts.workforce.models import WorkforceReturn, WorkforceSurvey
from portal.core import clock, records
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import fire, open_case
from tests import factories as make

_serial = count(1)
OCCUPATIONS = [["의사", "Physician"], ["간호사", "Nurse"], ["약사", "Pharmacist"]]
CONTACT = {"contact_name": "가상담당", "contact_phone": "02-000-0000"}


def survey(year=2026, days=10, **given):
    """A survey that is open since an hour and closes in so many days; nobody is asked yet."""
    made = WorkforceSurvey(
        **{
            "year": year,
            "opens_at": clock.now() - timedelta(hours=1),
            "closes_at": clock.now() + timedelta(days=days),
            "reference_on": clock.today(),
            "occupations": [list(pair) for pair in OCCUPATIONS],
            "note": "가상 안내",
        }
        | given
    )
    db.session.add(made)
    db.session.flush()
    return made


def row(country="VN", occupation="간호사", this_year="2", next_year="3", **more):
    typed = {"country": country, "occupation": occupation, "this_year": str(this_year), "next_year": str(next_year)}
    return {"month": "", "languages": "", "licences": "", "reason": ""} | typed | more


def returned(of: WorkforceSurvey, *rows, who=None, state="confirmed") -> WorkforceReturn:
    """A return of a new organisation (or of the member `who`) in a state."""
    actor = make.acting(who or make.member(make.organisation()))
    case = surveys.join(of, actor)
    filled = {f"r{n}": one for n, one in enumerate(rows, 1)} if rows else {"none": "yes"}
    records.start_draft(case, CONTACT | filled)
    if state != "asked":
        fire(case, "submit", actor)
    if state == "confirmed":
        fire(case, "confirm", make.officer())
    if state == "returned":
        fire(case, "send_back", make.officer(), given={"reason": "가상 사유", **until()})
    return case


def until(days=5, hour="18:00"):
    return {"until_day": (clock.today() + timedelta(days=days)).isoformat(), "until_hour": hour}


def provider(**given):
    """An organisation with the right to offer courses."""
    own = make.organisation(name=f"가상교육원{next(_serial)}", **given)
    db.session.add(CourseProvider(organisation_id=own.id))
    db.session.flush()
    return own


def answers(**given):
    """A complete proposal: two sessions, ten and eleven days from now; applications until the fifth day, 18:00."""
    day = clock.today()
    first, second = ((day + timedelta(days=n)).isoformat() for n in (10, 11))
    return {
        "title": "가상 국제 입찰 과정",
        "title_en": "Fictional Bidding Course",
        "topic": "bidding",
        "provider": "가상교육원",
        "audience": "해외 사업 담당자",
        "countries": ["VN"],
        "occupations": ["병원행정"],
        "starts_on": first,
        "ends_on": second,
        "hours": 6,
        "mode": "online",
        "sessions": f"{first} 09:00-12:00 제안서\n{second} 09:00-12:00 계약",
        "capacity": 1,
        "admission": "order",
        "apply_day": (day + timedelta(days=5)).isoformat(),
        "apply_hour": "18:00",
        "pass_percent": 80,
        "programme": "## 내용\n\n- 입찰 절차",
    } | given


def course(of=None, state="published", **given) -> Course:
    """A course of a training institution in a state on the way to its publication."""
    of = of or provider()
    writer = make.acting(make.member(of))
    made = open_case(kind_of("course"), writer, organisation_id=of.id, title="가상 과정")
    records.start_draft(made, answers(**given))
    if state != "draft":
        fire(made, "submit", writer)
    if state == "published":
        fire(made, "publish", make.officer())
    return made


def applied(to: Course, who=None) -> CourseApplication:
    """Somebody applies; by the order of applications they are accepted or wait at once."""
    actor = make.acting(who or make.user(language="en"))
    return admission.apply(to, actor, organisation_id=None, motive="가상 동기")


def after(made: Course):
    """An instant at which the course is over."""
    last = made.sessions[-1]
    return last.starts_at + timedelta(minutes=last.minutes)

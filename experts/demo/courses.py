"""The demonstration's courses: one finished with certificates, one that takes applications with a waiting list,
one to come, one proposed.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from experts.courses import admission
from experts.courses.models import Course, CourseApplication, CourseAttendance, CourseProvider
from portal.core import clock, records
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.demo import Cast, Scene, person
from portal.core.fire import fire, open_case
from portal.core.people import SYSTEM, Actor, Organisation, User, actor_of
from portal.core.roles import admit
from portal.core.text import Text

BIDDING = "다자개발은행과 각국 보건부의 병원 입찰을 실제 문서로 연습합니다.\n\n## 배우는 것\n\n- 입찰 공고 읽기와 참가 자격\n- 기술 제안서와 가격 제안서\n- 계약 협상과 이행 보증"
BIDDING_EN = "Practice with real documents of hospital tenders.\n\n## What you learn\n\n- reading a notice\n- technical and financial proposals\n- negotiation and performance bonds"
NURSES = "해외 병원에서 일할 간호사를 위한 과정입니다.\n\n## 배우는 것\n\n- 현지 면허 인정 절차\n- 환자 안전과 의사소통\n- 문화와 생활"
NURSES_EN = "For nurses who will work in hospitals abroad.\n\n## What you learn\n\n- recognition of licences\n- patient safety and communication\n- culture and daily life"


def _answers(first: date, days: int, **given: Any) -> dict[str, Any]:
    """A complete proposal whose sessions are the mornings of so many days from the first;
    applications until six days before.
    """
    every = [first + timedelta(days=n) for n in range(days)]
    return {
        "provider": "가상국제보건교육원",
        "starts_on": every[0].isoformat(),
        "ends_on": every[-1].isoformat(),
        "hours": 3 * days,
        "sessions": "\n".join(f"{d.isoformat()} 09:00-12:00 {n}일차" for n, d in enumerate(every, 1)),
        "apply_day": (first - timedelta(days=6)).isoformat(),
        "apply_hour": "18:00",
        "pass_percent": 80,
        "mode": "online",
        "audience": "해외진출을 준비하는 의료기관과 기업의 실무자",
    } | given


def school(cast: Cast) -> Organisation:
    """The fictional training institution with its account and its right."""
    own = Organisation(
        name="가상국제보건교육원",
        name_en="Fictional Institute of Global Health",
        business_number="0008200025",
        founder="company",
        category="기업",
        region="대전",
        representative="가상 배대표",
        phone="042-000-0004",
        address="대전 가상구 가상로 4",
        verified=True,
        source="demo",
    )
    db.session.add(own)
    db.session.flush()
    cast.organisations["school"] = own
    admit(person("가상 배과장", at="school-manager", phone="042-000-0004"), own, "manager", SYSTEM)
    db.session.add(CourseProvider(organisation_id=own.id, granted_by_id=cast.user("officer").id))
    db.session.flush()
    return own


def _people() -> list[Actor]:
    """Nurses and others who learn; nobody signs in with their accounts."""
    names = ("가상 서간호", "가상 문간호", "가상 노기사", "가상 하통역")
    found = []
    for n, name in enumerate(names, 1):
        email = f"learner{n}@people.example"
        held = db.session.scalar(select(User).where(User.email == email))
        if held is None:
            held = User(email=email, name=name, phone="02-000-0000")
            db.session.add(held)
            db.session.flush()
        found.append(actor_of(held))
    return found


def _offered(cast: Cast, answers: dict[str, Any], *, by: str = "school-manager", publish: bool = True) -> Course:
    actor = cast.actor(by)
    own = cast.organisations["school"].id if by.startswith("school") else None
    made: Course = open_case(
        kind_of("course"), actor, organisation_id=own, title=Text(answers["title"], answers["title_en"])
    )
    records.start_draft(made, answers)
    fire(made, "submit", actor)
    if publish:
        fire(made, "publish", cast.actor("officer"))
    return made


def _apply(course: Course, actor: Actor, *, own: bool = False) -> CourseApplication:
    return admission.apply(
        course, actor, organisation_id=actor.organisation_id if own else None, motive="현지 사업을 준비하고 있습니다."
    )


def finished(cast: Cast) -> Scene:
    """Nurses for work abroad: five took part, four completed it."""
    first = cast.today - timedelta(days=40)
    yield datetime.combine(first - timedelta(days=30), time(10), clock.SEOUL)
    course = _offered(
        cast,
        _answers(
            first,
            5,
            title="해외 파견 간호사 양성 과정",
            title_en="Nurses for Work Abroad",
            topic="workforce",
            countries=["VN", "UZ", "SA"],
            occupations=["간호사"],
            capacity=5,
            admission="order",
            programme=NURSES,
            programme_en=NURSES_EN,
            mode="place",
            place="대전 가상교육관 201호",
        ),
    )
    yield datetime.combine(first - timedelta(days=20), time(10), clock.SEOUL)
    cases = [_apply(course, who) for who in _people()] + [_apply(course, cast.actor("hospital-editor"), own=True)]
    yield datetime.combine(first + timedelta(days=4), time(12, 30), clock.SEOUL)
    for n, case in enumerate(cases):
        for session in course.sessions[: 2 if n == 3 else 5]:
            db.session.add(
                CourseAttendance(session_id=session.id, application_id=case.id, by_id=cast.user("school-manager").id)
            )
    db.session.flush()
    fire(course, "finish", cast.actor("school-manager"))
    yield datetime.combine(first + timedelta(days=6), time(9), clock.SEOUL)
    for case, rating in zip(cases[:3], ("5", "4", "5"), strict=True):
        fire(
            case,
            "rate",
            actor_of(case.applicant),
            given={"rating": rating, "rating_words": "현지 사례가 도움이 되었습니다."},
        )


def taking(cast: Cast) -> Scene:
    """International bidding, by the order of applications: full, two wait, one has withdrawn."""
    first = cast.today + timedelta(days=18)
    yield datetime.combine(cast.today - timedelta(days=9), time(10), clock.SEOUL)
    course = _offered(
        cast,
        _answers(
            first,
            4,
            title="국제 입찰 실무 과정",
            title_en="International Bidding in Practice",
            topic="bidding",
            countries=["UZ", "VN", "KZ"],
            occupations=["병원행정"],
            capacity=3,
            admission="order",
            pass_score=60,
            fee=150_000,
            programme=BIDDING,
            programme_en=BIDDING_EN,
        ),
    )
    yield datetime.combine(cast.today - timedelta(days=6), time(10), clock.SEOUL)
    for who in _people()[:3]:
        case = _apply(course, who)
    _apply(course, cast.actor("company-manager"), own=True)
    _apply(course, cast.actor("hospital-manager"), own=True)
    _apply(course, cast.actor("hospital-editor"), own=True)
    yield datetime.combine(cast.today - timedelta(days=3), time(10), clock.SEOUL)
    fire(case, "withdraw", actor_of(case.applicant))


def selecting(cast: Cast) -> Scene:
    """KHIDI's own, by selection: applications wait for the officer."""
    first = cast.today + timedelta(days=30)
    yield datetime.combine(cast.today - timedelta(days=5), time(13), clock.SEOUL)
    course = _offered(
        cast,
        _answers(
            first,
            2,
            title="카자흐스탄 의료 제도 이해",
            title_en="The Health System of Kazakhstan",
            topic="law",
            countries=["KZ"],
            capacity=30,
            admission="choice",
            provider="한국보건산업진흥원",
            programme="개설 허가, 면허 인정, 의약품·의료기기 등록을 설명합니다.",
            programme_en="Licences, recognition of professionals, registration of medicines and devices.",
        ),
        by="officer",
    )
    yield datetime.combine(cast.today - timedelta(days=2), time(13), clock.SEOUL)
    _apply(course, cast.actor("hospital-manager"), own=True)
    _apply(course, _people()[3])


def proposed(cast: Cast) -> Scene:
    """Waits for the officer's review."""
    first = cast.today + timedelta(days=60)
    yield datetime.combine(cast.today - timedelta(days=1), time(15), clock.SEOUL)
    _offered(
        cast,
        _answers(
            first,
            3,
            title="외국인환자 국제진료 코디네이터 과정",
            title_en="International Patient Coordinators",
            topic="patients",
            countries=["CN"],
            occupations=["국제진료 코디네이터"],
            capacity=20,
            admission="choice",
            programme="상담, 통역 예절, 의무기록과 개인정보를 다룹니다.",
        ),
        publish=False,
    )


def scenes(cast: Cast) -> list[tuple[str, Scene]]:
    school(cast)
    return [
        ("해외 파견 간호사 양성 과정", finished(cast)),
        ("국제 입찰 실무 과정", taking(cast)),
        ("카자흐스탄 의료 제도 이해", selecting(cast)),
        ("국제진료 코디네이터 과정", proposed(cast)),
    ]

"""The people and organisations of the demonstration: one account for every role, all fictional."""

from sqlalchemy import select

from portal.core import demo
from portal.core.db import db
from portal.core.people import SYSTEM, Organisation, RightsChange, User
from portal.core.roles import admit, note

OFFICIALS = (
    ("officer", "가상 김담당", ("officer",), "KHIDI 해외진출팀"),
    ("officer2", "가상 이담당", ("officer",), "KHIDI 해외진출팀"),
    ("officer3", "가상 장담당", ("officer",), "KHIDI 해외진출팀"),
    ("ministry", "가상 박사무관", ("ministry",), "보건복지부 해외의료과"),
    ("admin", "가상 최관리", ("admin",), "KHIDI 정보화팀"),
)
ORGANISATIONS = (
    (
        {
            "name": "가상한빛병원",
            "name_en": "Fictional Hanbit Hospital",
            "business_number": "0008100014",
            "institution_code": "00000001",
            "founder": "hospital",
            "incorporated": True,
            "category": "종합병원",
            "region": "서울",
            "address": "서울 가상구 가상로 1",
            "representative": "가상 한대표",
            "phone": "02-0000-0001",
            "has_department": True,
        },
        (("manager", "가상 한관리"), ("editor", "가상 정작성"), ("viewer", "가상 오열람")),
        "hospital",
    ),
    (
        {
            "name": "가상메디텍",
            "name_en": "Fictional Meditech",
            "business_number": "0008600023",
            "founder": "company",
            "incorporated": True,
            "category": "기업",
            "region": "경기",
            "address": "경기 가상시 가상로 2",
            "representative": "가상 윤대표",
            "phone": "031-000-0002",
        },
        (("manager", "가상 윤관리"), ("editor", "가상 조작성"), ("viewer", "가상 임열람")),
        "company",
    ),
)


def make_demo_people(cast: demo.Cast) -> None:
    """Make what is missing; safe to repeat."""
    for at, name, roles, unit in OFFICIALS:
        official = demo.person(name, *roles, at=at, unit=unit, phone="043-000-0000")
        for role in roles:
            _noted(official, role)
    for columns, members, prefix in ORGANISATIONS:
        held = db.session.scalar(select(Organisation).where(Organisation.business_number == columns["business_number"]))
        if held is None:
            held = Organisation(**columns, verified=True, source="demo")
            db.session.add(held)
            db.session.flush()
        cast.organisations[prefix] = held
        for role, name in members:
            admit(demo.person(name, at=f"{prefix}-{role}", phone="02-000-0000"), held, role, SYSTEM)


def _noted(user: User, role: str) -> None:
    if db.session.scalar(select(RightsChange.id).where(RightsChange.user_id == user.id).limit(1)) is None:
        note(user, "granted", SYSTEM, role, reason="demonstration")

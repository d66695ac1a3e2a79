"""What tests are made of: organisations, people and cases in a chosen state, with fictional names."""

import secrets
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from typing import Any

from portal.core import clock
from portal.core.db import db
from portal.core.people import Actor, Membership, Organisation, User, actor_of
from portal.shell.signing.models import OpenSession

_serial = count(1)
WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def business_number(serial: int | None = None) -> str:
    """A number whose check digit holds."""
    nine = f"{100000000 + (serial if serial is not None else next(_serial)):09d}"
    total = sum(w * int(d) for w, d in zip(WEIGHTS, nine, strict=True)) + int(nine[8]) * 5 // 10
    return nine + str((10 - total % 10) % 10)


def organisation(**given: Any) -> Organisation:
    n = next(_serial)
    values: dict[str, Any] = {
        "name": f"가상병원{n}",
        "business_number": business_number(),
        "founder": "hospital",
        "category": "병원",
        "region": "서울",
        "representative": "가상대표",
        "phone": "02-000-0000",
        "address": "서울 가상구 가상로 1",
        "has_department": True,
        "verified": True,
    }
    made = Organisation(**(values | given))
    db.session.add(made)
    db.session.flush()
    return made


def user(*roles: str, **given: Any) -> User:
    n = next(_serial)
    values: dict[str, Any] = {
        "email": f"person{n}@example.org",
        "name": f"가상인{n}",
        "roles": list(roles),
        "unit": "해외진출팀",
        "phone": "043-000-0000",
    }
    made = User(**(values | given))
    db.session.add(made)
    db.session.flush()
    return made


def member(of: Organisation, role: str = "manager", **given: Any) -> User:
    made = user(**given)
    db.session.add(Membership(user_id=made.id, organisation_id=of.id, role=role))
    db.session.flush()
    return made


def signed_in(who: User) -> dict[str, Any]:
    """What the cookie of a browser holds in which this person is signed in, second factor given; it lasts whatever
    the clock of the test says. Everything pending is committed.
    """
    key, far = secrets.token_urlsafe(16), datetime(2999, 1, 1, tzinfo=UTC)
    db.session.flush()
    row = OpenSession(user_id=who.id, key_hash=sha256(key.encode()).hexdigest(), factor=True, begun_at=far, seen_at=far)
    row.account_key = who.session_key
    db.session.add(row)
    db.session.commit()
    return {"_user_id": who.get_id(), "_fresh": True, "key": key}


def acting(who: User) -> Actor:
    db.session.flush()
    return actor_of(who)


def officer(**given: Any) -> Actor:
    return acting(user("officer", **given))


def answers(kind: str = "OPEN", **given: Any) -> dict[str, Any]:
    """Complete answers of a filing of the type, papers apart."""
    today = clock.today().isoformat()
    base: dict[str, Any] = {
        "type": kind,
        "founder": "hospital",
        "organisation_name": "가상병원",
        "business_number": business_number(),
        "category": "병원",
        "region": "서울",
        "representative": "가상대표",
        "incorporated": "no",
        "has_department": "yes",
        "contact_name": "가상담당",
        "contact_phone": "02-000-0000",
        "country": "VN",
        "city": "하노이",
        "foreign_name": "Fictional Clinic Hanoi",
        "specialty": "피부·성형",
        "status": "preparing",
        "shared_information": "yes",
    }
    by_type: dict[str, dict[str, Any]] = {
        "OPEN": {"opening_way": "permit", "licensed_on": today, "beds": 20},
        "ENTRUST": {"operating_scope": "병원 전체", "beds": 100},
        "CONSULT": {"consulting_scope": "개원 준비"},
        "DISPATCH": {"dispatched_to": "외래 진료", "occupations": ["doctor", "nurse"], "staff": 3},
        "TECH": {"technology": "병원정보시스템"},
        "SUPPLY": {"supplies": "수술용 기기"},
        "EDU": {"programme": "내시경 교육", "trainees": 10},
    }
    if kind != "OPEN":
        base["contract_on"] = today
    return base | by_type[kind] | given


def papers_needed(kind: str = "OPEN", **given: Any) -> list[str]:
    from filings.filing.questions import SCHEMA

    held = answers(kind, **given)
    return [f.key for f in SCHEMA.asked(held) if f.is_paper and f.must]


def draft(kind: str = "OPEN", by: Actor | None = None, **given: Any) -> Any:
    """A complete draft with its papers; (case, actor)."""
    from filings.filing.kind import filing
    from portal.core import files, records
    from portal.core.fire import open_case

    if by is None:
        by = acting(member(organisation()))
    owner = db.session.get(Organisation, by.organisation_id)
    case = open_case(filing, by, organisation_id=owner.id, title=owner.name)
    held = answers(kind, organisation_name=owner.name, business_number=owner.business_number, **given)
    records.start_draft(case, held)
    for slot in papers_needed(kind, **given):
        db.session.add(
            files.Paper(
                case_id=case.id,
                slot=slot,
                name=f"{slot}.pdf",
                media_type="application/pdf",
                size=10,
                sha256="0" * 64,
                by_id=by.user_id,
            )
        )
    db.session.flush()
    return case, by


def filed(kind: str = "OPEN", by: Actor | None = None, **given: Any) -> Any:
    """A received filing; (case, actor)."""
    from portal.core.fire import fire, fire_lapsed

    case, actor = draft(kind, by, **given)
    fire(case, "submit", actor)
    fire_lapsed(case)
    return case, actor


def accepted(kind: str = "OPEN", by: Actor | None = None, **given: Any) -> Any:
    from portal.core.fire import fire

    case, actor = filed(kind, by, **given)
    decider = officer()
    fire(case, "take", decider)
    if "licence_copy" not in papers_needed(kind, **given):
        fire(case, "check_licence", decider, given={"reason": "개설신고 확인"})
    fire(case, "accept", decider)
    return case, actor

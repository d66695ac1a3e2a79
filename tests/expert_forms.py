"""Experts and consultations for tests, fictional: rows of the pool, requests in a state,
and their forms as a browser sends them.
"""

from datetime import date, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from experts.consulting.kind import consultation
from experts.models import Consultation, Expert
from portal.core import clock, files, records
from portal.core.db import db
from portal.core.fire import fire, open_case
from portal.core.people import Actor
from tests import factories as make

_serial = count(1)


def pdf_of(pages: int = 1) -> bytes:
    """A whole PDF with empty pages of A4."""
    kids = " ".join(f"{n + 3} 0 R" for n in range(pages))
    bodies = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}>>"]
    bodies += ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] * pages
    made, places = b"%PDF-1.4\n", []
    for n, body in enumerate(bodies, 1):
        places.append(len(made))
        made += f"{n} 0 obj{body}endobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(bodies) + 1}/Root 1 0 R>>\n"
    return made + f"{tail}startxref\n{len(made)}\n%%EOF\n".encode()


PDF = pdf_of()
LICENCE_CAREER = (
    "카자흐스탄 알마티에서 의료기관 개설 허가 신청을 11건 대리하였다. 현지 보건부와 인허가를 협의하고 합작 계약서를 검토하였다. "
    "러시아어로 상담한다."
)  # fmt: skip
LICENCE_TEXT = "알마티에 건강검진센터를 열려고 합니다. 카자흐스탄의 의료기관 개설 허가를 받는 절차와 필요한 서류, 걸리는 기간을 알고 싶습니다."


def expert(**given: Any) -> Expert:
    """Somebody in office; by default a lawyer of Kazakh licences."""
    n = next(_serial)
    who = make.user("expert", name=given.pop("name", f"가상전문가{n}"), language=given.pop("language", "ko"))
    today = clock.today()
    values: dict[str, Any] = {
        "name_en": f"Fictional Expert {n}",
        "affiliation": f"가상컨설팅{n}",
        "fields": ["legal"],
        "countries": ["KZ"],
        "regions": ["CIS"],
        "languages": ["ko", "ru"],
        "years": 12,
        "career": LICENCE_CAREER,
        "term_from": today - timedelta(days=30),
        "term_to": today + timedelta(days=700),
        "certificate_no": f"GHKOL-2026-{n:03d}",
    }
    made = Expert(user_id=who.id, **(values | given))
    db.session.add(made)
    db.session.flush()
    return made


def acting(one: Expert) -> Actor:
    return make.acting(one.user)


def answers(**given: Any) -> dict[str, Any]:
    """Complete answers of a general request on a Kazakh licence."""
    return {
        "depth": "general",
        "title": "알마티 검진센터 개설 허가 절차",
        "text": LICENCE_TEXT,
        "stage": "study",
        "fields": ["legal"],
        "countries": ["KZ"],
        "consent": "yes",
    } | given


def draft(by: Actor | None = None, **given: Any) -> tuple[Consultation, Actor]:
    actor = by or make.acting(make.member(make.organisation()))
    case = open_case(consultation, actor, organisation_id=actor.organisation_id)
    held = answers(**given)
    records.start_draft(case, held)
    if held["depth"] == "indepth":
        paper = files.attach(case, "business_plan", BytesIO(PDF), "plan.pdf", actor)
        assert paper.id
    return case, actor


def waiting(by: Actor | None = None, **given: Any) -> tuple[Consultation, Actor]:
    """A request that waits for an expert."""
    case, actor = draft(by, **given)
    fire(case, "submit", actor)
    fire(case, "accept", make.officer())
    return case, actor


def asked(
    one: Expert, by: Actor | None = None, fallback: list[int] | None = None, **given: Any
) -> tuple[Consultation, Actor]:
    """A request that this expert was asked for."""
    case, actor = waiting(by, **given)
    fire(
        case,
        "assign",
        make.officer(),
        given={"expert": one.id, "rank": 1, "why": "가상 사유", "fallback": fallback or []},
    )
    return case, actor


YES = {"no_conflict": "yes", "pledge": "yes"}


def running(one: Expert, by: Actor | None = None, **given: Any) -> tuple[Consultation, Actor]:
    case, actor = asked(one, by, **given)
    fire(case, "accept_offer", acting(one), given=YES)
    return case, actor


def reported(one: Expert, by: Actor | None = None, **given: Any) -> tuple[Consultation, Actor]:
    case, actor = running(one, by, **given)
    if case.depth == "indepth":
        fire(case, "plan", acting(one), given={"plan": "가상 계획"})
    fire(case, "report", acting(one), given={"report": "가상 보고서"})
    return case, actor


def closed(one: Expert, by: Actor | None = None, rating: str = "5", **given: Any) -> tuple[Consultation, Actor]:
    case, actor = reported(one, by, **given)
    fire(case, "close", actor, given={"rating": rating})
    return case, actor


MONDAY = date(2026, 11, 23)

"""Cooperation in the demonstration: what the plan names, and fictional projects with their events,
follow-ups and results.
"""

from datetime import date, timedelta
from typing import Any

from portal.core import clock
from portal.core.db import db
from portal.core.people import Actor
from portal.markets.g2g import acts
from portal.markets.g2g.models import Cooperation, CooperationEntry
from portal.markets.terms import PLAN_SOURCE

COOPERATION = (
    ("mou", "ID", "한-인도네시아 보건의료 협력 양해각서", "Korea–Indonesia MOU on health cooperation", ""),
    ("mou", "VN", "한-베트남 보건의료 협력 양해각서", "Korea–Vietnam MOU on health cooperation", ""),
    ("mou", "TH", "한-태국 보건의료 협력 양해각서", "Korea–Thailand MOU on health cooperation", ""),
    (
        "mou",
        "UZ",
        "한-우즈베키스탄 e-Health 행동계획 연장",
        "Korea–Uzbekistan e-Health action plan, extended",
        "2022-11",
    ),
    (
        "mou",
        "AE",
        "한-UAE 의료관광 교류·기술지원 양해각서",
        "Korea–UAE MOU on medical tourism and technical support",
        "2020-01",
    ),
    (
        "oda",
        "BD",
        "감염병 방역체계 구축 ODA 디렉토리북 사업화 지원",
        "Epidemic control: ODA directory brought into business",
        "",
    ),
    *(
        ("oda", code, "아세안 7개국 보건의료 협력사업", "Health cooperation with seven ASEAN countries", "2023")
        for code in ("LA", "MY", "MM", "VN", "ID", "TH", "PH")
    ),
)
FICTION = "가상 자료(시연)"


def load(actor: Actor) -> None:
    """What the plan names, one MOU that ends soon, a mission's project and an ODA project with their entries."""
    for kind, country, ko, en, began in COOPERATION:
        db.session.add(
            Cooperation(kind=kind, country=country, title_ko=ko, title_en=en, began=began, source=PLAN_SOURCE.ko)
        )
    today = clock.today()
    mou = _made(
        "mou",
        "MN",
        "가상 한-몽골 원격협진 양해각서",
        "Fictional Korea–Mongolia MOU on remote consultation",
        today.year - 3,
        ended=(today + timedelta(60)).isoformat(),
    )
    mission = _made(
        "mission",
        "KZ",
        "가상 알마티 거점공관 의료 설명회",
        "Fictional mission project: health fair in Almaty",
        today.year,
        budget=38_000_000,
        partner="가상 주알마티 총영사관",
    )
    oda = _made(
        "oda",
        "UZ",
        "가상 우즈베키스탄 병원 정보화 사업",
        "Fictional ODA project: hospital information in Uzbekistan",
        today.year - 1,
        budget=5_200_000,
        currency="USD",
        agency="가상 개발협력기관",
        ended=str(today.year + 2),
    )
    _entry(
        mou,
        "follow_up",
        today - timedelta(40),
        "가상 연장 협의 실무회의",
        "Fictional working meeting on the extension",
        actor,
        due_on=today + timedelta(20),
    )
    _entry(
        mission,
        "event",
        today - timedelta(30),
        "가상 설명회 개최(현지 기관 12곳)",
        "Fictional fair held (12 institutions)",
        actor,
    )
    _entry(
        mission,
        "result",
        today - timedelta(10),
        "가상 상담 31건, 후속 면담 4건",
        "Fictional: 31 talks, 4 follow-up meetings",
        actor,
    )
    done = _entry(
        oda,
        "follow_up",
        today - timedelta(200),
        "가상 기자재 사양 확정",
        "Fictional: equipment specified",
        actor,
        due_on=today - timedelta(90),
    )
    acts.close(done, "done", "가상 사양서를 합의했습니다.", actor)


def _made(kind: str, country: str, ko: str, en: str, year: int, **more: Any) -> Cooperation:
    made = Cooperation(kind=kind, country=country, title_ko=ko, title_en=en, began=str(year), source=FICTION, **more)
    db.session.add(made)
    db.session.flush()
    return made


def _entry(of: Cooperation, kind: str, on: date, ko: str, en: str, actor: Actor, **more: Any) -> CooperationEntry:
    given = {"kind": kind, "on": on, "title_ko": ko, "title_en": en, "text": "", "source": FICTION, "due_on": None}
    return acts.add(of, given | more, actor)

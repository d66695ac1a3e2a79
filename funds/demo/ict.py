"""The demonstration of packages, pilots and money: published facts with their source and nothing added,
beside one fictional pilot.

The four pilots of 2023 hold what the plan of June 2023 says of them; everything else of theirs stays empty.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from importlib import resources
from typing import Any

from funds.demo.money import fictional_fund, fictional_survey, load_published_funds
from funds.finance.confirmations.acts import SUPPORTS
from funds.pilots.course.queries import months_of
from funds.pilots.evaluation.acts import open_evaluation
from funds.pilots.models import BudgetLine, Milestone, Pilot, PilotIndicator, PilotPayment, PilotRisk, Site
from funds.strategy import queries as q
from funds.strategy.indicators.ranking import rank
from funds.strategy.indicators.sensitivity import TOP
from funds.strategy.models import StrategyList
from funds.strategy.packages.models import Package, PackagePart
from portal.core import clock
from portal.core.db import db
from portal.core.declared import fact, kind_of
from portal.core.demo import Cast
from portal.core.fire import fire, open_case
from portal.core.panels import acts
from portal.core.panels.pool import user_of
from portal.core.people import SYSTEM, actor_of
from portal.core.text import Text
from portal.core.titles import joined

SOURCE = "관계부처 합동 「보건의료 서비스 분야 수출 활성화 방안」(2023. 6.)"
BEGAN_BEFORE = 170  # days before the load
PLAN = (
    ("현지 병원과 협약", 0, 40, 38),
    ("시스템 설치와 교육", 30, 110, 122),
    ("시험 운영", 100, 150, None),
    ("효과 분석과 확산 계획", 210, 330, None),
)  # fmt: skip
"""Milestones of the fictional pilot: title, first and last day, day done, counted from its start."""


def play_ict(cast: Cast) -> None:
    """Load it; cases of the fictional pilot move as its people would move them."""
    cast.expect(5)
    parts: tuple[tuple[str, Callable[[], None]], ...] = (
        ("funds", lambda: funds(cast)),
        ("pilots of 2023", pilots_of_2023),
        ("strategy list", lambda: name_list(cast)),
        ("pilot", lambda: running_pilot(cast)),
        ("policy finance", lambda: confirmation(cast)),
    )
    for name, part in parts:
        part()
        db.session.commit()
        cast.told(name)


def funds(cast: Cast) -> None:
    """The published funds, and a fictional one that invested for one of the fictional hospital's filings."""
    load_published_funds()
    filings = fact("filings_of", cast.organisations["hospital"].id) or []
    fictional_fund(filings[0]["certificate_no"] if filings else "")
    fictional_survey(cast.today)


def pilots_of_2023() -> None:
    """The four pilots and their packages, from public facts alone."""
    for row in json.loads((resources.files("funds.demo") / "pilots-2023.json").read_text("utf-8")):
        partners = [{"name": name, "role": role} for name, role in row["partners"]]
        pilot = open_case(
            kind_of("pilot"),
            SYSTEM,
            organisation_id=None,
            title=Text(row["title"], row["title_en"]),
            year=2023,
            country=row["country"],
            field=row["field"],
            summary=row["summary"],
            partners=partners,
            source=SOURCE,
        )
        fire(pilot, "record", SYSTEM)
        parts = [PackagePart(kind="product", name=name) for name in row["products"]]
        parts += [
            PackagePart(kind="hospital" if role == "hospital" else "firm", name=name) for name, role in row["partners"]
        ]
        db.session.add(
            Package(
                title=row["package"],
                title_en=row["package_en"],
                field=row["field"],
                country=row["country"],
                published=True,
                summary=row["summary"],
                source=SOURCE,
                pilot_id=pilot.id,
                parts=parts,
            )
        )


def name_list(cast: Cast) -> None:
    """A fictional naming of this year's list from the ranking, and so called."""
    weights = q.weights_of("")
    assert weights is not None
    made = rank(q.figures(year=weights.year), weights)
    entries = [
        {
            "iso2": q.iso2_by_iso3()[row.iso3],
            "reason": f"시연용 가상 지정: {weights.year}년 수치로 {row.rank}위",
            "score": str(row.score),
            "rank": row.rank,
        }
        for row in made.rows
        if row.rank is not None and row.rank <= TOP
    ]
    db.session.add(
        StrategyList(
            year=cast.today.year,
            version=1,
            named_on=cast.today,
            reason="시연용 가상 목록입니다. 실제 지정이 아닙니다.",
            weights=weights.version,
            data_year=weights.year,
            entries=entries,
            by_id=cast.user("ministry").id,
        )
    )


def running_pilot(cast: Cast) -> None:
    """A fictional pilot under way: months reported, one step late, the officer told."""
    first = cast.today - timedelta(days=BEGAN_BEFORE)
    officer, editor = cast.actor("officer"), cast.actor("hospital-editor")
    with clock.at(first):
        pilot: Pilot = open_case(
            kind_of("pilot"),
            officer,
            organisation_id=cast.organisations["hospital"].id,
            title=Text("가상 원격판독 시범사업", "Fictional remote reading pilot"),
            year=first.year,
            country="UZ",
            field="telemedicine",
            summary="가상 타슈켄트 병원의 흉부 영상을 원격으로 판독하는 시연용 사업입니다.",
            begins_on=first,
            ends_on=first + timedelta(days=344),
            support=250_000_000,
            own_share=110_000_000,
            partners=[{"name": "가상메디텍", "role": "ict"}],
        )
        _plan(pilot, first)
        fire(pilot, "submit_plan", editor)
        fire(pilot, "approve_plan", officer)
    db.session.commit()
    told = [m for m in months_of(pilot) if m < f"{cast.today:%Y-%m}"]
    for n, month in enumerate(told[:-1] if len(told) > 3 else told):
        year, number = int(month[:4]), int(month[5:])
        day = min(date(year + number // 12, number % 12 + 1, 7), cast.today)
        with clock.at(day):
            fire(pilot, "report", editor, given=_month(pilot, month, n, first, day))
        db.session.commit()
    half_way(cast, pilot)


def half_way(cast: Cast, pilot: Pilot) -> None:
    """Three members of the pool judge the pilot half-way; the officer concludes what they came to."""
    officer = cast.actor("officer")
    evaluation = open_evaluation(pilot, "mid", 3, officer)
    acts.commit_draw(evaluation, None, 3, officer)
    for n, seat in enumerate(acts.carry_out_draw(evaluation, officer)):
        user = user_of(seat.reviewer)
        assert user is not None
        acts.answer(seat, actor_of(user), accepts=True)
        acts.declare(seat, actor_of(user), {}, secrecy=True, integrity=True)
        scores = {c["id"]: str(int(c["max"]) * (80 + 5 * n) // 100) for c in seat.review.criteria}
        acts.save_sheet(seat, evaluation, scores, "시연용 의견입니다.")
        acts.hand_in(seat)
    given = {"held_on": cast.today.isoformat(), "reason": "설치가 늦었으나 판독 건수는 계획대로 늘고 있음(시연용)"}
    fire(evaluation, "conclude", officer, given=given)
    db.session.commit()


def _plan(pilot: Pilot, first: date) -> None:
    for title, begins, ends, _done in PLAN:
        pilot.milestones.append(
            Milestone(title=title, begins_on=first + timedelta(days=begins), ends_on=first + timedelta(days=ends))
        )
    pilot.indicators += [
        PilotIndicator(label="원격판독 건수", unit="건", baseline=0, target=2000, due_on=first + timedelta(days=330)),
        PilotIndicator(label="판독 회신 시간", unit="시간", baseline=48, target=12, due_on=first + timedelta(days=330)),
    ]
    pilot.budget += [
        BudgetLine(item="시스템 설치", amount=180_000_000),
        BudgetLine(item="교육·출장", amount=90_000_000),
        BudgetLine(item="효과 분석", amount=60_000_000),
    ]
    pilot.payments += [
        PilotPayment(
            begins_on=first,
            ends_on=first + timedelta(days=170),
            amount=150_000_000,
            paid_on=first + timedelta(days=14),
            condition="협약 체결",
        ),
        PilotPayment(
            begins_on=first + timedelta(days=171),
            ends_on=first + timedelta(days=344),
            amount=100_000_000,
            condition="중간평가 뒤",
        ),
    ]
    pilot.sites.append(Site(name="가상 타슈켄트 병원", city="타슈켄트", role="영상 촬영과 전송"))
    pilot.risks.append(
        PilotRisk(
            kind="risk", level="middle", text="현지 통신이 불안정함", answer="저장 뒤 전송으로 대비", opened_on=first
        )
    )
    db.session.flush()


def _month(pilot: Pilot, month: str, n: int, first: date, day: date) -> dict[str, Any]:
    steps = {title: done for title, _begins, _ends, done in PLAN}
    ready = {
        str(m.id): (first + timedelta(days=steps[m.title] or 0)).isoformat()
        for m in pilot.milestones
        if m.done_on is None and steps[m.title] is not None and first + timedelta(days=steps[m.title] or 0) <= day
    }
    reading = [[str(120 * (n + 1)), day.isoformat()], [str(48 - 4 * (n + 1)), day.isoformat()]]
    return {
        "month": month,
        "progress": 7 * (n + 1),
        "spent": 20_000_000 * (n + 1),
        "done": f"시연용 {month} 보고입니다.",
        "next_steps": "다음 단계를 준비합니다.",
        "done_on": ready,
        "readings": {str(i.id): reading[k] for k, i in enumerate(pilot.indicators)},
    }


def confirmation(cast: Cast) -> None:
    """The fictional hospital asks for a confirmation for one of its filings, gets it, and tells what it received."""
    hospital, editor = cast.organisations["hospital"], cast.actor("hospital-editor")
    filings = fact("filings_of", hospital.id) or []
    if not filings:
        return
    number = filings[0]["certificate_no"]
    for kind, institution, amount in (
        ("exim", "가상 해외투자자금", 2_000_000_000),
        ("credit", "가상 보증", 500_000_000),
    ):
        case = open_case(
            kind_of("finance_confirmation"),
            editor,
            organisation_id=hospital.id,
            title=joined(hospital.name, SUPPORTS[kind]),
            certificate_no=number,
            kind_of_support=kind,
            institution=institution,
            amount=amount,
            purpose="시연용: 현지 병원 장비 구입",
        )
        fire(case, "ask", editor)
        if kind == "exim":
            fire(case, "confirm", cast.actor("officer"))
            told = {
                "kind_of_support": kind,
                "institution": institution,
                "won": 1_500_000_000,
                "received_on": cast.today.isoformat(),
            }
            fire(case, "tell_support", editor, given=told)

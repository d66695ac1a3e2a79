"""Sheet 15 of the annual workbook (`ghkol`): the pool by region and field, and what was asked,
done and thought of it.
"""

from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from experts import terms
from experts.consulting.models import WorkedTime
from experts.models import Consultation, Expert, Offer
from experts.payments.models import FeePayment
from portal.core import clock, countries
from portal.core.cases import Event
from portal.core.db import db
from portal.core.tables import TOTAL, AsOf, Heading, ReportTable, Table, rounded
from portal.core.text import Text

NO_REGION = Text("(국가 없음)", "(no country)")
PASSED = ("declined", "conflict", "lapsed", "left")


def ghkol(as_of: AsOf) -> Table:
    """Rows: the five consulting regions, and what names no country. An expert counts once in each region and field."""
    fields = list(terms.fields())
    experts = pool_by_region(as_of)
    asked = requests_by_region(as_of)
    regions = [*countries.REGIONS, ""]
    rows = []
    for region in regions:
        held = experts.get(region, [])
        figures = asked.get(region, _nothing())
        if not region and not held and not figures["requests"]:
            continue
        label = countries.REGIONS[region] if region else NO_REGION
        rows.append([label, *(sum(f in e.fields for e in held) for f in fields), len(held), *_figures(figures)])
    everybody = {e.id: e for held in experts.values() for e in held}.values()
    whole = _nothing()
    for figures in asked.values():
        whole.update(figures)
    totals = [TOTAL, *(sum(f in e.fields for e in everybody) for f in fields), len(everybody), *_figures(whole)]
    headings = [
        Heading(Text("권역", "Region"), "text", 16),
        *(Heading(terms.fields()[f]) for f in fields),
        Heading(Text("계", "Experts")),
        Heading(Text("자문 신청", "Requests")),
        Heading(Text("배정", "Matched")),
        Heading(Text("사양", "Declined")),
        Heading(Text("자문 시간", "Hours"), "mean"),
        Heading(Text("만족도(5점)", "Satisfaction (of 5)"), "mean"),
        Heading(Text("자문료 지급액(원)", "Fees paid (KRW)"), "money", 16),
        Heading(Text("신고로 이어진 자문", "Led to a filing")),
    ]
    notes = [
        Text(
            "분야 칸은 기준일에 위촉 중인 전문위원 수입니다. 한 사람이 여러 권역·분야에 들 수 있어 합계는 사람 수로 다시 셉니다.",
            "The columns of fields count experts in office on the as-of day. One may stand in several regions and fields: totals count persons anew.",
        ),
        Text(
            "자문료 지급액은 기준일까지 지급한 금액(세전, 원)이고, 신고로 이어진 자문은 기준일까지 의뢰 기관이 그렇게 답한 자문입니다.",
            "Fees are those paid by the as-of day, before tax; a filing came of a consultation where the client had said so by that day.",
        ),
    ]
    return Table(headings, rows, totals, notes)


def _nothing() -> Counter[str]:
    return Counter(dict.fromkeys(("requests", "matched", "declined", "minutes", "stars", "votes", "paid", "filed"), 0))


def _figures(c: Counter[str]) -> list[Any]:
    mean = rounded(Decimal(c["stars"]) / c["votes"]) if c["votes"] else None
    return [
        c["requests"],
        c["matched"],
        c["declined"],
        rounded(Decimal(c["minutes"]) / 60),
        mean,
        c["paid"],
        c["filed"],
    ]


def pool_by_region(as_of: AsOf) -> dict[str, list[Expert]]:
    """Who was in office on the day, by consulting region; '' for experts without a country."""
    found: dict[str, list[Expert]] = {}
    wanted = select(Expert).where(Expert.term_from <= as_of.day, Expert.term_to >= as_of.day).order_by(Expert.id)
    for expert in db.session.scalars(wanted).unique():
        if not expert.serves_on(as_of.day):
            continue
        for region in sorted({countries.region(c) or "" for c in expert.countries} or {""}):
            found.setdefault(region, []).append(expert)
    return found


def requests_by_region(as_of: AsOf) -> dict[str, Counter[str]]:
    """Consultations received up to the day, and what had become of them by then,
    by the region of their first country.
    """
    found: dict[str, Counter[str]] = {}
    wanted = select(Consultation).where(Consultation.received_on <= as_of.day)
    cases = {case.id: case for case in db.session.scalars(wanted)}
    filed = led_to_filing(as_of)
    for case in cases.values():
        counts = found.setdefault(case.region, _nothing())
        counts["requests"] += 1
        if case.decided_on is not None and case.decided_on <= as_of.day and case.rating:
            counts.update(stars=case.rating, votes=1)
        counts["filed"] += case.id in filed
    matched: set[int] = set()
    for offer in db.session.scalars(select(Offer).where(Offer.case_id.in_(cases))):
        if offer.state in PASSED and _by(offer.answered_at, as_of):
            found[cases[offer.case_id].region]["declined"] += 1
        if _by(offer.pledged_at, as_of) and offer.case_id not in matched:
            matched.add(offer.case_id)
            found[cases[offer.case_id].region]["matched"] += 1
    worked = select(WorkedTime).where(WorkedTime.on <= as_of.day, WorkedTime.confirmed_at.is_not(None))
    for time in db.session.scalars(worked):
        if time.case_id in cases and _by(time.confirmed_at, as_of):
            found[cases[time.case_id].region]["minutes"] += time.counted
    paid = select(FeePayment).where(FeePayment.state == "paid", FeePayment.paid_on <= as_of.day)
    for payment in db.session.scalars(paid):
        if payment.consultation_id in cases:
            found[cases[payment.consultation_id].region]["paid"] += payment.amount or 0
    return found


def _by(instant: datetime | None, as_of: AsOf) -> bool:
    """Whether it had happened by the end of the report's day in Seoul."""
    return instant is not None and clock.seoul(instant).date() <= as_of.day


def led_to_filing(as_of: AsOf) -> set[int]:
    """Consultations whose client had told by the day that a filing came of it;
    a later answer stands over an earlier.
    """
    told = select(Event.case_id, Event.facts).where(Event.name == "consultation.outcome", Event.on <= as_of.day)
    last = {case_id: (facts or {}).get("outcome") for case_id, facts in db.session.execute(told.order_by(Event.id))}
    return {case_id for case_id, outcome in last.items() if outcome == "filed"}


SHEETS = (
    ReportTable(
        number=15,
        key="ghkol",
        title=Text("GHKOL", "GHKOL"),
        build=ghkol,
        counts=Text(
            "기준일에 위촉 중인 전문위원과, 기준일까지 접수한 자문입니다. 권역은 첫 대상 국가의 권역입니다. 자문 시간은 확인된 시간입니다.",
            "Experts in office on the as-of day, and consultations received up to it, by the region of their first country; hours are confirmed hours.",
        ),
    ),
)

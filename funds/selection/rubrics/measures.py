"""Criteria computed from facts the portal holds, and bonuses it sees by itself. Pure: the facts are handed in.

A measure gives a value and its source in words; the rubric's steps turn it into points, the same for every member.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from funds.selection.scoring import automatic_score
from portal.core.text import Text

MEASURES = {
    "years_operated": Text("운영 기간(년)", "Years operated"),
    "staff_sent": Text("파견·현지 인력(명)", "Staff sent or employed abroad"),
    "sales_growth": Text("매출 증가율(%)", "Sales growth (%)"),
    "filings": Text("수리된 신고(건)", "Accepted filings"),
    "countries": Text("진출국(개)", "Countries"),
}


@dataclass(frozen=True)
class Facts:
    """What is known of an applicant: accepted filings, its own answers, awards in force, roles of
    confirmed partners; `on` is the day it was asked."""

    on: date
    filings: Sequence[Mapping[str, Any]] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    awards: frozenset[str] = frozenset()
    partner_roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Measured:
    """A value with one decimal at most and where it came from; `declared`: it rests on the applicant's own word;
    not `known`: there is nothing to measure, which gives no points whatever the steps say."""

    value: Decimal
    source: Text
    declared: bool = False
    known: bool = True


def measure(key: str, facts: Facts) -> Measured:
    """The value of a measure. Nothing known gives 0, and the source says so."""
    return _MEASURED[key](facts)


def points(steps: Sequence[Sequence[str]], value: Decimal) -> Decimal:
    """The points of the highest step that `value` reaches; 0 below the first. Steps are [threshold, points] as text."""
    reached = [Decimal(given) for threshold, given in steps if value >= Decimal(threshold)]
    return automatic_score(max(reached, default=Decimal(0)))


def computed(criteria: Sequence[Mapping[str, Any]], facts: Facts) -> dict[str, dict[str, Any]]:
    """{criterion: {points, value, source_ko, source_en, declared}} of the automatic criteria of a rubric's body,
    as JSON values.
    """
    found = {}
    for one in criteria:
        if one.get("automatic"):
            got = measure(one["automatic"], facts)
            found[one["id"]] = {
                "points": format(points(one["steps"], got.value).normalize(), "f") if got.known else "0",
                "value": format(got.value, "f"),
                "source_ko": got.source.ko,
                "source_en": got.source.en,
                "declared": got.declared,
            }
    return found


def seen_bonuses(bonuses: Sequence[Mapping[str, Any]], facts: Facts) -> list[str]:
    """The ids of bonuses that the portal's own facts grant (`by`)."""
    return [b["id"] for b in bonuses if b.get("by") and _seen(str(b["by"]), facts)]


def _seen(by: str, facts: Facts) -> bool:
    what, _, which = by.partition(":")
    if what == "award":
        return which in facts.awards
    if what == "filing":
        return bool(facts.filings)
    return bool(set(which.split(",")) & facts.partner_roles)


def _years(facts: Facts) -> Measured:
    running = [f for f in facts.filings if f["status"] != "ended" and f["trigger_on"] <= facts.on]
    if not running:
        return Measured(
            Decimal(0), Text("운영 중인 수리된 신고가 없음", "No accepted filing in operation"), known=False
        )
    first = min(running, key=lambda f: f["trigger_on"])
    years = Decimal((facts.on - first["trigger_on"]).days) / Decimal("365.25")
    source = Text("신고 {n}: {d}부터", "Filing {n}: since {d}").format(n=first["certificate_no"], d=first["trigger_on"])
    return Measured(automatic_score(years), source)


def _staff(facts: Facts) -> Measured:
    known = [f for f in facts.filings if f["staff"] is not None and f["status"] != "ended"]
    if known:
        numbers = ", ".join(f"{f['certificate_no']} {f['staff']}" for f in known)
        return Measured(
            Decimal(sum(f["staff"] for f in known)),
            Text(f"수리된 신고의 인원: {numbers}", f"Staff of accepted filings: {numbers}"),
        )
    return _own_word(facts, "staff_sent")


def _growth(facts: Facts) -> Measured:
    now, before = facts.answers.get("sales"), facts.answers.get("sales_before")
    if now is None or not before:
        return Measured(Decimal(0), Text("비교할 두 해의 매출이 없음", "No sales of two years to compare"), known=False)
    grown = automatic_score((Decimal(now) - Decimal(before)) * 100 / Decimal(before))
    whole = f"({int(now):,} − {int(before):,}) ÷ {int(before):,}"
    return Measured(grown, Text(f"신청서에 적은 매출: {whole}", f"Sales as stated: {whole}"), declared=True)


def _own_word(facts: Facts, key: str) -> Measured:
    value = facts.answers.get(key)
    if value is None:
        return Measured(Decimal(0), Text("포털에 자료가 없음", "Nothing on the portal"), known=False)
    return Measured(
        Decimal(value), Text("신청서에 적은 값(포털에 자료 없음)", "As stated (nothing on the portal)"), declared=True
    )


def _filings(facts: Facts) -> Measured:
    numbers = ", ".join(f["certificate_no"] for f in facts.filings) or "-"
    return Measured(Decimal(len(facts.filings)), Text(f"수리된 신고: {numbers}", f"Accepted filings: {numbers}"))


def _countries(facts: Facts) -> Measured:
    seen = sorted({f["country"] for f in facts.filings})
    return Measured(
        Decimal(len(seen)),
        Text(f"수리된 신고의 나라: {', '.join(seen) or '-'}", f"Countries filed: {', '.join(seen) or '-'}"),
    )


_MEASURED = {
    "years_operated": _years,
    "staff_sent": _staff,
    "sales_growth": _growth,
    "filings": _filings,
    "countries": _countries,
}

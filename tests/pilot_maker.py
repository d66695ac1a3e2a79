"""Pilots in a chosen state for tests, with fictional names."""

from datetime import date
from decimal import Decimal

from funds.kinds.pilot import pilot as kind
from funds.pilots.models import BudgetLine, Milestone, Pilot, PilotIndicator
from portal.core.db import db
from portal.core.fire import fire, open_case
from tests import factories as make


def planned(owner=None, **given) -> Pilot:
    """A pilot with a complete plan for 2026."""
    owner = owner or make.organisation()
    values = {
        "title": "가상 시범사업", "year": 2026, "country": "UZ", "field": "ai", "begins_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31),
        "support": 100_000_000, "own_share": 30_000_000,
    }  # fmt: skip
    case = open_case(kind, make.officer(), organisation_id=owner.id, **values | given)
    case.milestones.append(Milestone(title="설치", begins_on=date(2026, 1, 1), ends_on=date(2026, 6, 30)))
    case.indicators.append(
        PilotIndicator(label="판독", unit="건", baseline=Decimal(0), target=Decimal(100), due_on=date(2026, 12, 31))
    )
    case.budget.append(BudgetLine(item="설치비", amount=40_000_000))
    db.session.flush()
    return case


def running(owner=None, **given) -> Pilot:
    case = planned(owner, **given)
    fire(case, "submit_plan", make.acting(make.member(case.organisation)))
    fire(case, "approve_plan", make.officer())
    return case


def evaluated(points: str, **given) -> Pilot:
    case = running(**given)
    fire(
        case,
        "evaluate_final",
        make.officer(),
        given={"points": points, "held_on": "2026-11-20", "members": 7, "reason": "가상 의견"},
    )
    return case

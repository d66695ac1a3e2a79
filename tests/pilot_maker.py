"""Pilots in a chosen state for tests, with fictional names."""

from datetime import date
from decimal import Decimal

from funds.pilots.evaluation.acts import open_evaluation
from funds.pilots.evaluation.models import PilotEvaluation
from funds.pilots.kind import pilot as kind
from funds.pilots.models import BudgetLine, Milestone, Pilot, PilotIndicator
from funds.selection.reviews.models import ReviewSeat
from funds.selection.reviews.queries import review_of
from portal.core import clock
from portal.core.db import db
from portal.core.fire import fire, open_case
from portal.core.panels.acts import open_if_all_in
from portal.core.panels.pool import Reviewer
from tests import factories as make


def planned(owner=None, **given) -> Pilot:
    """A pilot with a complete plan for 2026."""
    owner = owner or make.organisation()
    values = {
        "title": "가상 시범사업",
        "year": 2026,
        "country": "UZ",
        "field": "ai",
        "begins_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "support": 100_000_000,
        "own_share": 30_000_000,
    }
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


def panel_result(case: Pilot, what: str, *totals: str) -> PilotEvaluation:
    """A panel whose members gave these totals, with its sheets opened;
    three times the same (93 unless told) where fewer than two are given.
    """
    evaluation = open_evaluation(case, what, 3, make.officer())
    review = review_of(evaluation)
    for place, total in enumerate(totals if len(totals) > 1 else (totals or ("93",)) * 3):
        reviewer = Reviewer(email=f"panel{place}-{evaluation.id}@demo.example", name=f"가상 위원 {place}")
        db.session.add(reviewer)
        db.session.flush()
        seat = ReviewSeat(case_id=evaluation.id, reviewer_id=reviewer.id, label=f"R{place + 1}", state="accepted")
        seat.declared_at = seat.handed_in_at = clock.now()
        seat.scores = spread(review.criteria, Decimal(total))
        db.session.add(seat)
    db.session.flush()
    open_if_all_in(evaluation)
    return evaluation


def spread(criteria, total: Decimal) -> dict[str, str]:
    """Scores of the criteria that sum to `total`: the first are given in full."""
    scores = {}
    for criterion in criteria:
        points = min(total, Decimal(criterion["max"]))
        scores[criterion["id"]], total = str(points), total - points
    return scores


def evaluated(*totals: str, **given) -> Pilot:
    """A pilot whose final evaluation came to the mean of these totals."""
    case = running(**given)
    evaluation = panel_result(case, "final", *totals)
    held_on = clock.today().isoformat()
    fire(evaluation, "conclude", make.officer(), given={"held_on": held_on, "reason": "가상 의견"})
    return case

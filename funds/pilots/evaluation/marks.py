"""What a panel's result means for the pilot: the needs and effects of the pilot's own moves of mid and final
evaluation.

A pilot that came from an agreement of the programme tells it the final points, so that the yearly
tables hold the pilots too.
"""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from funds.pilots.course.queries import mark_of
from funds.pilots.evaluation.models import PilotEvaluation
from funds.pilots.models import Pilot, PilotMark
from funds.selection.models import Award
from funds.selection.reviews.models import Review
from portal.core.db import db
from portal.core.fire import Firing, fire
from portal.core.panels.queries import seats_of
from portal.core.text import Text


def from_panel(kind: str) -> Any:
    """The result comes from a panel that has opened its sheets on this very evaluation, and only once."""

    def need(case: Pilot, given: Mapping[str, Any]) -> Text | None:
        if mark_of(case, kind):
            return Text("이 연차의 평가 점수가 이미 있습니다.", "This evaluation was entered already.")
        held = db.session.get(PilotEvaluation, given.get("evaluation") or 0)
        if (
            held is None
            or (held.pilot_id, held.what, held.year_no) != (case.id, kind, case.year_no)
            or points_of(held) is None
        ):
            return Text("평가위원회가 채점을 마쳐야 합니다.", "A panel has to score this first.")
        return None

    return need


def points_of(evaluation: PilotEvaluation) -> Decimal | None:
    """The mean that the panel came to; None while its sheets are sealed."""
    review = db.session.get(Review, evaluation.id)
    return Decimal(review.result["result"]["applications"][0]["mean"]) if review and review.result else None


def held_in_time(case: Pilot, given: Mapping[str, Any]) -> Text | None:
    if case.begins_on and str(given.get("held_on")) < case.begins_on.isoformat():
        return Text("평가일이 사업 시작일보다 앞섭니다.", "The evaluation was held before the pilot began.")
    return None


def keep_mark(case: Pilot, firing: Firing) -> None:
    given = firing.given
    evaluation = db.session.get_one(PilotEvaluation, given["evaluation"])
    points = points_of(evaluation)
    assert points is not None
    case.marks.append(
        PilotMark(
            kind=evaluation.what,
            year_no=case.year_no,
            points=points,
            held_on=date.fromisoformat(given["held_on"]),
            members=len(seats_of(evaluation)),
            text=str(given["reason"]),
            rule=evaluation.rule,
            evaluation_id=evaluation.id,
            by_id=firing.actor.user_id,
        )
    )
    db.session.flush()
    firing.facts |= {"rule": evaluation.rule, "points": str(points), "reason": given["reason"]}
    award = db.session.get(Award, case.award_id) if case.award_id else None
    if evaluation.what == "final" and award is not None and award.state == "in_force":
        tenths = str(points.quantize(Decimal("0.1"), ROUND_HALF_UP))
        fire(award, "evaluate_final", firing.actor, given={"points": tenths, "reason": given["reason"]})

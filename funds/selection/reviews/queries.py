"""The panel of a case as it stands: its seats, whom one was drawn for, who may still be drawn. Writes nothing."""

from sqlalchemy import select

from funds.selection.pool.models import Reviewer
from funds.selection.pool.queries import candidates, reviewer_of
from funds.selection.reviews.models import Review, ReviewSeat
from funds.selection.reviews.subjects import subject_of
from portal.core.cases import Case
from portal.core.db import db
from portal.core.people import Actor
from portal.core.text import Text
from portal.core.workflow import Refused

FEWEST = 3


def review_of(case: Case) -> Review | None:
    return db.session.get(Review, case.id)


def running(case: Case) -> Review:
    """The review of a case that is being scored. Raises Refused."""
    held = review_of(case)
    if held is None or case.state != subject_of(case).working:
        raise Refused(Text("지금은 평가하는 중이 아닙니다.", "Nothing is being scored now."))
    return held


def seats_of(case: Case, *, sitting: bool = True) -> list[ReviewSeat]:
    rows = db.session.scalars(select(ReviewSeat).where(ReviewSeat.case_id == case.id).order_by(ReviewSeat.id))
    return [s for s in rows if s.sits or not sitting]


def seat_of(case_id: int, actor: Actor) -> ReviewSeat | None:
    reviewer = reviewer_of(actor)
    if reviewer is None:
        return None
    wanted = select(ReviewSeat).where(ReviewSeat.case_id == case_id, ReviewSeat.reviewer_id == reviewer.id)
    return db.session.scalar(wanted)


def seats_held(actor: Actor) -> list[ReviewSeat]:
    """Every case the actor was ever drawn for, the latest first."""
    reviewer = reviewer_of(actor)
    if reviewer is None:
        return []
    wanted = select(ReviewSeat).where(ReviewSeat.reviewer_id == reviewer.id).order_by(ReviewSeat.id.desc())
    return list(db.session.scalars(wanted))


def fresh_pool(case: Case) -> list[Reviewer]:
    """The people of the pool who may be drawn; whoever was once asked is not asked again."""
    barred, asked = subject_of(case).barred, {s.reviewer_id for s in seats_of(case, sitting=False)}
    return [r for r in candidates() if r.id not in asked and barred(case, r) is None]


def sheets_of(case: Case) -> dict[str, dict[str, str]]:
    """Label → criterion → score of everybody who sits; for what freezes the result when the last one has handed in."""
    held = review_of(case)
    assert held is not None
    return {s.label: {c["id"]: s.scores[c["id"]] for c in held.criteria} for s in seats_of(case)}

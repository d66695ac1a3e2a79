"""The panel of a case as it stands: its review, whom one was drawn for, the sheets once open. Writes nothing."""

from sqlalchemy import select

from funds.selection.reviews.models import Review, ReviewSeat
from funds.selection.reviews.subjects import subject_of
from portal.core.cases import Case
from portal.core.db import db
from portal.core.panels.pool import reviewer_of
from portal.core.panels.queries import seats_of
from portal.core.people import Actor
from portal.core.text import Text
from portal.core.workflow import Refused


def review_of(case: Case) -> Review | None:
    return db.session.get(Review, case.id)


def running(case: Case) -> Review:
    """The review of a case that is being scored. Raises Refused."""
    held = review_of(case)
    if held is None or case.state != subject_of(case).working:
        raise Refused(Text("지금은 평가하는 중이 아닙니다.", "Nothing is being scored now."))
    return held


def seats_held(actor: Actor) -> list[ReviewSeat]:
    """Every case the actor was ever drawn for, the latest first."""
    reviewer = reviewer_of(actor)
    if reviewer is None:
        return []
    wanted = select(ReviewSeat).where(ReviewSeat.reviewer_id == reviewer.id).order_by(ReviewSeat.id.desc())
    return list(db.session.scalars(wanted))


def sheets_of(case: Case) -> dict[str, dict[str, str]]:
    """Label → criterion → score of everybody who sits; for what freezes the result when the last one has handed in."""
    held = review_of(case)
    assert held is not None
    return {s.label: {c["id"]: s.scores[c["id"]] for c in held.criteria} for s in seats_of(case)}

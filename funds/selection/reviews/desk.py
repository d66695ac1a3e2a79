"""What a desk page of a case with a panel shares: the draw, seats, replacement.

Shows nothing of a sheet, nor who has scored.
"""

from typing import Any

from flask import abort, request

from funds.selection.reviews.models import ReviewSeat
from funds.selection.reviews.queries import review_of
from funds.selection.reviews.subjects import subject_of
from portal.core.attempts import attempt
from portal.core.cases import Case
from portal.core.db import db
from portal.core.panels import acts as machine
from portal.core.panels.pool import Reviewer
from portal.core.panels.queries import fresh_pool, seats_of
from portal.core.web import current_actor


def panel_of(case: Case) -> dict[str, Any] | None:
    """What `_review_panel.html` shows; None where the case has no panel."""
    held = review_of(case)
    if held is None:
        return None
    running = case.state == subject_of(case).working
    return {
        "held": held,
        "running": running,
        "fresh": fresh_pool(case) if running and not held.draw_hash else [],
        "pool": [r for i in held.draw_pool if (r := db.session.get(Reviewer, i)) is not None],
        "seats": seats_of(case, sitting=False),
    }


def draw_step(case: Case, step: str) -> list[tuple[str, str]]:
    """`commit` logs the pool and the hash, `draw` reveals the seed and invites."""
    with attempt() as tried:
        if step == "commit":
            machine.commit_draw(case, None, subject_of(case).drawn(case).wanted, current_actor())
        else:
            machine.carry_out_draw(case, current_actor())
    return tried.errors


def replacement(case: Case, seat_id: int) -> list[tuple[str, str]]:
    """Take a reviewer off for the reason sent along."""
    seat = db.session.get(ReviewSeat, seat_id) if seat_id < 2**31 else None
    if seat is None or seat.case_id != case.id:
        abort(404)
    reason = request.form.get(f"reason-{seat_id}", "")
    with attempt() as tried:
        machine.replace(seat, current_actor(), reason)
    return tried.errors

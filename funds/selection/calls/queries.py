"""Calls by where they stand, their questions, and who was selected. Reads only."""

from sqlalchemy import and_, or_, select

from funds.selection.calls.models import Question
from funds.selection.models import Application, Call
from portal.core import clock
from portal.core.db import db


def open_calls() -> list[Call]:
    """Calls that receive applications now, the nearest deadline first."""
    wanted = (
        select(Call)
        .where(Call.kind == "call", Call.state == "open", Call.closes_at >= clock.now())
        .order_by(Call.closes_at, Call.id)
    )
    return list(db.session.scalars(wanted))


def running_calls() -> list[Call]:
    """Published calls between the deadline and the decision."""
    states = ("review", "scoring", "opened", "concluded", "proposed")
    late = and_(Call.state == "open", Call.closes_at < clock.now())
    wanted = select(Call).where(Call.kind == "call", or_(Call.state.in_(states), late))
    return list(db.session.scalars(wanted.order_by(Call.id.desc())))


def decided_calls(limit: int = 20) -> list[Call]:
    return list(db.session.scalars(select(Call).where(Call.state == "decided").order_by(Call.id.desc()).limit(limit)))


def answered(call: Call) -> list[Question]:
    wanted = select(Question).where(Question.call_id == call.id, Question.answered_at.is_not(None))
    return list(db.session.scalars(wanted.order_by(Question.id)))


def questions_of(call: Call) -> list[Question]:
    return list(db.session.scalars(select(Question).where(Question.call_id == call.id).order_by(Question.id)))


def winners(call: Call) -> list[Application]:
    """Who was selected, by number; empty before the decision."""
    if call.state != "decided":
        return []
    wanted = select(Application).where(Application.call_id == call.id, Application.state == "selected")
    return list(db.session.scalars(wanted.order_by(Application.number)))

"""What every room asks of calls, applications and awards: words of a state, who applies, what was awarded,
how a round ended. Reads only.
"""

from typing import Any

from sqlalchemy import select

from funds.selection.models import Application, Award, Call
from funds.selection.programmes import PROGRAMMES
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.text import Text


def begins_pilot(programme: str) -> bool:
    """Whether a signed agreement of the programme becomes a pilot."""
    return PROGRAMMES[programme].begins_pilot


def title_of_pilots() -> Text:
    """What the programme is called whose agreements become pilots."""
    return next(p.title for p in PROGRAMMES.values() if p.begins_pilot)


def state_words(case: Case) -> Text:
    """The state in the words of whoever is outside the office."""
    state = case.declared.workflow.state(case.state)
    return state.public or state.label


def tone(case: Case) -> str:
    return case.declared.workflow.state(case.state).tone


def is_receiving(call: Call) -> bool:
    """Whether an application can be handed in this second."""
    return call.state == "open" and call.closes_at is not None and clock.now() <= call.closes_at


def open_applications(call: Call) -> list[Application]:
    """The applications of a call that were submitted and stand, by number."""
    gone = ("draft", "discarded", "withdrawn")
    wanted = select(Application).where(Application.call_id == call.id, Application.state.not_in(gone))
    return list(db.session.scalars(wanted.order_by(Application.number, Application.id)))


def award_of(application_id: int) -> Award | None:
    return db.session.scalar(select(Award).where(Award.application_id == application_id).order_by(Award.id.desc()))


def round_result(application: Application) -> dict[str, Any] | None:
    """{round, rubric, scores, result, sha256} of that round;
    None where it was never scored or the round is not concluded.
    """
    call = application.call
    held = [r for r in (*call.earlier_results, call.result) if r is not None]
    if application.out_in_round is not None:
        held = [r for r in held if r["round"] == application.out_in_round]
    found = next((r for r in reversed(held)), None)
    known = found is not None and any(m["id"] == application.number for m in found["result"]["applications"])
    return found if known else None

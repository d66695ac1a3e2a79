"""What officials write down of an MOU or project, and the mail about what ends soon.

A follow-up has a due day and is closed once.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.core import clock, countries, mail
from portal.core.db import db, lock_row
from portal.core.people import Actor, officers
from portal.core.text import Text
from portal.core.workflow import Refused
from portal.markets.g2g.models import Cooperation, CooperationEntry
from portal.markets.g2g.queries import conditions

FOLLOW_UP_SOON = timedelta(days=7)


def add(one: Cooperation, given: dict[str, Any], actor: Actor) -> CooperationEntry:
    """Add an entry. `given`: kind, on, title_ko, title_en, text, source, due_on (follow-ups)."""
    made = CooperationEntry(cooperation_id=one.id, by_id=actor.user_id, **given)
    made.state = "open" if made.kind == "follow_up" else "done"
    db.session.add(made)
    db.session.flush()
    return made


def close(entry: CooperationEntry, state: str, result: str, actor: Actor) -> None:
    """End a follow-up with what came of it."""
    lock_row(entry)
    if entry.state != "open":
        raise Refused(Text("이미 마친 후속 조치입니다.", "This follow-up was closed already."))
    entry.state, entry.result, entry.closed_by_id, entry.closed_at = state, result, actor.user_id, clock.now()


def remind() -> int:
    """Mail the officers once about MOUs that end soon and follow-ups whose day is near or over; how many things."""
    today = clock.today()
    ending = select(Cooperation).where(
        Cooperation.kind == "mou", Cooperation.reminded_on.is_(None), conditions()["soon"]
    )
    waiting = select(CooperationEntry).where(
        CooperationEntry.state == "open",
        CooperationEntry.due_on <= today + FOLLOW_UP_SOON,
        CooperationEntry.reminded_on.is_(None),
    )
    mous = list(db.session.scalars(ending.order_by(Cooperation.ended, Cooperation.id)))
    follow_ups = list(db.session.scalars(waiting.order_by(CooperationEntry.due_on, CooperationEntry.id)))
    if mous or follow_ups:
        for person in officers():
            mail.tell_person(person, "markets.cooperation", mous=mous, follow_ups=follow_ups, country=countries.name)
    for mou in mous:
        mou.reminded_on = today
    for follow_up in follow_ups:
        follow_up.reminded_on = today
    return len(mous) + len(follow_ups)

"""What officials do to the duties: a new dated version, and the mail when one is to be looked at again.

Must not know pages.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.core import clock, mail
from portal.core.db import db
from portal.core.people import Actor, officers
from portal.markets.duties.models import DutyReminded, DutyVersion
from portal.markets.duties.queries import in_force, versions

REMIND_BEFORE = timedelta(days=14)


def write(key: str, given: dict[str, Any], actor: Actor) -> DutyVersion:
    """Add a version. `given` holds the columns of the table but key and writer."""
    row = DutyVersion(key=key, by_id=actor.user_id, **given)
    db.session.add(row)
    db.session.flush()
    return row


def new_key() -> str:
    """A key that no duty has."""
    known, number = versions(), 1
    while f"duty-{number}" in known:
        number += 1
    return f"duty-{number}"


def remind() -> int:
    """Mail the officers once about duties whose day of review is near or over; how many duties."""
    told = {(row.key, row.review_by) for row in db.session.scalars(select(DutyReminded))}
    by = clock.today() + REMIND_BEFORE
    due = [d for d in in_force(clock.today()) if d.review_by <= by and (d.key, d.review_by) not in told]
    if due:
        for person in officers():
            mail.tell_person(person, "markets.duties", duties=due)
    for duty in due:
        db.session.add(DutyReminded(key=duty.key, review_by=duty.review_by))
    return len(due)

"""Who of the experts' cases may do what: rules with two faces, beside those of `portal.core.permissions`;
and who is meant by the name of an audience.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, and_, exists, false, select

from experts import times
from experts.models import Consultation, Expert
from portal.core.cases import Case
from portal.core.db import db
from portal.core.people import Actor, User
from portal.core.permissions import Rule
from portal.core.text import Text

OWN_FILE = ("offered", "running", "reported", "closed")
AT_WORK = ("running", "reported")


class Author(Rule):
    """Whoever began the case: an applicant to the pool, an asker, the writer of a column."""

    label = Text("작성한 사람", "The author")

    def holds(self, actor: Actor, case: Case) -> bool:
        return actor.signed_in and case.created_by_id == actor.user_id

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        return Case.created_by_id == actor.user_id if actor.signed_in else false()


@dataclass(frozen=True)
class AtHand(Rule):
    """The expert who is asked for a consultation or has it, in one of `states`."""

    states: tuple[str, ...]
    label: Text

    def holds(self, actor: Actor, case: Case) -> bool:
        if not actor.signed_in or not isinstance(case, Consultation) or case.state not in self.states:
            return False
        return case.expert is not None and case.expert.user_id == actor.user_id

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        if not actor.signed_in:
            return false()
        held, expert = Consultation.__table__.alias("held"), Expert.__table__.alias("at_hand")
        mine = exists(
            select(held.c.id).where(
                held.c.id == Case.id, held.c.expert_id == expert.c.id, expert.c.user_id == actor.user_id
            )
        )
        return and_(Case.state.in_(self.states), mine)


AUTHOR = Author()
ASKED_EXPERT = AtHand(OWN_FILE, Text("요청을 받은 전문위원", "The expert who is asked"))
HOLDING_EXPERT = AtHand(("running", "reported", "closed"), Text("자문을 수락한 전문위원", "The expert who accepted"))


def expert_user(case: Case) -> list[User]:
    """The expert who is asked for the consultation or has it, as somebody to write to."""
    return [case.expert.user] if isinstance(case, Consultation) and case.expert is not None else []


def clock_of_expert(actor: Actor) -> Callable[[datetime], Text] | None:
    """How instants are told to an expert abroad: by Seoul's clock and their own."""
    zone = db.session.scalar(select(Expert.zone).where(Expert.user_id == actor.user_id))
    return partial(times.both_zones, zone=zone) if zone and zone != times.SEOUL else None


def author_user(case: Case) -> list[User]:
    """Whoever began the case."""
    found = db.session.get(User, case.created_by_id) if case.created_by_id else None
    return [found] if found else []


def at_work(case: Case) -> bool:
    """Whether the consultation is under way: messages, meetings and time are taken, and its files are open."""
    return case.state in AT_WORK

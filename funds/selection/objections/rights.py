"""Who decides an objection and who opens the file to score it again: rules with two faces,
beside `funds.selection.panel.rights`.
"""

from sqlalchemy import ColumnElement, and_, exists, false, or_, select

from funds.selection.models import Application
from funds.selection.objections.models import Objection
from funds.selection.reviews.models import ReviewSeat
from portal.core.cases import Case, Event
from portal.core.db import db
from portal.core.panels.pool import Reviewer
from portal.core.people import Actor
from portal.core.permissions import Rule
from portal.core.text import Text

DECIDED_BY = {
    "ministry": Text("복지부", "The ministry"),
    "other_officer": Text(
        "처음 결정에 관여하지 않은 KHIDI 담당자", "A KHIDI officer who took no part in the first decision"
    ),
}
FIRST_DECISION = (
    "application.found_eligible",
    "application.found_ineligible",
    "application.automatic_overridden",
    "call.proposed",
    "call.decided",
)
"""Events whose makers took part in the decision that is objected to."""


class Decider(Rule):
    """Who the programme's data names: the ministry, or an officer who neither checked, proposed nor decided."""

    label = Text(
        "사업이 정한 결정자(복지부 또는 처음 결정에 관여하지 않은 담당자)", "The decider that the programme declares"
    )

    def holds(self, actor: Actor, case: Case) -> bool:
        if not isinstance(case, Objection) or case.state == "draft":
            return False
        if case.rules.get("decider") == "ministry":
            return actor.has("ministry")
        return actor.has("officer") and not took_part(actor, case)

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        objection, application = Objection.__table__, Application.__table__
        named = objection.c.rules["decider"].as_string()
        part = (
            select(Event.id)
            .join(application, or_(Event.case_id == application.c.id, Event.case_id == application.c.call_id))
            .where(
                application.c.id == objection.c.application_id,
                Event.actor_id == actor.user_id,
                Event.name.in_(FIRST_DECISION),
            )
        )
        ways = []
        if actor.has("ministry"):
            ways.append(named == "ministry")
        if actor.has("officer"):
            ways.append(and_(named != "ministry", ~exists(part)))
        if not ways:
            return false()
        return and_(Case.state != "draft", exists(select(objection.c.id).where(objection.c.id == Case.id, or_(*ways))))


def took_part(actor: Actor, case: Objection) -> bool:
    """Whether the actor had a hand in the decision that is objected to."""
    cases = (case.application_id, case.application.call_id)
    wanted = select(Event.id).where(
        Event.case_id.in_(cases), Event.actor_id == actor.user_id, Event.name.in_(FIRST_DECISION)
    )
    return db.session.scalar(wanted.limit(1)) is not None


class Rescorers(Rule):
    """The new reviewers of an objection, from pledge and declaration on, while they score."""

    label = Text(
        "이의신청 재평가 위원(서약·이해충돌 신고 뒤)", "Reviewers of an objection, after pledge and declaration"
    )

    def holds(self, actor: Actor, case: Case) -> bool:
        if not actor.signed_in or not isinstance(case, Application):
            return False
        return db.session.scalar(_seats(actor).where(Objection.application_id == case.id)) is not None

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        if not actor.signed_in:
            return false()
        objection, root = Objection.__table__.alias("rescored_objection"), Case.__table__.alias("rescored_case")
        return exists(
            select(ReviewSeat.id)
            .join(Reviewer, Reviewer.id == ReviewSeat.reviewer_id)
            .join(objection, objection.c.id == ReviewSeat.case_id)
            .join(root, root.c.id == objection.c.id)
            .where(_open(actor), objection.c.application_id == Case.id, root.c.state == "rescoring")
        )


def _open(actor: Actor) -> ColumnElement[bool]:
    return and_(
        Reviewer.email == actor.email.lower(), ReviewSeat.state == "accepted", ReviewSeat.declared_at.is_not(None)
    )


def _seats(actor: Actor):  # type: ignore[no-untyped-def]
    return (
        select(ReviewSeat.id)
        .join(Reviewer, Reviewer.id == ReviewSeat.reviewer_id)
        .join(Objection, Objection.id == ReviewSeat.case_id)
        .where(_open(actor), Objection.state == "rescoring")
    )


DECIDER, RESCORERS = Decider(), Rescorers()

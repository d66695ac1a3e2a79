"""Who of the committee may do what: rules with two faces, beside those of `portal.core.permissions`.

A person of the pool is whoever signs in with the confirmed address of a `Reviewer`.
"""

from sqlalchemy import ColumnElement, and_, exists, false, select

from funds.selection.models import Application, Call
from funds.selection.panel.models import Conflict, Seat
from portal.core.cases import Case
from portal.core.db import db
from portal.core.panels.pool import Reviewer
from portal.core.people import Actor
from portal.core.permissions import Rule
from portal.core.text import Text

JUDGING = ("scoring", "opened", "concluded", "proposed")


def _seated(actor: Actor) -> ColumnElement[bool]:
    return and_(
        Seat.reviewer_id == Reviewer.id,
        Reviewer.email == actor.email.lower(),
        Seat.state == "accepted",
        Seat.pledged_at.is_not(None),
        Seat.declared_at.is_not(None),
    )


class Judges(Rule):
    """Seated members who pledged, declared, and have no conflict with the application, once scoring has begun."""

    label = Text("평가위원(서약·이해충돌 신고 뒤)", "Panel members after pledge and declaration")

    def holds(self, actor: Actor, case: Case) -> bool:
        if not actor.signed_in or not isinstance(case, Application) or case.state != "eligible":
            return False
        if case.call.state not in JUDGING:
            return False
        seat = db.session.scalar(select(Seat).join(Reviewer).where(Seat.call_id == case.call_id, _seated(actor)))
        if seat is None:
            return False
        return not db.session.scalar(
            select(Conflict.id).where(Conflict.seat_id == seat.id, Conflict.application_id == case.id)
        )

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        if not actor.signed_in:
            return false()
        call = Call.__table__.alias("judged_call")
        root = Case.__table__.alias("judged_case")
        application = Application.__table__.alias("judged_application")
        no_conflict = ~exists(
            select(Conflict.id).where(Conflict.seat_id == Seat.id, Conflict.application_id == application.c.id)
        )
        return and_(
            Case.state == "eligible",
            exists(
                select(Seat.id)
                .join(Reviewer, Reviewer.id == Seat.reviewer_id)
                .join(call, call.c.id == Seat.call_id)
                .join(root, root.c.id == call.c.id)
                .join(application, application.c.call_id == call.c.id)
                .where(_seated(actor), application.c.id == Case.id, root.c.state.in_(JUDGING), no_conflict)
            ),
        )


class Chair(Rule):
    """The chair of the call's committee."""

    label = Text("평가위원장", "Chair of the panel")

    def holds(self, actor: Actor, case: Case) -> bool:
        if not actor.signed_in:
            return False
        return (
            db.session.scalar(
                select(Seat.id).join(Reviewer).where(Seat.call_id == case.id, Seat.chair.is_(True), _seated(actor))
            )
            is not None
        )

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        if not actor.signed_in:
            return false()
        return exists(
            select(Seat.id)
            .join(Reviewer, Reviewer.id == Seat.reviewer_id)
            .where(Seat.call_id == Case.id, Seat.chair.is_(True), _seated(actor))
        )


JUDGES, CHAIR = Judges(), Chair()

"""Who may not judge what: conflicts that members declare or the portal computes, and challenges (기피) by applicants."""

from sqlalchemy import or_, select

from funds.selection.conflicts import conflict_with
from funds.selection.models import Application, Call
from funds.selection.panel.committee import before_scoring
from funds.selection.panel.models import Challenge, Conflict, Seat
from funds.selection.queries import open_applications
from portal.core import clock, records
from portal.core.db import db
from portal.core.panels.pool import Reviewer
from portal.core.panels.queries import seats_of
from portal.core.people import Actor, Organisation
from portal.core.text import Text
from portal.core.workflow import Refused, within


def add_conflict(seat: Seat, application_id: int, source: str, reason: str) -> None:
    held = select(Conflict).where(Conflict.seat_id == seat.id, Conflict.application_id == application_id)
    if db.session.scalar(held) is None:
        db.session.add(
            Conflict(seat_id=seat.id, application_id=application_id, source=source, reason=within(reason, 1000))
        )
        db.session.flush()
        db.session.refresh(seat, ["conflicts"])


def compute_conflicts(seat: Seat) -> None:
    """What the portal sees itself: the employer's name, memberships, past advice; upheld challenges."""
    for application in open_applications(seat.call):
        reason = computed_conflict(seat.reviewer, application)
        if reason is not None:
            add_conflict(seat, application.id, "computed", reason.ko)
        upheld = select(Challenge).where(
            Challenge.application_id == application.id,
            Challenge.reviewer_id == seat.reviewer_id,
            Challenge.upheld.is_(True),
        )
        challenge = db.session.scalar(upheld)
        if challenge is not None:
            add_conflict(seat, application.id, "challenge", challenge.decision or challenge.reason)


def computed_conflict(reviewer: Reviewer, application: Application) -> Text | None:
    """Why this person may not judge this application, as far as the portal can see; None if it sees nothing."""
    numbers = [p.business_number for p in application.partners if p.declined_at is None]
    wanted = select(Organisation).where(
        or_(Organisation.id == application.organisation_id, Organisation.business_number.in_(numbers))
    )
    names = [p.name for p in application.partners if p.declined_at is None]
    return conflict_with(reviewer, list(db.session.scalars(wanted)), names)


def challenge(application: Application, reviewer_id: int, reason: str) -> Challenge:
    """기피: somebody of the listed pool, with a reason, before scoring."""
    call = application.call
    before_scoring(call)
    if reviewer_id not in call.draw_pool:
        raise Refused(Text("후보 명단에 없는 사람입니다.", "Not on the pool list."))
    if not reason.strip():
        raise Refused(fields={f"reason-{reviewer_id}": Text("기피하는 까닭을 적어 주세요.", "Say why you challenge.")})
    held = select(Challenge).where(Challenge.application_id == application.id, Challenge.reviewer_id == reviewer_id)
    if db.session.scalar(held):
        raise Refused(Text("이미 기피를 신청했습니다.", "Challenged already."))
    made = Challenge(
        application_id=application.id, reviewer_id=reviewer_id, reason=within(reason, 1000, f"reason-{reviewer_id}")
    )
    db.session.add(made)
    db.session.flush()
    return made


def decide_challenge(found: Challenge, actor: Actor, *, upheld: bool, decision: str) -> None:
    before_scoring(found.application.call)
    if found.upheld is not None:
        raise Refused(Text("이미 결정했습니다.", "Decided already."))
    if not decision.strip():
        raise Refused(fields={"decision": Text("결정한 까닭을 적어 주세요.", "Give the reason of the decision.")})
    found.upheld, found.decision = upheld, within(decision, 1000, "decision")
    found.decided_at, found.decided_by_id = clock.now(), actor.user_id
    db.session.flush()
    for seat in seats_of(found.application.call):
        compute_conflicts(seat)
    records.record(
        found.application.call,
        "call.challenge_decided",
        actor,
        state_to=found.application.call.state,
        facts={"name": found.reviewer.name, "upheld": upheld, "because_of": found.decision},
    )


def open_challenges(call: Call) -> list[Challenge]:
    wanted = select(Challenge).join(Application).where(Application.call_id == call.id).order_by(Challenge.id)
    return list(db.session.scalars(wanted))

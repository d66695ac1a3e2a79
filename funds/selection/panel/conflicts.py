"""Who may not judge what: conflicts that members declare or the portal computes, and challenges (기피) by applicants."""

import unicodedata
from collections.abc import Sequence

from sqlalchemy import or_, select

from funds.selection.applications.acts import open_applications
from funds.selection.models import Application, Call
from funds.selection.panel.models import Challenge, Conflict, Reviewer, Seat
from funds.selection.panel.queries import before_scoring, seats_of, user_of
from portal.core import clock, records
from portal.core.db import db
from portal.core.declared import fact
from portal.core.people import Actor, Membership, Organisation
from portal.core.text import Text
from portal.core.workflow import Refused


def add_conflict(seat: Seat, application_id: int, source: str, reason: str) -> None:
    held = select(Conflict).where(Conflict.seat_id == seat.id, Conflict.application_id == application_id)
    if db.session.scalar(held) is None:
        db.session.add(Conflict(seat_id=seat.id, application_id=application_id, source=source, reason=reason[:1000]))
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


def conflict_with(reviewer: Reviewer, organisations: Sequence[Organisation], names: Sequence[str] = ()) -> Text | None:
    """Why this person may not judge what these organisations (and others known by name only) have done; None if nothing is seen."""
    known = {_folded(name) for name in (*(o.name for o in organisations), *names)}
    if reviewer.employer and _folded(reviewer.employer) in known:
        return Text("소속이 신청(참여) 기관과 같음: {e}", "Same employer: {e}").format(e=reviewer.employer)
    user = user_of(reviewer)
    ids = [o.id for o in organisations]
    if user is not None:
        member = select(Membership.id).where(Membership.user_id == user.id, Membership.organisation_id.in_(ids))
        if db.session.scalar(member):
            return Text("신청(참여) 기관의 구성원", "A member of the applicant")
        if any(user.id in (fact("advisers_of", organisation_id) or ()) for organisation_id in ids):
            return Text("신청(참여) 기관을 자문한 적이 있음", "Advised the applicant before")
    return None


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold()
    for word in ("의료법인", "학교법인", "주식회사", "(주)", "㈜", "재단법인"):
        plain = plain.replace(word, "")
    return "".join(letter for letter in plain if letter.isalnum())


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
    made = Challenge(application_id=application.id, reviewer_id=reviewer_id, reason=reason.strip()[:1000])
    db.session.add(made)
    db.session.flush()
    return made


def decide_challenge(found: Challenge, actor: Actor, *, upheld: bool, decision: str) -> None:
    before_scoring(found.application.call)
    if found.upheld is not None:
        raise Refused(Text("이미 결정했습니다.", "Decided already."))
    if not decision.strip():
        raise Refused(Text("결정한 까닭을 적어 주세요.", "Give the reason of the decision."))
    found.upheld, found.decision = upheld, decision.strip()[:1000]
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

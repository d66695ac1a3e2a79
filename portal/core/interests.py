"""Private interests that officials report, the head's decision on each, and the cases that are handed on.

이해충돌방지법 제5조: reported in writing within 14 days; 제7조: the head has somebody else do the work, or allows it for a
reason. Each step stands in the record of rights too. Must not know pages.
"""

from collections.abc import Sequence

from sqlalchemy import select

from portal.core import clock, records
from portal.core.cases import Case
from portal.core.concern import refuse_concerned
from portal.core.db import db, lock_row
from portal.core.people import Actor, Interest, Organisation, User
from portal.core.roles import note
from portal.core.text import Text, shortened
from portal.core.workflow import Refused

GROUNDS = {
    "kin": Text("가족이나 친족이 임직원·대표입니다", "A relative works there or represents it"),
    "money": Text("지분, 채권 같은 재산상 이해가 있습니다", "I hold shares, claims or other property in it"),
    "former": Text("2년 안에 재직했습니다", "I worked there within two years"),
    "advice": Text("2년 안에 자문, 대리, 고문을 했습니다", "I advised or represented it within two years"),
    "other": Text("공정한 처리를 의심받을 다른 까닭이 있습니다", "Something else may put fairness in doubt"),
}
DECISIONS = {
    "recused": Text("다른 사람이 처리한다", "Somebody else does the work"),
    "allowed": Text("계속 처리하게 한다", "They may go on"),
    "ended": Text("이해관계가 없어졌다", "The interest is over"),
}


def report(user: User, organisation: Organisation, ground: str, words: str) -> Interest:
    """A report holds at once: until it is decided the official decides nothing of the organisation, nor has its cases.

    Raises Refused where one on the same organisation still waits or already bars them.
    """
    lock_row(user)
    standing = select(Interest).where(Interest.user_id == user.id, Interest.organisation_id == organisation.id)
    last = db.session.scalar(standing.order_by(Interest.id.desc()).limit(1))
    if last is not None and last.decision in ("", "recused"):
        raise Refused(Text("이 기관에 대한 신고가 이미 있습니다.", "There is a report on this organisation already."))
    made = Interest(user_id=user.id, organisation_id=organisation.id, ground=ground, words=words)
    db.session.add(made)
    db.session.flush()
    by = Actor(user_id=user.id, name=user.name, roles=frozenset(user.roles))
    note(user, "interest-reported", by, organisation_id=organisation.id, reason=shortened(words, 200))
    for case in _open_cases(organisation.id, user.id):
        _hand_on(case, None, by)
    return made


def decide(held: Interest, decision: str, reason: str, by: Actor, receiver: User | None = None) -> None:
    """The head decides, with a reason; of a recusal open cases without an officer go to the `receiver`, if named.

    Nobody decides on their own report, nor on one about an organisation that concerns them.
    """
    if held.user_id == by.user_id:
        raise Refused(Text("자기 신고는 스스로 결정할 수 없습니다.", "Nobody decides on their own report."))
    refuse_concerned(by, held.organisation_id)
    lock_row(held)
    if held.decision == "ended":
        raise Refused(Text("이미 끝난 신고입니다.", "This report is closed already."))
    if receiver is not None and receiver.id == held.user_id:
        raise Refused(fields={"receiver": Text("신고한 사람은 맡을 수 없습니다.", "Not the one who reported.")})
    held.decision, held.reason = decision, reason
    held.decided_by_id, held.decided_at = by.user_id, clock.now()
    note(
        held.user,
        f"interest-{decision}",
        by,
        organisation_id=held.organisation_id,
        reason=shortened(reason, 200),
    )
    if decision == "recused" and receiver is not None:
        for case in _open_cases(held.organisation_id, None):
            _hand_on(case, receiver, by)


def _open_cases(organisation_id: int, handler_id: int | None) -> Sequence[Case]:
    wanted = select(Case).where(Case.organisation_id == organisation_id, Case.pending.is_(True))
    mine = Case.handler_id == handler_id if handler_id is not None else Case.handler_id.is_(None)
    return list(db.session.scalars(wanted.where(mine).order_by(Case.id).with_for_update(of=Case)))


def _hand_on(case: Case, receiver: User | None, by: Actor) -> None:
    case.handler_id = receiver.id if receiver is not None else None
    case.version += 1
    case.updated_at = clock.now()
    records.record(case, "case.handed_on", by, state_to=case.state)

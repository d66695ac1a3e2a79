"""Filings and change filings in each of their states, for the golden tables of moves."""

from datetime import timedelta

from filings.change.acts import start_change
from portal.core import clock, records
from portal.core.cases import Case
from portal.core.db import db
from portal.core.files import Paper
from portal.core.fire import Firing, fire, fire_lapsed
from portal.core.people import Actor
from tests import factories as make
from tests.contracts.lives import MONDAY, Life

LATER, LAST = MONDAY + timedelta(days=20), MONDAY + timedelta(days=60)
SEEN = {"reason": "개설신고 확인"}
REASONED = {"reason": "가상 사유", "remedy": "60일 안에 이의신청할 수 있습니다."}
GIVEN = {
    "ask": {"days": 5, "items": {"city": "도시를 적어 주세요."}},
    "demand": {"days": 10, "reason": "아직 보완하지 않았습니다."},
    "check_licence": SEEN,
}


def given(_case: Case, move: str) -> dict[str, object]:
    if move == "hand_over":
        return {"to": str(make.user("officer").id)}
    return dict(GIVEN.get(move, REASONED))


def filing_in(state: str) -> Case:
    """Supplements have lapsed and had their further demand."""
    if state == "accepted":
        return make.accepted()[0]
    case, filer = make.draft()
    if state in {"deemed", "revoked"}:
        fire(case, "submit", filer)
        with clock.at(LAST):
            fire_lapsed(case)
            if state == "revoked":
                fire(case, "revoke", make.officer(), given=REASONED)
        return case
    return _brought(case, filer, state)


def change_in(state: str) -> Case:
    """A change of an accepted filing: another city, with its proof."""
    parent, filer = make.accepted()
    case = start_change(parent, filer)
    draft = db.session.get(records.Draft, case.id)
    told = {"reason": "other", "changed_on": MONDAY.isoformat(), "city": "다낭"}
    records.save_draft(draft, told, draft.version, filer)
    proof = Paper(
        case_id=case.id, slot="change_proof", name="a.pdf", media_type="application/pdf", size=1, sha256="0" * 64
    )
    db.session.add(proof)
    db.session.flush()
    return _brought(case, filer, state)


def _brought(case: Case, filer: Actor, state: str) -> Case:
    """From the draft to `state`, as far as filings and changes are alike."""
    if state == "draft":
        return case
    if state == "discarded":
        fire(case, "discard", filer)
        return case
    if state == "submitted":
        submit = case.declared.workflow.move("submit")
        for effect in submit.effects:  # the state is never seen outside a transaction: receipt follows at once
            effect(case, Firing(move=submit, actor=filer, on=MONDAY, given={}))
        case.state = state
        return case
    fire(case, "submit", filer)
    if state in {"supplement", "returned"}:
        decider = make.officer()
        fire(case, "ask", decider, given=GIVEN["ask"])
        with clock.at(LATER):
            fire(case, "demand", decider, given=GIVEN["demand"])
        if state == "returned":
            with clock.at(LAST):
                fire(case, "return_", decider, given=REASONED)
    decided = {"refused": "refuse", "withdrawn": "withdraw", "accepted": "accept"}.get(state)
    if decided:
        fire(case, decided, filer if decided == "withdraw" else make.officer(), given=REASONED)
    return case


def _day(state: str):
    return MONDAY if state in {"draft", "submitted", "received"} else LAST


LIVES = (
    Life(
        kind="filing",
        whole=True,
        bring=filing_in,
        given=given,
        day=_day,
        prepare={"accept": lambda case, actor: fire(case, "check_licence", actor, given=SEEN)},
        unfired=frozenset({"submitted"}),
        idle=frozenset({("supplement", "demand")}),  # the one further demand was made already
    ),
    Life(
        kind="change",
        bring=change_in,
        given=given,
        day=_day,
        unfired=frozenset({"submitted"}),
        idle=frozenset({("supplement", "demand")}),
    ),
)

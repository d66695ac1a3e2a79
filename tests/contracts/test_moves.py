"""The golden table of moves: role × state → moves, written by hand, against the declaration; then every triple is fired."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.core import clock
from portal.core.cases import Case, Event
from portal.core.db import db
from portal.core.fire import Hidden, fire
from portal.core.module import kind_of
from portal.core.people import SYSTEM
from portal.core.permissions import holds_any, may_see, visible
from portal.core.workflow import Refused
from tests import factories as make

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
ROLES = ("manager", "editor", "viewer", "stranger", "officer", "ministry", "admin", "system")
MONDAY = date(2026, 11, 23)
GIVEN = {
    "ask": {"days": 5, "items": {"city": "도시를 적어 주세요."}},
    "demand": {"days": 10, "reason": "아직 보완하지 않았습니다."},
    "check_licence": {"reason": "개설신고 확인"},
}
REASONED = {"reason": "가상 사유", "remedy": "60일 안에 이의신청할 수 있습니다."}


def table(kind: str) -> dict[tuple[str, str], set[str]]:
    found = {}
    for line in (GOLDEN / f"moves_{kind}.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            state, role, *moves = line.split()
            found[state, role] = set() if moves == ["-"] else set(moves)
    return found


def cast(case):
    """An actor for each role of the table."""
    own = db.session.get(make.Organisation, case.organisation_id)
    members = {role: make.acting(make.member(own, role)) for role in ("manager", "editor", "viewer")}
    stranger = make.acting(make.member(make.organisation()))
    officials = {role: make.acting(make.user(role)) for role in ("officer", "ministry", "admin")}
    return {**members, "stranger": stranger, **officials, "system": SYSTEM}


def in_state(state: str) -> Case:
    """A filing brought to `state` by its moves; supplements have lapsed and had their further demand."""
    if state == "draft":
        return make.draft()[0]
    if state == "accepted":
        return make.accepted()[0]
    if state == "discarded":
        case, filer = make.draft()
        fire(case, "discard", filer)
        return case
    if state == "submitted":
        case, _ = make.draft()
        case.state = "submitted"  # never seen outside a transaction: receipt follows at once
        return case
    case, filer = make.filed()
    decider = make.officer()
    if state == "supplement" or state == "returned":
        fire(case, "ask", decider, given=GIVEN["ask"])
        with clock.at(MONDAY + timedelta(days=20)):
            fire(case, "demand", decider, given=GIVEN["demand"])
    if state == "returned":
        with clock.at(MONDAY + timedelta(days=60)):
            fire(case, "return_", decider, given=REASONED)
    if state == "refused":
        fire(case, "refuse", decider, given=REASONED)
    if state == "withdrawn":
        fire(case, "withdraw", filer, given=REASONED)
    if state in {"deemed", "revoked"}:
        with clock.at(MONDAY + timedelta(days=60)):
            from portal.core.fire import fire_lapsed

            fire_lapsed(case)
            if state == "revoked":
                fire(case, "revoke", decider, given=REASONED)
    return case


def states_of(kind: str) -> list[str]:
    return sorted({state for state, _ in table(kind)})


def test_the_table_is_whole(app):
    workflow = kind_of("filing").workflow
    assert {s for s, _ in table("filing")} == {s.key for s in workflow.states}
    assert all((s.key, role) in table("filing") for s in workflow.states for role in ROLES)


@pytest.mark.parametrize("state", states_of("filing"))
def test_declaration_equals_the_table(session, today, state):
    today(MONDAY)
    case = in_state(state)
    assert case.state == state
    for role, actor in cast(case).items():
        may = {m.name for m in case.declared.workflow.moves_from(state) if holds_any(m.by, actor, case)}
        assert may == table("filing")[state, role], (state, role)


@pytest.mark.parametrize("state", [s for s in states_of("filing") if s != "submitted"])
def test_every_triple_succeeds_or_is_refused_without_a_trace(session, today, state):
    today(MONDAY)
    case = in_state(state)
    actors = cast(case)
    db.session.commit()
    day = MONDAY if state in {"draft", "received"} else MONDAY + timedelta(days=60)
    for role, actor in actors.items():
        if role == "system":
            continue
        for move in case.declared.workflow.moves:
            with clock.at(day):
                tried(case, state, role, actor, move.name)


def tried(case, state, role, actor, name):
    before = (case.state, case.version, db.session.scalar(select(func.count()).select_from(Event)))
    given = GIVEN.get(name, REASONED)
    if name == "hand_over":
        given = {"to": str(make.user("officer").id)}
    allowed = name in table("filing")[state, role]
    if name == "accept" and allowed:
        fire(case, "check_licence", actor, given=GIVEN["check_licence"])
    try:
        fire(case, name, actor, given=given)
        assert allowed, f"{role} made {name} in {state}"
        if name == "demand":
            raise AssertionError("a second further demand went through")
    except Refused as problem:
        assert not allowed or name in {"demand", "check_licence"}, f"{role} could not {name} in {state}: {problem}"
        assert problem.reasons or problem.fields
    except Hidden:
        assert not allowed
    if not allowed:
        after = (case.state, case.version, db.session.scalar(select(func.count()).select_from(Event)))
        assert after == before, f"{role} left a trace with {name} in {state}"
    db.session.rollback()


@pytest.mark.parametrize("state", states_of("filing"))
def test_both_faces_of_the_rules_agree(session, today, state):
    today(MONDAY)
    case = in_state(state)
    db.session.flush()
    for role, actor in cast(case).items():
        listed = db.session.scalar(select(func.count()).select_from(Case).where(visible(actor), Case.id == case.id))
        assert bool(listed) == may_see(actor, case), (state, role)

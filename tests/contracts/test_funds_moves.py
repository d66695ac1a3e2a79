"""The golden table of awards, by hand, against the declaration; and both faces of the rule of partners (the other kinds: lives_funds)."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.core.cases import Case, Event
from portal.core.db import db
from portal.core.fire import Hidden, fire, open_case
from portal.core.module import kind_of
from portal.core.people import SYSTEM
from portal.core.permissions import holds_any, may_see, visible
from portal.core.workflow import Refused
from tests import factories as make
from tests import funding
from tests.funding import START, actor_of, at_hour

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
KINDS = ("award",)


def table(kind: str) -> dict[tuple[str, str], set[str]]:
    found = {}
    for line in (GOLDEN / f"moves_{kind}.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            state, role, *moves = line.split()
            found[state, role] = set() if moves == ["-"] else set(moves)
    return found


def rows() -> list[tuple[str, str]]:
    return [(kind, state) for kind in KINDS for state in sorted({s for s, _ in table(kind)})]


def brought(kind: str, state: str):
    """An award in `state`, and the seats of the committee of its call."""
    call, cases, seats = funding.judged_call(members=3, applications=1)
    case = open_case(
        kind_of(kind), SYSTEM, organisation_id=cases[0].organisation_id, title="가상", call_id=call.id,
        application_id=cases[0].id, programme="mark", holder="가상", code="0" * 16,
    )  # fmt: skip
    case.state = state
    db.session.flush()
    return case, seats


def cast(case, seats):
    """An actor for each role of the tables."""
    found = {role: make.acting(make.user(role)) for role in ("officer", "ministry", "admin")}
    found |= {"panel": actor_of(seats[1]), "chair": actor_of(seats[0]), "system": SYSTEM}
    stranger = make.acting(make.member(make.organisation()))
    own = db.session.get(make.Organisation, case.organisation_id)
    found |= {role: make.acting(make.member(own, role)) for role in ("manager", "editor", "viewer")}
    return found | {"stranger": stranger}


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_is_whole(app, kind):
    assert {s for s, _ in table(kind)} == {s.key for s in kind_of(kind).workflow.states}


@pytest.mark.parametrize(("kind", "state"), rows())
def test_declaration_equals_the_table_and_every_refusal_leaves_no_trace(session, today, kind, state):
    today(at_hour(START, 9))
    case, seats = brought(kind, state)
    actors = cast(case, seats)
    session.commit()
    for (of, role), wanted in table(kind).items():
        if of != state:
            continue
        actor = actors[role]
        assert {m.name for m in case.declared.workflow.moves_from(state) if holds_any(m.by, actor, case)} == wanted, (
            role
        )
        if role == "system":
            continue
        for move in {m.name for m in case.declared.workflow.moves} - wanted:
            before = (case.state, case.version, session.scalar(select(func.count()).select_from(Event)))
            with pytest.raises((Refused, Hidden)):
                fire(case, move, actor, given={"reason": "가상"})
            after = (case.state, case.version, session.scalar(select(func.count()).select_from(Event)))
            assert after == before, (role, move)


@pytest.mark.parametrize(("kind", "state"), rows())
def test_both_faces_of_the_rules_agree(session, today, kind, state):
    today(at_hour(START, 9))
    case, seats = brought(kind, state)
    for role, actor in cast(case, seats).items():
        listed = session.scalar(select(func.count()).select_from(Case).where(visible(actor), Case.id == case.id))
        assert bool(listed) == may_see(actor, case), role


def test_a_partner_is_seen_alike_by_both_faces(session, today):
    from funds.models import Partner

    today(at_hour(START, 9))
    case, _ = funding.drafted(funding.published("project"))
    other = make.organisation()
    session.add(Partner(application_id=case.id, name="가상", business_number=other.business_number, role="ict"))
    session.flush()
    for actor in (make.acting(make.member(other)), make.acting(make.member(make.organisation()))):
        listed = session.scalar(select(func.count()).select_from(Case).where(visible(actor), Case.id == case.id))
        assert bool(listed) == may_see(actor, case)

"""Calls, applications and objections, brought into each state by their own moves."""

from datetime import date, timedelta
from typing import Any

from funds.selection.models import Application, Call
from funds.selection.objections.acts import object_to
from funds.selection.objections.models import Objection
from funds.selection.queries import award_of
from portal.core import clock
from portal.core.cases import Case
from portal.core.declared import kind_of
from portal.core.fire import fire, open_case
from portal.core.panels.queries import seats_of
from portal.core.people import SYSTEM, Actor
from tests import factories as make
from tests import funding
from tests.contracts.lives import MONDAY, Life, members_and_officials

REASON = {"reason": "가상 사유"}
CLOSED = MONDAY + timedelta(days=16)
"""After the deadline of a call that was published on MONDAY."""
DECIDED = MONDAY + timedelta(days=40)


def _ministry() -> Actor:
    return make.acting(make.user("ministry"))


# ---- calls ---------------------------------------------------------------------------------------------------------------------

AFTER_SCORING = ("opened", "concluded", "proposed", "decided")


def call_in(state: str) -> Call:
    if state == "planned":
        return funding.planned()
    if state in ("open", "cancelled"):
        call = funding.published()
        funding.submitted(call)
        if state == "cancelled":
            fire(call, "cancel", make.officer(), given=REASON)
        return call
    if state == "review":
        call = funding.published(members_wanted=3)
        case = funding.submitted(call)[0]
        with clock.at(CLOSED):
            funding.closed(call)
            funding.found_eligible(case)
            funding.seated(call, 3)
        return call
    call, _, seats = funding.judged_call(members=3, applications=2)
    with clock.at(CLOSED):
        if state in AFTER_SCORING:
            for seat in seats:
                funding.scored(seat, {})
        if state in AFTER_SCORING[1:]:
            fire(call, "conclude", funding.actor_of(seats[0]), given=call_given(call, "conclude"))
        if state in AFTER_SCORING[2:]:
            fire(call, "propose", make.officer(), given=call_given(call, "propose"))
        if state == "decided":
            fire(call, "decide", _ministry(), given=REASON)
    return call


def call_given(case: Case, move: str) -> dict[str, Any]:
    assert isinstance(case, Call)
    given = {
        "extend": {"day": "2027-01-04", "hour": "18:00", **REASON},
        "conclude": {"minutes": "가상 의결"},
        "propose": {"chosen": [], "amounts": {}, **REASON},
    }
    return given.get(move, REASON)


def call_cast(case: Case) -> dict[str, Actor]:
    assert isinstance(case, Call)
    found = {role: make.acting(make.user(role)) for role in ("officer", "ministry", "admin", "panel", "chair")}
    for seat in seats_of(case):
        found["chair" if seat.chair else "panel"] = funding.actor_of(seat)
    return found | {"member": make.acting(make.member(make.organisation())), "system": SYSTEM}


# ---- applications ----------------------------------------------------------------------------------------------------------------


def application_in(state: str) -> Application:
    if state in ("selected", "reserve", "rejected"):
        return _outcome(state)
    call = funding.published()
    case, owner = funding.drafted(call)
    if state == "discarded":
        fire(case, "discard", owner)
    if state in ("draft", "discarded"):
        return case
    fire(case, "submit", owner)
    with clock.at(CLOSED):
        funding.closed(call)
        if state == "supplementing":
            fire(case, "ask_supplement", make.officer(), given=application_given(case, "ask_supplement"))
        if state == "eligible":
            funding.found_eligible(case)
        if state == "ineligible":
            fire(case, "find_ineligible", make.officer(), given=REASON)
        if state == "withdrawn":
            fire(case, "withdraw", owner, given=REASON)
    return case


def _outcome(state: str) -> Application:
    """A decided call: selected and being heard upon another's objection; in reserve with a free place; or rejected."""
    _, first, second = funding.overtaken()
    with clock.at(DECIDED - timedelta(days=1)):
        if state == "selected":
            objection = object_to(first, ["quality"], "가상 까닭", funding.owner_of(first))
            fire(objection, "hear", _ministry(), given={"days": 20, **REASON})
            return second
        if state == "reserve":
            fire(award_of(second.id), "decline", funding.owner_of(second), given=REASON)  # type: ignore[arg-type]
            return first
    first.state = "eligible"
    fire(first, "reject", SYSTEM)
    return first


def application_given(_case: Case, move: str) -> dict[str, Any]:
    checks = dict.fromkeys(("filed", "excluded", "taxes", "duplicate"), funding.CHECKED)
    due = (CLOSED + timedelta(days=7)).isoformat()
    given = {
        "find_eligible": {"eligibility": checks},
        "override": {"criterion": "years", "points": "5", **REASON},
        "ask_supplement": {"sections": ["papers"], "wanted": "가상 증빙", "due_on": due},
        "give_view": {"opinion": "가상 의견"},
    }
    return given.get(move, REASON)


def application_cast(case: Case) -> dict[str, Actor]:
    assert isinstance(case, Application)
    seats = seats_of(case.call)
    return members_and_officials(case) | {
        "panel": funding.actor_of(seats[0]) if seats else make.acting(make.user("panel"))
    }


def application_day(state: str) -> date:
    return {"draft": MONDAY, "discarded": MONDAY}.get(
        state, DECIDED if state in ("selected", "reserve", "rejected") else CLOSED
    )


# ---- objections ------------------------------------------------------------------------------------------------------------------


def objection_in(state: str) -> Objection:
    _, first, _ = funding.overtaken()
    owner = funding.owner_of(first)
    if state == "draft":
        made = open_case(
            kind_of("objection"),
            owner,
            organisation_id=first.organisation_id,
            title="가상",
            application_id=first.id,
            grounds="가상",
            rules={"decide": 14, "extend": 10, "basis": "가상", "decider": "ministry"},
        )
        assert isinstance(made, Objection)
        return made
    with clock.at(DECIDED - timedelta(days=1)):
        made = object_to(first, ["quality"], "가상 까닭", owner)
        if state in ("rescoring", "rescored"):
            fire(made, "admit", _ministry(), given=objection_given(made, "admit"))
        if state == "rescored":
            funding.rescored(made, "25")
        name = {"upheld": "uphold", "dismissed": "dismiss", "withdrawn": "withdraw"}.get(state)
        if name is not None:
            fire(made, name, owner if name == "withdraw" else _ministry(), given=objection_given(made, name))
    return made


def objection_given(_case: Case, move: str) -> dict[str, Any]:
    given = {
        "admit": {"criteria": ["quality"], **REASON},
        "hear": {"days": 10, **REASON},
        "uphold": {"outcome": "none", **REASON},
    }
    return given.get(move, REASON)


def objection_cast(case: Case) -> dict[str, Actor]:
    assert isinstance(case, Objection)
    return members_and_officials(case) | {"panel": funding.actor_of(seats_of(case.application.call)[0])}


LIVES = (
    Life(
        kind="call", bring=call_in, given=call_given, cast=call_cast,
        day=lambda state: MONDAY if state in ("planned", "open") else CLOSED,
        idle=frozenset({("concluded", "advance")}), slow=True,
    ),
    Life(kind="application", bring=application_in, given=application_given, cast=application_cast, day=application_day, slow=True),
    Life(
        kind="objection", bring=objection_in, given=objection_given, cast=objection_cast,
        day=lambda state: MONDAY if state == "draft" else DECIDED, slow=True,
    ),
)  # fmt: skip

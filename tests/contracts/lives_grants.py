"""Awards, changes and settlements of grants, misuse reports: brought into each state by their own moves."""

from datetime import date, timedelta
from typing import Any

from funds.grants.models import Grant, Settlement
from funds.grants.money import queries as q
from funds.grants.money.models import GrantChange
from funds.grants.settlement.returns import owed
from funds.selection.misuse.acts import report
from funds.selection.misuse.models import MisuseReport
from funds.selection.models import Award
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import fire, open_case
from portal.core.people import SYSTEM, Actor, Organisation, User
from tests import factories as make
from tests import grants
from tests.contracts.lives import MONDAY, Life, members_and_officials

REASON = {"reason": "가상 사유"}
NOTICE = {"intended": "revoke", "days": 10, **REASON}
AFTER = MONDAY + timedelta(days=grants.WORK_DAYS + 20)
"""After the work of a grant that was decided on MONDAY."""


def _editor(case: Case) -> Actor:
    return make.acting(make.member(db.session.get_one(Organisation, case.organisation_id), "editor"))


def _ministry() -> Actor:
    return make.acting(make.user("ministry"))


# ---- awards --------------------------------------------------------------------------------------------------------------------

CHECK = {"visited_on": MONDAY.isoformat(), "findings": "가상 확인", "measures": "가상 조치", "due_on": "2026-12-31"}


def award_in(state: str) -> Award:
    if state == "prepared":
        award, _ = grants.offered()
        return open_case(
            kind_of("award"),
            SYSTEM,
            organisation_id=award.organisation_id,
            title="가상",
            call_id=award.call_id,
            application_id=award.application_id,
            programme="project",
            holder="가상",
            code="f" * 16,
        )  # type: ignore[return-value]
    award, owner = grants.offered()
    if state == "declined":
        fire(award, "decline", owner, given=REASON)
    if state == "recalled":
        fire(award, "recall", SYSTEM)
    if state in ("offered", "declined", "recalled"):
        return award
    fire(award, "sign", owner)
    if state == "in_force":
        return award
    _check(award)
    if state == "expired":
        fire(award, "expire", SYSTEM)
    if state == "finished":
        _finished(award)
        fire(award, "finish", make.officer(), given=REASON)
    if state in ("notice", "suspended", "revoked"):
        fire(award, "give_notice", make.officer(), given=NOTICE)
        fire(award, "give_opinion", owner, given={"opinion": "가상 의견"})
    if state in ("suspended", "revoked"):
        fire(award, {"suspended": "suspend", "revoked": "revoke"}[state], _ministry(), given=REASON)
    return award


def _grant(award: Award) -> None:
    if not q.grants_of(award):
        fire(award, "grant", make.officer(), given=grants.decision())


def _check(award: Award) -> None:
    """A grant, and a visit that asked for measures."""
    _grant(award)
    fire(award, "check", make.officer(), given=CHECK)


def _finished(award: Award) -> None:
    """Everything that the end of an agreement needs."""
    _grant(award)
    officer = make.officer()
    fire(award, "pay", officer, given={"payment": award.payments[0].id})
    fire(award, "evaluate_final", officer, given={"points": "95", **REASON})
    fire(award, "pay", officer, given={"payment": award.payments[1].id})


def award_given(case: Case, move: str) -> dict[str, Any]:
    assert isinstance(case, Award)
    checks = [c.id for g in q.grants_of(case) for c in g.checks]
    given = {
        "give_notice": NOTICE,
        "give_opinion": {"opinion": "가상 의견"},
        "grant": grants.decision(),
        "pay": {"payment": next((p.id for p in case.payments), 0)},
        "check": CHECK,
        "answer_check": {"check": checks[0] if checks else 0, "text": "가상 조치 결과"},
        "confirm_check": {"check": checks[0] if checks else 0, "text": "가상 확인"},
        "demand_correction": {"demand": "가상 시정", "by": "2026-12-31"},
        "evaluate_final": {"points": "95", **REASON},
        "evaluate_year": {"points": "95", **REASON},
        "continue_": {"amount": 50_000_000, **REASON},
    }
    return given.get(move, REASON)


def award_cast(case: Case) -> dict[str, Actor]:
    return members_and_officials(case) | {"panel": make.acting(make.user("panel"))}


def _first_check(case: Case, _actor: Actor) -> None:
    assert isinstance(case, Award)
    if not any(g.checks for g in q.grants_of(case)):
        _check(case)


def _rated(case: Case, _actor: Actor) -> None:
    fire(case, "evaluate_final", make.officer(), given={"points": "95", **REASON})


NEVER = frozenset(
    {("in_force", "evaluate_year"), ("in_force", "renew"), ("in_force", "sign_use"), ("notice", "sign_use")}
)
"""A project agreement is not evaluated by the year, not renewed, and bears no mark."""

# ---- changes -------------------------------------------------------------------------------------------------------------------

SHIFTED = [["staff", "state", 42_000_000], ["travel", "state", 18_000_000], *grants.BUDGET[2:]]
"""Five and ten percent of two items: small enough to be reported."""


def change_in(state: str) -> GrantChange:
    grant, owner = grants.granted()
    made = open_case(
        kind_of("grant_change"),
        owner,
        organisation_id=grant.award.organisation_id,
        title="가상",
        parent_id=grant.award_id,
        grant_id=grant.id,
        before=grants.BUDGET,
        after=SHIFTED,
        why="가상 까닭",
    )
    assert isinstance(made, GrantChange)
    if state == "reported":
        fire(made, "report", owner)
    if state in ("asked", "approved", "refused", "withdrawn"):
        fire(made, "ask", owner)
    if state in ("approved", "refused"):
        fire(made, {"approved": "approve", "refused": "refuse"}[state], make.officer(), given=REASON)
    if state == "withdrawn":
        fire(made, "withdraw", owner)
    return made


# ---- settlements -----------------------------------------------------------------------------------------------------------------


def settlement_in(state: str) -> Settlement:
    if state == "prepared":
        return _prepared()
    grant, owner = grants.granted()
    case = grants.settlement_of(grant)
    grants.full_rows(case)
    if state == "writing":
        return case
    with clock.at(AFTER):
        fire(case, "submit", owner, given={"report": "가상 실적"})
        officer = make.officer()
        if state == "questioned":
            fire(case, "ask", officer, given=settlement_given(case, "ask"))
        if state in ("review", "questioned"):
            grants.disallowed(case, 1_000_000)
            return case
        grants.disallowed(case, 35_000_000)
        fire(case, "give_notice", officer, given=settlement_given(case, "give_notice"))
        fire(case, "give_opinion", owner, given={"opinion": "가상 의견"})
        if state == "noticed":
            return case
        fire(case, "settle", officer, given=REASON)
        if state == "closed":
            _paid_back(case, officer)
            fire(case, "close", officer)
    return case


def _prepared() -> Settlement:
    """A settlement in the moment before it is opened: it stands only within the decision."""
    award, _ = grants.agreement()
    grant = Grant(
        award_id=award.id,
        decided_on=MONDAY,
        begins_on=MONDAY,
        ends_on=MONDAY,
        amount=1,
        rule=q.rule_on(MONDAY).as_json(),
    )
    db.session.add(grant)
    db.session.flush()
    made = open_case(
        kind_of("settlement"), SYSTEM, organisation_id=award.organisation_id, parent_id=award.id, grant_id=grant.id
    )
    assert isinstance(made, Settlement)
    return made


def _paid_back(case: Case, _actor: Actor) -> None:
    assert isinstance(case, Settlement)
    given = {"amount": owed(case), "on": clock.today().isoformat(), "reference": "가상-1"}
    fire(case, "note_payment", make.officer(), given=given)


def settlement_given(_case: Case, move: str) -> dict[str, Any]:
    given = {
        "submit": {"report": "가상 실적"},
        "ask": {"questions": "가상 보완"},
        "answer": {"answer": "가상 답"},
        "give_notice": {"days": 10, **REASON},
        "give_opinion": {"opinion": "가상 의견"},
        "note_payment": {"amount": 1000, "on": AFTER.isoformat(), "reference": "가상-9"},
        "remit": {"amount": 1000, **REASON},
    }
    return given.get(move, REASON)


# ---- misuse reports ----------------------------------------------------------------------------------------------------------------


def misuse_in(state: str) -> MisuseReport:
    award, _ = grants.agreement()
    reporter = make.acting(make.user())
    if state == "started":
        made = open_case(
            kind_of("misuse_report"),
            reporter,
            organisation_id=None,
            about="grant",
            happened="가상",
            code_hash="0",
            award_id=award.id,
        )
        assert isinstance(made, MisuseReport)
        return made
    case, _ = report({"about": "grant", "named": award.number, "happened": "가상"}, reporter, "ko")
    officer = make.officer()
    if state == "closed":
        fire(case, "close", officer, given=misuse_given(case, "close"))
    if state in ("received", "closed"):
        return case
    fire(case, "start_check", officer)
    if state == "correcting":
        fire(case, "demand", officer, given=misuse_given(case, "demand"))
    if state in ("notified", "measured"):
        fire(case, "give_notice", officer, given=NOTICE)
    if state == "measured":
        fire(award, "give_opinion", _editor(award), given={"opinion": "가상"})
        fire(award, "revoke", _ministry(), given=REASON)
    return case


def misuse_given(case: Case, move: str) -> dict[str, Any]:
    assert isinstance(case, MisuseReport)
    reply = {"reply": "가상 회신"}
    given = {
        "start_check": {},
        "demand": {"demand": "가상 시정", "by": "2026-12-31"},
        "give_notice": NOTICE,
        "confirm": reply,
        "close": {"outcome": "unfounded", **REASON, **reply},
        "identify": {"number": case.award.number if case.award else ""},
    }
    return given.get(move, REASON)


def misuse_cast(case: Case) -> dict[str, Actor]:
    assert isinstance(case, MisuseReport)
    assert case.award is not None
    officials = {role: make.acting(make.user(role)) for role in ("officer", "ministry", "admin")}
    return {
        "reporter": make.acting(db.session.get_one(User, case.created_by_id)),
        "holder": _editor(case.award),
        "stranger": make.acting(make.user()),
        **officials,
        "system": SYSTEM,
    }


def _day(state: str) -> date:
    return MONDAY if state == "prepared" else AFTER


LIVES = (
    Life(
        kind="award", bring=award_in, given=award_given, cast=award_cast, unfired=frozenset({"prepared"}), idle=NEVER, slow=True,
        prepare={
            "pay": lambda case, _: _grant(case), "check": lambda case, _: _grant(case), "answer_check": _first_check,
            "confirm_check": _first_check, "finish": lambda case, _: _finished(case), "continue_": _rated,
        },
    ),
    Life(kind="grant_change", bring=change_in, given=lambda _case, _move: REASON),
    Life(
        kind="settlement", bring=settlement_in, given=settlement_given, day=_day, unfired=frozenset({"prepared"}),
        idle=frozenset({("review", "settle")}), prepare={"close": _paid_back}, slow=True,
    ),
    Life(kind="misuse_report", bring=misuse_in, given=misuse_given, cast=misuse_cast, unfired=frozenset({"started"})),
)  # fmt: skip

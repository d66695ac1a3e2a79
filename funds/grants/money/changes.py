"""변경: small shifts of the budget are reported, larger ones and changes of the work are asked for and decided.

Needs are sentences; effects write columns. The sum of state money never changes here.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from funds.grants.models import Grant, GrantLine
from funds.grants.money import queries as q
from funds.grants.money.budget import Shift, budget_problem, shifts
from funds.grants.money.models import GrantChange
from portal.core import clock, records
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import Firing, fire, open_case
from portal.core.people import Actor
from portal.core.text import Text


def shifts_of(change: GrantChange) -> list[Shift]:
    return shifts(q.cells(change.before), q.cells(change.after))


def make_change(grant: Grant, after: list[list[Any]], why: str, content: str, actor: Actor) -> GrantChange:
    """Open a change and report it or ask for it, whichever the declared tolerance says. Raises Refused."""
    made: GrantChange = open_case(
        kind_of("grant_change"),
        actor,
        organisation_id=grant.award.organisation_id,
        title=grant.award.titled,
        parent_id=grant.award_id,
        grant_id=grant.id,
        before=[[x.item, x.source, x.amount] for x in grant.lines],
        after=after,
        why=why,
        content=content,
    )
    fire(made, "report" if only_reported(made) else "ask", actor)
    return made


def only_reported(change: GrantChange) -> bool:
    """Whether the change stays within the tolerance and touches nothing but sums."""
    tolerance = q.rule_of(change.grant).tolerance
    return not change.content and all(s.within(tolerance) for s in shifts_of(change))


# ---- needs -------------------------------------------------------------------------------------------------------------------------


def over(grant: Grant) -> Text | None:
    """Why nothing of the grant can be changed any more; None while it runs."""
    if clock.today() <= grant.ends_on and grant.award.state == "in_force":
        return None
    return Text(
        "사업 기간({d}까지)이 끝났거나 협약이 유효하지 않아 변경할 수 없습니다.",
        "The work ended on {d}, or the agreement is not in force: nothing can be changed.",
    ).format(d=grant.ends_on)


def runs(case: GrantChange, _given: Mapping[str, Any]) -> Text | None:
    grant = case.grant
    if (ended := over(grant)) is not None:
        return ended
    pending = select(GrantChange.id).where(
        GrantChange.grant_id == grant.id, GrantChange.state == "asked", GrantChange.id != case.id
    )
    if db.session.scalar(pending):
        return Text("검토 중인 변경이 있습니다.", "Another change is being decided.")
    return None


def stands(case: GrantChange, _given: Mapping[str, Any]) -> Text | None:
    """Something changes, and the budget after it would stand."""
    if not shifts_of(case) and not case.content:
        return Text("바뀌는 것이 없습니다.", "Nothing changes.")
    if not case.why:
        return Text("변경하는 까닭을 적어 주세요.", "Say why it changes.")
    grant = case.grant
    return budget_problem(
        q.budget_of(grant.award.programme),
        q.cells(case.after),
        grant.amount,
        grant.own_needed,
        tuple(grant.own_sources),
    )


def small(case: GrantChange, _given: Mapping[str, Any]) -> Text | None:
    if not only_reported(case):
        return Text(
            "비목의 {n}%를 넘는 변경은 승인을 받아야 합니다.", "A shift of more than {n}% needs approval."
        ).format(n=q.rule_of(case.grant).tolerance)
    return None


def still_before(case: GrantChange, _given: Mapping[str, Any]) -> Text | None:
    """Approved on what the applicant saw: the budget has not moved meanwhile, and nothing was settled."""
    if q.cells(case.before) != q.cells(case.grant.lines):
        return Text("그 사이에 예산이 바뀌었습니다.", "The budget has changed since.")
    settlement = q.settlement_of(case.grant)
    if settlement is not None and settlement.state != "writing":
        return Text("정산이 시작되어 변경할 수 없습니다.", "The settlement has begun.")
    return None


# ---- effects -----------------------------------------------------------------------------------------------------------------------


def receive(case: GrantChange, firing: Firing) -> None:
    case.received_on = firing.on
    case.number = records.receipt_number("CH", firing.on)
    firing.facts |= {"number": case.number, "shifts": [list(s) for s in shifts_of(case)]}


def apply(case: GrantChange, firing: Firing) -> None:
    """The budget after the change holds."""
    case.decided_on = firing.on
    held = {(x.item, x.source): x for x in case.grant.lines}
    after = q.cells(case.after)
    for cell, amount in after.items():
        if cell in held:
            held[cell].amount = amount
        else:
            case.grant.lines.append(GrantLine(item=cell[0], source=cell[1], amount=amount))
    for cell, line in held.items():
        if cell not in after:
            line.amount = 0
    db.session.flush()


def decide(case: GrantChange, firing: Firing) -> None:
    case.decided_on = firing.on

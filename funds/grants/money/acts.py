"""교부결정 and 점검: the decision with its budget, visits with what they found.

Needs are sentences; effects write columns.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from funds.grants.models import Grant, GrantCheck, GrantLine, Settlement
from funds.grants.money import queries as q
from funds.grants.money.budget import STATE, budget_problem, by_source
from funds.selection.models import Award
from portal.core import clock
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import Firing, fire, open_case
from portal.core.people import SYSTEM
from portal.core.text import Text
from portal.core.workflow import within

NOT_GRANTED = Text("보조금으로 지원하는 사업이 아닙니다.", "The support of this programme is no grant.")


def grantable(case: Award, given: Mapping[str, Any]) -> Text | None:
    """The grant of the running year, once, with a budget that stands and days within the agreement."""
    if not q.is_granted(case.programme) or not case.payments:
        return NOT_GRANTED
    year = q.year_now(case)
    if q.grant_of(case, year) is not None:
        return Text("이 연차의 교부결정은 이미 했습니다.", "The grant of this year was decided already.")
    first, last = given.get("begins_on"), given.get("ends_on")
    allowed = q.years_days(case, year)
    if not first or not last or last < first:
        return Text("사업 기간을 순서에 맞게 적어 주세요.", "Give the first and last day of the work in order.")
    if date.fromisoformat(first) < allowed[0] or date.fromisoformat(last) > allowed[1]:
        return Text("사업 기간이 협약 기간({a} ~ {b}) 밖입니다.", "Outside the agreement ({a} to {b}).").format(
            a=allowed[0], b=allowed[1]
        )
    own = q.budget_of(case.programme).own_sources(case.call.year)
    budget = q.cells(given.get("lines") or [])
    return budget_problem(q.budget_of(case.programme), budget, q.year_sum(case, year), q.own_needed(case), own)


def decide_grant(case: Award, firing: Firing) -> None:
    """The grant stands, and its settlement waits for the end of the work."""
    given = firing.given
    budget = q.cells(given["lines"])
    made = Grant(
        award_id=case.id,
        award=case,
        year_no=q.year_now(case),
        decided_on=firing.on,
        begins_on=date.fromisoformat(given["begins_on"]),
        ends_on=date.fromisoformat(given["ends_on"]),
        amount=by_source(budget).get(STATE, 0),
        conditions=str(given.get("conditions") or ""),
        own_needed=q.own_needed(case),
        own_sources=list(q.budget_of(case.programme).own_sources(case.call.year)),
        rule=q.rule_on(firing.on).as_json(),
        by_id=firing.actor.user_id,
        lines=[GrantLine(item=i, source=s, amount=a) for (i, s), a in budget.items()],
    )
    db.session.add(made)
    db.session.flush()
    waiting: Settlement = open_case(
        kind_of("settlement"),
        SYSTEM,
        organisation_id=case.organisation_id,
        title=case.titled,
        parent_id=case.id,
        grant_id=made.id,
    )
    fire(waiting, "open", SYSTEM)
    firing.facts |= {"amount": made.amount, "year_no": made.year_no, "lines": given["lines"]}


# ---- checks ------------------------------------------------------------------------------------------------------------------------


def granted(case: Award, _given: Mapping[str, Any]) -> Text | None:
    if not q.grants_of(case):
        return Text("교부결정이 없는 협약입니다.", "There is no grant decision yet.")
    return None


def check_fits(case: Award, given: Mapping[str, Any]) -> Text | None:
    """A visit lies behind us and after the decision; measures have a day, not before the visit."""
    grant = q.grants_of(case)[-1] if q.grants_of(case) else None
    visited, due = str(given["visited_on"]), given.get("due_on")
    if grant is not None and visited < grant.decided_on.isoformat():
        return Text("교부결정({d})보다 앞선 점검입니다.", "Before the grant decision ({d}).").format(d=grant.decided_on)
    if visited > clock.today().isoformat():
        return Text("아직 오지 않은 날의 점검입니다.", "The visit lies in the future.")
    if bool(given.get("measures")) != bool(due):
        return Text("조치할 사항과 조치 기한을 함께 적어 주세요.", "Give measures together with their day.")
    if due and due < visited:
        return Text("조치 기한이 점검일보다 앞섭니다.", "The measures are due before the visit.")
    return None


def keep_check(case: Award, firing: Firing) -> None:
    given = firing.given
    grant = q.grants_of(case)[-1]
    due = given.get("due_on")
    grant.checks.append(
        GrantCheck(
            visited_on=date.fromisoformat(given["visited_on"]),
            place=given.get("place") or "",
            findings=given["findings"],
            measures=given.get("measures") or "",
            due_on=date.fromisoformat(due) if due else None,
            by_id=firing.actor.user_id,
        )
    )
    db.session.flush()
    firing.facts |= {"because": given["findings"]}


def check_meant(case: Award, given: Mapping[str, Any]) -> GrantCheck | None:
    return next((c for g in q.grants_of(case) for c in g.checks if c.id == given.get("check")), None)


def check_open(case: Award, given: Mapping[str, Any]) -> Text | None:
    check = check_meant(case, given)
    if check is None or not check.measures:
        return Text("조치할 점검이 아닙니다.", "No measures were asked by such a check.")
    if check.done_on is not None:
        return Text("조치가 이미 끝났습니다.", "The measures were seen done already.")
    if not given.get("text"):
        return Text("무엇을 했는지 적어 주세요.", "Say what was done.")
    return None


def answer_check(case: Award, firing: Firing) -> None:
    check = check_meant(case, firing.given)
    assert check is not None
    check.answer, check.answered_at = within(str(firing.given["text"]), 4000), clock.now()


def confirm_check(case: Award, firing: Firing) -> None:
    check = check_meant(case, firing.given)
    assert check is not None
    check.done_on, check.done_by_id = firing.on, firing.actor.user_id

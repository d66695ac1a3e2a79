"""The desk's pages of a grant decision (교부결정): its form and the budget in boxes. A view loads, asks, renders."""

from typing import Any

from flask import render_template, request

from funds.grants.blueprint import bp
from funds.grants.money import matrix
from funds.grants.money import queries as q
from funds.grants.money.pages import award_or_404
from funds.selection.models import Award
from funds.selection.programmes.declaration import ITEMS, SOURCES
from portal.core import clock
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.fire import fire
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell

_DECISION = (
    Field(key="begins_on", label=Text("사업 시작일", "First day of the work"), type="date", required=True),
    Field(key="ends_on", label=Text("사업 종료일", "Last day of the work"), type="date", required=True),
    Field(key="conditions", label=Text("교부 조건", "Conditions"), type="text", required=True, longest=4000),
)


def _decision_page(case: Award, asking: Asking, typed: dict[str, str], wrong: dict[str, Text]) -> str:
    year = q.year_now(case)
    return render_template(
        "funds/grants/money/decide.html",
        case=case,
        asking=asking,
        declared=q.budget_of(case.programme),
        items=ITEMS,
        sources=SOURCES,
        headings=[SOURCES[s] for s in q.budget_of(case.programme).sources],
        typed=typed,
        wrong=wrong,
        amount=q.year_sum(case, year),
        needed=q.own_needed(case),
        own=[SOURCES[s] for s in q.budget_of(case.programme).own_sources(case.call.year)],
        rule=q.rule_on(clock.today()),
        year=year,
    )


@bp.get("/<int:case_id>/decide")
@access("officer")
def decide_form(case_id: int) -> str:
    case = award_or_404(case_id)
    first, last = q.years_days(case, q.year_now(case))
    start = {"begins_on": first.isoformat(), "ends_on": last.isoformat()}
    return _decision_page(case, Asking(_DECISION, start), {}, {})


@bp.post("/<int:case_id>/decide")
@access("officer")
def decide(case_id: int) -> Any:
    case = award_or_404(case_id)
    asking = Asking(_DECISION, given=request.form)
    lines, typed, wrong = matrix.read(q.budget_of(case.programme), request.form)
    if asking.good and not wrong:
        with attempt(asking):
            fire(case, "grant", current_actor(), given=dict(asking.answers) | {"lines": lines})
        if asking.good:
            tell("교부를 결정했습니다.", "The grant was decided.")
            return see_other("grants.page", case_id=case.id)
    return _decision_page(case, asking, typed, wrong), 422

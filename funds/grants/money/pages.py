"""Pages of an agreement's grant: what was decided, its budget, changes, checks. A view loads, asks, renders."""

from typing import Any

from flask import Response, abort, g, render_template, request
from sqlalchemy import select

from funds.grants.blueprint import bp
from funds.grants.models import Grant, Settlement
from funds.grants.money import changes, letters, matrix
from funds.grants.money import queries as q
from funds.grants.money.budget import by_source, own_share
from funds.grants.money.models import GrantChange
from funds.selection.models import Award
from funds.selection.programmes import PROGRAMMES
from funds.selection.programmes.declaration import ITEMS, SOURCES
from portal.core import clock, timeline
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.cases import Case
from portal.core.declared import kind_of
from portal.core.fire import fire, possible_moves
from portal.core.listing import Column, Filter, Listing
from portal.core.permissions import EDITORS, visible
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, see_other, tell
from portal.core.workflow import State


def state_of(case: Case) -> State:
    return case.declared.workflow.state(case.state)


LIST = Listing(
    key="settlements",
    title=Text("보조금 정산", "Grant settlements"),
    query=lambda actor: select(Settlement).where(visible(actor, "settlement"), Case.state != "prepared"),
    columns=(
        Column(key="number", label=Text("접수번호", "Number"), value=lambda c: c.number),
        Column(key="organisation", label=Text("기관", "Holder"), value=lambda c: c.grant.award.holder),
        Column(key="due", label=Text("기한", "Due"), value=lambda c: c.due_on),
        Column(key="state", label=Text("상태", "State"), value=lambda c: state_of(c).label.ko),
    ),
    order=(Settlement.id,),
    descending=True,
    filters=(
        Filter(
            key="state", label=Text("상태", "State"), apply=lambda s, t: s.where(Case.state == t),
            choices=lambda: [(s.key, s.label) for s in kind_of("settlement").workflow.states if s.key != "prepared"],
        ),
    ),
)  # fmt: skip


@bp.get("/")
@access("member", "officer", "ministry")
def index() -> str:
    return render_template(
        "funds/grants/money/index.html", listing=LIST, page=LIST.page(current_actor(), request.args), state=state_of
    )


def award_or_404(case_id: int) -> Award:
    case = case_or_404(Award, case_id)
    if not q.is_granted(case.programme) or case.number is None:
        abort(404)
    return case


@bp.get("/<int:case_id>")
@access("member", "officer", "ministry")
def page(case_id: int) -> str:
    return grant_page(award_or_404(case_id))


def grant_page(case: Award, wrong: dict[int, Text] | None = None, typed: str = "") -> str:
    actor, declared = current_actor(), q.budget_of(case.programme)
    grants = q.grants_of(case)
    return render_template(
        "funds/grants/money/page.html",
        case=case,
        programme=PROGRAMMES[case.programme],
        grants=[_shown(grant) for grant in grants],
        declared=declared,
        items=ITEMS,
        sources=SOURCES,
        headings=[SOURCES[s] for s in declared.sources],
        may_decide=actor.has("officer") and case.state == "in_force" and len(grants) < q.year_now(case),
        officer=actor.has("officer"),
        editor=EDITORS.holds(actor, case),
        checking=case.state in ("in_force", "notice", "suspended", "finished"),
        wrong=wrong or {},
        typed=typed,
        official=actor.is_official and not EDITORS.holds(actor, case),
    )


def _shown(grant: Grant) -> dict[str, Any]:
    """A grant as its page shows it: budget table with sums, payments, changes, checks, settlement."""
    declared = q.budget_of(grant.award.programme)
    cells = q.cells(grant.lines)
    sums = by_source(cells)
    return {
        "grant": grant,
        "rule": q.rule_of(grant),
        "rows": matrix.table(declared, cells),
        "sums": [sums.get(s, 0) for s in declared.sources],
        "total": sum(sums.values()),
        "own": own_share(sums, grant.own_sources),
        "own_words": timeline.joined([SOURCES[s] for s in grant.own_sources], ", "),
        "payments": q.instalments(grant.award, grant.year_no),
        "paid": q.paid_out(grant),
        "changes": [(c, state_of(c), changes.shifts_of(c)) for c in q.changes_of(grant)],
        "settlement": (found := q.settlement_of(grant)),
        "settlement_state": state_of(found) if found else None,
        "running": clock.today() <= grant.ends_on and grant.award.state == "in_force",
        "today": clock.today(),
    }


# ---- changes -----------------------------------------------------------------------------------------------------------------------

_WHY = (
    Field(key="why", label=Text("변경하는 까닭", "Why it changes"), type="text", required=True, longest=4000),
    Field(key="content", label=Text("바뀌는 사업 내용", "What of the work changes"), type="text", longest=4000,
        hint=Text("예산만 바뀌면 비워 둡니다. 적으면 승인을 받아야 합니다.", "Leave empty where only sums move; with it, approval is needed.")),
)  # fmt: skip


def _running_grant(case: Award) -> Grant:
    """The grant of the running year, for its own editors."""
    grants = q.grants_of(case)
    if not grants or not EDITORS.holds(current_actor(), case):
        abort(404 if not grants else 403)
    return grants[-1]


def _change_page(grant: Grant, asking: Asking, typed: dict[str, str], wrong: dict[str, Text]) -> str:
    return render_template(
        "funds/grants/money/change_form.html",
        case=grant.award,
        grant=grant,
        asking=asking,
        declared=q.budget_of(grant.award.programme),
        items=ITEMS,
        sources=SOURCES,
        headings=[SOURCES[s] for s in q.budget_of(grant.award.programme).sources],
        typed=typed,
        wrong=wrong,
        rule=q.rule_of(grant),
    )


@bp.get("/<int:case_id>/change")
@access("member")
def change_form(case_id: int) -> Any:
    grant = _running_grant(award_or_404(case_id))
    if (over := changes.over(grant)) is not None:
        tell(over, category="error")
        return see_other("grants.page", case_id=case_id)
    return _change_page(grant, Asking(_WHY), matrix.shown(q.cells(grant.lines)), {})


@bp.post("/<int:case_id>/change")
@access("member")
def ask_change(case_id: int) -> Any:
    """A change is written and reported or asked for in one step."""
    grant = _running_grant(award_or_404(case_id))
    asking = Asking(_WHY, given=request.form)
    lines, typed, wrong = matrix.read(q.budget_of(grant.award.programme), request.form)
    if asking.good and not wrong:
        with attempt(asking):
            made = changes.make_change(grant, lines, asking.text("why"), asking.text("content"), current_actor())
        if asking.good:
            done = made.declared.workflow.move("ask" if made.state == "asked" else "report")
            assert done is not None
            tell(done.told)
            return see_other("grants.change", case_id=made.id)
    return _change_page(grant, asking, typed, wrong), 422


@bp.get("/changes/<int:case_id>")
@access("member", "officer", "ministry")
def change(case_id: int) -> str:
    case = case_or_404(GrantChange, case_id)
    actor = current_actor()
    return render_template(
        "funds/grants/money/change.html",
        case=case,
        award=case.grant.award,
        state=state_of(case),
        shifts=changes.shifts_of(case),
        items=ITEMS,
        sources=SOURCES,
        rule=q.rule_of(case.grant),
        moves=possible_moves(case, actor),
        entries=timeline.entries(case, actor),
    )


# ---- checks ------------------------------------------------------------------------------------------------------------------------


@bp.post("/<int:case_id>/checks/<int:check_id>")
@access("member", "officer")
def check(case_id: int, check_id: int) -> Any:
    """The holder tells what was done, or an officer confirms that it was."""
    case = award_or_404(case_id)
    move = "answer_check" if EDITORS.holds(current_actor(), case) else "confirm_check"
    text = request.form.get("text", "").strip()
    with attempt() as tried:
        fire(case, move, current_actor(), given={"check": check_id, "text": text})
    if tried.sentence is not None:
        return grant_page(case, {check_id: tried.sentence}, text), 422
    declared = case.declared.workflow.move(move)
    assert declared is not None
    tell(declared.told)
    return see_other("grants.page", case_id=case.id)


# ---- the letter -------------------------------------------------------------------------------------------------------------------


def asked_language() -> str:
    """A paper may be had in English while the pages stay Korean."""
    return "en" if request.args.get("lang") == "en" else str(g.language)


def download(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


@bp.get("/<int:case_id>/years/<int:year_no>/decision.pdf")
@access("member", "officer", "ministry")
def decision_letter(case_id: int, year_no: int) -> Response:
    case = award_or_404(case_id)
    grant = q.grant_of(case, year_no) if year_no < 100 else None
    if grant is None:
        abort(404)
    return download(letters.decision(grant, asked_language()), f"grant-{case.number}-{year_no}")

"""Pages of the policy-finance confirmation: asking, the case, the document, what support was received.

A view loads, asks, renders.
"""

from typing import Any

from flask import Blueprint, Response, abort, g, render_template, request
from sqlalchemy import extract, func, select

from funds.finance.confirmations.acts import SUPPORTS
from funds.finance.confirmations.kind import QUESTIONS
from funds.finance.confirmations.models import FinanceConfirmation, FinanceSupport
from funds.finance.confirmations.papers import paper_data
from portal.core import clock, countries, papers, periods, timeline
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.cases import Case
from portal.core.codes import read_code
from portal.core.db import db
from portal.core.declared import fact, kind_of
from portal.core.fire import fire, open_case, possible_moves
from portal.core.listing import Column, Filter, Listing
from portal.core.people import Organisation
from portal.core.permissions import EDITORS, visible
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.titles import joined
from portal.core.web import access, case_or_404, current_actor, note_access, see_other, tell

bp = Blueprint("finance", __name__, url_prefix="/finance")


def _state(case: Case) -> Any:
    return case.declared.workflow.state(case.state)


LIST = Listing(
    key="finance",
    title=Text("정책금융 확인", "Policy-finance confirmations"),
    query=lambda actor: select(FinanceConfirmation).where(visible(actor, "finance_confirmation"), Case.state != "draft"),
    columns=(
        Column(key="number", label=Text("접수번호", "Number"), value=lambda c: c.number),
        Column(key="organisation", label=Text("기관", "Organisation"), value=lambda c: c.organisation.name if c.organisation else ""),
        Column(key="support", label=Text("지원", "Support"), value=lambda c: SUPPORTS[c.kind_of_support].ko),
        Column(key="state", label=Text("상태", "State"), value=lambda c: _state(c).label.ko),
    ),
    order=(FinanceConfirmation.id,),
    descending=True,
    filters=(
        Filter(
            key="state", label=Text("상태", "State"), apply=lambda s, t: s.where(Case.state == t),
            choices=lambda: [(s.key, s.label) for s in kind_of("finance_confirmation").workflow.states if s.key != "draft"],
        ),
    ),
)  # fmt: skip


@bp.get("/")
@access("member", "officer", "ministry")
def index() -> str:
    actor = current_actor()
    return render_template(
        "funds/finance/confirmations/index.html",
        page=LIST.page(actor, request.args),
        listing=LIST,
        state=_state,
        supports=SUPPORTS,
        received=_received() if actor.has("officer", "ministry") else [],
        may_ask=actor.memberships.get(actor.organisation_id or 0) in EDITORS.roles,
    )


def _received() -> list[tuple[int, str, int, int]]:
    """(year, kind of support, times, won) of all support told, the newest year first."""
    year = extract("year", FinanceSupport.received_on)
    rows = db.session.execute(
        select(year, FinanceSupport.kind_of_support, func.count(), func.sum(FinanceSupport.won))
        .group_by(year, FinanceSupport.kind_of_support)
        .order_by(year.desc(), FinanceSupport.kind_of_support)
    )
    return [(int(y), kind, count, int(won)) for y, kind, count, won in rows]


# ---- asking --------------------------------------------------------------------------------------------------------------------------


def _own_filings() -> tuple[Organisation, list[dict[str, Any]]]:
    actor = current_actor()
    if actor.organisation_id is None or actor.memberships[actor.organisation_id] not in EDITORS.roles:
        abort(403)
    return db.session.get_one(Organisation, actor.organisation_id), fact("filings_of", actor.organisation_id) or []


def _asked(filings: list[dict[str, Any]]) -> tuple[Field, ...]:
    shown = {f["certificate_no"]: f"{f['certificate_no']} {countries.name(f['country'], g.language)}" for f in filings}
    choices = {code: Text(words, words) for code, words in shown.items()}
    return (
        Field(
            key="certificate_no",
            label=Text("어느 진출신고에 대한 것인가요?", "For which filing?"),
            type="choice",
            choices=choices,
            required=True,
        ),
        *QUESTIONS,
    )


@bp.get("/new")
@access("member")
def new() -> str:
    organisation, filings = _own_filings()
    return render_template(
        "funds/finance/confirmations/form.html",
        asking=Asking(_asked(filings)),
        organisation=organisation,
        filings=filings,
    )


@bp.post("/new")
@access("member")
def ask() -> Any:
    """A request is written and received in one step; an institution without an accepted filing cannot ask."""
    organisation, filings = _own_filings()
    asking = Asking(_asked(filings), given=request.form)
    if not filings:
        asking.fault(
            "",
            Text(
                "수리된 진출신고가 있는 기관만 요청할 수 있습니다.",
                "Only institutions with an accepted filing may ask.",
            ),
        )
    if asking.good:
        with attempt(asking):
            made = open_case(
                kind_of("finance_confirmation"),
                current_actor(),
                organisation_id=organisation.id,
                title=joined(organisation.name, SUPPORTS[asking["kind_of_support"]]),
                **asking.answers,
            )
            fire(made, "ask", current_actor())
        if asking.good:
            tell("확인 요청을 접수했습니다.", "The request was received.")
            return see_other("finance.page", case_id=made.id)
    return render_template(
        "funds/finance/confirmations/form.html", asking=asking, organisation=organisation, filings=filings
    ), 422


# ---- the case ------------------------------------------------------------------------------------------------------------------------


@bp.get("/<int:case_id>")
@access("member", "officer", "ministry")
def page(case_id: int) -> str:
    case = case_or_404(FinanceConfirmation, case_id)
    actor = current_actor()
    if actor.is_official:
        note_access("read", f"finance_confirmation:{case.id}")
    return render_template(
        "funds/finance/confirmations/page.html",
        case=case,
        state=_state(case),
        moves=possible_moves(case, actor),
        filing=fact("filing_with", case.certificate_no),
        supports=SUPPORTS,
        country=countries.name(case.country, g.language) if case.country else "",
        left=clock.working_days_left(case.due_on, clock.today(), periods.calendar())
        if case.due_on and case.pending
        else None,
        entries=timeline.entries(case, actor),
    )


@bp.get("/<int:case_id>/confirmation.pdf")
@access("member", "officer", "ministry")
def document(case_id: int) -> Response:
    """The confirmation as a paper, in the language asked for."""
    case = case_or_404(FinanceConfirmation, case_id)
    if case.state != "confirmed" or case.organisation is None or case.decided_on is None:
        abort(404)
    language = "en" if request.args.get("lang") == "en" else "ko"
    made = papers.pdf("letter", paper_data(case, language))
    name = f"finance-confirmation-{case.number}.pdf"
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get("/check")
@access("everybody")
def check() -> str:
    """Whether a confirmation was issued, and what it says today; nothing but what the paper itself says."""
    asked = request.args.get("code", "").strip()
    code = read_code(asked)
    wanted = select(FinanceConfirmation).where(
        FinanceConfirmation.code == code, FinanceConfirmation.state == "confirmed"
    )
    found = db.session.scalar(wanted) if code else None
    filing = fact("filing_with", found.certificate_no) if found else None
    return render_template(
        "funds/finance/confirmations/check.html",
        asked=asked,
        case=found,
        stands=filing is not None and found is not None and filing["organisation_id"] == found.organisation_id,
        supports=SUPPORTS,
        country=countries.name(found.country, g.language) if found and found.country else "",
    )

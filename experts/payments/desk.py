"""The officials' pages of fees: the list, one payment with how it was reckoned, preparing and settling.

Officers act, the ministry reads. The account is shown whole only to the officer who pays, on request,
with the purpose on record.
"""

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from sqlalchemy import Select, select

from experts import terms
from experts.consulting import hours
from experts.consulting.models import WorkedTime
from experts.models import Consultation, Expert
from experts.payments import accounts, confirmation, papers, seal
from experts.payments.hours_form import HoursForm
from experts.payments.kind import EXCHANGE, PREPARE, STATES
from experts.payments.models import FeeLine, FeePayment
from experts.payments.pages import language, sent
from experts.payments.rates import ROLES, SAMPLE, UNITS, priced
from experts.payments.yearly import yearly_sheet
from portal.core import clock, periods, timeline
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.downloads import list_download, purposed, sheet_download
from portal.core.fire import fire, possible_moves
from portal.core.listing import Column, Filter, Listing, says
from portal.core.permissions import OFFICER
from portal.core.reading import sent_number, sent_year
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, see_other, tell

LONGEST_PURPOSE = 80

bp = Blueprint("payments_desk", __name__, url_prefix="/desk/ghkol/payments")


# ---- the list -----------------------------------------------------------------------------------------------------------


def _in_state(statement: Select[Any], text: str) -> Select[Any] | None:
    known = {s.key for s in STATES}
    return statement.where(FeePayment.state == text) if text in known else None


def _in_year(statement: Select[Any], text: str) -> Select[Any] | None:
    year = sent_year(text)
    if year is None:
        return None
    first, last = date(year, 1, 1), date(year, 12, 31)
    return statement.where(FeePayment.received_on.between(first, last))


def _years() -> list[tuple[str, Text]]:
    return [(str(y), Text(f"{y}년", str(y))) for y in range(clock.today().year, clock.today().year - 6, -1)]


def _of_expert(statement: Select[Any], text: str) -> Select[Any]:
    return statement.where(says(text, FeePayment.title, FeePayment.title_en, FeePayment.number))


PAYMENTS = Listing(
    key="expert_payments",
    title=Text("자문료 지급", "Fees of experts"),
    query=lambda _actor: select(FeePayment),
    columns=(
        Column(key="number", label=Text("번호", "Number"), value=lambda p: p.number),
        Column(key="expert", label=Text("전문위원", "Expert"), value=lambda p: p.expert.name),
        Column(key="consultation", label=Text("자문", "Consultation"), value=lambda p: p.consultation.number),
        Column(key="state", label=Text("상태", "State"), value=lambda p: p.declared.workflow.state(p.state).label.ko),
        Column(key="hours", label=Text("시간", "Hours"), value=lambda p: p.minutes / 60, number_format="0.00"),
        Column(key="amount", label=Text("금액(원)", "Amount (KRW)"), value=lambda p: p.amount, number_format="#,##0"),
        Column(key="currency", label=Text("통화", "Currency"), value=lambda p: p.currency),
        Column(key="foreign", label=Text("외화", "In that currency"), value=lambda p: p.foreign_amount, number_format="#,##0.00"),
        Column(key="approval_no", label=Text("결재번호", "Approval number"), value=lambda p: p.approval_no),
        Column(key="paid_on", label=Text("지급일", "Paid on"), value=lambda p: p.paid_on, number_format="yyyy-mm-dd"),
    ),
    order=(FeePayment.id,),
    descending=True,
    filters=(
        Filter(key="q", label=Text("전문위원·번호", "Expert, number"), apply=_of_expert, type="search"),
        Filter(key="state", label=Text("상태", "State"), apply=_in_state, choices=lambda: [(s.key, s.label) for s in STATES if s.key != "opened"]),
        Filter(key="year", label=Text("연도", "Year"), apply=_in_year, choices=_years),
    ),
)  # fmt: skip


@bp.get("/")
@access("officer", "ministry")
def payments() -> str:
    page = PAYMENTS.page(current_actor(), request.args)
    return render_template(
        "experts/payments/desk.html",
        listing=PAYMENTS,
        page=page,
        open_work=open_work(),
        hours=hours.hours,
        state_of=lambda case: case.declared.workflow.state(case.state),
        filters={k: v for k, v in request.args.items() if k in ("q", "state", "year")},
    )


def open_work() -> list[tuple[Consultation, Expert, int, int]]:
    """Hours on no payment yet, by consultation and expert: minutes confirmed, minutes waiting."""
    wanted = select(WorkedTime).where(WorkedTime.id.not_in(select(FeeLine.time_id))).order_by(WorkedTime.id)
    found: dict[tuple[int, int], list[int]] = {}
    for time in db.session.scalars(wanted):
        sums = found.setdefault((time.case_id, time.expert_id), [0, 0])
        sums[0 if time.confirmed_at else 1] += time.counted
    cases = {
        c.id: c for c in db.session.scalars(select(Consultation).where(Consultation.id.in_({k[0] for k in found})))
    }
    people = {e.id: e for e in db.session.scalars(select(Expert).where(Expert.id.in_({k[1] for k in found}))).unique()}
    return [(cases[c], people[e], done, waiting) for (c, e), (done, waiting) in sorted(found.items())]


@bp.get("/list.xlsx")
@access("officer", "ministry")
@purposed
def book() -> Response:
    """Exactly what is filtered, as a workbook; no account is in it."""
    return list_download(PAYMENTS, current_actor(), request.args, "payments")


@bp.post("/open/<int:consultation_id>/<int:expert_id>")
@access("officer")
def open_one(consultation_id: int, expert_id: int) -> Any:
    if max(consultation_id, expert_id) >= 2**31:
        abort(404)
    consultation, expert = db.session.get(Consultation, consultation_id), db.session.get(Expert, expert_id)
    if consultation is None or expert is None or not confirmation.worked_on(consultation_id, expert_id):
        abort(404)
    case = confirmation.open_payment(consultation, expert, current_actor())
    tell("지급을 열었습니다.", "The payment was opened.")
    return see_other("payments_desk.payment", case_id=case.id)


# ---- one payment --------------------------------------------------------------------------------------------------------


@bp.get("/<int:case_id>")
@access("officer", "ministry")
def payment(case_id: int) -> str:
    return _page(case_or_404(FeePayment, case_id))


def _prepare_fields(case: FeePayment) -> tuple[Field, ...]:
    held = accounts.account_of(case.expert_id)
    return (*PREPARE, *EXCHANGE) if held is not None and held.currency != "KRW" else PREPARE


def _page(
    case: FeePayment, *, asking: Asking | None = None, form: HoursForm | None = None, shown: dict[str, str] | None = None,
    purpose: str = "", account_problem: Text | None = None,
) -> str:  # fmt: skip
    actor = current_actor()
    note_access("read", f"expert_payment:{case.id}")
    held = case.account or accounts.account_of(case.expert_id)
    usual = "lead" if case.consultation.depth == "indepth" else "member"
    role = case.role or (asking.text("role") if asking is not None else "") or usual
    return render_template(
        "experts/payments/desk_case.html",
        case=case,
        state=case.declared.workflow.state(case.state),
        left=clock.working_days_left(case.due_on, clock.today(), periods.calendar()) if case.due_on else None,
        moves=possible_moves(case, actor),
        officer=OFFICER.holds(actor, case),
        may_prepare=asking is not None or (case.state in ("confirmed", "returned") and OFFICER.holds(actor, case)),
        may_settle=form is not None or (case.state == "disputed" and OFFICER.holds(actor, case)),
        may_open_account=may_open_account(case),
        shown=shown,
        purpose=purpose,
        account_problem=account_problem,
        asking=asking or Asking(_prepare_fields(case), {"role": role}),
        form=form or HoursForm(case),
        role=role,
        priced=priced(case.lines, case.consultation.depth, role),
        roles=ROLES,
        units=UNITS,
        sample=SAMPLE,
        account=held,
        unreadable=seal.NO_KEY if held is not None and held.sealed and seal.opened(held.sealed) is None else None,
        masked=accounts.masked,
        foreign=papers.foreign_words,
        no_tax=papers.NO_TAX,
        hours=hours.hours,
        depths=terms.DEPTHS,
        entries=timeline.entries(case, actor),
    )


@bp.post("/<int:case_id>/settle")
@access("officer")
def settle(case_id: int) -> Any:
    """The officer's word on hours that the client disputes."""
    case = case_or_404(FeePayment, case_id)
    form = HoursForm(case, request.form)
    if form.good:
        with attempt(form):
            fire(case, "settle", current_actor(), given=form.given, version=form.version)
    if not form.good:
        return _page(case, form=form), 422
    tell("인정하는 시간을 정했습니다.", "The hours were settled.")
    return see_other("payments_desk.payment", case_id=case.id)


@bp.post("/<int:case_id>/prepare")
@access("officer")
def prepare(case_id: int) -> Any:
    """Amount, approval number, pay day; for an account in another currency the rate of exchange with day and source."""
    case = case_or_404(FeePayment, case_id)
    asking = Asking(_prepare_fields(case), given=request.form)
    version = sent_number(request.form.get("version"))
    if asking.good:
        with attempt(asking):
            fire(case, "prepare", current_actor(), given=asking.answers, version=version)
    if not asking.good:
        return _page(case, asking=asking), 422
    tell("지급을 작성했습니다. 다른 담당자가 승인합니다.", "Prepared. Another officer approves it.")
    return see_other("payments_desk.payment", case_id=case.id)


def may_open_account(case: FeePayment) -> bool:
    """The officer who has the case, or stands in for whoever has it, while it is to be paid."""
    actor = current_actor()
    return case.state == "approved" and actor.has("officer") and case.handler_id in {actor.user_id, *actor.deputy_for}


@bp.post("/<int:case_id>/account")
@access("officer")
def show_account(case_id: int) -> Any:
    """The whole account on this one answer, for the officer who pays; who, when and what for goes to the access log."""
    case = case_or_404(FeePayment, case_id)
    if not may_open_account(case):
        note_access("refused", f"bank-account expert_payment:{case.id}")
        abort(403)
    purpose = request.form.get("purpose", "").strip()
    if not purpose:
        problem = Text("계좌 전체를 보는 목적을 적어 주세요.", "Say why you need to see the whole account.")
        return _page(case, account_problem=problem), 422
    if len(purpose) > LONGEST_PURPOSE:
        problem = Text("목적을 {n}자 이내로 적어 주세요.", "Say it in at most {n} characters.").format(
            n=LONGEST_PURPOSE
        )
        return _page(case, account_problem=problem, purpose=purpose), 422
    held = seal.opened(case.account.sealed) if case.account else None
    if held is None:
        return _page(case, account_problem=seal.NO_KEY), 422
    note_access("bank-account", f"expert_payment:{case.id} {purpose}")
    return _page(case, shown=held, purpose=purpose)


@bp.get("/experts/<int:expert_id>/<int:year>.pdf")
@access("officer", "ministry")
def year_pdf(expert_id: int, year: int) -> Response:
    expert = _paid_expert(expert_id, year)
    note_access("paper", f"expert-payments:{expert.id} {year}")
    return sent(papers.yearly_pdf(expert, year, language()), f"statement-{expert.certificate_no}-{year}.pdf")


@bp.get("/experts/<int:expert_id>/<int:year>.xlsx")
@access("officer", "ministry")
@purposed
def year_book(expert_id: int, year: int) -> Response:
    expert = _paid_expert(expert_id, year)
    return sheet_download(yearly_sheet(expert, year), f"statement-{expert.certificate_no}-{year}", f"payments {year}")


def _paid_expert(expert_id: int, year: int) -> Expert:
    found = db.session.get(Expert, expert_id) if expert_id < 2**31 and 2000 <= year <= 2100 else None
    if found is None or not papers.paid_in(found.id, year):
        abort(404)
    return found

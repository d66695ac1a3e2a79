"""Pages of fees for those who are no officials: the client's answer on the hours, and an expert's own hours,
payments, papers, account.
"""

from datetime import date
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, g, render_template, request, send_file
from sqlalchemy import func, select

from experts import terms
from experts.consulting import hours
from experts.consulting.models import WorkedTime
from experts.models import Consultation, Expert
from experts.payments import accounts, confirmation, papers, seal
from experts.payments.hours_form import HoursForm
from experts.payments.models import FeePayment, IssuedPaper
from experts.payments.yearly import yearly_sheet
from experts.pool.pages import own_expert
from experts.pool.queries import expert_of_user
from portal.core import clock, timeline
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.downloads import sheet_download
from portal.core.fire import fire, possible_moves
from portal.core.permissions import EDITORS
from portal.core.reading_days import day_or_none
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, see_other, tell

bp = Blueprint("payments", __name__, url_prefix="/payments")


def language() -> str:
    """Of a paper: what the address says, else that of the pages."""
    return "en" if request.args.get("lang", g.language) == "en" else "ko"


def sent(content: bytes, name: str) -> Response:
    return send_file(BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=name, max_age=0)


# ---- one payment --------------------------------------------------------------------------------------------------------


@bp.get("/<int:case_id>")
@access("signed-in")
def page(case_id: int) -> Any:
    """The client sees hours, never amounts; the expert sees both."""
    case, actor = case_or_404(FeePayment, case_id), current_actor()
    if case.expert.user_id != actor.user_id and case.organisation_id not in actor.memberships:
        return see_other("payments_desk.payment", case_id=case.id)
    return _page(case)


def _page(case: FeePayment, form: HoursForm | None = None) -> str:
    actor = current_actor()
    own = case.expert.user_id == actor.user_id
    return render_template(
        "experts/payments/case.html",
        case=case,
        own=own,
        state=case.declared.workflow.state(case.state),
        moves=possible_moves(case, actor),
        may_answer=form is not None or (case.state == "asked" and EDITORS.holds(actor, case)),
        form=form or HoursForm(case),
        answer_by=confirmation.answer_by(case),
        hours=hours.hours,
        depths=terms.DEPTHS,
        masked=accounts.masked,
        foreign=papers.foreign_words,
        entries=timeline.entries(case, actor),
    )


@bp.post("/<int:case_id>/dispute")
@access("member")
def dispute(case_id: int) -> Any:
    """The client names the hours that it accepts of each entry, and why."""
    case = case_or_404(FeePayment, case_id)
    if not EDITORS.holds(current_actor(), case):
        note_access("refused", f"expert_payment:{case.id}")
        abort(403)
    form = HoursForm(case, request.form)
    if form.good:
        with attempt(form):
            fire(case, "dispute", current_actor(), given=form.given, version=form.version)
    if not form.good:
        return _page(case, form), 422
    tell("이의를 냈습니다. KHIDI 담당자가 확인해 정합니다.", "Your objection was sent. KHIDI will settle the hours.")
    return see_other("payments.page", case_id=case.id)


@bp.get("/<int:case_id>/statement.pdf")
@access("signed-in")
def statement(case_id: int) -> Response:
    """지급 내역서: the expert's own, or for officials; never the client's."""
    case, actor = case_or_404(FeePayment, case_id), current_actor()
    if case.state != "paid" or not (case.expert.user_id == actor.user_id or actor.has("officer", "ministry")):
        abort(404)
    note_access("paper", f"expert_payment:{case.id}")
    return sent(papers.statement(case, language()), f"statement-{case.number}.pdf")


# ---- an expert's own ----------------------------------------------------------------------------------------------------


@bp.get("/")
@access("signed-in")
def own() -> Any:
    """Of an expert: hours, payments, papers. Anybody else is led to where one applies."""
    expert = expert_of_user(current_actor().user_id)
    return _own_page(expert) if expert is not None else see_other("experts.home")


def _own_page(expert: Expert, activity: dict[str, str] | None = None, problem: Text | None = None) -> str:
    today = clock.today()
    cases = list(
        db.session.scalars(
            select(FeePayment).where(FeePayment.expert_id == expert.id).order_by(FeePayment.id.desc()).limit(200)
        )
    )
    issued = select(IssuedPaper).where(IssuedPaper.expert_id == expert.id).order_by(IssuedPaper.id.desc()).limit(20)
    return render_template(
        "experts/payments/own.html",
        expert=expert,
        cases=cases,
        open_work=open_work(expert),
        years=sorted({c.paid_on.year for c in cases if c.paid_on}, reverse=True),
        issued=list(db.session.scalars(issued)),
        account=accounts.account_of(expert.id),
        masked=accounts.masked,
        hours=hours.hours,
        state_of=lambda case: case.declared.workflow.state(case.state),
        activity=activity or {"first": date(today.year, 1, 1).isoformat(), "last": today.isoformat()},
        problem=problem,
    )


def open_work(expert: Expert) -> list[tuple[Consultation, int, int]]:
    """Consultations with hours that stand on no payment: (case, minutes confirmed, minutes waiting)."""
    wanted = select(WorkedTime.case_id, func.min(WorkedTime.id)).where(WorkedTime.expert_id == expert.id)
    found = []
    for case_id, _first in db.session.execute(wanted.group_by(WorkedTime.case_id).order_by(WorkedTime.case_id)):
        times = confirmation.unpaid(case_id, expert.id)
        if times:
            case = db.session.get_one(Consultation, case_id)
            confirmed = sum(t.counted for t in times if t.confirmed_at)
            found.append((case, confirmed, sum(t.counted for t in times) - confirmed))
    return found


@bp.post("/open/<int:consultation_id>")
@access("signed-in")
def open_own(consultation_id: int) -> Any:
    """An expert asks to be paid for what was logged."""
    expert = own_expert()
    consultation = db.session.get(Consultation, consultation_id) if consultation_id < 2**31 else None
    if consultation is None or not confirmation.worked_on(consultation.id, expert.id):
        abort(404)
    case = confirmation.open_payment(consultation, expert, current_actor())
    tell("지급을 신청했습니다.", "The payment was asked for.")
    return see_other("payments.page", case_id=case.id)


@bp.get("/account")
@access("signed-in")
def account() -> str:
    """The form of an account: never filled in with what is kept."""
    return _account_page(own_expert(), Asking(accounts.fields()))


def _account_page(expert: Expert, asking: Asking) -> str:
    held = accounts.account_of(expert.id)
    return render_template(
        "experts/payments/account.html",
        asking=asking,
        held=held,
        masked=accounts.masked,
        unreadable=seal.NO_KEY if held is not None and seal.opened(held.sealed) is None else None,
    )


@bp.post("/account")
@access("signed-in")
def save_account() -> Any:
    expert = own_expert()
    asking = Asking(accounts.fields(), given=request.form)
    for key, sentence in accounts.faults(asking.answers).items():
        asking.fault(key, sentence)
    if not asking.good:
        return _account_page(expert, asking), 422
    accounts.keep_account(expert, asking.answers)
    note_access("bank-account-changed", f"expert:{expert.id}")
    tell("계좌를 암호화해 저장했습니다.", "The account was encrypted and kept.")
    return see_other("payments.own")


@bp.get("/years/<int:year>.pdf")
@access("signed-in")
def year_pdf(year: int) -> Response:
    expert = own_expert()
    if not papers.paid_in(expert.id, _year(year)):
        abort(404)
    return sent(papers.yearly_pdf(expert, year, language()), f"statement-{expert.certificate_no}-{year}.pdf")


@bp.get("/years/<int:year>.xlsx")
@access("signed-in")
def year_book(year: int) -> Response:
    expert = own_expert()
    if not papers.paid_in(expert.id, _year(year)):
        abort(404)
    return sheet_download(yearly_sheet(expert, year), f"statement-{year}", f"own payments {year}")


def _year(year: int) -> int:
    return year if 2000 <= year <= 2100 else abort(404)


@bp.post("/activity")
@access("signed-in")
def issue() -> Any:
    """Issue a certificate of activity over a time."""
    expert = own_expert()
    typed = {key: request.form.get(key, "").strip() for key in ("first", "last")}
    first, last = (day_or_none(typed[key]) for key in ("first", "last"))
    if first is None or last is None:
        return _own_page(
            expert, typed, Text("날짜를 2026-01-01처럼 적어 주세요.", "Give days such as 2026-01-01.")
        ), 422
    if last < first or last > clock.today():
        sentence = Text(
            "마지막 날은 첫날과 오늘 사이여야 합니다.", "The last day lies between the first day and today."
        )
        return _own_page(expert, typed, sentence), 422
    made = papers.issue_activity(expert, first, last, current_actor().user_id)
    if made is None:
        sentence = Text("이 기간에 확인된 자문 시간이 없습니다.", "There are no confirmed hours in this time.")
        return _own_page(expert, typed, sentence), 422
    tell(Text("활동 확인서 {n}을(를) 발급했습니다.", "Certificate {n} was issued.").format(n=made.number))
    return see_other("payments.own", _anchor="activity")


@bp.get("/activity/<int:paper_id>.pdf")
@access("signed-in")
def activity(paper_id: int) -> Response:
    found = db.session.get(IssuedPaper, paper_id) if paper_id < 2**31 else None
    if found is None or found.expert_id != own_expert().id:
        abort(404)
    return sent(papers.activity_pdf(found, language()), f"activity-{found.number}.pdf")

"""Pages of a settlement: its rows with evidence, the report, disallowances, the final sum and what came back."""

from datetime import date
from typing import Any, BinaryIO, cast

from flask import Response, abort, render_template, request

from funds.grants.blueprint import bp
from funds.grants.models import Disallowance, Settlement, Spending
from funds.grants.money import queries as q
from funds.grants.money.pages import asked_language, download, state_of
from funds.grants.reconciling.acts import kept_for, unmarked
from funds.grants.settlement import acts, letters, returns
from funds.grants.terms import EVIDENCE, PAYEES
from funds.selection.programmes.declaration import ITEMS, SOURCES
from portal.core import clock, files, timeline
from portal.core.asking import Asking
from portal.core.attempts import attempt
from portal.core.db import db, lock_row
from portal.core.fire import fire, possible_moves
from portal.core.permissions import EDITORS
from portal.core.reading import money, or_none
from portal.core.schema import Field
from portal.core.sniff import Unfit
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, see_other, tell
from portal.core.workflow import Refused, within

WRITABLE = ("writing", "questioned")


@bp.get("/settlements/<int:case_id>")
@access("member", "officer", "ministry")
def settlement(case_id: int) -> str:
    return settlement_page(case_or_404(Settlement, case_id))


def settlement_page(case: Settlement, problems: list[Text] | None = None, at: int | None = None) -> str:
    """The whole settlement; `problems` of a form, `at` the row whose form it was."""
    actor, grant = current_actor(), case.grant
    reckoned = acts.reckoned(case, told=not actor.is_official)
    result = case.result or acts.as_json(reckoned, acts.interest_of(case, reckoned, clock.today()))
    account = returns.account_of(case, clock.today())
    return render_template(
        "funds/grants/settlement/page.html",
        case=case,
        grant=grant,
        award=grant.award,
        rule=q.rule_of(grant),
        state=state_of(case),
        result=result,
        frozen=case.result is not None,
        account=account,
        overdue=[acts.segment_json(s) for s in account.segments] if account else [],
        last_paid=q.last_paid_on(grant),
        budget=q.cells(grant.lines),
        gaps=[(row, words) for row, words in acts.row_gaps(case)],
        cut=acts.is_cut(reckoned),
        items=ITEMS,
        sources=SOURCES,
        payees=PAYEES,
        evidence=EVIDENCE,
        editor=EDITORS.holds(actor, case),
        writable=case.state in WRITABLE and EDITORS.holds(actor, case),
        judging=case.state in ("review", "noticed") and actor.has("officer"),
        official=actor.is_official,
        moves=possible_moves(case, actor),
        comparisons=[(one, unmarked(one)) for one in kept_for(case)] if actor.is_official else [],
        entries=timeline.entries(case, actor),
        problems=problems or [],
        at=at,
        given=request.form,
    )


# ---- rows --------------------------------------------------------------------------------------------------------------------------


def _row_fields(case: Settlement) -> tuple[Field, ...]:
    declared = q.budget_of(case.grant.award.programme)
    return (
        Field(
            key="item",
            label=Text("비목", "Item"),
            type="choice",
            required=True,
            choices={i: ITEMS[i] for i in declared.items},
        ),
        Field(
            key="source",
            label=Text("재원", "Source"),
            type="choice",
            required=True,
            choices={s: SOURCES[s] for s in declared.sources},
        ),
        Field(key="spent_on", label=Text("집행일", "Spent on"), type="date", required=True, past=True),
        Field(key="amount", label=Text("금액", "Sum"), type="money", required=True, least=1, unit=Text("원", "KRW")),
        Field(key="payee_kind", label=Text("지급 대상", "Kind of payee"), type="choice", required=True, choices=PAYEES),
        Field(key="payee", label=Text("거래처·받는 사람", "Payee"), required=True),
        Field(key="evidence_kind", label=Text("증빙", "Evidence"), type="choice", required=True, choices=EVIDENCE),
        Field(key="evidence_no", label=Text("증빙번호", "Evidence number"), required=True, longest=60),
        Field(key="note", label=Text("쓰임새", "Purpose"), type="text", longest=500),
        Field(key="paper", label=Text("증빙 파일", "Evidence as a file"), type="paper"),
    )


_CLOSED = Text("지금은 집행 내역을 고칠 수 없습니다.", "The rows cannot be changed now.")


def _own_settlement(case_id: int) -> Settlement:
    """The settlement for its own editors."""
    case = case_or_404(Settlement, case_id)
    if not EDITORS.holds(current_actor(), case):
        abort(403)
    return case


def _open_settlement(case_id: int) -> Settlement:
    """The same, while its rows may be written."""
    case = _own_settlement(case_id)
    if case.state not in WRITABLE:
        raise Refused(_CLOSED)
    return case


def _own_row(case: Settlement, row_id: int) -> Spending:
    found = next((r for r in case.rows if r.id == row_id), None)
    if found is None:
        abort(404)
    return found


def _row_page(case: Settlement, asking: Asking, row: Spending | None = None) -> str:
    return render_template(
        "funds/grants/settlement/row.html", case=case, award=case.grant.award, asking=asking, row=row
    )


@bp.get("/settlements/<int:case_id>/rows/new")
@access("member")
def new_row(case_id: int) -> str:
    case = _open_settlement(case_id)
    return _row_page(case, Asking(_row_fields(case)))


@bp.get("/settlements/<int:case_id>/rows/<int:row_id>")
@access("member")
def row(case_id: int, row_id: int) -> str:
    case = _open_settlement(case_id)
    held = _own_row(case, row_id)
    keys = ("item", "source", "amount", "payee_kind", "payee", "evidence_kind", "evidence_no", "note")
    answers = {key: getattr(held, key) for key in keys} | {"spent_on": held.spent_on.isoformat()}
    return _row_page(case, Asking(_row_fields(case), answers), held)


@bp.post("/settlements/<int:case_id>/rows/new")
@access("member")
def add_row(case_id: int) -> Any:
    case = _own_settlement(case_id)
    return _save_row(case, None)


@bp.post("/settlements/<int:case_id>/rows/<int:row_id>")
@access("member")
def save_row(case_id: int, row_id: int) -> Any:
    case = _own_settlement(case_id)
    return _save_row(case, _own_row(case, row_id))


def _save_row(case: Settlement, held: Spending | None) -> Any:
    lock_row(case)
    asking = Asking(_row_fields(case), given=request.form)
    if case.state not in WRITABLE:
        asking.fault("", _CLOSED)
    _check_row(case, held, asking)
    upload = request.files.get("paper")
    chosen = upload is not None and bool(upload.filename)
    if not chosen and (held is None or held.paper_id is None):
        asking.fault("paper", Text("증빙 파일을 올려 주세요.", "Upload the evidence."))
    if asking.good:
        made = held or Spending(settlement_id=case.id)
        for key in ("item", "source", "amount", "payee_kind", "payee", "evidence_kind", "evidence_no"):
            setattr(made, key, asking[key])
        made.spent_on, made.note = date.fromisoformat(asking["spent_on"]), asking.text("note")
        try:
            if chosen and upload is not None:
                paper = files.attach(
                    case, "evidence", cast(BinaryIO, upload.stream), upload.filename or "", current_actor()
                )
                if made.paper is not None:
                    files.remove(made.paper)
                made.paper = paper
        except Unfit as problem:
            db.session.rollback()
            asking.fault("paper", problem.sentence)
        else:
            if held is None:
                case.rows.append(made)
            tell("집행 내역을 저장했습니다.", "The row was saved.")
            return see_other("grants.settlement", case_id=case.id)
    return _row_page(case, asking, held), 422


def _check_row(case: Settlement, held: Spending | None, asking: Asking) -> None:
    """Within the period of the work, and not the same evidence twice."""
    grant, day = case.grant, asking["spent_on"]
    if day and not grant.begins_on.isoformat() <= day <= grant.ends_on.isoformat():
        words = Text("사업 기간({a} ~ {b}) 밖의 날입니다.", "Outside the period of the work ({a} to {b}).")
        asking.fault("spent_on", words.format(a=grant.begins_on, b=grant.ends_on))
    others = [r for r in case.rows if held is None or r.id != held.id]
    number, kind = asking.text("evidence_no"), asking.text("evidence_kind")
    twice = next(
        (r for r in others if r.evidence_no == number and r.evidence_kind == kind and r.source == asking["source"]),
        None,
    )
    if number and twice is not None:
        words = Text("같은 증빙을 {d} {p}에 이미 썼습니다.", "The same evidence stands already: {d} {p}.")
        asking.fault("evidence_no", words.format(d=twice.spent_on, p=twice.payee))


@bp.post("/settlements/<int:case_id>/rows/<int:row_id>/remove")
@access("member")
def remove_row(case_id: int, row_id: int) -> Any:
    case = _own_settlement(case_id)
    held = _own_row(case, row_id)
    if case.state != "writing":
        said = Text(
            "낸 뒤에는 지울 수 없습니다. 고치거나 보완에 적어 주세요.",
            "Once handed in, a row is not removed: change it or explain.",
        )
        return settlement_page(case, [said]), 422
    if held.paper is not None:
        files.remove(held.paper)
    db.session.delete(held)
    tell("집행 내역을 지웠습니다.", "The row was removed.")
    return see_other("grants.settlement", case_id=case.id)


# ---- the report and its judgement -----------------------------------------------------------------------------------------------------


@bp.post("/settlements/<int:case_id>/submit")
@access("member")
def submit(case_id: int) -> Any:
    """Hand in; the text of the report is kept though something may yet be missing."""
    case = case_or_404(Settlement, case_id)
    if not EDITORS.holds(current_actor(), case):
        abort(403)
    report = request.form.get("report", "").strip()
    with attempt() as tried:
        fire(case, "submit", current_actor(), given={"report": within(report, 20_000)})
    if tried.refused:
        if case.state in WRITABLE and report:
            case.report = report
            db.session.commit()
        return settlement_page(case, tried.sentences), 422
    tell("정산보고를 냈습니다.", "The settlement was handed in.")
    return see_other("grants.settlement", case_id=case.id)


@bp.post("/settlements/<int:case_id>/rows/<int:row_id>/disallow")
@access("officer")
def disallow(case_id: int, row_id: int) -> Any:
    """Disallow a row or part of it with a reason; nothing (0) takes the disallowance back."""
    case = case_or_404(Settlement, case_id)
    lock_row(case)
    held = _own_row(case, row_id)
    if case.state not in ("review", "noticed"):
        said = Text("지금은 불인정을 적을 수 없습니다.", "Nothing can be disallowed now.")
        return settlement_page(case, [said], row_id), 422
    won, reason = or_none(money, request.form.get("amount", "")), request.form.get("reason", "").strip()
    problem = _disallow_problem(held, won, reason)
    if problem is None:
        with attempt() as tried:
            within(reason, 2000)
        problem = tried.sentence
    if problem is not None:
        return settlement_page(case, [problem], row_id), 422
    assert won is not None
    if won == 0:
        if held.disallowance is not None:
            db.session.delete(held.disallowance)
    else:
        one = held.disallowance or Disallowance(spending_id=held.id)
        one.amount, one.reason, one.by_id, one.at = won, reason, current_actor().user_id, clock.now()
        db.session.add(one)
    tell("불인정을 적었습니다.", "The disallowance was kept.")
    return see_other("grants.settlement", case_id=case.id)


def _disallow_problem(held: Spending, won: int | None, reason: str) -> Text | None:
    if won is None or not 0 <= won <= held.amount:
        return Text("0원에서 {n}원 사이의 금액을 적어 주세요.", "Give a sum from 0 to KRW {n}.").format(
            n=f"{held.amount:,}"
        )
    if won and not reason:
        return Text("불인정하는 사유를 적어 주세요.", "Say why it is not recognised.")
    return None


# ---- the letter -------------------------------------------------------------------------------------------------------------------


@bp.get("/settlements/<int:case_id>/final.pdf")
@access("member", "officer", "ministry")
def final_letter(case_id: int) -> Response:
    case = case_or_404(Settlement, case_id)
    if case.result is None:
        abort(404)
    return download(letters.final_sum(case, asked_language()), f"final-{case.number}")

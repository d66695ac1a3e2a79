"""GHKOL 자문료 지급: 시간 확인 → 작성 → 승인 → 지급. Nothing in law; the terms stand in the dated rule sets."""

from experts.acts import take
from experts.payments import acts, confirmation
from experts.payments.models import FeePayment
from experts.payments.rates import ROLES
from experts.payments.rights import Payee
from experts.terms import REASON
from portal.core.module import FactWords, Kind, Reminder
from portal.core.permissions import EDITORS, MEMBERS, OFFICER, OFFICIALS, SYSTEM_ONLY
from portal.core.schema import Field, Schema, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

FACT_WORDS: dict[str, FactWords] = {
    "named_hours": (True, lambda _case, _facts, value: Text("{v}", "{v}").format(v=value)),
    "won": (False, lambda _case, _facts, value: Text("{v}원", "KRW {v}").format(v=f"{value:,}")),
}


PAYEE = Payee()

LINES = Field(key="lines", label=Text("인정하는 시간", "Hours accepted"), type="text", required=True)
PREPARE = (
    Field(key="role", label=Text("단가 구분", "Rate of"), type="choice", choices=ROLES, required=True),
    Field(key="approval_no", label=Text("결재번호", "Approval number"), required=True, longest=40, example=Text("글로벌헬스케어팀-1234", "GHT-1234")),
    Field(key="pay_on", label=Text("지급 예정일", "Pay day"), type="date", required=True),
)  # fmt: skip
EXCHANGE = (
    Field(key="fx_rate", label=Text("환율(1단위의 원화)", "Rate (won for one unit)"), type="decimal", example=Text("1,385.2", "1,385.2")),
    Field(key="fx_on", label=Text("환율 기준일", "Day of the rate"), type="date"),
    Field(key="fx_source", label=Text("환율 출처", "Source of the rate"), example=Text("서울외국환중개 매매기준율", "Seoul Money Brokerage, basic rate")),
)  # fmt: skip
PAID_ON = Field(key="paid_on", label=Text("지급한 날", "Paid on"), type="date", required=True)

STATES = (
    State(key="opened", label=Text("여는 중", "Being opened")),
    State(key="asked", label=Text("시간 확인 중", "Hours to be confirmed"), tone="info"),
    State(key="disputed", label=Text("시간 이의", "Hours disputed"), tone="warning"),
    State(key="confirmed", label=Text("시간 확인됨", "Hours confirmed"), tone="info"),
    State(key="prepared", label=Text("승인 대기", "To be approved"), tone="info"),
    State(key="returned", label=Text("반려(다시 작성)", "Returned"), tone="warning"),
    State(key="approved", label=Text("지급 대기", "To be paid"), tone="info"),
    State(key="paid", label=Text("지급 완료", "Paid"), tone="success", open=False),
    State(key="cancelled", label=Text("취소", "Cancelled"), open=False),
)
AT_DESK = ("asked", "disputed", "confirmed", "prepared", "returned", "approved")
MOVES = (
    Move(name="ask", label=Text("시간 확인 요청", "Ask for the hours"), source=("opened",), to="asked", by=(OFFICER, PAYEE),
        event="expert_payment.asked", told=Text("의뢰 기관에 시간 확인을 요청했습니다.", "The client was asked to confirm the hours."),
        needs=(confirmation.has_lines,), effects=(confirmation.ask,), tells=("members", "officers"), tone="primary", button=False),
    Move(name="confirm_known", label=Text("이미 확인한 시간", "Confirmed before"), source=("asked",), to="confirmed", by=(SYSTEM_ONLY,),
        event="expert_payment.known", told=Text("의뢰 기관이 이미 모두 확인한 시간입니다.", "The client had confirmed all of the hours before."),
        effects=(confirmation.confirm_known,), button=False),
    Move(name="confirm", label=Text("시간 확인", "Confirm the hours"), source=("asked",), to="confirmed", by=(EDITORS,),
        event="expert_payment.confirmed", told=Text("의뢰 기관이 시간을 확인했습니다.", "The client confirmed the hours."),
        effects=(confirmation.confirm,), tells=("handler", "payee"), tone="primary"),
    Move(name="dispute", label=Text("이의 있음", "Dispute"), source=("asked",), to="disputed", by=(EDITORS,),
        event="expert_payment.disputed", told=Text("의뢰 기관이 시간에 이의를 냈습니다.", "The client disputes the hours."),
        asks=asked("dispute", LINES, REASON), needs=(confirmation.lines_fit, confirmation.disputes_something), effects=(confirmation.dispute,), tells=("handler", "payee"), button=False),
    Move(name="confirm_office", label=Text("답이 없어 담당자가 확인", "Confirm for the client"), source=("asked",), to="confirmed", by=(OFFICER,),
        event="expert_payment.confirmed_office", told=Text("답이 없어 KHIDI가 시간을 확인했습니다.", "No answer came; KHIDI confirmed the hours."),
        needs=(confirmation.client_had_time,), effects=(confirmation.confirm_office,), tells=("members", "payee"), bulk=True),
    Move(name="settle", label=Text("시간 결정", "Settle the hours"), source=("disputed",), to="confirmed", by=(OFFICER,),
        event="expert_payment.settled", told=Text("KHIDI가 인정하는 시간을 정했습니다.", "KHIDI settled the hours."),
        asks=asked("settle", LINES, REASON), needs=(confirmation.lines_fit,), effects=(confirmation.settle,), tells=("members", "payee"), tone="primary", button=False),
    Move(name="take", label=Text("내가 맡기", "Take the case"), source=AT_DESK, to=None, by=(OFFICER,),
        event="expert_payment.taken", told=Text("담당자가 정해졌습니다.", "An officer took the case."), effects=(take,), bulk=True),
    Move(name="prepare", label=Text("지급 작성", "Prepare"), source=("confirmed", "returned"), to="prepared", by=(OFFICER,),
        event="expert_payment.prepared", told=Text("지급을 작성했습니다.", "The payment was prepared."),
        asks=asked("prepare", *PREPARE, *EXCHANGE), needs=(acts.account_opens, acts.rates_are_known, acts.exchange_is_known, acts.pay_day_ahead),
        effects=(acts.prepare,), tone="primary", button=False),
    Move(name="approve", label=Text("지급 승인", "Approve"), source=("prepared",), to="approved", by=(OFFICER,),
        event="expert_payment.approved", told=Text("지급을 승인했습니다.", "The payment was approved."),
        needs=(acts.account_stands,), effects=(acts.another_person, acts.approve), tells=("handler",), bulk=True, tone="primary"),
    Move(name="return_", label=Text("반려", "Return"), source=("prepared", "approved"), to="returned", by=(OFFICER,),
        event="expert_payment.returned", told=Text("지급을 반려했습니다.", "The payment was returned."),
        asks=asked("return", REASON), effects=(acts.give_back,), tells=("handler",)),
    Move(name="pay", label=Text("지급 완료", "Mark as paid"), source=("approved",), to="paid", by=(OFFICER,),
        event="expert_payment.paid", told=Text("자문료를 지급했습니다.", "The fee was paid."),
        asks=asked("pay", PAID_ON), needs=(acts.account_stands, acts.paid_by_now), effects=(acts.pay,), tells=("payee",), bulk=True, tone="primary"),
    Move(name="cancel", label=Text("지급 취소", "Cancel"), source=("opened", "asked", "disputed", "confirmed", "returned"), to="cancelled", by=(OFFICER,),
        event="expert_payment.cancelled", told=Text("지급을 취소했습니다. 시간은 새 지급에 넣을 수 있습니다.", "The payment was cancelled; its hours are free for another."),
        asks=asked("cancel", REASON), effects=(acts.cancel,), tells=("payee",), tone="danger"),
)  # fmt: skip

payment = Kind(
    fact_words=FACT_WORDS,
    key="expert_payment",
    title=Text("GHKOL 자문료 지급", "GHKOL fee payment"),
    model=FeePayment,
    schema=Schema(key="expert_payment", version=1, sections=()),
    workflow=Workflow(start="opened", states=STATES, moves=MOVES),
    seen_by=(MEMBERS, OFFICIALS, PAYEE),
    due_on=acts.due_on,
    series="GP",
    endpoint="payments.page",
    desk="payments_desk.payment",
    reminders=(
        Reminder(2, ("members",), ("asked",)),
        Reminder(2, ("handler",), ("confirmed", "prepared", "returned", "approved")),
    ),
)

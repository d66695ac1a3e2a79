"""정책금융 지원요건 확인 (법 제17조, 시행령 제7조제3항): a filed institution asks, the officer confirms,
support received is told (제7조제4항).
"""

from funds.finance.confirmations import acts
from funds.finance.confirmations.models import FinanceConfirmation
from funds.terms import REASON
from portal.core.module import Kind, Reminder, Term
from portal.core.permissions import EDITORS, MEMBERS, OFFICER, OFFICIALS
from portal.core.schema import Field, Schema, Section, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

REMEDY = Field(
    key="remedy", label=Text("구제 방법", "Remedy"), type="text", required=True, longest=2000,
    hint=Text("이의신청 기한과 방법을 적습니다. (민원처리법 제27조제3항·제35조)", "How and by when to object (MW Art. 27(3), 35)."),
)  # fmt: skip
QUESTIONS = (
    Field(key="kind_of_support", label=Text("받으려는 지원", "Support sought"), type="choice", choices=acts.SUPPORTS, required=True),
    Field(key="institution", label=Text("지원 기관·상품", "Institution and product"), required=True),
    Field(key="amount", label=Text("신청 금액", "Sum sought"), type="money", unit=Text("원", "KRW")),
    Field(key="purpose", label=Text("쓰임새", "Purpose"), type="text", required=True, longest=2000),
)  # fmt: skip

STATES = (
    State(key="draft", label=Text("작성 중", "Draft")),
    State(key="received", label=Text("접수", "Received"), tone="info"),
    State(key="confirmed", label=Text("확인", "Confirmed"), tone="success", open=False),
    State(key="refused", label=Text("확인 불가", "Refused"), tone="danger", open=False),
    State(key="withdrawn", label=Text("취하", "Withdrawn"), open=False),
)

MOVES: tuple[Move[FinanceConfirmation], ...] = (
    Move(
        name="ask", label=Text("확인 요청", "Ask for confirmation"), source=("draft",), to="received", by=(EDITORS,),
        event="finance_confirmation.asked", told=Text("확인을 요청해 접수되었습니다.", "The confirmation was asked for and received."),
        needs=(acts.filing_stands,), effects=(acts.receive,), tells=("members", "handler"), button=False,
    ),
    Move(
        name="confirm", label=Text("확인서 발급", "Confirm"), source=("received",), to="confirmed", by=(OFFICER,),
        event="finance_confirmation.confirmed", told=Text("지원요건을 확인하고 확인서를 발급했습니다.", "Confirmed; the document was issued."),
        needs=(acts.filing_stands,), effects=(acts.confirm,), tells=("members",), tone="primary", bulk=True,
    ),
    Move(
        name="refuse", label=Text("확인 불가", "Refuse"), source=("received",), to="refused", by=(OFFICER,),
        event="finance_confirmation.refused", told=Text("지원요건을 확인할 수 없습니다.", "The conditions are not met."),
        asks=asked("refuse", REASON, REMEDY), effects=(acts.decide_against,), tells=("members",), tone="danger",
    ),
    Move(
        name="withdraw", label=Text("취하", "Withdraw"), source=("received",), to="withdrawn", by=(EDITORS,),
        event="finance_confirmation.withdrawn", told=Text("요청을 취하했습니다.", "The request was withdrawn."),
        asks=asked("withdraw", REASON), effects=(acts.withdraw,), tells=("members", "handler"), tone="danger",
    ),
    Move(
        name="tell_support", label=Text("받은 지원 알리기", "Tell of support received"), source=("confirmed",), to=None, by=(EDITORS,),
        event="finance_confirmation.support_told", told=Text("받은 지원을 알렸습니다.", "Support received was told."),
        asks=asked("tell_support",
            Field(key="kind_of_support", label=Text("지원의 종류", "Kind of support"), type="choice", choices=acts.SUPPORTS, required=True),
            Field(key="institution", label=Text("지원 기관", "Institution"), required=True),
            Field(key="won", label=Text("지원 금액", "Sum"), type="money", required=True, least=1),
            Field(key="received_on", label=Text("지원받은 날", "Received on"), type="date", required=True, past=True),
            Field(key="note", label=Text("비고", "Note"), type="text", longest=1000)),
        needs=(acts.support_fits,), effects=(acts.keep_support,), tells=("handler",), tone="primary",
    ),
)  # fmt: skip

finance_confirmation = Kind(
    key="finance_confirmation",
    title=Text("정책금융 지원요건 확인", "Policy-finance confirmation"),
    model=FinanceConfirmation,
    schema=Schema(key="finance_confirmation", version=1, sections=(Section(key="ask", title=Text("확인 요청", "Request"), fields=QUESTIONS),)),
    workflow=Workflow(start="draft", states=STATES, moves=MOVES),
    seen_by=(MEMBERS, OFFICIALS),
    term=Term(
        rule="change_days",
        law=Text("법 제17조, 시행령 제7조제3항 (처리 기간은 운영 기준)", "Act Art. 17, Decree Art. 7(3) (the period is a service standard)"),
    ),
    series="FC",
    endpoint="finance.page",
    desk="finance.page",
    reminders=(Reminder(2, ("handler",), ("received",)), Reminder(0, ("handler",), ("received",))),
)  # fmt: skip

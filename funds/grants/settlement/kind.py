"""실적·정산보고 of a grant (보조금 관리에 관한 법률 제27조, 제28조, 제31조)."""

from funds.grants.models import Settlement
from funds.grants.settlement import acts, returns
from funds.terms import REASON
from portal.core.module import Kind, Reminder
from portal.core.permissions import EDITORS, MEMBERS, MINISTRY, OFFICER, OFFICIALS, SYSTEM_ONLY
from portal.core.schema import Field, Schema, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

WON = Text("원", "KRW")
AMOUNT = Field(key="amount", label=Text("금액", "Sum"), type="money", required=True, least=1, unit=WON)

STATES = (
    State(key="prepared", label=Text("준비", "Prepared")),
    State(key="writing", label=Text("정산보고 작성", "Being written"), tone="info"),
    State(key="review", label=Text("검토 중", "Under review"), tone="info"),
    State(key="questioned", label=Text("보완 중", "Questions asked"), tone="warning"),
    State(key="noticed", label=Text("불인정 사전통지", "Cut noticed"), tone="warning"),
    State(key="settled", label=Text("확정", "Final sum set"), tone="info"),
    State(key="closed", label=Text("정산 종결", "Settled and closed"), tone="success", open=False),
)

MOVES: tuple[Move[Settlement], ...] = (
    Move(
        name="open", label=Text("정산 열기", "Open"), source=("prepared",), to="writing", by=(SYSTEM_ONLY,),
        event="settlement.opened", told=Text("교부결정에 따라 정산보고 기한이 정해졌습니다.", "The settlement got its due day with the grant decision."),
        effects=(acts.open_,), button=False,
    ),
    Move(
        name="submit", label=Text("정산보고 내기", "Hand in the settlement"), source=("writing",), to="review", by=(EDITORS,),
        event="settlement.submitted", told=Text("정산보고를 냈습니다.", "The settlement was handed in."),
        needs=(acts.complete,), effects=(acts.receive,), tells=("officers", "members"), tone="primary", button=False,
    ),
    Move(
        name="ask", label=Text("보완 요구", "Ask questions"), source=("review",), to="questioned", by=(OFFICER,),
        event="settlement.questioned", told=Text("정산 내용의 보완을 요구했습니다.", "Questions were asked on the settlement."),
        asks=asked("ask", Field(key="questions", label=Text("보완할 내용", "What to put right"), type="text", required=True, longest=4000)),
        effects=(acts.ask,), tells=("members",),
    ),
    Move(
        name="answer", label=Text("보완 내기", "Answer"), source=("questioned",), to="review", by=(EDITORS,),
        event="settlement.answered", told=Text("보완을 냈습니다.", "The questions were answered."),
        asks=asked("answer", Field(key="answer", label=Text("보완한 내용", "Your answer"), type="text", required=True, longest=4000)),
        needs=(acts.rows_complete,), effects=(acts.answer,), tells=("handler",), tone="primary",
    ),
    Move(
        name="give_notice", label=Text("불인정·감액 사전통지", "Give notice of the cut"), source=("review", "noticed"), to="noticed", by=(OFFICER,),
        event="settlement.noticed", told=Text("불인정할 금액을 미리 알리고 의견을 기다립니다.", "The cut was noticed; an opinion may be given."),
        asks=asked("notice", Field(key="days", label=Text("의견제출 기간(일)", "Days for the opinion"), type="integer", required=True, least=1, most=60), REASON),
        needs=(acts.something_cut,), effects=(acts.give_notice,), tells=("members",), tone="danger",
    ),
    Move(
        name="give_opinion", label=Text("의견 내기", "Give an opinion"), source=("noticed",), to=None, by=(EDITORS,),
        event="settlement.opinion_given", told=Text("의견을 냈습니다.", "An opinion was given."),
        asks=asked("opinion", Field(key="opinion", label=Text("의견", "Opinion"), type="text", required=True, longest=4000)),
        effects=(acts.keep_opinion,), tells=("handler",),
    ),
    Move(
        name="settle", label=Text("보조금 확정", "Set the final sum"), source=("review", "noticed"), to="settled", by=(OFFICER,),
        event="settlement.settled", told=Text("보조금을 확정했습니다.", "The final sum was set."),
        asks=asked("settle", REASON), needs=(acts.heard,), effects=(acts.settle,), tells=("members",), tone="primary",
    ),
    Move(
        name="note_payment", label=Text("반환금 납부 기록", "Note a payment"), source=("settled",), to=None, by=(OFFICER,),
        event="settlement.returned", told=Text("반환금이 들어왔습니다.", "A return came in."),
        asks=asked("payment", AMOUNT, Field(key="on", label=Text("납부일", "Paid on"), type="date", required=True, past=True),
            Field(key="reference", label=Text("납부번호", "Payment number"), required=True, longest=60)),
        needs=(returns.receivable,), effects=(returns.keep_payment,), tells=("members",),
    ),
    Move(
        name="remit", label=Text("반환 면제", "Remit"), source=("settled",), to=None, by=(MINISTRY,),
        event="settlement.remitted", told=Text("반환금의 일부 또는 전부를 면제했습니다.", "A return was remitted."),
        asks=asked("remit", AMOUNT, REASON), needs=(returns.receivable,), effects=(returns.keep_remission,), tells=("members",),
    ),
    Move(
        name="close", label=Text("정산 종결", "Close"), source=("settled",), to="closed", by=(OFFICER,),
        event="settlement.closed", told=Text("정산을 마쳤습니다.", "The settlement is closed."),
        needs=(returns.nothing_owed,), tells=("members",), tone="primary",
    ),
)  # fmt: skip

settlement = Kind(
    key="settlement",
    title=Text("보조금 정산", "Grant settlement"),
    model=Settlement,
    schema=Schema(key="settlement", version=1, sections=()),
    workflow=Workflow(start="prepared", states=STATES, moves=MOVES),
    seen_by=(MEMBERS, OFFICIALS),
    due_on=acts.due_on,
    series="ST",
    endpoint="grants.settlement",
    desk="grants.settlement",
    reminders=(
        Reminder(20, ("members",), ("writing",)),
        Reminder(5, ("members",), ("writing", "questioned", "noticed", "settled")),
        Reminder(3, ("handler",), ("review",)),
        Reminder(-1, ("members", "officers"), ("writing", "questioned", "settled")),
    ),
)

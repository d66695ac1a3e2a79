"""이의신청 against a decision of a programme (행정기본법 제36조): filed within its period, decided within its own."""

from funds.kinds.application import MINISTRY, REASON, asked
from funds.models import Objection
from funds.objections import objecting as o
from portal.core.module import Kind, Reminder
from portal.core.permissions import EDITORS, MEMBERS, OFFICIALS
from portal.core.schema import Field, Schema
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

STATES = (
    State(key="draft", label=Text("작성 중", "Draft")),
    State(key="received", label=Text("심사 중", "Under review"), tone="info"),
    State(key="upheld", label=Text("인용", "Upheld"), tone="success", open=False),
    State(key="dismissed", label=Text("기각", "Dismissed"), tone="danger", open=False),
    State(key="withdrawn", label=Text("취하", "Withdrawn"), open=False),
)

MOVES = (
    Move(
        name="file", label=Text("이의신청", "Object"), source=("draft",), to="received", by=(EDITORS,),
        event="objection.received", told=Text("이의신청이 접수되었습니다.", "The objection was received."),
        needs=(o.grounded,), effects=(o.receive,), tells=("members", "officers"), button=False,
    ),
    Move(
        name="extend", label=Text("결정 기간 연장", "Extend"), source=("received",), to=None, by=(MINISTRY,),
        event="objection.extended", told=Text("결정 기간을 연장했습니다.", "The period was extended."),
        asks=asked("extend", REASON), needs=(o.not_extended,), effects=(o.extend,), tells=("members",),
    ),
    Move(
        name="uphold", label=Text("인용", "Uphold"), source=("received",), to="upheld", by=(MINISTRY,),
        event="objection.upheld", told=Text("이의신청을 받아들였습니다.", "The objection was upheld."),
        asks=asked("uphold", Field(key="selects", label=Text("이 결정으로 선정합니다", "It is selected by this decision"), type="yesno", required=True), REASON),
        effects=(o.uphold,), tells=("members",), tone="primary",
    ),
    Move(
        name="dismiss", label=Text("기각", "Dismiss"), source=("received",), to="dismissed", by=(MINISTRY,),
        event="objection.dismissed", told=Text("이의신청을 받아들이지 않았습니다.", "The objection was dismissed."),
        asks=asked("dismiss", REASON), effects=(o.decide,), tells=("members",),
    ),
    Move(
        name="withdraw", label=Text("취하", "Withdraw"), source=("received",), to="withdrawn", by=(EDITORS,),
        event="objection.withdrawn", told=Text("이의신청을 취하했습니다.", "The objection was withdrawn."), effects=(o.decide,), tells=("officers",),
    ),
)  # fmt: skip

objection = Kind(
    key="objection",
    title=Text("이의신청", "Objection"),
    model=Objection,
    schema=Schema(key="fund_objection", version=1, sections=()),
    workflow=Workflow(start="draft", states=STATES, moves=MOVES),
    seen_by=(MEMBERS, OFFICIALS),
    due_on=o.due_on,
    series="OB",
    endpoint="funds.objection",
    desk="funds_desk.objection",
    reminders=(Reminder(5, ("officers",), ("received",)), Reminder(1, ("officers",), ("received",))),
)

"""변경 of a grant's budget or work: small shifts are reported, larger ones approved (보조금 관리에 관한 법률 제23조)."""

from funds.grants.money import changes
from funds.grants.money.models import GrantChange
from funds.terms import REASON
from portal.core.module import Kind
from portal.core.permissions import EDITORS, MEMBERS, OFFICER, OFFICIALS
from portal.core.schema import Schema, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

STATES = (
    State(key="draft", label=Text("작성 중", "Draft")),
    State(key="asked", label=Text("승인 검토", "Asked for"), tone="info"),
    State(key="reported", label=Text("보고됨", "Reported"), tone="success", open=False),
    State(key="approved", label=Text("승인", "Approved"), tone="success", open=False),
    State(key="refused", label=Text("불승인", "Refused"), tone="danger", open=False),
    State(key="withdrawn", label=Text("거둠", "Withdrawn"), open=False),
)

MOVES: tuple[Move[GrantChange], ...] = (
    Move(
        name="report", label=Text("변경 보고", "Report"), source=("draft",), to="reported", by=(EDITORS,),
        event="grant_change.reported", told=Text("작은 변경을 보고하여 바로 반영했습니다.", "A small change was reported and holds."),
        needs=(changes.runs, changes.stands, changes.small), effects=(changes.receive, changes.apply), tells=("officers",), button=False,
    ),
    Move(
        name="ask", label=Text("변경 승인 신청", "Ask for approval"), source=("draft",), to="asked", by=(EDITORS,),
        event="grant_change.asked", told=Text("변경 승인을 신청했습니다.", "Approval of a change was asked."),
        needs=(changes.runs, changes.stands), effects=(changes.receive,), tells=("officers",), button=False,
    ),
    Move(
        name="approve", label=Text("승인", "Approve"), source=("asked",), to="approved", by=(OFFICER,),
        event="grant_change.approved", told=Text("변경을 승인했습니다.", "The change was approved."),
        asks=asked("approve", REASON), needs=(changes.still_before,), effects=(changes.apply,), tells=("members",), tone="primary",
    ),
    Move(
        name="refuse", label=Text("불승인", "Refuse"), source=("asked",), to="refused", by=(OFFICER,),
        event="grant_change.refused", told=Text("변경을 승인하지 않았습니다.", "The change was refused."),
        asks=asked("refuse", REASON), effects=(changes.decide,), tells=("members",), tone="danger",
    ),
    Move(
        name="withdraw", label=Text("신청 거두기", "Withdraw"), source=("asked",), to="withdrawn", by=(EDITORS,),
        event="grant_change.withdrawn", told=Text("변경 신청을 거두었습니다.", "The change was withdrawn."),
        effects=(changes.decide,), tells=("officers",),
    ),
)  # fmt: skip

grant_change = Kind(
    key="grant_change",
    title=Text("보조사업 변경", "Change of a grant"),
    model=GrantChange,
    schema=Schema(key="grant_change", version=1, sections=()),
    workflow=Workflow(start="draft", states=STATES, moves=MOVES),
    seen_by=(MEMBERS, OFFICIALS),
    series="CH",
    endpoint="grants.change",
    desk="grants.change",
)

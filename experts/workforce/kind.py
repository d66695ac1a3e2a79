"""인력 수요조사 조사표: what one organisation needs in one year. Asked by the portal or taken up by the organisation itself."""

from experts.deadlines import UNTIL
from experts.terms import REASON
from experts.workforce import acts
from experts.workforce.models import WorkforceReturn
from portal.core.module import Kind, Reminder
from portal.core.permissions import EDITORS, MEMBERS, OFFICER, OFFICIALS, SYSTEM_ONLY
from portal.core.schema import Field, Schema, Section, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

CONTACT = (
    Field(key="contact_name", label=Text("담당자 이름", "Contact person"), required=True, longest=100, personal=True),
    Field(key="contact_phone", label=Text("담당자 전화", "Telephone"), type="phone", required=True, personal=True),
    Field(key="none", label=Text("필요한 해외 인력이 없습니까?", "Is no staff abroad needed?"), type="yesno",
        hint=Text("없을 때만 ‘예’를 고르세요. 없다는 답도 중요한 답입니다.", "Say yes only if nobody is needed; that is an answer, too.")),
    Field(key="remark", label=Text("담당자에게 전할 말", "Remarks"), type="text", longest=1000),
)  # fmt: skip
SCHEMA = Schema(
    key="workforce_return",
    version=1,
    sections=(
        Section(key="contact", title=Text("작성자", "Who answers"), fields=CONTACT),
        Section(key="needs", title=Text("필요 인력", "Needed staff"), fields=(
            Field(key="rows", label=Text("필요 인력", "Needed staff"), type="text", longest=100_000),
        )),
    ),
)  # fmt: skip
STATES = (
    State(key="draft", label=Text("준비", "Being prepared")),
    State(key="asked", label=Text("작성 중", "To be answered"), tone="warning"),
    State(key="submitted", label=Text("제출", "Submitted"), tone="info"),
    State(key="returned", label=Text("다시 작성", "Sent back"), tone="warning"),
    State(key="confirmed", label=Text("확인", "Confirmed"), tone="success", open=False),
)
MOVES: tuple[Move[WorkforceReturn], ...] = (
    Move(name="ask", label=Text("조사표 열기", "Open the form"), source=("draft",), to="asked", by=(SYSTEM_ONLY, EDITORS),
        event="workforce_return.asked", told=Text("조사표를 열었습니다.", "The form was opened."), tells=("members",), button=False),
    Move(name="submit", label=Text("제출", "Submit"), source=("asked", "returned"), to="submitted", by=(EDITORS,),
        event="workforce_return.submitted", told=Text("조사표를 냈습니다.", "The return was submitted."),
        needs=(acts.in_time, acts.complete), effects=(acts.submit,), tells=("members",), button=False),
    Move(name="confirm", label=Text("확인", "Confirm"), source=("submitted",), to="confirmed", by=(OFFICER,),
        event="workforce_return.confirmed", told=Text("조사표를 확인했습니다.", "The return was confirmed."),
        effects=(acts.confirm,), tells=("members",), bulk=True, tone="primary"),
    Move(name="send_back", label=Text("다시 작성 요청", "Send back"), source=("submitted", "confirmed"), to="returned", by=(OFFICER,),
        event="workforce_return.sent_back", told=Text("다시 작성해 달라고 요청했습니다.", "The return was sent back."),
        asks=asked("send_back", REASON, *UNTIL), needs=(acts.not_published,), effects=(acts.reopen,), tells=("members",)),
    Move(name="extend", label=Text("기한 늘리기", "Extend the deadline"), source=("asked", "returned"), to=None, by=(OFFICER,),
        event="workforce_return.extended", told=Text("기한을 늘렸습니다.", "The deadline was extended."),
        asks=asked("extend", *UNTIL, REASON), effects=(acts.extend,), tells=("members",)),
    Move(name="move_deadline", label=Text("조사 기간 변경", "Survey period changed"), source=("asked", "returned"), to=None, by=(SYSTEM_ONLY,),
        event="workforce_return.deadline_moved", told=Text("조사의 마감이 바뀌었습니다.", "The survey's deadline was moved."),
        tells=("members",), button=False),
)  # fmt: skip

workforce_return = Kind(
    key="workforce_return",
    title=Text("인력 수요조사 조사표", "Survey return of needed staff"),
    model=WorkforceReturn,
    schema=SCHEMA,
    workflow=Workflow(start="draft", states=STATES, moves=MOVES),
    seen_by=(MEMBERS, OFFICIALS),
    due_on=acts.due_on,
    series="W",
    endpoint="workforce.own",
    desk="workforce_desk.case",
    in_worklist=False,
    reminders=tuple(Reminder(left, ("members",), ("asked", "returned")) for left in (5, 1, 0)),
)

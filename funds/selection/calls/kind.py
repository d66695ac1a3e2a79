"""공모: a call of any programme, from its plan to the ministry's decision.

Its file of events is the log of the committee.
"""

from funds.selection.calls import acts, decision
from funds.selection.calls.rights import DESK, DESK_OFFICER, MINISTRY, PUBLISHED
from funds.selection.models import Call
from funds.selection.panel.attendance import quorate
from funds.selection.panel.rights import CHAIR
from funds.terms import REASON
from portal.core.module import Kind
from portal.core.permissions import SYSTEM_ONLY
from portal.core.schema import Field, Schema, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

STATES = (
    State(key="planned", label=Text("준비 중", "Planned")),
    State(key="open", label=Text("접수 중", "Open"), tone="success"),
    State(key="review", label=Text("자격 검토", "Eligibility"), public=Text("접수 마감", "Closed"), tone="info"),
    State(
        key="scoring",
        label=Text("평가 중(봉인)", "Scoring (sealed)"),
        public=Text("평가 중", "Under evaluation"),
        tone="info",
    ),
    State(key="opened", label=Text("개봉", "Opened"), public=Text("평가 중", "Under evaluation"), tone="info"),
    State(
        key="concluded", label=Text("평가 종결", "Concluded"), public=Text("평가 중", "Under evaluation"), tone="info"
    ),
    State(
        key="proposed",
        label=Text("선정안 제출", "Proposed"),
        public=Text("평가 중", "Under evaluation"),
        tone="warning",
    ),
    State(key="decided", label=Text("선정 완료", "Decided"), tone="success", open=False),
    State(key="cancelled", label=Text("취소", "Cancelled"), open=False),
)

MOVES: tuple[Move[Call], ...] = (
    Move(
        name="publish", label=Text("공고하기", "Publish"), source=("planned",), to="open", by=(DESK_OFFICER,),
        event="call.published", told=Text("공고했습니다. 평가 기준이 정해졌습니다.", "Published; its rubric is fixed."),
        needs=(acts.publishable,), effects=(acts.publish,), tone="primary",
    ),
    Move(
        name="extend", label=Text("접수 기간 연장", "Extend the deadline"), source=("open",), to=None, by=(DESK_OFFICER,),
        event="call.extended", told=Text("접수 기간을 연장했습니다.", "The deadline was extended."),
        asks=asked("extend",
            Field(key="day", label=Text("새 마감일", "New day"), type="date", required=True),
            Field(key="hour", label=Text("마감 시각", "Hour"), required=True, longest=5, example=Text("18:00", "18:00")), REASON),
        effects=(acts.extend_deadline,), tells=("applicants",),
    ),
    Move(
        name="close", label=Text("접수 마감", "Close"), source=("open",), to="review", by=(SYSTEM_ONLY,),
        event="call.closed", told=Text("접수가 끝났습니다.", "Applications closed."), when=acts.closing_day, tells=("officers",), button=False,
    ),
    Move(
        name="start_scoring", label=Text("평가 시작", "Start scoring"), source=("review",), to="scoring", by=(DESK_OFFICER,),
        event="call.scoring_started", told=Text("평가를 시작했습니다. 모든 위원이 제출할 때까지 점수는 봉인됩니다.", "Scoring began; scores are sealed until all are in."),
        needs=(acts.ready_to_score,), effects=(acts.commit_lots,), tells=("panel",), tone="primary",
    ),
    Move(
        name="unseal", label=Text("개봉", "Open the sheets"), source=("scoring",), to="opened", by=(SYSTEM_ONLY,),
        event="call.unsealed", told=Text("모든 위원이 제출해 평가표를 열었습니다.", "All members handed in: the sheets were opened."),
        needs=(acts.opens_now,), effects=(acts.note_seal_log,), tells=("chair", "officers"), button=False,
    ),
    Move(
        name="conclude", label=Text("평가 종결", "Conclude"), source=("opened",), to="concluded", by=(CHAIR,),
        event="call.concluded", told=Text("위원장이 평가를 종결했습니다.", "The chair concluded the evaluation."),
        asks=asked("conclude",
            Field(key="attended", label=Text("참석 위원", "Members who attended")),
            Field(key="minutes", label=Text("의결서", "Minutes"), type="text", required=True, longest=5000)),
        needs=(quorate, decision.computable), effects=(decision.freeze,), tells=("officers",), tone="primary", button=False,
    ),
    Move(
        name="advance", label=Text("다음 평가 단계로", "Go to the next round"), source=("concluded",), to="scoring", by=(DESK_OFFICER,),
        event="call.advanced", told=Text("다음 평가 단계를 시작했습니다.", "The next round began."),
        asks=asked("advance", Field(key="tied", label=Text("동점 가운데 올릴 신청 번호(쉼표로 구분)", "Of those tied, the numbers that advance (commas)")), REASON),
        needs=(decision.more_rounds,), effects=(decision.advance,), tells=("panel",),
    ),
    Move(
        name="propose", label=Text("선정안 올리기", "Propose the selection"), source=("concluded",), to="proposed", by=(DESK_OFFICER,),
        event="call.proposed", told=Text("선정안을 복지부에 올렸습니다.", "The selection was proposed to the ministry."),
        asks=asked("propose", Field(key="chosen", label=Text("선정 신청", "Selected")), Field(key="amounts", label=Text("지원액", "Sums")), REASON),
        needs=(decision.sound_proposal,), effects=(decision.propose,), tells=("ministry",), button=False,
    ),
    Move(
        name="send_back", label=Text("선정안 돌려보내기", "Send back"), source=("proposed",), to="concluded", by=(MINISTRY,),
        event="call.sent_back", told=Text("선정안을 돌려보냈습니다.", "The proposal was sent back."),
        asks=asked("send_back", REASON), effects=(decision.drop_proposal,), tells=("officers",),
    ),
    Move(
        name="decide", label=Text("선정 확정", "Decide"), source=("proposed",), to="decided", by=(MINISTRY,),
        event="call.decided", told=Text("선정을 확정하고 모두에게 알렸습니다.", "Decided; everybody was told."),
        asks=asked("decide", REASON), effects=(decision.decide,), tells=("officers",), tone="primary",
    ),
    Move(
        name="cancel", label=Text("공모 취소", "Cancel the call"), source=("planned", "open", "review"), to="cancelled", by=(DESK_OFFICER,),
        event="call.cancelled", told=Text("공모를 취소했습니다.", "The call was cancelled."),
        asks=asked("cancel", REASON), effects=(acts.give_up,), tells=("applicants", "officers"), tone="danger",
    ),
)  # fmt: skip

call = Kind(
    key="call",
    title=Text("공모", "Call"),
    model=Call,
    schema=Schema(key="fund_call", version=1, sections=()),
    workflow=Workflow(start="planned", states=STATES, moves=MOVES),
    seen_by=(DESK, PUBLISHED),
    due_on=acts.due_on,
    endpoint="funds.call",
    desk="funds_desk.call",
)

"""시범사업 평가: a panel scores a pilot half-way or at its end, under seal; what it came to goes to the pilot."""

from funds.pilots.evaluation import acts
from funds.pilots.evaluation.models import PilotEvaluation
from funds.selection.reviews.acts import may_call_off
from funds.terms import REASON
from portal.core.module import Kind
from portal.core.permissions import OFFICER, OFFICIALS, SYSTEM_ONLY
from portal.core.schema import Field, Schema, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

STATES = (
    State(key="scoring", label=Text("평가 중(봉인)", "Scored (sealed)"), tone="info"),
    State(key="opened", label=Text("개봉", "Opened"), tone="warning"),
    State(key="concluded", label=Text("평가 마침", "Concluded"), tone="success", open=False),
    State(key="called_off", label=Text("그만둠", "Called off"), open=False),
)

HELD_ON = Field(key="held_on", label=Text("평가일", "Held on"), type="date", required=True, past=True)
OPINION = Field(key="reason", label=Text("평가의견 요지", "Opinion in short"), type="text", required=True, longest=4000)

MOVES: tuple[Move[PilotEvaluation], ...] = (
    Move(
        name="complete", label=Text("평가표 개봉", "Open the sheets"), source=("scoring",), to="opened", by=(SYSTEM_ONLY,),
        event="pilot_evaluation.opened", told=Text("위원이 모두 제출해 평가표를 열었습니다.", "All members handed in: the sheets were opened."),
        effects=(acts.freeze,), tells=("handler",), button=False,
    ),
    Move(
        name="conclude", label=Text("평가 결과 확정", "Conclude"), source=("opened",), to="concluded", by=(OFFICER,),
        event="pilot_evaluation.concluded", told=Text("평가 결과를 확정했습니다.", "The result was concluded."),
        asks=asked("conclude_evaluation", HELD_ON, OPINION), needs=(acts.not_to_come,), effects=(acts.conclude,), tone="primary",
    ),
    Move(
        name="call_off", label=Text("평가 그만두기", "Call it off"), source=("scoring",), to="called_off", by=(OFFICER,),
        event="pilot_evaluation.called_off", told=Text("평가를 그만두었습니다.", "The evaluation was called off."),
        asks=asked("call_off_evaluation", REASON), needs=(may_call_off,), effects=(acts.call_off,), tone="danger",
    ),
)  # fmt: skip

pilot_evaluation = Kind(
    key="pilot_evaluation",
    title=Text("시범사업 평가", "Evaluation of a pilot"),
    model=PilotEvaluation,
    schema=Schema(key="pilot_evaluation", version=1, sections=()),
    workflow=Workflow(start="scoring", states=STATES, moves=MOVES),
    seen_by=(OFFICIALS,),
    series="PE",
    endpoint="pilots.evaluation",
    desk="pilots.evaluation",
)

"""이의신청 against a decision of a programme (행정기본법 제36조): filed within its period, decided within its own.

Admitted, named criteria are scored again by new reviewers; upheld, it says what that does to the selection, and why.
"""

from funds.selection.objections import acts, outcome, panel
from funds.selection.objections.hearings import UNDECIDED
from funds.selection.objections.models import Objection
from funds.selection.objections.rights import DECIDER
from funds.selection.reviews.acts import may_call_off
from funds.terms import REASON
from portal.core.module import FactWords, Kind, Reminder
from portal.core.permissions import EDITORS, MEMBERS, OFFICIALS, SYSTEM_ONLY
from portal.core.schema import Field, Schema, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

FACT_WORDS: dict[str, FactWords] = {"outcome": (True, lambda _case, _facts, v: outcome.EFFECTS.get(str(v)))}

STATES = (
    State(key="draft", label=Text("작성 중", "Draft")),
    State(key="received", label=Text("심사 중", "Under review"), tone="info"),
    State(
        key="rescoring",
        label=Text("재평가 중(봉인)", "Scored again (sealed)"),
        public=Text("재평가 중", "Scored again"),
        tone="info",
    ),
    State(
        key="rescored",
        label=Text("재평가 마침", "Scored again"),
        public=Text("심사 중", "Under review"),
        tone="warning",
    ),
    State(key="upheld", label=Text("인용", "Upheld"), tone="success", open=False),
    State(key="dismissed", label=Text("기각", "Dismissed"), tone="danger", open=False),
    State(key="withdrawn", label=Text("취하", "Withdrawn"), open=False),
)

MOVES: tuple[Move[Objection], ...] = (
    Move(
        name="file", label=Text("이의신청", "Object"), source=("draft",), to="received", by=(EDITORS,),
        event="objection.received", told=Text("이의신청이 접수되었습니다.", "The objection was received."),
        needs=(acts.grounded,), effects=(acts.receive,), tells=("members", "officers"), button=False,
    ),
    Move(
        name="extend", label=Text("결정 기간 연장", "Extend"), source=("received", "rescoring", "rescored"), to=None, by=(DECIDER,),
        event="objection.extended", told=Text("결정 기간을 연장했습니다.", "The period was extended."),
        asks=asked("extend", REASON), needs=(acts.not_extended,), effects=(acts.extend,), tells=("members",),
    ),
    Move(
        name="admit", label=Text("재평가하기로 결정", "Have it scored again"), source=("received",), to="rescoring", by=(DECIDER,),
        event="objection.admitted", told=Text("다투는 항목을 새 위원이 다시 평가합니다.", "New reviewers score the named criteria again."),
        asks=asked("admit", Field(key="criteria", label=Text("다시 평가할 항목", "Criteria to score again")), REASON),
        needs=(acts.rescorable,), effects=(acts.admit,), tells=("members", "officers"), button=False,
    ),
    Move(
        name="call_off", label=Text("재평가 그만두기", "Call the scoring off"), source=("rescoring",), to="received", by=(DECIDER,),
        event="objection.called_off", told=Text("재평가를 그만두고 다시 심사합니다.", "The scoring was called off."), asks=asked("call_off", REASON), needs=(may_call_off,), tells=("members",),
    ),
    Move(
        name="complete", label=Text("재평가 개봉", "Open the sheets"), source=("rescoring",), to="rescored", by=(SYSTEM_ONLY,),
        event="objection.rescored", told=Text("새 위원이 모두 제출해 재평가 결과를 열었습니다.", "All reviewers handed in: the result was opened."),
        effects=(panel.freeze,), tells=("officers", "ministry"), button=False,
    ),
    Move(
        name="hear", label=Text("자리를 잃을 기관의 의견 듣기", "Hear who would lose"), source=("received", "rescored"), to=None, by=(DECIDER,),
        event="objection.hearing_opened", told=Text("결정으로 자리를 잃을 기관에 알리고 의견을 듣습니다.", "Who would lose by it was told and is heard."),
        asks=asked("hear", Field(key="days", label=Text("의견을 들을 기간(일)", "Days for the opinion"), type="integer", required=True, least=1, most=60), REASON),
        needs=(outcome.someone_to_hear,), effects=(outcome.hear,),
    ),
    Move(
        name="uphold", label=Text("인용", "Uphold"), source=("received", "rescored"), to="upheld", by=(DECIDER,),
        event="objection.upheld", told=Text("이의신청을 받아들였습니다.", "The objection was upheld."),
        asks=asked("uphold",
            Field(key="outcome", label=Text("결정의 효력", "Effect"), type="choice", required=True, choices=outcome.EFFECTS),
            Field(key="amount", label=Text("지원액(선정할 때)", "Sum (where selected)"), type="money"), REASON),
        needs=(outcome.sound_effect,), effects=(outcome.uphold,), tells=("members",), tone="primary",
    ),
    Move(
        name="dismiss", label=Text("기각", "Dismiss"), source=("received", "rescored"), to="dismissed", by=(DECIDER,),
        event="objection.dismissed", told=Text("이의신청을 받아들이지 않았습니다.", "The objection was dismissed."),
        asks=asked("dismiss", REASON), effects=(acts.decide,), tells=("members",),
    ),
    Move(
        name="withdraw", label=Text("취하", "Withdraw"), source=("received", "rescoring", "rescored"), to="withdrawn", by=(EDITORS,),
        event="objection.withdrawn", told=Text("이의신청을 취하했습니다.", "The objection was withdrawn."), effects=(acts.decide,), tells=("officers",),
    ),
)  # fmt: skip

objection = Kind(
    key="objection",
    title=Text("이의신청", "Objection"),
    model=Objection,
    schema=Schema(key="fund_objection", version=1, sections=()),
    workflow=Workflow(start="draft", states=STATES, moves=MOVES),
    seen_by=(MEMBERS, OFFICIALS),
    due_on=acts.due_on,
    series="OB",
    endpoint="funds.objection",
    desk="funds_desk.objection",
    reminders=(
        Reminder(5, ("officers", "ministry"), UNDECIDED),
        Reminder(1, ("officers", "ministry"), UNDECIDED),
    ),
)

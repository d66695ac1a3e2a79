"""부정사용 신고 of a mark, a certificate or a grant: received from anybody, checked, measured through the award, closed."""

from sqlalchemy import ColumnElement, false

from funds.selection.misuse import acts
from funds.selection.misuse.models import MisuseReport
from funds.terms import REASON
from portal.core.cases import Case
from portal.core.module import Kind, Reminder
from portal.core.people import Actor
from portal.core.permissions import OFFICER, OFFICIALS, SYSTEM_ONLY, Rule
from portal.core.schema import Field, Schema, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow


class Reporter(Rule):
    """Who made the report while signed in."""

    label = Text("신고한 사람", "Whoever reported")

    def holds(self, actor: Actor, case: Case) -> bool:
        return actor.signed_in and not actor.is_system and case.created_by_id == actor.user_id

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        return Case.created_by_id == actor.user_id if actor.signed_in and not actor.is_system else false()


REPLY = Field(
    key="reply",
    label=Text("신고자에게 알릴 내용", "What the reporter is told"),
    type="text",
    required=True,
    longest=2000,
)
INTENDED = Field(
    key="intended", label=Text("예정한 처분", "Intended"), type="choice", required=True,
    choices={"suspend": Text("정지", "Suspension"), "revoke": Text("취소", "Revocation")},
)  # fmt: skip

OUTCOME = Field(
    key="outcome", label=Text("결과", "Outcome"), type="choice", required=True,
    choices={key: acts.OUTCOMES[key] for key in ("referred", "unfounded")},
)  # fmt: skip

STATES = (
    State(key="started", label=Text("작성", "Started")),
    State(key="received", label=Text("접수", "Received"), tone="info"),
    State(key="checking", label=Text("확인 중", "Being checked"), tone="info"),
    State(key="correcting", label=Text("시정 요구", "Correction demanded"), public=Text("조치 중", "Measures taken"), tone="warning"),
    State(key="notified", label=Text("처분 사전통지", "Notice given"), public=Text("조치 중", "Measures taken"), tone="warning"),
    State(key="measured", label=Text("조치 완료", "Measured"), tone="success", open=False),
    State(key="closed", label=Text("종결", "Closed"), open=False),
)  # fmt: skip

MOVES: tuple[Move[MisuseReport], ...] = (
    Move(
        name="receive", label=Text("접수", "Receive"), source=("started",), to="received", by=(SYSTEM_ONLY,),
        event="misuse_report.received", told=Text("신고가 접수되었습니다.", "The report was received."),
        effects=(acts.receive,), tells=("reporter", "officers"), button=False,
    ),
    Move(
        name="start_check", label=Text("확인 시작", "Start the check"), source=("received",), to="checking", by=(OFFICER,),
        event="misuse_report.taken", told=Text("사실을 확인하기 시작했습니다.", "The check has begun."),
        asks=asked("start", Field(key="number", label=Text("관련 인증·협약 번호", "Number of the award"), hint=Text("신고에 번호가 없거나 틀린 때만 적습니다.", "Only where the report has none or a wrong one."), longest=60)),
        needs=(acts.names_award,), effects=(acts.take,), tells=("reporter",), tone="primary",
    ),
    Move(
        name="identify", label=Text("관련 인증·협약 적기", "Name the award"), source=("checking",), to=None, by=(OFFICER,),
        event="misuse_report.identified", told=Text("관련 인증·협약을 확인했습니다.", "The award concerned was found."),
        asks=asked("identify", Field(key="number", label=Text("관련 인증·협약 번호", "Number of the award"), required=True, longest=60)),
        needs=(acts.names_award,), effects=(acts.take,),
    ),
    Move(
        name="demand", label=Text("시정 요구", "Demand a correction"), source=("checking",), to="correcting", by=(OFFICER,),
        event="misuse_report.demanded", told=Text("보유 기관에 바로잡을 것을 요구했습니다.", "The holder was asked to put it right."),
        asks=asked("demand",
            Field(key="demand", label=Text("바로잡을 내용(보유 기관이 읽습니다)", "What to put right (the holder reads it)"), type="text", required=True, longest=2000,
                hint=Text("신고자를 알 수 있는 말을 적지 마세요.", "Write nothing that tells who reported.")),
            Field(key="by", label=Text("기한", "By"), type="date", required=True)),
        needs=(acts.concerns_award,), effects=(acts.demand,), tells=("reporter",),
    ),
    Move(
        name="give_notice", label=Text("정지·취소 사전통지", "Give notice of suspension or revocation"), source=("checking", "correcting"), to="notified", by=(OFFICER,),
        event="misuse_report.notified", told=Text("보유 기관에 처분을 미리 알렸습니다.", "The holder was given notice."),
        asks=asked("notice", INTENDED,
            Field(key="days", label=Text("의견제출 기간(일)", "Days for the opinion"), type="integer", required=True, least=1, most=60), REASON),
        needs=(acts.concerns_award,), effects=(acts.give_notice,), tells=("reporter",), tone="danger",
    ),
    Move(
        name="measure", label=Text("처분으로 종결", "End with the measure"), source=("notified",), to="measured", by=(SYSTEM_ONLY,),
        event="misuse_report.measured", told=Text("정지 또는 취소로 조치를 마쳤습니다.", "Ended with suspension or revocation."),
        effects=(acts.measured,), tells=("reporter",), button=False,
    ),
    Move(
        name="resume", label=Text("다시 확인", "Check again"), source=("notified",), to="checking", by=(SYSTEM_ONLY,),
        event="misuse_report.resumed", told=Text("사전통지를 거두어 다시 확인합니다.", "The notice was dropped; it is checked again."), button=False,
    ),
    Move(
        name="confirm", label=Text("시정 확인", "Confirm the correction"), source=("correcting",), to="measured", by=(OFFICER,),
        event="misuse_report.corrected", told=Text("바로잡은 것을 확인했습니다.", "The correction was confirmed."),
        asks=asked("confirm", REPLY), effects=(acts.corrected,), tells=("reporter",), tone="primary",
    ),
    Move(
        name="close", label=Text("처분 없이 종결", "Close without a measure"), source=("received", "checking", "correcting"), to="closed", by=(OFFICER,),
        event="misuse_report.closed", told=Text("처분 없이 종결했습니다.", "Closed without a measure against an award."),
        asks=asked("close", OUTCOME, REASON, REPLY), effects=(acts.close,), tells=("reporter",),
    ),
)  # fmt: skip

misuse_report = Kind(
    key="misuse_report",
    title=Text("부정사용 신고", "Misuse report"),
    model=MisuseReport,
    schema=Schema(key="misuse_report", version=1, sections=()),
    workflow=Workflow(start="started", states=STATES, moves=MOVES),
    seen_by=(Reporter(), OFFICIALS),
    due_on=lambda case: case.due_on,
    series="MR",
    endpoint="misuse.own",
    desk="misuse.desk",
    reminders=(Reminder(5, ("officers",), ("received",)), Reminder(0, ("handler",), ("checking", "correcting"))),
)

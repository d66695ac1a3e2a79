"""ICT 시범사업: planned by the performer, approved by the officer, reported by the month, evaluated by a panel,
1+1, results after the end.
"""

from funds.pilots import acts
from funds.pilots.course import queries as course
from funds.pilots.evaluation import marks
from funds.pilots.models import Pilot
from funds.pilots.months.acts import keep_report
from funds.terms import REASON
from portal.core.module import Kind, Reminder
from portal.core.permissions import EDITORS, MEMBERS, MINISTRY, OFFICER, OFFICIALS, SYSTEM_ONLY
from portal.core.schema import Field, Schema, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

STATES = (
    State(key="planned", label=Text("계획 작성", "Being planned"), tone="info"),
    State(key="submitted", label=Text("계획 확인 중", "Plan under review"), tone="info"),
    State(key="running", label=Text("수행 중", "Running"), tone="success"),
    State(key="evaluated", label=Text("최종평가 마침", "Evaluated"), tone="info"),
    State(key="ended", label=Text("성과 조사 중", "Results asked"), tone="warning"),
    State(key="closed", label=Text("성과 조사 마침", "Closed"), open=False),
    State(key="stopped", label=Text("중단", "Stopped"), tone="danger", open=False),
    State(key="recorded", label=Text("공개 기록", "Public record"), open=False),
)

MOVES: tuple[Move[Pilot], ...] = (
    Move(
        name="submit_plan", label=Text("계획 제출", "Submit the plan"), source=("planned",), to="submitted", by=(EDITORS,),
        event="pilot.plan_submitted", told=Text("계획을 제출했습니다.", "The plan was submitted."),
        needs=(acts.plan_complete,), tells=("handler",), tone="primary",
    ),
    Move(
        name="approve_plan", label=Text("계획 확인", "Approve the plan"), source=("submitted",), to="running", by=(OFFICER,),
        event="pilot.plan_approved", told=Text("계획을 확인해 사업을 시작합니다.", "The plan was approved; the pilot runs."),
        needs=(acts.plan_complete,), effects=(acts.take,), tells=("members",), tone="primary",
    ),
    Move(
        name="return_plan", label=Text("계획 돌려보내기", "Return the plan"), source=("submitted",), to="planned", by=(OFFICER,),
        event="pilot.plan_returned", told=Text("계획을 고치도록 돌려보냈습니다.", "The plan was returned to be mended."),
        asks=asked("return_plan", REASON), tells=("members",),
    ),
    Move(
        name="record", label=Text("공개 기록으로 두기", "Keep as a public record"), source=("planned",), to="recorded", by=(SYSTEM_ONLY,),
        event="pilot.recorded", told=Text("공개된 사실만 기록합니다.", "Only published facts are kept."), button=False,
    ),
    Move(
        name="report", label=Text("월간 보고", "Report the month"), source=("running",), to=None, by=(EDITORS,),
        event="pilot.reported", told=Text("월간 보고를 냈습니다.", "The month was reported."), effects=(keep_report,), tells=("handler",), button=False,
    ),
    Move(
        name="evaluate_mid", label=Text("중간평가 결과", "Mid evaluation"), source=("running",), to=None, by=(OFFICER,),
        event="pilot.mid_evaluated", told=Text("평가위원회의 중간평가 결과를 받았습니다.", "The panel's mid evaluation came in."),
        needs=(marks.from_panel("mid"), marks.held_in_time), effects=(marks.keep_mark,), tells=("members",), button=False,
    ),
    Move(
        name="evaluate_final", label=Text("최종평가 결과", "Final evaluation"), source=("running",), to="evaluated", by=(OFFICER,),
        event="pilot.finally_evaluated", told=Text("평가위원회의 최종평가 결과를 받았습니다.", "The panel's final evaluation came in."),
        needs=(marks.from_panel("final"), marks.held_in_time), effects=(marks.keep_mark,), tells=("members",), button=False,
    ),
    Move(
        name="continue_", label=Text("2차년도 지원 결정(1+1)", "Grant the second year (1+1)"), source=("evaluated",), to="planned", by=(MINISTRY,),
        event="pilot.continued", told=Text("2차년도 지원을 결정했습니다. 2차년도 계획을 적어 주세요.", "The second year was granted; plan it now."),
        asks=asked("continue",
            Field(key="amount", label=Text("2차년도 지원금", "Support of the second year"), type="money", required=True, least=1),
            Field(key="ends_on", label=Text("2차년도 끝나는 날", "Last day of the second year"), type="date", required=True), REASON),
        needs=(acts.good_enough, acts.longer), effects=(acts.begin_second_year,), tells=("members", "handler"), tone="primary",
    ),
    Move(
        name="end", label=Text("사업 종료", "End the pilot"), source=("evaluated",), to="ended", by=(OFFICER,),
        event="pilot.ended", told=Text("사업을 마쳤습니다. 3년 동안 성과를 여쭙니다.", "The pilot ended. Results are asked for three years."),
        asks=asked("end", REASON), effects=(acts.end,), tells=("members",),
    ),
    Move(
        name="tell_results", label=Text("한 해의 성과 알리기", "Tell a year's results"), source=("ended",), to=None, by=(EDITORS,),
        event="pilot.results_told", told=Text("한 해의 성과를 알렸습니다.", "The results of a year were told."),
        asks=asked("tell_results",
            Field(key="year", label=Text("어느 해의 성과인가요?", "Results of which year?"), type="integer", required=True, least=2000, most=2100),
            Field(key="contracts", label=Text("계약 건수", "Contracts"), type="integer", required=True),
            Field(key="contract_won", label=Text("계약 금액", "Sum of contracts"), type="money", required=True, hint=Text("없으면 0을 적습니다.", "Give 0 for none.")),
            Field(key="export_won", label=Text("수출액", "Exports"), type="money", required=True, hint=Text("없으면 0을 적습니다.", "Give 0 for none.")),
            Field(key="note", label=Text("내용", "What came of it"), type="text", longest=2000)),
        needs=(acts.result_fits,), effects=(acts.keep_result,), tells=("handler",), tone="primary",
    ),
    Move(
        name="close", label=Text("성과 조사 마침", "Close"), source=("ended",), to="closed", by=(SYSTEM_ONLY,),
        event="pilot.closed", told=Text("3년의 성과 조사를 마쳤습니다.", "The results of all three years were told."), button=False,
    ),
    Move(
        name="stop", label=Text("사업 중단", "Stop the pilot"), source=("planned", "submitted", "running", "evaluated"), to="stopped", by=(OFFICER,),
        event="pilot.stopped", told=Text("사업을 중단했습니다.", "The pilot was stopped."), asks=asked("stop", REASON), tells=("members",), tone="danger",
    ),
)  # fmt: skip

pilot = Kind(
    key="pilot",
    title=Text("ICT 시범사업", "ICT pilot"),
    model=Pilot,
    schema=Schema(key="fund_pilot", version=1, sections=()),
    workflow=Workflow(start="planned", states=STATES, moves=MOVES),
    seen_by=(MEMBERS, OFFICIALS),
    due_on=course.due_on,
    endpoint="pilots.page",
    desk="pilots.page",
    in_worklist=False,
    reminders=(
        Reminder(3, ("members",), ("running",)),
        Reminder(-1, ("members", "handler"), ("running",)),
        Reminder(20, ("members",), ("ended",)),
    ),
)

"""교육과정: proposed by a training institution or an officer, published by an officer, run,
finished by its declared rule.
"""

from experts import terms
from experts.acts import complete, decide, reopen
from experts.courses import acts
from experts.courses.models import Course
from experts.courses.rights import OFFICE_COURSE
from experts.courses.terms import ADMISSIONS, MODES, OCCUPATIONS, TOPICS
from experts.deadlines import UNTIL
from experts.markup import MARKUP
from experts.terms import REASON
from portal.core.module import Kind
from portal.core.permissions import EDITORS, OFFICER, OFFICIALS
from portal.core.schema import Field, Schema, Section, When, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

WRITERS = (EDITORS, OFFICE_COURSE)
SCHEMA = Schema(
    key="course",
    version=1,
    sections=(
        Section(key="about", title=Text("과정", "The course"), fields=(
            Field(key="title", label=Text("과정 이름", "Title"), required=True, longest=150),
            Field(key="title_en", label=Text("과정 이름(영어)", "Title in English"), required=True, longest=200),
            Field(key="topic", label=Text("종류", "Kind"), type="choice", choices=TOPICS, required=True),
            Field(key="provider", label=Text("교육 기관", "Provider"), required=True, longest=200),
            Field(key="audience", label=Text("교육 대상", "For whom"), type="text", required=True, longest=1000),
            Field(key="countries", label=Text("관련 국가", "Countries"), type="choices", choices=terms.places),
            Field(key="occupations", label=Text("관련 직종", "Occupations"), type="choices", choices=OCCUPATIONS),
        )),
        Section(key="when", title=Text("기간과 장소", "When and where"), fields=(
            Field(key="starts_on", label=Text("시작일", "Begins on"), type="date", required=True),
            Field(key="ends_on", label=Text("종료일", "Ends on"), type="date", required=True),
            Field(key="hours", label=Text("교육 시간", "Hours in all"), type="integer", required=True, least=1, most=2000, unit=Text("시간", "hours")),
            Field(key="mode", label=Text("방식", "Mode"), type="choice", choices=MODES, required=True),
            Field(key="place", label=Text("장소", "Place"), required=True, longest=300, show_if=When("mode", ("place", "both"))),
            Field(key="sessions", label=Text("회차", "Sessions"), type="text", required=True, longest=20_000,
                hint=Text("한 줄에 한 회차씩 ‘2026-12-01 09:00-12:00 주제’로 적습니다. 출석은 회차마다 적습니다.", "One a line: day, hours, subject. Attendance is noted for each.")),
        )),
        Section(key="admission", title=Text("신청과 수료", "Admission and completion"), fields=(
            Field(key="capacity", label=Text("정원", "Places"), type="integer", required=True, least=1, most=1000, unit=Text("명", "persons")),
            Field(key="fee", label=Text("수강료", "Fee"), type="money", least=0, most=100_000_000, hint=Text("없으면 비워 두세요.", "Leave it empty if there is none.")),
            Field(key="admission", label=Text("뽑는 방법", "Admission"), type="choice", choices=ADMISSIONS, required=True),
            Field(key="apply_day", label=Text("신청 마감일", "Applications until"), type="date", required=True),
            Field(key="apply_hour", label=Text("마감 시각", "Closing hour"), required=True, longest=8, example=Text("18:00", "18:00")),
            Field(key="pass_percent", label=Text("수료에 필요한 출석", "Attendance needed"), type="integer", required=True, least=1, most=100, unit=Text("% 이상", "% at least")),
            Field(key="pass_score", label=Text("수료에 필요한 시험 점수", "Test score needed"), type="integer", least=0, most=100, hint=Text("시험이 없으면 비워 두세요.", "Leave it empty if there is no test.")),
        )),
        Section(key="programme", title=Text("교육 내용", "Programme"), fields=(
            Field(key="programme", label=Text("교육 내용", "Programme"), type="text", required=True, longest=30_000, hint=MARKUP),
            Field(key="programme_en", label=Text("교육 내용(영어)", "Programme in English"), type="text", longest=30_000, hint=MARKUP),
        )),
    ),
    checks=(acts.in_order,),
)  # fmt: skip
STATES = (
    State(key="draft", label=Text("작성 중", "Draft")),
    State(key="proposed", label=Text("검토 중", "Proposed"), tone="info"),
    State(key="returned", label=Text("고쳐 쓰기", "Returned"), tone="warning"),
    State(key="published", label=Text("공개", "Published"), tone="success", open=False),
    State(key="finished", label=Text("마침", "Finished"), open=False),
    State(key="cancelled", label=Text("폐강", "Cancelled"), tone="danger", open=False),
    State(key="declined", label=Text("열지 않음", "Declined"), open=False),
    State(key="withdrawn", label=Text("거둠", "Withdrawn"), open=False),
)
MOVES = (
    Move(name="submit", label=Text("제안하기", "Propose"), source=("draft", "returned"), to="proposed", by=WRITERS,
        event="course.proposed", told=Text("과정을 제안했습니다.", "The course was proposed."),
        needs=(acts.may_offer, complete), effects=(acts.propose,), tells=("handler",), button=False),
    Move(name="publish", label=Text("공개", "Publish"), source=("proposed",), to="published", by=(OFFICER,),
        event="course.published", told=Text("과정을 공개했습니다.", "The course was published."),
        needs=(acts.still_to_come,), effects=(acts.publish,), tells=("members",), tone="primary"),
    Move(name="return_", label=Text("고쳐 쓰기 요청", "Return"), source=("proposed",), to="returned", by=(OFFICER,),
        event="course.returned", told=Text("고쳐 써 달라고 요청했습니다.", "Returned for changes."),
        asks=asked("return_", REASON), effects=(reopen,), tells=("members",)),
    Move(name="decline", label=Text("열지 않기", "Decline"), source=("proposed",), to="declined", by=(OFFICER,),
        event="course.declined", told=Text("과정을 열지 않기로 했습니다.", "The course was declined."),
        asks=asked("decline", REASON), effects=(decide,), tells=("members",), tone="danger"),
    Move(name="withdraw", label=Text("제안 거두기", "Withdraw"), source=("draft", "proposed", "returned"), to="withdrawn", by=WRITERS,
        event="course.withdrawn", told=Text("제안을 거두었습니다.", "The proposal was withdrawn."), effects=(decide,), tone="danger"),
    Move(name="extend", label=Text("신청 마감 늘리기", "Later deadline"), source=("published",), to=None, by=(*WRITERS, OFFICER),
        event="course.extended", told=Text("신청 마감을 늘렸습니다.", "The deadline of applications was extended."),
        asks=asked("extend", *UNTIL), effects=(acts.extend,), tells=("course_applicants",)),
    Move(name="resize", label=Text("정원 바꾸기", "Change the places"), source=("published",), to=None, by=(*WRITERS, OFFICER),
        event="course.resized", told=Text("정원을 바꾸었습니다.", "The number of places was changed."),
        asks=asked("resize", Field(key="capacity", label=Text("정원", "Places"), type="integer", required=True, least=1, most=1000)),
        effects=(acts.resize,)),
    Move(name="finish", label=Text("과정 마치고 수료 판정", "Finish and judge completion"), source=("published",), to="finished", by=(*WRITERS, OFFICER),
        event="course.finished", told=Text("과정을 마치고 수료를 판정했습니다.", "The course was finished and completion judged."),
        needs=(acts.over,), effects=(acts.finish,), tells=("members",), tone="primary"),
    Move(name="cancel", label=Text("폐강", "Cancel the course"), source=("published",), to="cancelled", by=(*WRITERS, OFFICER),
        event="course.cancelled", told=Text("과정을 폐강했습니다.", "The course was cancelled."),
        asks=asked("cancel", REASON), effects=(acts.cancel,), tells=("members",), tone="danger"),
)  # fmt: skip

course = Kind(
    key="course",
    title=Text("교육과정", "Course"),
    model=Course,
    schema=SCHEMA,
    workflow=Workflow(start="draft", states=STATES, moves=MOVES),
    seen_by=(EDITORS, OFFICE_COURSE, OFFICIALS),
    due_on=lambda _case: None,
    series="COURSE",
    endpoint="course_run.page",
    desk="course_run.page",
)

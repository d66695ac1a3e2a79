"""수강 신청: of one person, from applying to the certificate. The waiting list moves up by itself."""

from experts.courses import admission, completion
from experts.courses.acts import over
from experts.courses.models import CourseApplication
from experts.courses.rights import COURSE_STAFF
from experts.rights import AUTHOR
from experts.terms import RATINGS
from portal.core.module import FactWords, Kind
from portal.core.permissions import OFFICER, OFFICIALS, SYSTEM_ONLY
from portal.core.schema import Field, Schema, Section, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

FACT_WORDS: dict[str, FactWords] = {
    "certificate_no": (True, lambda _case, _facts, value: Text("수료증 {v}", "Certificate {v}").format(v=value)),
}

AS = {
    "organisation": Text("기관 구성원으로", "For my organisation"),
    "person": Text("개인으로", "For myself"),
}
ASKED = (
    Field(key="acting", label=Text("누구로 신청하십니까?", "For whom do you apply?"), type="choice", choices=AS, required=True),
    Field(key="motive", label=Text("신청 동기", "Why you apply"), type="text", longest=2000),
    Field(key="consent", label=Text("개인정보 제공 동의", "Consent"), type="choice", required=True,
        choices={"yes": Text("이름과 연락처를 교육 기관에 주는 데 동의합니다.", "My name and contact may be given to the provider.")}),
)  # fmt: skip
SCHEMA = Schema(
    key="course_application",
    version=1,
    sections=(Section(key="apply", title=Text("수강 신청", "Application"), fields=ASKED),),
)
BECAUSE = Field(
    key="because",
    label=Text("사유", "Reason"),
    type="text",
    required=True,
    longest=1000,
    hint=Text("신청한 분이 읽습니다.", "The applicant reads it."),
)
STAFF = (COURSE_STAFF, OFFICER)
STATES = (
    State(key="draft", label=Text("준비", "Being prepared")),
    State(key="applied", label=Text("신청", "Applied"), tone="info"),
    State(key="accepted", label=Text("수강 확정", "Accepted"), tone="success", open=False),
    State(key="waiting", label=Text("대기", "On the waiting list"), tone="warning"),
    State(key="refused", label=Text("선발 안 됨", "Not accepted"), open=False),
    State(key="withdrawn", label=Text("신청 취소", "Withdrawn"), open=False),
    State(key="completed", label=Text("수료", "Completed"), tone="success", open=False),
    State(key="not_completed", label=Text("미수료", "Not completed"), tone="warning", open=False),
    State(key="cancelled", label=Text("폐강", "Course cancelled"), tone="danger", open=False),
)
MOVES = (
    Move(name="submit", label=Text("수강 신청", "Apply"), source=("draft",), to="applied", by=(AUTHOR,),
        event="course_application.received", told=Text("수강을 신청했습니다.", "The application was received."),
        needs=(admission.open_to,), effects=(admission.receive,), tells=("author", "course_staff"), button=False),
    Move(name="accept", label=Text("수강 확정", "Accept"), source=("applied", "waiting"), to="accepted", by=(*STAFF, SYSTEM_ONLY),
        event="course_application.accepted", told=Text("수강이 확정되었습니다.", "The application was accepted."),
        needs=(admission.place_free,), tells=("author",), tone="primary"),
    Move(name="wait", label=Text("대기자로", "Waiting list"), source=("applied",), to="waiting", by=(*STAFF, SYSTEM_ONLY),
        event="course_application.waiting", told=Text("대기자가 되었습니다.", "Put on the waiting list."),
        effects=(admission.queue_up,), tells=("author",)),
    Move(name="refuse", label=Text("선발하지 않기", "Refuse"), source=("applied", "waiting", "accepted"), to="refused", by=STAFF,
        event="course_application.refused", told=Text("선발되지 않았습니다.", "The application was not accepted."),
        asks=asked("refuse", BECAUSE), needs=(admission.may_refuse,), effects=(admission.end,), tells=("author",), tone="danger"),
    Move(name="withdraw", label=Text("신청 취소", "Withdraw"), source=("applied", "waiting", "accepted"), to="withdrawn", by=(AUTHOR,),
        event="course_application.withdrawn", told=Text("신청을 취소했습니다.", "The application was withdrawn."),
        effects=(admission.end,), tells=("course_staff",), tone="danger"),
    Move(name="move_up", label=Text("대기에서 수강 확정", "Moved up"), source=("waiting",), to="accepted", by=(SYSTEM_ONLY,),
        event="course_application.moved_up", told=Text("자리가 나서 수강이 확정되었습니다.", "A place came free: accepted."),
        needs=(admission.place_free,), tells=("author",), button=False),
    Move(name="complete", label=Text("수료", "Complete"), source=("accepted",), to="completed", by=(*STAFF, SYSTEM_ONLY),
        event="course_application.completed", told=Text("과정을 수료했습니다.", "The course was completed."),
        needs=(over, completion.rule_met), effects=(completion.complete,), tells=("author",)),
    Move(name="not_complete", label=Text("미수료", "Not completed"), source=("accepted",), to="not_completed", by=(*STAFF, SYSTEM_ONLY),
        event="course_application.not_completed", told=Text("과정을 수료하지 못했습니다.", "The course was not completed."),
        asks=asked("not_complete", BECAUSE), needs=(over,), effects=(admission.end,), tells=("author",)),
    Move(name="rate", label=Text("만족도 답하기", "Rate the course"), source=("completed", "not_completed"), to=None, by=(AUTHOR,),
        event="course_application.rated", told=Text("만족도를 답했습니다.", "The course was rated."),
        asks=asked("rate", Field(key="rating", label=Text("과정에 만족하십니까?", "How satisfied are you?"), type="choice", choices=RATINGS, required=True),
            Field(key="rating_words", label=Text("바라는 점", "What could be better"), type="text", longest=2000)),
        needs=(completion.not_rated,), effects=(completion.rate,)),
    Move(name="cancel", label=Text("폐강", "Course cancelled"), source=("applied", "waiting", "accepted"), to="cancelled", by=(SYSTEM_ONLY,),
        event="course_application.cancelled", told=Text("과정이 폐강되었습니다.", "The course was cancelled."),
        asks=asked("cancel", BECAUSE),
        effects=(admission.end,), tells=("author",), button=False),
    Move(name="close_out", label=Text("자리 없이 마침", "No place came free"), source=("applied", "waiting"), to="refused", by=(SYSTEM_ONLY,),
        event="course_application.closed_out", told=Text("자리가 나지 않은 채 과정이 끝났습니다.", "The course ended and no place came free."),
        effects=(admission.end,), tells=("author",), button=False),
)  # fmt: skip

course_application = Kind(
    fact_words=FACT_WORDS,
    key="course_application",
    title=Text("수강 신청", "Course application"),
    model=CourseApplication,
    schema=SCHEMA,
    workflow=Workflow(start="draft", states=STATES, moves=MOVES),
    seen_by=(AUTHOR, COURSE_STAFF, OFFICIALS),
    due_on=lambda _case: None,
    series="CA",
    endpoint="courses.application",
    desk="courses.application",
    in_worklist=False,
)

"""온라인 상담센터: a question on a country's law or system or a difficulty,
and its answer within the service time of its topic.
"""

from dataclasses import replace

from experts import terms
from experts.acts import complete, hand_over, take
from experts.centre import acts
from experts.centre.models import Inquiry
from experts.rights import AUTHOR
from experts.terms import REASON
from portal.core import clock, periods
from portal.core.module import Kind, Reminder
from portal.core.people import officer_choices
from portal.core.permissions import OFFICER, OFFICIALS
from portal.core.schema import Field, Schema, Section, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

QUESTION = (
    Field(key="topic", label=Text("무엇에 대한 질문입니까?", "What is it about?"), type="choice", choices=terms.TOPICS, required=True),
    Field(key="country", label=Text("관련 국가", "Country"), type="country"),
    Field(key="title", label=Text("질문", "Question"), required=True, longest=200),
    Field(key="text", label=Text("자세한 내용", "Details"), type="text", required=True, longest=10_000),
)  # fmt: skip
ANSWERED = Text(
    "국내 법령은 근무일 {law}일, 제도·절차는 {procedure}일 안에 답합니다. (민원처리법 시행령 제14조)",
    "Korean law is answered in {law} working days, procedure in {procedure} (MWD Art. 14).",
)
PHONE = (
    Field(
        key="asker",
        label=Text("문의한 분과 연락처", "Who called, and how to reach them"),
        required=True,
        longest=200,
        personal=True,
    ),
)


def asked_now() -> tuple[Field, ...]:
    """What is asked, with the service times in force today."""
    rules = periods.rules_on(clock.today())
    said = ANSWERED.format(law=rules.days("law_answer_days"), procedure=rules.days("procedure_answer_days"))
    return tuple(replace(f, hint=said) if f.key == "topic" else f for f in QUESTION)


SCHEMA = Schema(
    key="inquiry",
    version=1,
    sections=(
        Section(key="question", title=Text("질문", "Question"), fields=QUESTION),
        Section(key="phone", title=Text("전화 문의", "By phone"), fields=(
            Field(key="channel", label=Text("받은 길", "Channel"), type="choice", choices=terms.CHANNELS),
            Field(key="asker", label=PHONE[0].label, longest=200, personal=True),
        )),
    ),
)  # fmt: skip
STATES = (
    State(key="draft", label=Text("작성 중", "Draft")),
    State(key="received", label=Text("답변 준비 중", "Being answered"), tone="info"),
    State(key="answered", label=Text("답변함", "Answered"), tone="success", open=False),
    State(key="referred", label=Text("전문위원 자문으로 넘김", "Handed to an expert"), tone="success", open=False),
    State(key="withdrawn", label=Text("질문 취소", "Withdrawn"), open=False),
)
MOVES = (
    Move(name="submit", label=Text("질문하기", "Ask"), source=("draft",), to="received", by=(AUTHOR,),
        event="inquiry.received", told=Text("질문을 접수했습니다.", "The question was received."),
        needs=(complete,), effects=(acts.receive,), tells=("author", "officers"), button=False),
    Move(name="take", label=Text("내가 맡기", "Take the case"), source=("received",), to=None, by=(OFFICER,),
        event="inquiry.taken", told=Text("담당자가 정해졌습니다.", "An officer took the question."), effects=(take,), bulk=True),
    Move(name="hand_over", label=Text("담당자 바꾸기", "Hand over"), source=("received",), to=None, by=(OFFICER,),
        event="inquiry.handed_over", told=Text("담당자가 바뀌었습니다.", "The question was handed over."),
        asks=asked("hand_over", Field(key="to", label=Text("받을 담당자", "To"), type="choice", choices=officer_choices, required=True)),
        effects=(hand_over,), tells=("handler",), bulk=True),
    Move(name="answer", label=Text("답변하기", "Answer"), source=("received",), to="answered", by=(OFFICER,),
        event="inquiry.answered", told=Text("질문에 답했습니다.", "The question was answered."),
        asks=asked("answer", Field(key="answer", label=Text("답변", "Answer"), type="text", required=True, longest=20_000),
            Field(key="standing", label=Text("답변의 성격", "Standing"), type="choice", choices=terms.STANDINGS, required=True,
                hint=Text("유권해석은 복지부의 법령 해석, 안내는 진흥원의 설명입니다.", "An interpretation is the ministry's; guidance is KHIDI's explanation.")),
            Field(key="source", label=Text("근거", "Source"), longest=300)),
        needs=(acts.only_ministry_interprets,), effects=(acts.answer,), tells=("author",), tone="primary"),
    Move(name="refer", label=Text("전문위원 자문으로 넘기기", "Hand over to GHKOL"), source=("received", "answered"), to="referred", by=(OFFICER,),
        event="inquiry.referred", told=Text("전문위원 자문으로 넘겼습니다.", "It was handed over to expert consulting."),
        asks=asked("refer", Field(key="fields", label=Text("자문 분야", "Fields"), type="choices", choices=terms.fields, required=True)),
        needs=(acts.has_organisation,), effects=(acts.refer,), tells=("author",)),
    Move(name="ask_more", label=Text("더 물어보기", "Ask further"), source=("answered",), to="received", by=(AUTHOR,),
        event="inquiry.more_asked", told=Text("더 물었습니다.", "A further question was asked."),
        asks=asked("ask_more", Field(key="because", label=Text("더 알고 싶은 것", "What more"), type="text", required=True, longest=5000)),
        effects=(acts.ask_more,), tells=("handler",)),
    Move(name="publish", label=Text("공개 문답으로 올리기", "Publish as Q&A"), source=("answered", "referred"), to=None, by=(OFFICER,),
        event="inquiry.published", told=Text("공개 문답으로 올렸습니다.", "Published as a public Q&A."),
        asks=asked("publish", Field(key="question", label=Text("공개할 질문", "Question"), required=True, longest=300, hint=Text("기관과 사람 이름을 빼 주세요.", "Take names out.")),
            Field(key="public_answer", label=Text("공개할 답변", "Answer"), type="text", required=True, longest=20_000),
            Field(key="question_en", label=Text("질문(영어)", "Question in English"), longest=300),
            Field(key="answer_en", label=Text("답변(영어)", "Answer in English"), type="text", longest=20_000)),
        effects=(acts.publish,)),
    Move(name="unpublish", label=Text("공개 거두기", "Withdraw the Q&A"), source=("answered", "referred"), to=None, by=(OFFICER,),
        event="inquiry.unpublished", told=Text("공개 문답에서 내렸습니다.", "Taken off the public Q&A."),
        asks=asked("unpublish", REASON), needs=(acts.is_published,), effects=(acts.withdraw_answer,), tone="danger"),
    Move(name="withdraw", label=Text("질문 취소", "Withdraw"), source=("draft", "received"), to="withdrawn", by=(AUTHOR,),
        event="inquiry.withdrawn", told=Text("질문을 취소했습니다.", "The question was withdrawn."), effects=(acts.close,), tone="danger"),
)  # fmt: skip

inquiry = Kind(
    key="inquiry",
    title=Text("상담센터 질의", "Inquiry"),
    model=Inquiry,
    schema=SCHEMA,
    workflow=Workflow(start="draft", states=STATES, moves=MOVES),
    seen_by=(AUTHOR, OFFICIALS),
    due_on=acts.due_on,
    series="Q",
    endpoint="centre.question",
    desk="ghkol_desk.inquiry",
    reminders=(Reminder(2, ("handler",), ("received",)), Reminder(0, ("handler",), ("received",))),
)

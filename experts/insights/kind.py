"""GHKOL 전문위원 인사이트: a column in Korean and English, reviewed by an officer before it is published."""

from experts import terms
from experts.acts import complete, reopen, take
from experts.insights import acts
from experts.insights.models import Insight
from experts.markup import MARKUP
from experts.rights import AUTHOR
from experts.terms import REASON
from portal.core.module import Kind
from portal.core.permissions import OFFICER, OFFICIALS
from portal.core.schema import Field, Schema, Section, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

SCHEMA = Schema(
    key="insight",
    version=1,
    sections=(
        Section(key="ko", title=Text("한국어", "Korean"), fields=(
            Field(key="title", label=Text("제목", "Title"), required=True, longest=150),
            Field(key="body", label=Text("본문", "Text"), type="text", required=True, longest=30_000, hint=MARKUP),
        )),
        Section(key="en", title=Text("영어", "English"), fields=(
            Field(key="title_en", label=Text("제목(영어)", "Title in English"), required=True, longest=200),
            Field(key="body_en", label=Text("본문(영어)", "Text in English"), type="text", required=True, longest=30_000, hint=MARKUP),
        )),
        Section(key="about", title=Text("다룬 국가", "Countries"), fields=(
            Field(key="countries", label=Text("다룬 국가", "Countries it is about"), type="choices", choices=terms.places),
        )),
    ),
)  # fmt: skip
STATES = (
    State(key="draft", label=Text("작성 중", "Draft")),
    State(key="review", label=Text("검토 중", "Under review"), tone="info"),
    State(key="returned", label=Text("고쳐 쓰기", "Returned"), tone="warning"),
    State(key="published", label=Text("공개", "Published"), tone="success", open=False),
    State(key="withdrawn", label=Text("내림", "Withdrawn"), open=False),
)
MOVES = (
    Move(name="submit", label=Text("검토 요청", "Send for review"), source=("draft", "returned"), to="review", by=(AUTHOR,),
        event="insight.submitted", told=Text("검토를 요청했습니다.", "Sent for review."),
        needs=(complete,), effects=(acts.submit,), tells=("handler",), button=False),
    Move(name="take", label=Text("내가 맡기", "Take the case"), source=("review", "returned"), to=None, by=(OFFICER,),
        event="insight.taken", told=Text("담당자가 정해졌습니다.", "An officer took it."), effects=(take,), bulk=True),
    Move(name="publish", label=Text("공개", "Publish"), source=("review",), to="published", by=(OFFICER,),
        event="insight.published", told=Text("공개했습니다.", "Published."), effects=(acts.publish,), tells=("author",), tone="primary"),
    Move(name="return_", label=Text("고쳐 쓰기 요청", "Return"), source=("review",), to="returned", by=(OFFICER,),
        event="insight.returned", told=Text("고쳐 써 달라고 요청했습니다.", "Returned for changes."),
        asks=asked("return_", REASON), effects=(reopen,), tells=("author",)),
    Move(name="withdraw", label=Text("내리기", "Withdraw"), source=("draft", "review", "returned"), to="withdrawn", by=(AUTHOR,),
        event="insight.withdrawn", told=Text("글을 내렸습니다.", "Withdrawn."), effects=(acts.take_down,), tone="danger"),
    Move(name="take_down", label=Text("공개 거두기", "Take it down"), source=("published",), to="withdrawn", by=(OFFICER, AUTHOR),
        event="insight.taken_down", told=Text("공개를 거두었습니다.", "Taken down."),
        asks=asked("take_down", REASON), effects=(acts.take_down,), tells=("author",), tone="danger"),
)  # fmt: skip

insight = Kind(
    key="insight",
    title=Text("전문위원 인사이트", "Expert insight"),
    model=Insight,
    schema=SCHEMA,
    workflow=Workflow(start="draft", states=STATES, moves=MOVES),
    seen_by=(AUTHOR, OFFICIALS),
    endpoint="insights.own",
    desk="insights.review",
)

"""정책 문서의 장 (의료 해외진출법 제18조·제20조): how a chapter is assigned, written, handed in, sent back, agreed or left out."""

from datetime import date

from portal.core import timeline
from portal.core.module import FactWords, Kind, Reminder
from portal.core.permissions import OFFICIALS
from portal.core.schema import Answers, Field, Schema, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow
from portal.markets.documents.chapters import acts
from portal.markets.documents.chapters.models import PolicyChapter
from portal.markets.documents.chapters.rights import DESK, LEAD, OWNER, choices, units


def _lines(pairs: list[list[str]]) -> Text:
    """Pairs of Korean and English, a line each."""
    return timeline.joined([Text(*pair) for pair in pairs], "\n")


FACT_WORDS: dict[str, FactWords] = {
    "done_on": (True, lambda _c, _f, v: Text("{d}", "{d}").format(d=timeline.both(date.fromisoformat(str(v))))),
    "document_number": (True, lambda _c, _f, v: Text(f"문서번호 {v}", f"Document number {v}")),
    "edition": (True, lambda _c, _f, v: Text(f"제{v}판", f"Edition {v}")),
    "as_of": (True, lambda _c, _f, v: Text(f"기준일 {v}", f"As of {v}")),
    "rows": (True, lambda _c, _f, v: _lines(v)),
    "text_version": (True, lambda _c, _f, v: Text(f"글 {v}번째 저장본", f"Saved text {v}")),
    "figures_changed": (True, lambda _c, _f, v: _lines(v)),
}
"""Words of what the events of documents and chapters know."""


def _somebody(answers: Answers) -> dict[str, Text]:
    """A chapter has an owner: a person or a unit."""
    if not answers.get("owner") and not str(answers.get("unit") or "").strip():
        return {"owner": Text("담당자나 담당 부서를 골라 주세요.", "Choose an owner or a unit.")}
    return {}


REASON = Field(key="reason", label=Text("사유", "Reason"), type="text", required=True, longest=1000)

DUE = Field(key="due_on", label=Text("기한", "Due day"), type="date", required=True)

ASSIGNED = (
    Field(key="owner", label=Text("담당자", "Owner"), type="choice", choices=choices(*DESK)),
    Field(key="unit", label=Text("담당 부서", "Unit"), type="choice", choices=units, hint=Text("사람을 고르지 않으면 이 부서의 담당자 모두가 씁니다.", "Without a person all officials of this unit write it.")),
    DUE,
)  # fmt: skip

CHAPTER_STATES = (
    State(key="planned", label=Text("담당자 없음", "Not assigned")),
    State(key="writing", label=Text("작성 중", "Being written"), tone="info"),
    State(key="handed_in", label=Text("제출", "Handed in"), tone="warning"),
    State(key="returned", label=Text("돌려보냄", "Sent back"), tone="danger"),
    State(key="agreed", label=Text("확정", "Agreed"), tone="success", open=False),
    State(key="dropped", label=Text("뺌", "Left out"), open=False),
)

CHAPTER_MOVES: tuple[Move[PolicyChapter], ...] = (
    Move(name="assign", label=Text("담당자 정하기", "Assign"), source=("planned",), to="writing", by=(LEAD,),
        event="policy_chapter.assigned", told=Text("장의 담당과 기한을 정했습니다.", "The chapter has an owner and a due day."),
        asks=asked("assign", *ASSIGNED, checks=(_somebody,)), needs=(acts.in_writing, acts.before_the_whole), effects=(acts.assign,),
        tells=("chapter_owner",), tone="primary"),
    Move(name="reassign", label=Text("담당·기한 바꾸기", "Change owner or due day"), source=("writing", "returned", "handed_in"), to=None, by=(LEAD,),
        event="policy_chapter.reassigned", told=Text("장의 담당이나 기한을 바꾸었습니다.", "Owner or due day of the chapter were changed."),
        asks=asked("reassign", *ASSIGNED, REASON, checks=(_somebody,)), needs=(acts.in_writing, acts.before_the_whole), effects=(acts.assign,),
        tells=("chapter_owner",)),
    Move(name="hand_in", label=Text("총괄에게 내기", "Hand in"), source=("writing", "returned"), to="handed_in", by=(OWNER,),
        event="policy_chapter.handed_in", told=Text("장을 총괄에게 냈습니다.", "The chapter was handed in."),
        needs=(acts.in_writing, acts.written), effects=(acts.note_version,), tells=("document_lead",), tone="primary"),
    Move(name="send_back", label=Text("돌려보내기", "Send back"), source=("handed_in", "agreed"), to="returned", by=(LEAD,),
        event="policy_chapter.sent_back", told=Text("고쳐 쓰도록 돌려보냈습니다.", "The chapter was sent back."),
        asks=asked("send_back_chapter", REASON, Field(key="due_on", label=Text("새 기한", "New due day"), type="date",
            hint=Text("비우면 기한이 그대로입니다.", "Left empty, the due day stays."))),
        needs=(acts.in_writing, acts.before_the_whole), effects=(acts.give_time,), tells=("chapter_owner",)),
    Move(name="agree", label=Text("이 장 확정", "Agree"), source=("handed_in",), to="agreed", by=(LEAD,),
        event="policy_chapter.agreed", told=Text("총괄이 장을 확정했습니다.", "The lead agreed to the chapter."),
        needs=(acts.in_writing, acts.written), effects=(acts.note_version,), tells=("chapter_owner",), tone="primary"),
    Move(name="drop", label=Text("장 빼기", "Leave the chapter out"), source=("planned", "writing", "handed_in", "returned", "agreed"), to="dropped", by=(LEAD,),
        event="policy_chapter.dropped", told=Text("장을 차례에서 뺐습니다.", "The chapter was left out."),
        asks=asked("drop", REASON), needs=(acts.in_writing,), tone="danger"),
)  # fmt: skip

policy_chapter = Kind(
    fact_words=FACT_WORDS,
    key="policy_chapter",
    title=Text("정책 문서의 장", "Chapter of a policy document"),
    model=PolicyChapter,
    schema=Schema(key="policy_chapter", version=1, sections=()),
    workflow=Workflow(start="planned", states=CHAPTER_STATES, moves=CHAPTER_MOVES),
    seen_by=(OFFICIALS,),
    due_on=lambda case: case.due_on,
    endpoint="documents.chapter",
    desk="documents.chapter",
    reminders=(
        *(Reminder(left, ("chapter_owner",), ("writing", "returned")) for left in (10, 3)),
        *(Reminder(left, ("chapter_owner", "document_lead"), ("writing", "returned")) for left in (0, -1, -5)),
    ),
)

"""정책 문서 and its chapters (의료 해외진출법 제18조·제20조): how a document is opened, written, agreed, decided or submitted, published."""

from datetime import date
from typing import Any

from portal.core import timeline
from portal.core.module import FactWords, Kind, Reminder
from portal.core.permissions import OFFICIALS, HasRole
from portal.core.schema import Answers, Field, Schema, Section
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow
from portal.markets.documents import acts as w
from portal.markets.documents.chapters.models import PolicyChapter, PolicyDocument
from portal.markets.documents.chapters.rights import DESK, LEAD, OWNER, choices, units
from portal.markets.documents.editions import acts as publishing
from portal.markets.documents.evidence import snapshots

MINISTRY = HasRole(("ministry",))
HELD = ("writing", "assembled", "decided", "submitted")


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


def asked(key: str, *fields: Field, checks: tuple[Any, ...] = ()) -> Schema:
    return Schema(key=key, version=1, sections=(Section(key=key, title=Text("", ""), fields=fields),), checks=checks)


def _somebody(answers: Answers) -> dict[str, Text]:
    """A chapter has an owner: a person or a unit."""
    if not answers.get("owner") and not str(answers.get("unit") or "").strip():
        return {"owner": Text("담당자나 담당 부서를 골라 주세요.", "Choose an owner or a unit.")}
    return {}


REASON = Field(key="reason", label=Text("사유", "Reason"), type="text", required=True, longest=1000)
DONE_ON = Field(key="done_on", label=Text("그렇게 한 날", "Done on"), type="date", required=True, past=True)
LEAD_FIELD = Field(
    key="lead", label=Text("문서 총괄", "Lead"), type="choice", required=True, choices=choices("ministry")
)
DUE = Field(key="due_on", label=Text("기한", "Due day"), type="date", required=True)
ASSIGNED = (
    Field(key="owner", label=Text("담당자", "Owner"), type="choice", choices=choices(*DESK)),
    Field(key="unit", label=Text("담당 부서", "Unit"), type="choice", choices=units, hint=Text("사람을 고르지 않으면 이 부서의 담당자 모두가 씁니다.", "Without a person all officials of this unit write it.")),
    DUE,
)  # fmt: skip

DOCUMENT_STATES = (
    State(key="new", label=Text("여는 중", "Being opened")),
    State(key="writing", label=Text("작성 중", "Being written"), tone="info"),
    State(key="assembled", label=Text("취합 완료", "Assembled"), tone="warning"),
    State(key="decided", label=Text("확정", "Decided"), tone="success", open=False),
    State(key="submitted", label=Text("국회 제출", "Submitted"), tone="success", open=False),
    State(key="cancelled", label=Text("그만둠", "Given up"), open=False),
)
DOCUMENT_MOVES = (
    Move(name="open", label=Text("문서 열기", "Open the document"), source=("new",), to="writing", by=(MINISTRY,),
        event="policy_document.opened", told=Text("문서를 열고 차례를 만들었습니다.", "The document was opened with its outline."),
        asks=asked("open_document", LEAD_FIELD, DUE), effects=(w.open_document,), tells=("document_lead",), button=False),
    Move(name="arrange", label=Text("차례 고치기", "Change the outline"), source=("writing",), to=None, by=(LEAD,),
        event="policy_document.arranged", told=Text("차례를 고쳤습니다.", "The outline was changed."), effects=(w.arrange,), button=False),
    Move(name="freeze", label=Text("수치 고정", "Freeze the figures"), source=("writing",), to=None, by=(LEAD,),
        event="policy_document.frozen", told=Text("수치를 고정했습니다. 이후 대장이 바뀌어도 문서는 바뀌지 않습니다.", "The figures were frozen; later changes of the register leave them."),
        asks=asked("freeze", Field(key="as_of", label=Text("기준일", "As of"), type="date", required=True), REASON),
        effects=(snapshots.freeze,), button=False),
    Move(name="assemble", label=Text("취합 완료", "Assemble"), source=("writing",), to="assembled", by=(LEAD,),
        event="policy_document.assembled", told=Text("모든 장을 하나의 문서로 모았습니다.", "All chapters were put together."),
        needs=(w.all_agreed, w.all_evaluated, w.all_frozen), tone="primary"),
    Move(name="reopen", label=Text("다시 작성", "Back to writing"), source=("assembled",), to="writing", by=(LEAD,),
        event="policy_document.reopened", told=Text("취합한 문서를 다시 열었습니다.", "The assembled document was opened again."),
        asks=asked("reopen", REASON)),
    Move(name="decide", label=Text("확정", "Decide"), source=("assembled",), to="decided", by=(LEAD,),
        event="policy_document.decided", told=Text("문서를 확정하고 그 판을 남겼습니다.", "Decided; its edition was kept."),
        asks=asked("decide", DONE_ON, Field(key="document_number", label=Text("문서번호", "Document number"), longest=60), REASON),
        needs=(w.ends_in("decide"), w.not_in_future), effects=(publishing.keep_edition("decided"),), tells=("document_lead", "officers"), tone="primary"),
    Move(name="submit", label=Text("국회 제출", "Submit to the Assembly"), source=("assembled",), to="submitted", by=(LEAD,),
        event="policy_document.submitted", told=Text("국회에 제출하고 그 판을 남겼습니다.", "Submitted to the Assembly; its edition was kept."),
        asks=asked("submit", DONE_ON, Field(key="document_number", label=Text("문서번호", "Document number"), required=True, longest=60), REASON),
        needs=(w.ends_in("submit"), w.not_in_future), effects=(publishing.keep_edition("submitted"),), tells=("document_lead", "officers"), tone="primary"),
    Move(name="revise", label=Text("고친 판 만들기", "Begin a new edition"), source=("decided", "submitted"), to="writing", by=(LEAD,),
        event="policy_document.revised", told=Text("고친 판을 만들기 시작했습니다. 앞의 판은 그대로 남습니다.", "A new edition was begun; the former one stays."),
        asks=asked("revise", DUE, REASON), effects=(w.change_due,)),
    Move(name="publish", label=Text("새 판 공개", "Publish the newest edition"), source=("decided", "submitted"), to=None, by=(LEAD,),
        event="policy_document.published", told=Text("누구나 볼 수 있게 공개했습니다.", "Everybody may read it now."),
        asks=asked("publish", REASON), needs=(publishing.unpublished_edition,), effects=(publishing.publish,)),
    Move(name="unpublish", label=Text("공개 거두기", "Withdraw from the public"), source=HELD, to=None, by=(LEAD,),
        event="policy_document.unpublished", told=Text("공개를 거두었습니다.", "It is not public any more."),
        asks=asked("unpublish", REASON), needs=(publishing.public_edition,), effects=(publishing.unpublish,), tone="danger"),
    Move(name="hand_over", label=Text("총괄 바꾸기", "Change the lead"), source=("writing", "assembled"), to=None, by=(MINISTRY,),
        event="policy_document.handed_over", told=Text("총괄이 바뀌었습니다.", "The lead has changed."),
        asks=asked("hand_over_document", LEAD_FIELD, REASON), effects=(w.change_lead,), tells=("document_lead",)),
    Move(name="postpone", label=Text("기한 바꾸기", "Change the due day"), source=("writing", "assembled"), to=None, by=(LEAD,),
        event="policy_document.postponed", told=Text("기한을 바꾸었습니다.", "The due day was changed."),
        asks=asked("postpone", DUE, REASON), effects=(w.change_due,)),
    Move(name="cancel", label=Text("문서 그만두기", "Give the document up"), source=("writing",), to="cancelled", by=(LEAD,),
        event="policy_document.cancelled", told=Text("문서를 그만두었습니다.", "The document was given up."),
        asks=asked("cancel_document", REASON), needs=(w.no_edition_yet,), effects=(w.give_up,), tone="danger"),
)  # fmt: skip

policy_document = Kind(
    fact_words=FACT_WORDS,
    key="policy_document",
    title=Text("정책 문서", "Policy document"),
    model=PolicyDocument,
    schema=Schema(key="policy_document", version=1, sections=()),
    workflow=Workflow(start="new", states=DOCUMENT_STATES, moves=DOCUMENT_MOVES),
    seen_by=(OFFICIALS,),
    due_on=lambda case: case.due_on,
    series="PD",
    endpoint="documents.page",
    desk="documents.page",
    reminders=tuple(Reminder(left, ("document_lead",), ("writing", "assembled")) for left in (20, 10, 3, 0, -1)),
)

CHAPTER_STATES = (
    State(key="planned", label=Text("담당자 없음", "Not assigned")),
    State(key="writing", label=Text("작성 중", "Being written"), tone="info"),
    State(key="handed_in", label=Text("제출", "Handed in"), tone="warning"),
    State(key="returned", label=Text("돌려보냄", "Sent back"), tone="danger"),
    State(key="agreed", label=Text("확정", "Agreed"), tone="success", open=False),
    State(key="dropped", label=Text("뺌", "Left out"), open=False),
)
CHAPTER_MOVES = (
    Move(name="assign", label=Text("담당자 정하기", "Assign"), source=("planned",), to="writing", by=(LEAD,),
        event="policy_chapter.assigned", told=Text("장의 담당과 기한을 정했습니다.", "The chapter has an owner and a due day."),
        asks=asked("assign", *ASSIGNED, checks=(_somebody,)), needs=(w.in_writing, w.before_the_whole), effects=(w.assign,),
        tells=("chapter_owner",), tone="primary"),
    Move(name="reassign", label=Text("담당·기한 바꾸기", "Change owner or due day"), source=("writing", "returned", "handed_in"), to=None, by=(LEAD,),
        event="policy_chapter.reassigned", told=Text("장의 담당이나 기한을 바꾸었습니다.", "Owner or due day of the chapter were changed."),
        asks=asked("reassign", *ASSIGNED, REASON, checks=(_somebody,)), needs=(w.in_writing, w.before_the_whole), effects=(w.assign,),
        tells=("chapter_owner",)),
    Move(name="hand_in", label=Text("총괄에게 내기", "Hand in"), source=("writing", "returned"), to="handed_in", by=(OWNER,),
        event="policy_chapter.handed_in", told=Text("장을 총괄에게 냈습니다.", "The chapter was handed in."),
        needs=(w.in_writing, w.written), effects=(w.note_version,), tells=("document_lead",), tone="primary"),
    Move(name="send_back", label=Text("돌려보내기", "Send back"), source=("handed_in", "agreed"), to="returned", by=(LEAD,),
        event="policy_chapter.sent_back", told=Text("고쳐 쓰도록 돌려보냈습니다.", "The chapter was sent back."),
        asks=asked("send_back_chapter", REASON, Field(key="due_on", label=Text("새 기한", "New due day"), type="date",
            hint=Text("비우면 기한이 그대로입니다.", "Left empty, the due day stays."))),
        needs=(w.in_writing, w.before_the_whole), effects=(w.give_time,), tells=("chapter_owner",)),
    Move(name="agree", label=Text("이 장 확정", "Agree"), source=("handed_in",), to="agreed", by=(LEAD,),
        event="policy_chapter.agreed", told=Text("총괄이 장을 확정했습니다.", "The lead agreed to the chapter."),
        needs=(w.in_writing, w.written), effects=(w.note_version,), tells=("chapter_owner",), tone="primary"),
    Move(name="drop", label=Text("장 빼기", "Leave the chapter out"), source=("planned", "writing", "handed_in", "returned", "agreed"), to="dropped", by=(LEAD,),
        event="policy_chapter.dropped", told=Text("장을 차례에서 뺐습니다.", "The chapter was left out."),
        asks=asked("drop", REASON), needs=(w.in_writing,), tone="danger"),
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

"""정책 문서 (의료 해외진출법 제18조·제20조): how a document is opened, put together, decided or submitted, and published."""

from portal.core.module import Kind, Reminder
from portal.core.permissions import MINISTRY, OFFICIALS
from portal.core.schema import Field, Schema, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow
from portal.markets.documents import acts
from portal.markets.documents.chapters.acts import change_due
from portal.markets.documents.chapters.kind import DUE, FACT_WORDS, REASON
from portal.markets.documents.chapters.models import PolicyDocument
from portal.markets.documents.chapters.rights import LEAD, choices
from portal.markets.documents.editions import acts as editions
from portal.markets.documents.evidence import snapshots

HELD = ("writing", "assembled", "decided", "submitted")
DONE_ON = Field(key="done_on", label=Text("그렇게 한 날", "Done on"), type="date", required=True, past=True)
LEAD_FIELD = Field(
    key="lead", label=Text("문서 총괄", "Lead"), type="choice", required=True, choices=choices("ministry")
)
DOCUMENT_STATES = (
    State(key="new", label=Text("여는 중", "Being opened")),
    State(key="writing", label=Text("작성 중", "Being written"), tone="info"),
    State(key="assembled", label=Text("취합 완료", "Assembled"), tone="warning"),
    State(key="decided", label=Text("확정", "Decided"), tone="success", open=False),
    State(key="submitted", label=Text("국회 제출", "Submitted"), tone="success", open=False),
    State(key="cancelled", label=Text("그만둠", "Given up"), open=False),
)
DOCUMENT_MOVES: tuple[Move[PolicyDocument], ...] = (
    Move(name="open", label=Text("문서 열기", "Open the document"), source=("new",), to="writing", by=(MINISTRY,),
        event="policy_document.opened", told=Text("문서를 열고 차례를 만들었습니다.", "The document was opened with its outline."),
        asks=asked("open_document", LEAD_FIELD, DUE), effects=(acts.open_document,), tells=("document_lead",), button=False),
    Move(name="arrange", label=Text("차례 고치기", "Change the outline"), source=("writing",), to=None, by=(LEAD,),
        event="policy_document.arranged", told=Text("차례를 고쳤습니다.", "The outline was changed."), effects=(acts.arrange,), button=False),
    Move(name="freeze", label=Text("수치 고정", "Freeze the figures"), source=("writing",), to=None, by=(LEAD,),
        event="policy_document.frozen", told=Text("수치를 고정했습니다. 이후 대장이 바뀌어도 문서는 바뀌지 않습니다.", "The figures were frozen; later changes of the register leave them."),
        asks=asked("freeze", Field(key="as_of", label=Text("기준일", "As of"), type="date", required=True), REASON),
        effects=(snapshots.freeze,), button=False),
    Move(name="assemble", label=Text("취합 완료", "Assemble"), source=("writing",), to="assembled", by=(LEAD,),
        event="policy_document.assembled", told=Text("모든 장을 하나의 문서로 모았습니다.", "All chapters were put together."),
        needs=(acts.all_agreed, acts.all_evaluated, acts.all_frozen), tone="primary"),
    Move(name="reopen", label=Text("다시 작성", "Back to writing"), source=("assembled",), to="writing", by=(LEAD,),
        event="policy_document.reopened", told=Text("취합한 문서를 다시 열었습니다.", "The assembled document was opened again."),
        asks=asked("reopen", REASON)),
    Move(name="decide", label=Text("확정", "Decide"), source=("assembled",), to="decided", by=(LEAD,),
        event="policy_document.decided", told=Text("문서를 확정하고 그 판을 남겼습니다.", "Decided; its edition was kept."),
        asks=asked("decide", DONE_ON, Field(key="document_number", label=Text("문서번호", "Document number"), longest=60), REASON),
        needs=(acts.ends_in("decide"), acts.not_in_future), effects=(editions.keep_edition("decided"),), tells=("document_lead", "officers"), tone="primary"),
    Move(name="submit", label=Text("국회 제출", "Submit to the Assembly"), source=("assembled",), to="submitted", by=(LEAD,),
        event="policy_document.submitted", told=Text("국회에 제출하고 그 판을 남겼습니다.", "Submitted to the Assembly; its edition was kept."),
        asks=asked("submit", DONE_ON, Field(key="document_number", label=Text("문서번호", "Document number"), required=True, longest=60), REASON),
        needs=(acts.ends_in("submit"), acts.not_in_future), effects=(editions.keep_edition("submitted"),), tells=("document_lead", "officers"), tone="primary"),
    Move(name="revise", label=Text("고친 판 만들기", "Begin a new edition"), source=("decided", "submitted"), to="writing", by=(LEAD,),
        event="policy_document.revised", told=Text("고친 판을 만들기 시작했습니다. 앞의 판은 그대로 남습니다.", "A new edition was begun; the former one stays."),
        asks=asked("revise", DUE, REASON), effects=(change_due,)),
    Move(name="publish", label=Text("새 판 공개", "Publish the newest edition"), source=("decided", "submitted"), to=None, by=(LEAD,),
        event="policy_document.published", told=Text("누구나 볼 수 있게 공개했습니다.", "Everybody may read it now."),
        asks=asked("publish", REASON), needs=(editions.unpublished_edition,), effects=(editions.publish,)),
    Move(name="unpublish", label=Text("공개 거두기", "Withdraw from the public"), source=HELD, to=None, by=(LEAD,),
        event="policy_document.unpublished", told=Text("공개를 거두었습니다.", "It is not public any more."),
        asks=asked("unpublish", REASON), needs=(editions.public_edition,), effects=(editions.unpublish,), tone="danger"),
    Move(name="hand_over", label=Text("총괄 바꾸기", "Change the lead"), source=("writing", "assembled"), to=None, by=(MINISTRY,),
        event="policy_document.handed_over", told=Text("총괄이 바뀌었습니다.", "The lead has changed."),
        asks=asked("hand_over_document", LEAD_FIELD, REASON), effects=(acts.change_lead,), tells=("document_lead",)),
    Move(name="postpone", label=Text("기한 바꾸기", "Change the due day"), source=("writing", "assembled"), to=None, by=(LEAD,),
        event="policy_document.postponed", told=Text("기한을 바꾸었습니다.", "The due day was changed."),
        asks=asked("postpone", DUE, REASON), effects=(change_due,)),
    Move(name="cancel", label=Text("문서 그만두기", "Give the document up"), source=("writing",), to="cancelled", by=(LEAD,),
        event="policy_document.cancelled", told=Text("문서를 그만두었습니다.", "The document was given up."),
        asks=asked("cancel_document", REASON), needs=(acts.no_edition_yet,), effects=(acts.give_up,), tone="danger"),
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

"""의료 해외진출 신고 (법 제4조): one filing per expansion, accepted with a certificate, or by law when the period lapses in silence."""

from filings import rules as r
from filings.kinds.questions import SCHEMA
from filings.models import Filing
from portal.core.module import Kind, Term
from portal.core.permissions import EDITORS, MEMBERS, OFFICER, OFFICIALS, SYSTEM_ONLY
from portal.core.schema import Field, Schema, Section
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow


def _asked(key: str, *fields: Field) -> Schema:
    return Schema(key=key, version=1, sections=(Section(key=key, title=Text("", ""), fields=fields),))


REASON = Field(key="reason", label=Text("사유", "Reason"), type="text", required=True, longest=2000)
REMEDY = Field(
    key="remedy",
    label=Text("구제 방법", "Remedy"),
    type="text",
    required=True,
    longest=2000,
    hint=Text("이의신청 기한과 방법을 적습니다. (민원처리법 제27조제3항·제35조)", "How and by when to object (MW Art. 27(3), 35)."),
)
DAYS = Field(key="days", label=Text("기간(일)", "Days"), type="integer", required=True, least=1, most=30)

STATES = (
    State(key="draft", label=Text("작성 중", "Draft"), tone="neutral"),
    State(key="submitted", label=Text("제출", "Submitted"), tone="info"),
    State(key="received", label=Text("처리 중", "In progress"), tone="info"),
    State(key="supplement", label=Text("보완 요구", "Supplement asked"), public=Text("보완 필요", "Supplement needed"), tone="warning"),
    State(key="accepted", label=Text("수리", "Accepted"), tone="success", open=False),
    State(key="deemed", label=Text("수리간주", "Deemed accepted"), tone="success", open=False),
    State(key="refused", label=Text("수리 거부", "Refused"), tone="danger", open=False),
    State(key="returned", label=Text("반려", "Returned"), tone="danger", open=False),
    State(key="withdrawn", label=Text("취하", "Withdrawn"), tone="neutral", open=False),
    State(key="discarded", label=Text("삭제한 초안", "Discarded draft"), tone="neutral", open=False),
    State(key="revoked", label=Text("효력 상실", "Revoked"), tone="danger", open=False),
)

MOVES = (
    Move(
        name="submit", label=Text("제출하기", "Submit"), source=("draft",), to="submitted", by=(EDITORS,),
        event="filing.submitted", told=Text("신고서를 제출했습니다.", "The filing was submitted."),
        needs=(r.complete,), effects=(r.file_answers,), tone="primary", button=False,
    ),
    Move(
        name="receive", label=Text("접수", "Receive"), source=("submitted",), to="received", by=(SYSTEM_ONLY,),
        event="filing.received", told=Text("접수되어 접수번호를 받았습니다.", "Received; the receipt number was given."),
        effects=(r.receive,), when=r.at_once, tells=("members", "handler"), button=False,
    ),
    Move(
        name="discard", label=Text("초안 삭제", "Discard the draft"), source=("draft",), to="discarded", by=(EDITORS,),
        event="filing.discarded", told=Text("초안을 삭제했습니다.", "The draft was discarded."),
        effects=(r.close_draft,), tone="danger",
    ),
    Move(
        name="take", label=Text("내가 맡기", "Take the case"), source=("received", "supplement"), to=None, by=(OFFICER,),
        event="filing.taken", told=Text("담당자가 정해졌습니다.", "An officer took the case."),
        effects=(r.take,), bulk=True,
    ),
    Move(
        name="hand_over", label=Text("담당자 바꾸기", "Hand over"), source=("received", "supplement"), to=None, by=(OFFICER,),
        event="filing.handed_over", told=Text("담당자가 바뀌었습니다.", "The case was handed over."),
        asks=_asked("hand_over",
            Field(key="to", label=Text("받을 담당자", "To"), required=True),
            Field(key="reason", label=Text("사유", "Reason"), type="text", longest=500)),
        effects=(r.hand_over,), tells=("handler",), bulk=True,
    ),
    Move(
        name="check_licence", label=Text("개설허가 확인", "Licence checked"), source=("received", "supplement"), to=None, by=(OFFICER,),
        event="filing.licence_checked", told=Text("개설허가·신고 사항을 행정정보 공동이용으로 확인했습니다.", "The licence was checked through shared information."),
        asks=_asked("check_licence", Field(key="reason", label=Text("확인한 내용", "What was seen"), type="text", required=True, longest=500)),
        needs=(r.consented,), effects=(r.check_licence,),
    ),
    Move(
        name="ask", label=Text("보완 요구", "Ask for a supplement"), source=("received",), to="supplement", by=(OFFICER,),
        event="filing.supplement_asked", told=Text("보완을 요구했습니다. 답할 때까지 처리 기간을 세지 않습니다.", "A supplement was asked for; the clock stands until it is answered."),
        asks=_asked("ask", DAYS, Field(key="items", label=Text("보완할 항목", "Items"), type="text", required=True), Field(key="reason", label=Text("전체 안내", "Message"), type="text", longest=2000)),
        needs=(r.names_fields, r.days_within_supplement), effects=(r.open_supplement,), tells=("members",), button=False,
    ),
    Move(
        name="answer", label=Text("보완 제출", "Answer the supplement"), source=("supplement",), to="received", by=(EDITORS,),
        event="filing.supplement_answered", told=Text("보완한 내용을 제출했습니다. 처리 기간을 다시 셉니다.", "The supplement was answered; the clock runs again."),
        needs=(r.supplement_complete,), effects=(r.answer_supplement,), tells=("members", "handler"), button=False,
    ),
    Move(
        name="demand", label=Text("한 번 더 보완 요구", "Demand once more"), source=("supplement",), to=None, by=(OFFICER,),
        event="filing.supplement_demanded", told=Text("기간을 정해 한 번 더 보완을 요구했습니다.", "One further demand was made."),
        asks=_asked("demand", DAYS, REASON),
        needs=(r.supplement_lapsed, r.not_demanded_yet, r.days_within_demand), effects=(r.demand_again,), tells=("members",),
    ),
    Move(
        name="extend", label=Text("처리 기간 연장", "Extend the period"), source=("received",), to=None, by=(OFFICER,),
        event="filing.extended", told=Text("처리 기간을 연장했습니다.", "The processing period was extended."),
        asks=_asked("extend", REASON), needs=(r.not_extended,), effects=(r.extend,), tells=("members",), bulk=True,
    ),
    Move(
        name="accept", label=Text("수리", "Accept"), source=("received",), to="accepted", by=(OFFICER,),
        event="filing.accepted", told=Text("수리하고 신고확인증을 발급했습니다.", "Accepted; the certificate was issued."),
        needs=(r.licence_seen,), effects=(r.accept,), tells=("members",), bulk=True, tone="primary",
    ),
    Move(
        name="deem", label=Text("수리간주", "Deemed acceptance"), source=("received",), to="deemed", by=(SYSTEM_ONLY,),
        event="filing.deemed", told=Text("처리 기간이 지나 법에 따라 수리한 것으로 봅니다. 신고확인증을 발급했습니다.", "The period lapsed: accepted by law. The certificate was issued."),
        effects=(r.deem,), when=r.deemed_day, tells=("members", "handler"), button=False,
    ),
    Move(
        name="refuse", label=Text("수리 거부", "Refuse"), source=("received",), to="refused", by=(OFFICER,),
        event="filing.refused", told=Text("수리를 거부했습니다.", "Acceptance was refused."),
        asks=_asked("refuse", REASON, REMEDY), effects=(r.decide_against,), tells=("members",), tone="danger", bulk=True,
    ),
    Move(
        name="return_", label=Text("반려", "Return"), source=("supplement",), to="returned", by=(OFFICER,),
        event="filing.returned", told=Text("보완하지 않아 신고서를 반려했습니다.", "Returned: the supplement was not answered."),
        asks=_asked("return_", REASON, REMEDY),
        needs=(r.supplement_lapsed, r.demanded), effects=(r.decide_against,), tells=("members",), tone="danger", bulk=True,
    ),
    Move(
        name="withdraw", label=Text("취하", "Withdraw"), source=("received", "supplement"), to="withdrawn", by=(EDITORS,),
        event="filing.withdrawn", told=Text("신고를 취하했습니다.", "The filing was withdrawn."),
        asks=_asked("withdraw", REASON), effects=(r.close_draft, r.withdraw), tells=("members", "handler"), tone="danger",
    ),
    Move(
        name="revoke", label=Text("신고확인증 효력 상실", "Revoke the certificate"), source=("accepted", "deemed"), to="revoked", by=(OFFICER,),
        event="filing.revoked", told=Text("신고확인증의 효력을 없앴습니다.", "The certificate was revoked."),
        asks=_asked("revoke", REASON, REMEDY), effects=(r.revoke,), tells=("members",), tone="danger",
    ),
)  # fmt: skip

filing = Kind(
    key="filing",
    title=Text("해외진출 신고", "Overseas-expansion filing"),
    model=Filing,
    schema=SCHEMA,
    workflow=Workflow(start="draft", states=STATES, moves=MOVES),
    seen_by=(MEMBERS, OFFICIALS),
    term=Term(rule="decide_days", deems=True, law=Text("법 제4조제3항·제4항, 민원처리법 제19조제2항", "Act Art. 4(3)-(4), MW Art. 19(2)")),
    series="F",
    endpoint="filings.page",
    desk="filings_desk.page",
)

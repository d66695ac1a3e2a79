"""The statutory procedure that a filing and a change filing share: states, and moves from draft to decision.

Declarations only.
Moves are declared once and named after the kind (`filing.received`, `change.received`); what differs is handed in.
"""

from dataclasses import replace
from typing import Any, TypeVar

from filings.filing import acts, supplements
from filings.models import ChangeFiling, Filing
from portal.core.module import Reminder
from portal.core.people import officer_choices
from portal.core.permissions import EDITORS, OFFICER, SYSTEM_ONLY
from portal.core.schema import Field, asked
from portal.core.text import Text
from portal.core.workflow import Effect, Move, Need, State

REASON = Field(key="reason", label=Text("사유", "Reason"), type="text", required=True, longest=2000)
REMEDY = Field(
    key="remedy",
    label=Text("구제 방법", "Remedy"),
    type="text",
    required=True,
    longest=2000,
    hint=Text(
        "이의신청 기한과 방법을 적습니다. (민원처리법 제27조제3항·제35조)",
        "How and by when to object (MW Art. 27(3), 35).",
    ),
)
DAYS = Field(key="days", label=Text("기간(일)", "Days"), type="integer", required=True, least=1, most=30)

DEMAND_DAYS = replace(
    DAYS,
    hint=Text(
        "처리 기준의 보완 독촉 기간까지 줄 수 있고, 다음 날부터 셉니다. (민원처리법 시행령 제24조제3항·제4항)",
        "At most the period of a further demand in the rule set, counted from the day after (MWD Art. 24(3)-(4)).",
    ),
)

Procedure = TypeVar("Procedure", bound=Filing | ChangeFiling)
DRAFT = State(key="draft", label=Text("작성 중", "Draft"), tone="neutral")
OPEN_STATES = (
    DRAFT,
    State(key="submitted", label=Text("제출", "Submitted"), tone="info"),
    State(key="received", label=Text("처리 중", "In progress"), tone="info"),
    State(
        key="supplement",
        label=Text("보완 요구", "Supplement asked"),
        public=Text("보완 필요", "Supplement needed"),
        tone="warning",
    ),
)
ACCEPTED = State(key="accepted", label=Text("수리", "Accepted"), tone="success", open=False)
CLOSED_STATES = (
    State(key="refused", label=Text("수리 거부", "Refused"), tone="danger", open=False),
    State(key="returned", label=Text("반려", "Returned"), tone="danger", open=False),
    State(key="withdrawn", label=Text("취하", "Withdrawn"), tone="neutral", open=False),
    State(key="discarded", label=Text("삭제한 초안", "Discarded draft"), tone="neutral", open=False),
)

LADDER = (
    Reminder(5, ("handler",), ("received",)),
    Reminder(2, ("handler",), ("received",)),
    Reminder(0, ("handler",), ("received",)),
    Reminder(1, ("members",), ("supplement",)),
    Reminder(-1, ("handler",), ("supplement",)),
)
"""Who is reminded how many working days before the due day;
after an unanswered supplement the officer takes the next step.
"""


def procedure_moves(
    kind: str,
    noun: Text,
    *,
    complete: Need[Procedure],
    filed: tuple[Effect[Procedure], ...],
    received: tuple[Effect[Procedure], ...],
    mended: tuple[Effect[Procedure], ...],
    acceptable: tuple[Need[Procedure], ...],
    accepted: tuple[Effect[Procedure], ...],
    accepted_words: Text,
) -> tuple[Move[Procedure], ...]:
    """The moves of `kind` in the order of the procedure. `noun` is what the filer calls it ('신고', 'filing')."""

    def say(ko: str, en: str) -> Text:
        return Text(ko, en).format(noun=noun)

    under_way: dict[str, Any] = {"source": ("received", "supplement"), "to": None, "by": (OFFICER,)}
    return (
        Move(
            name="submit",
            label=Text("제출하기", "Submit"),
            source=("draft",),
            to="submitted",
            by=(EDITORS,),
            event=f"{kind}.submitted",
            told=say("{noun}서를 제출했습니다.", "The {noun} was submitted."),
            needs=(complete,),
            effects=(acts.file_answers, *filed),
            tone="primary",
            button=False,
        ),
        Move(
            name="receive",
            label=Text("접수", "Receive"),
            source=("submitted",),
            to="received",
            by=(SYSTEM_ONLY,),
            event=f"{kind}.received",
            told=Text("접수되어 접수번호를 받았습니다.", "Received; the receipt number was given."),
            effects=received,
            when=acts.at_once,
            tells=("members", "handler"),
            button=False,
        ),
        Move(
            name="discard",
            label=Text("초안 삭제", "Discard the draft"),
            source=("draft",),
            to="discarded",
            by=(EDITORS,),
            event=f"{kind}.discarded",
            told=Text("초안을 삭제했습니다.", "The draft was discarded."),
            effects=(acts.discard,),
            tone="danger",
        ),
        Move(
            name="take",
            label=Text("내가 맡기", "Take the case"),
            **under_way,
            event=f"{kind}.taken",
            told=Text("담당자가 정해졌습니다.", "An officer took the case."),
            effects=(acts.take,),
            bulk=True,
        ),
        Move(
            name="hand_over",
            label=Text("담당자 바꾸기", "Hand over"),
            **under_way,
            event=f"{kind}.handed_over",
            told=Text("담당자가 바뀌었습니다.", "The case was handed over."),
            asks=asked(
                "hand_over",
                Field(key="to", label=Text("받을 담당자", "To"), type="choice", choices=officer_choices, required=True),
                Field(key="reason", label=Text("사유", "Reason"), type="text", longest=500),
            ),
            effects=(acts.hand_over,),
            tells=("handler",),
            bulk=True,
        ),
        Move(
            name="ask",
            label=Text("보완 요구", "Ask for a supplement"),
            source=("received",),
            to="supplement",
            by=(OFFICER,),
            event=f"{kind}.supplement_asked",
            told=Text(
                "보완을 요구했습니다. 답할 때까지 처리 기간을 세지 않습니다.",
                "A supplement was asked for; the clock stands until it is answered.",
            ),
            asks=asked(
                "ask",
                DAYS,
                Field(key="items", label=Text("보완할 항목", "Items"), type="text", required=True),
                Field(key="reason", label=Text("전체 안내", "Message"), type="text", longest=2000),
            ),
            needs=(supplements.names_fields, supplements.days_within_supplement),
            effects=(supplements.open_supplement,),
            tells=("members",),
            button=False,
        ),
        Move(
            name="answer",
            label=Text("보완 제출", "Answer the supplement"),
            source=("supplement",),
            to="received",
            by=(EDITORS,),
            event=f"{kind}.supplement_answered",
            told=Text(
                "보완한 내용을 제출했습니다. 처리 기간을 다시 셉니다.",
                "The supplement was answered; the clock runs again.",
            ),
            needs=(complete,),
            effects=(supplements.answer_supplement, *filed, *mended),
            tells=("members", "handler"),
            button=False,
        ),
        Move(
            name="demand",
            label=Text("한 번 더 보완 요구", "Demand once more"),
            source=("supplement",),
            to=None,
            by=(OFFICER,),
            event=f"{kind}.supplement_demanded",
            told=Text("기간을 정해 한 번 더 보완을 요구했습니다.", "One further demand was made."),
            asks=asked("demand", DEMAND_DAYS, REASON),
            needs=(supplements.supplement_lapsed, supplements.not_demanded_yet, supplements.days_within_demand),
            effects=(supplements.demand_again,),
            tells=("members",),
        ),
        Move(
            name="extend",
            label=Text("처리 기간 연장", "Extend the period"),
            source=("received",),
            to=None,
            by=(OFFICER,),
            event=f"{kind}.extended",
            told=Text("처리 기간을 연장했습니다.", "The processing period was extended."),
            asks=asked("extend", REASON),
            needs=(acts.not_extended,),
            effects=(acts.extend,),
            tells=("members",),
            bulk=True,
        ),
        Move(
            name="accept",
            label=Text("수리", "Accept"),
            source=("received",),
            to="accepted",
            by=(OFFICER,),
            event=f"{kind}.accepted",
            told=accepted_words,
            needs=acceptable,
            effects=accepted,
            tells=("members",),
            bulk=True,
            tone="primary",
        ),
        Move(
            name="refuse",
            label=Text("수리 거부", "Refuse"),
            source=("received",),
            to="refused",
            by=(OFFICER,),
            event=f"{kind}.refused",
            told=Text("수리를 거부했습니다.", "Acceptance was refused."),
            asks=asked("refuse", REASON, REMEDY),
            effects=(acts.decide_against,),
            tells=("members",),
            tone="danger",
            bulk=True,
        ),
        Move(
            name="return_",
            label=Text("반려", "Return"),
            source=("supplement",),
            to="returned",
            by=(OFFICER,),
            event=f"{kind}.returned",
            told=say(
                "보완하지 않아 {noun}서를 반려했습니다.", "The {noun} was returned: the supplement was not answered."
            ),
            asks=asked("return_", REASON, REMEDY),
            needs=(supplements.supplement_lapsed, supplements.demanded),
            effects=(acts.decide_against,),
            tells=("members",),
            tone="danger",
            bulk=True,
        ),
        Move(
            name="withdraw",
            label=Text("취하", "Withdraw"),
            source=("received", "supplement"),
            to="withdrawn",
            by=(EDITORS,),
            event=f"{kind}.withdrawn",
            told=Text("취하했습니다.", "It was withdrawn."),
            asks=asked("withdraw", REASON),
            effects=(acts.close_draft, acts.withdraw),
            tells=("members", "handler"),
            tone="danger",
        ),
    )

"""A bid under a call, of any programme: from draft to outcome. The outcome itself is decided on the call."""

from funds.selection.applications import acts, outcomes, supplements
from funds.selection.applications.outcomes import give_way, keep_place
from funds.selection.applications.rights import PARTNERS
from funds.selection.forms.questions import CONTACT
from funds.selection.models import Application
from funds.selection.objections import hearings
from funds.selection.objections.rights import RESCORERS
from funds.selection.panel.rights import JUDGES
from funds.terms import REASON
from portal.core.module import Kind, Reminder
from portal.core.permissions import EDITORS, MEMBERS, MINISTRY, OFFICER, OFFICIALS, SYSTEM_ONLY
from portal.core.schema import Field, Schema, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

STATES = (
    State(key="draft", label=Text("작성 중", "Draft")),
    State(key="submitted", label=Text("접수", "Received"), tone="info"),
    State(key="supplementing", label=Text("보완 중", "Being supplemented"), tone="warning"),
    State(key="eligible", label=Text("적격", "Eligible"), public=Text("평가 중", "Under evaluation"), tone="info"),
    State(key="ineligible", label=Text("부적격", "Not eligible"), tone="danger", open=False),
    State(key="selected", label=Text("선정", "Selected"), tone="success", open=False),
    State(key="reserve", label=Text("예비", "Reserve"), tone="warning", open=False),
    State(key="rejected", label=Text("미선정", "Not selected"), tone="neutral", open=False),
    State(key="withdrawn", label=Text("취하", "Withdrawn"), open=False),
    State(key="discarded", label=Text("삭제한 초안", "Discarded draft"), open=False),
)

CHECKS = asked(
    "check",
    Field(key="eligibility", label=Text("적격 확인", "Eligibility"), required=True),
    Field(key="granted", label=Text("인정한 가점", "Bonuses granted")),
    Field(key="penalties", label=Text("감점", "Penalties")),
)

MOVES: tuple[Move[Application], ...] = (
    Move(
        name="submit", label=Text("제출하기", "Submit"), source=("draft",), to="submitted", by=(EDITORS,),
        event="application.submitted", told=Text("신청서를 제출해 접수되었습니다.", "The application was submitted and received."),
        needs=(acts.before_deadline, acts.only_one, acts.complete, acts.partners_stand), effects=(acts.lock_call, acts.file_application),
        tells=("members",), tone="primary", button=False,
    ),
    Move(
        name="discard", label=Text("초안 삭제", "Discard the draft"), source=("draft",), to="discarded", by=(EDITORS,),
        event="application.discarded", told=Text("초안을 삭제했습니다.", "The draft was discarded."), effects=(acts.close_draft,), tone="danger",
    ),
    Move(
        name="withdraw", label=Text("취하", "Withdraw"), source=("submitted", "supplementing", "eligible"), to="withdrawn", by=(EDITORS,),
        event="application.withdrawn", told=Text("신청을 취하했습니다.", "The application was withdrawn."),
        asks=asked("withdraw", REASON), needs=(acts.may_withdraw,), effects=(supplements.stop,), tells=("members", "officers"),
    ),
    Move(
        name="ask_supplement", label=Text("보완 요구", "Ask for a supplement"), source=("submitted",), to="supplementing", by=(OFFICER,),
        event="application.supplement_asked", told=Text("보완을 요구했습니다. 지정한 부분만 다시 열립니다.", "A supplement was asked for; only the named sections are open."),
        asks=asked("ask_supplement",
            Field(key="sections", label=Text("다시 여는 부분", "Sections to open"), required=True),
            Field(key="wanted", label=Text("보완할 내용", "What is missing"), type="text", required=True, longest=2000),
            Field(key="due_on", label=Text("보완 기한", "Due day"), type="date", required=True)),
        needs=(supplements.may_ask,), effects=(supplements.ask,), tells=("members",), button=False,
    ),
    Move(
        name="answer_supplement", label=Text("보완 제출", "Hand in the supplement"), source=("supplementing",), to="submitted", by=(EDITORS,),
        event="application.supplemented", told=Text("보완한 내용을 제출했습니다.", "The supplement was handed in."),
        needs=(supplements.complete,), effects=(supplements.take_answer,), tells=("members", "officers"), tone="primary", button=False,
    ),
    Move(
        name="lapse_supplement", label=Text("보완 기한 지남", "The supplement lapses"), source=("supplementing",), to="submitted", by=(SYSTEM_ONLY,),
        event="application.supplement_lapsed", told=Text("보완 기한이 지나 처음 제출한 내용으로 심사합니다.", "The day passed: it is examined as first submitted."),
        when=supplements.lapse_day, effects=(supplements.lapse,), tells=("members", "officers"), button=False,
    ),
    Move(
        name="find_eligible", label=Text("적격 확인", "Find eligible"), source=("submitted", "eligible"), to="eligible", by=(OFFICER,),
        event="application.found_eligible", told=Text("신청 자격을 확인했습니다.", "Eligibility was checked."),
        asks=CHECKS, needs=(acts.call_under_review, acts.all_checked), effects=(acts.keep_checks,), button=False,
    ),
    Move(
        name="find_ineligible", label=Text("부적격 결정", "Find not eligible"), source=("submitted", "eligible"), to="ineligible", by=(OFFICER,),
        event="application.found_ineligible", told=Text("신청 자격이 없어 평가하지 않습니다.", "Not eligible: it is not evaluated."),
        asks=asked("ineligible", REASON), needs=(acts.call_under_review,), effects=(acts.tell_remedy,), tells=("members",), tone="danger",
    ),
    Move(
        name="override", label=Text("자동 항목 고치기", "Override an automatic criterion"), source=("submitted", "eligible"), to=None, by=(OFFICER,),
        event="application.automatic_overridden", told=Text("자동 계산 항목의 점수를 사유를 남기고 고쳤습니다.", "The points of an automatic criterion were changed, with a reason."),
        asks=asked("override",
            Field(key="criterion", label=Text("항목", "Criterion"), required=True),
            Field(key="points", label=Text("점수", "Points"), type="decimal", required=True), REASON),
        needs=(acts.call_under_review, acts.overridable), effects=(acts.override,), tells=("members",), button=False,
    ),
    Move(
        name="select", label=Text("선정", "Select"), source=("eligible",), to="selected", by=(SYSTEM_ONLY,),
        event="application.selected", told=Text("선정되었습니다.", "Selected."), effects=(outcomes.keep_outcome, outcomes.offer),
        tells=("members",), button=False,
    ),
    Move(
        name="put_in_reserve", label=Text("예비 순위", "Put in reserve"), source=("eligible",), to="reserve", by=(SYSTEM_ONLY,),
        event="application.put_in_reserve", told=Text("예비 순위에 올랐습니다.", "Put on the reserve list."), effects=(outcomes.keep_outcome, acts.tell_remedy),
        tells=("members",), button=False,
    ),
    Move(
        name="reject", label=Text("미선정", "Not selected"), source=("eligible",), to="rejected", by=(SYSTEM_ONLY,),
        event="application.rejected", told=Text("선정되지 않았습니다.", "Not selected."), effects=(outcomes.keep_outcome, acts.tell_remedy),
        tells=("members",), button=False,
    ),
    Move(
        name="call_up", label=Text("예비 순위 승계", "Call up from the reserve"), source=("reserve",), to="selected", by=(MINISTRY,),
        event="application.called_up", told=Text("앞 순위 기관의 포기로 선정되었습니다.", "Called up from the reserve list."),
        asks=asked("call_up", REASON), needs=(outcomes.next_in_line,), effects=(outcomes.offer,), tells=("members",),
    ),
    Move(
        name="correct", label=Text("이의신청에 따른 선정", "Select upon an objection"), source=("rejected", "reserve"), to="selected", by=(SYSTEM_ONLY,),
        event="application.corrected", told=Text("이의신청이 받아들여져 선정되었습니다.", "Selected: the objection was upheld."),
        effects=(outcomes.offer,), tells=("members",), button=False,
    ),
    Move(
        name="reinstate", label=Text("부적격 결정 취소", "Undo the finding of ineligibility"), source=("ineligible",), to="submitted", by=(SYSTEM_ONLY,),
        event="application.reinstated", told=Text("이의신청이 받아들여져 자격을 다시 확인합니다.", "The objection was upheld: eligibility is checked again."),
        tells=("members", "officers"), button=False,
    ),
    Move(
        name="place_in_reserve", label=Text("예비 순위 정정", "Correct the place in reserve"), source=("rejected", "reserve"), to="reserve", by=(SYSTEM_ONLY,),
        event="application.placed_in_reserve", told=Text("이의신청 결정에 따라 예비 순위가 바뀌었습니다.", "The place in reserve changed upon an objection."),
        effects=(keep_place,), tells=("members",), button=False,
    ),
    Move(
        name="hear_first", label=Text("의견 청취 알림", "Tell of the hearing"), source=("selected",), to=None, by=(SYSTEM_ONLY,),
        event="application.to_be_heard", told=Text("다른 기관의 이의신청으로 선정이 바뀔 수 있어 의견을 듣습니다.", "An objection of another applicant may change the selection: a view is asked for."),
        effects=(hearings.tell_of_hearing,), tells=("members",), button=False,
    ),
    Move(
        name="give_view", label=Text("의견 내기", "Give a view"), source=("selected",), to=None, by=(EDITORS,),
        event="application.view_given", told=Text("의견을 냈습니다.", "A view was given."),
        asks=asked("view", Field(key="opinion", label=Text("의견", "View"), type="text", required=True, longest=4000)),
        needs=(hearings.is_heard,), effects=(hearings.keep_view,), tells=("officers",), button=False,
    ),
    Move(
        name="displace", label=Text("이의신청에 따른 예비 전환", "Give way upon an objection"), source=("selected",), to="reserve", by=(SYSTEM_ONLY,),
        event="application.displaced", told=Text("이의신청 결정에 따라 선정이 예비 순위로 바뀌었습니다.", "Upon an objection the selection changed to the reserve list."),
        effects=(give_way, acts.tell_remedy), tells=("members",), button=False,
    ),
)  # fmt: skip

application = Kind(
    key="application",
    title=Text("사업 신청", "Application"),
    model=Application,
    schema=Schema(key="fund_application", version=1, sections=(CONTACT,)),
    workflow=Workflow(start="draft", states=STATES, moves=MOVES),
    seen_by=(MEMBERS, PARTNERS, OFFICIALS, JUDGES, RESCORERS),
    due_on=supplements.due_on,
    endpoint="funds.application",
    desk="funds_desk.application",
    in_worklist=False,
    reminders=(Reminder(2, ("members",), ("supplementing",)),),
)

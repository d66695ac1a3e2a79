"""What a selected applicant holds: offered, signed, in force, noticed, suspended, renewed, revoked,
expired, finished.
"""

from funds.selection.awards import course, notice, payments, signature
from funds.selection.brand import acts
from funds.selection.models import Award
from funds.selection.objections.hearings import not_being_heard
from funds.terms import REASON
from portal.core.module import Kind, Reminder
from portal.core.permissions import EDITORS, MEMBERS, MINISTRY, OFFICER, OFFICIALS, SYSTEM_ONLY
from portal.core.schema import Field, Schema, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

POINTS = Field(key="points", label=Text("점수(100점 만점)", "Points of 100"), type="decimal", required=True)

STATES = (
    State(key="prepared", label=Text("준비", "Prepared")),
    State(key="offered", label=Text("서명 대기", "Waiting for signature"), tone="warning"),
    State(key="in_force", label=Text("유효", "In force"), tone="success"),
    State(key="notice", label=Text("사전통지", "Prior notice"), tone="warning"),
    State(key="suspended", label=Text("정지", "Suspended"), tone="danger"),
    State(key="expired", label=Text("만료", "Expired"), open=False),
    State(key="revoked", label=Text("취소", "Revoked"), tone="danger", open=False),
    State(key="declined", label=Text("포기", "Declined"), open=False),
    State(key="recalled", label=Text("제안 철회", "Offer recalled"), open=False),
    State(key="finished", label=Text("종료", "Finished"), tone="success", open=False),
)

MOVES: tuple[Move[Award], ...] = (
    Move(
        name="offer", label=Text("제안", "Offer"), source=("prepared",), to="offered", by=(SYSTEM_ONLY,),
        event="award.offered", told=Text("선정되어 서명을 기다립니다.", "Offered; it waits for the signature."), tells=("members",), button=False,
    ),
    Move(
        name="sign", label=Text("조건을 확인하고 서명", "Agree to the conditions and sign"), source=("offered",), to="in_force", by=(EDITORS,),
        event="award.given", told=Text("서명하여 효력이 생겼습니다.", "Signed: the award is in force."),
        needs=(not_being_heard,), effects=(signature.give,), tells=("members", "officers"), tone="primary", button=False,
    ),
    Move(
        name="recall", label=Text("제안 철회", "Recall the offer"), source=("offered",), to="recalled", by=(SYSTEM_ONLY,),
        event="award.recalled", told=Text("이의신청 결정에 따라 서명 전 제안을 거두었습니다.", "The unsigned offer was recalled upon an objection."),
        tells=("members", "officers"), button=False,
    ),
    Move(
        name="decline", label=Text("포기", "Decline"), source=("offered",), to="declined", by=(EDITORS,),
        event="award.declined", told=Text("선정 기관이 포기했습니다.", "The award was declined."), asks=asked("decline", REASON), tells=("members", "officers"), tone="danger",
    ),
    Move(
        name="give_notice", label=Text("정지·취소 사전통지", "Give prior notice"), source=("in_force", "suspended"), to="notice", by=(OFFICER,),
        event="award.noticed", told=Text("정지 또는 취소를 미리 알리고 의견을 기다립니다.", "Prior notice was given; an opinion may be given."),
        asks=asked("give_notice",
            Field(key="intended", label=Text("예정한 처분", "Intended"), type="choice", required=True,
                choices={"suspend": Text("정지", "Suspension"), "revoke": Text("취소", "Revocation")}),
            Field(key="days", label=Text("의견제출 기간(일)", "Days for the opinion"), type="integer", required=True, least=1, most=60), REASON),
        needs=(notice.long_enough,), effects=(notice.open_notice,), tells=("members",), tone="danger",
    ),
    Move(
        name="give_opinion", label=Text("의견 내기", "Give an opinion"), source=("notice",), to=None, by=(EDITORS,),
        event="award.opinion_given", told=Text("의견을 냈습니다.", "An opinion was given."),
        asks=asked("opinion", Field(key="opinion", label=Text("의견", "Opinion"), type="text", required=True, longest=4000)),
        effects=(notice.keep_opinion,), tells=("officers",),
    ),
    Move(
        name="suspend", label=Text("정지", "Suspend"), source=("notice",), to="suspended", by=(MINISTRY,),
        event="award.suspended", told=Text("효력을 정지했습니다.", "The award was suspended."),
        asks=asked("suspend", REASON), needs=(notice.opinion_heard,), effects=(notice.end_notice,), tells=("members",), tone="danger",
    ),
    Move(
        name="revoke", label=Text("취소", "Revoke"), source=("notice",), to="revoked", by=(MINISTRY,),
        event="award.revoked", told=Text("취소했습니다.", "The award was revoked."),
        asks=asked("revoke", REASON), needs=(notice.opinion_heard,), effects=(notice.end_notice,), tells=("members",), tone="danger",
    ),
    Move(
        name="drop_notice", label=Text("사전통지 거두기", "Drop the notice"), source=("notice",), to="in_force", by=(OFFICER,),
        event="award.notice_dropped", told=Text("사전통지를 거두었습니다.", "The notice was dropped."),
        asks=asked("drop", REASON), effects=(notice.end_notice,), tells=("members",),
    ),
    Move(
        name="reinstate", label=Text("정지 해제", "Reinstate"), source=("suspended",), to="in_force", by=(MINISTRY,),
        event="award.reinstated", told=Text("정지를 해제했습니다.", "The suspension was lifted."), asks=asked("reinstate", REASON), tells=("members",),
    ),
    Move(
        name="renew", label=Text("갱신", "Renew"), source=("in_force",), to=None, by=(OFFICER,),
        event="award.renewed", told=Text("유효기간을 갱신했습니다.", "The validity was renewed."),
        asks=asked("renew", REASON), needs=(course.renewable,), effects=(course.renew,), tells=("members",),
    ),
    Move(
        name="evaluate_year", label=Text("연간 성과평가", "Evaluate the year"), source=("in_force",), to=None, by=(OFFICER,),
        event="award.year_evaluated", told=Text("연간 성과를 평가했습니다.", "The year was evaluated."),
        asks=asked("year", POINTS, REASON), needs=(course.takes_yearly, course.points_in_range), effects=(course.keep_evaluation,), tells=("members",),
    ),
    Move(
        name="evaluate_final", label=Text("최종평가", "Final evaluation"), source=("in_force",), to=None, by=(OFFICER,),
        event="award.finally_evaluated", told=Text("최종평가를 마쳤습니다.", "The final evaluation was made."),
        asks=asked("final", POINTS, REASON), needs=(course.takes_final, course.points_in_range), effects=(course.keep_evaluation,), tells=("members",),
    ),
    Move(
        name="continue_", label=Text("2차년도 지원 결정", "Grant the second year"), source=("in_force",), to=None, by=(MINISTRY,),
        event="award.continued", told=Text("2차년도 지원을 결정했습니다.", "The second year was granted."),
        asks=asked("continue", Field(key="amount", label=Text("2차년도 지원금", "Support of the second year"), type="money", required=True, least=1), REASON),
        needs=(course.good_enough, course.within_ceiling), effects=(course.begin_second_year,), tells=("members",),
    ),
    Move(
        name="finish", label=Text("협약 종료", "Finish"), source=("in_force",), to="finished", by=(OFFICER,),
        event="award.finished", told=Text("사업을 마쳤습니다.", "The agreement is finished."),
        asks=asked("finish", REASON), needs=(course.takes_final, course.all_paid), tells=("members",),
    ),
    Move(
        name="pay", label=Text("지급", "Pay"), source=("in_force",), to=None, by=(OFFICER,),
        event="award.paid", told=Text("지원금을 지급했습니다.", "An instalment was paid."),
        needs=(payments.payable,), effects=(payments.pay,), tells=("members",), button=False,
    ),
)  # fmt: skip
"""From the offer to the end of an agreement."""

USE_MOVES: tuple[Move[Award], ...] = (
    Move(
        name="sign_use", label=Text("사용 조건에 서명", "Sign the conditions of use"), source=("in_force", "notice"), to=None, by=(EDITORS,),
        event="award.use_signed", told=Text("마크 사용 조건에 서명했습니다.", "The conditions of use were signed."),
        needs=(acts.signable,), effects=(acts.sign,), button=False,
    ),
    Move(
        name="demand_correction", label=Text("시정 요구", "Demand a correction"), source=("in_force", "notice", "suspended"), to=None, by=(OFFICER,),
        event="award.correction_demanded", told=Text("바로잡을 것을 요구했습니다.", "A correction was demanded."),
        asks=asked("demand",
            Field(key="demand", label=Text("바로잡을 내용", "What to put right"), type="text", required=True, longest=2000),
            Field(key="by", label=Text("기한", "By"), type="date", required=True)),
        needs=(notice.day_ahead,), effects=(notice.keep_demand,), tells=("members",),
    ),
    Move(
        name="expire", label=Text("만료", "Expire"), source=("in_force", "notice", "suspended"), to="expired", by=(SYSTEM_ONLY,),
        event="award.expired", told=Text("유효기간이 끝났습니다.", "The validity has ended."), when=course.expiry, tells=("members", "officers"), button=False,
    ),
)  # fmt: skip
"""The use of what is held, and its end."""


def award_kind(*granting: Move[Award]) -> Kind[Award]:
    """The award; `granting` are the moves that decide and watch its grant, which the quarter of the grants declares."""
    return Kind(
        key="award",
        title=Text("선정·인증", "Award"),
        model=Award,
        schema=Schema(key="fund_award", version=1, sections=()),
        workflow=Workflow(start="prepared", states=STATES, moves=(*MOVES, *granting, *USE_MOVES)),
        seen_by=(MEMBERS, OFFICIALS),
        due_on=course.due_on,
        endpoint="funds.award",
        desk="funds_desk.award",
        in_worklist=False,
        reminders=(
            Reminder(60, ("members", "officers"), ("in_force",)),
            Reminder(20, ("members", "officers"), ("in_force",)),
            Reminder(3, ("members",), ("notice",)),
        ),
    )

"""GHKOL 전문위원 위촉 신청: from the application to the appointment for a term, its renewal and its end."""

from experts import terms
from experts.acts import complete, decide, reopen, take
from experts.pool import acts
from experts.pool.models import Application
from experts.rights import AUTHOR
from experts.terms import REASON
from portal.core.module import Kind, Reminder
from portal.core.permissions import OFFICER, OFFICIALS, SYSTEM_ONLY
from portal.core.schema import Field, Schema, Section, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

CAREER = Field(
    key="career", label=Text("경력", "Career"), type="text", required=True, longest=20_000, personal=True,
    hint=Text("언제 어느 나라에서 무엇을 했는지 문장으로 적어 주세요. 포털이 글에서 주제와 나라를 읽어 보여 드리고, 맞는지 확인해 주시면 됩니다.",
        "Write in sentences when and where you did what, in Korean or English. The portal reads topics and countries in it and you confirm them."),
)  # fmt: skip
PRACTICE = (
    Field(key="fields", label=Text("자문 분야", "Fields"), type="choices", choices=terms.fields, required=True),
    Field(key="countries", label=Text("수행한 국가", "Countries worked in"), type="choices", choices=terms.places,
        hint=Text("직접 일한 나라만 골라 주세요.", "Only where you worked yourself.")),
    Field(key="regions", label=Text("권역", "Regions"), type="choices", choices=terms.regions),
    Field(key="languages", label=Text("자문할 수 있는 언어", "Languages"), type="choices", choices=terms.languages, required=True),
)  # fmt: skip
TIES = (
    Field(key="affiliation", label=Text("소속 기관", "Employer or firm"), required=True, hint=Text("기관 이름만 적어 주세요. 없으면 ‘없음’이라고 적습니다.", "The name alone; “none” if there is none."), example=Text("가상컨설팅", "Fictional Consulting")),
    Field(key="conflicts", label=Text("이해관계가 있는 기관", "Organisations you are tied to"), type="text", longest=2000,
        hint=Text("한 줄에 하나씩 적어 주세요. 유치업체를 운영하거나 자문·지분·고용 관계가 있는 기관입니다. 배정할 때 제외하는 데만 씁니다.",
            "One a line: clients, holdings, employers, a registered facilitator of yours. Used only to keep you out of their cases.")),
)  # fmt: skip

SCHEMA = Schema(
    key="expert_application",
    version=1,
    sections=(
        Section(key="person", title=Text("신청인", "Applicant"), fields=(
            Field(key="name_en", label=Text("영문 이름", "Name in English"), required=True, longest=100, personal=True),
            Field(key="phone", label=Text("전화번호", "Phone"), type="phone", required=True, personal=True),
            Field(key="zone", label=Text("주로 계신 곳의 시간대", "Your time zone"), type="choice", choices=terms.ZONES, required=True),
        )),
        Section(key="practice", title=Text("전문 분야", "Expertise"), fields=PRACTICE),
        Section(key="career", title=Text("경력", "Career"), fields=(
            Field(key="years", label=Text("관련 실무 경력", "Years of practice"), type="integer", required=True, most=60, unit=Text("년", "years"),
                hint=Text("7년 이상이어야 위촉할 수 있습니다.", "Seven or more are needed.")),
            CAREER,
            Field(key="evidence", label=Text("경력 증빙", "Evidence of practice"), type="paper", required=True,
                hint=Text("재직·경력 증명서나 계약서 등입니다.", "Certificates of employment, contracts and the like.")),
        )),
        Section(key="ties", title=Text("소속과 이해관계", "Affiliation and ties"), fields=TIES),
        Section(key="consent", title=Text("동의", "Consent"), fields=(
            Field(key="consent", label=Text("위촉 심사와 자문 배정을 위해 위 정보를 이용하는 데 동의합니까?", "May this be used to decide on your appointment and to assign consultations?"), type="yesno", required=True),
        )),
    ),
    checks=(acts.long_enough, acts.consented),
)  # fmt: skip

TERM_TO = Field(key="term_to", label=Text("위촉 종료일", "Term ends on"), type="date", required=True)

STATES = (
    State(key="draft", label=Text("작성 중", "Draft")),
    State(key="received", label=Text("심사 중", "Under review"), tone="info"),
    State(key="supplement", label=Text("보완 요청", "To be completed"), tone="warning"),
    State(key="appointed", label=Text("위촉", "Appointed"), tone="success", open=False),
    State(key="ended", label=Text("위촉 종료", "Term ended"), open=False),
    State(key="refused", label=Text("위촉하지 않음", "Not appointed"), tone="danger", open=False),
    State(key="withdrawn", label=Text("신청 취소", "Withdrawn"), open=False),
)
MOVES = (
    Move(name="submit", label=Text("제출하기", "Submit"), source=("draft",), to="received", by=(AUTHOR,),
        event="expert_application.received", told=Text("신청을 접수했습니다.", "The application was received."),
        needs=(complete,), effects=(acts.receive,), tells=("author", "officers"), tone="primary", button=False),
    Move(name="take", label=Text("내가 맡기", "Take the case"), source=("received", "supplement"), to=None, by=(OFFICER,),
        event="expert_application.taken", told=Text("담당자가 정해졌습니다.", "An officer took the case."), effects=(take,), bulk=True),
    Move(name="ask", label=Text("보완 요청", "Ask to complete"), source=("received",), to="supplement", by=(OFFICER,),
        event="expert_application.asked", told=Text("보완을 요청했습니다.", "The applicant was asked to complete it."),
        asks=asked("ask", REASON), effects=(reopen,), tells=("author",)),
    Move(name="answer", label=Text("보완 제출", "Send again"), source=("supplement",), to="received", by=(AUTHOR,),
        event="expert_application.answered", told=Text("보완해 다시 제출했습니다.", "It was completed and sent again."),
        needs=(complete,), effects=(acts.refile,), tells=("handler",), button=False),
    Move(name="appoint", label=Text("위촉", "Appoint"), source=("received",), to="appointed", by=(OFFICER,),
        event="expert_application.appointed", told=Text("전문위원으로 위촉했습니다.", "Appointed as an expert."),
        asks=asked("appoint", Field(key="term_from", label=Text("위촉 시작일", "Term from"), type="date", required=True), TERM_TO,
            Field(key="max_load", label=Text("동시 수행 한도", "Cases at a time"), type="integer", required=True, least=1, most=20, unit=Text("건", ""))),
        needs=(acts.seven_years, acts.term_in_order), effects=(acts.appoint,), tells=("author",), tone="primary"),
    Move(name="refuse", label=Text("위촉하지 않음", "Do not appoint"), source=("received", "supplement"), to="refused", by=(OFFICER,),
        event="expert_application.refused", told=Text("위촉하지 않기로 했습니다.", "The applicant was not appointed."),
        asks=asked("refuse", REASON), effects=(decide,), tells=("author",), tone="danger"),
    Move(name="renew", label=Text("재위촉(기간 연장)", "Renew the term"), source=("appointed", "ended"), to="appointed", by=(OFFICER,),
        event="expert_application.renewed", told=Text("위촉 기간을 연장했습니다.", "The term was renewed."),
        asks=asked("renew", TERM_TO), needs=(acts.later_end,), effects=(acts.renew,), tells=("author",)),
    Move(name="end", label=Text("해촉", "End the appointment"), source=("appointed",), to="ended", by=(OFFICER,),
        event="expert_application.ended", told=Text("위촉을 마쳤습니다.", "The appointment was ended."),
        asks=asked("end", REASON), needs=(acts.nothing_running,), effects=(acts.end,), tells=("author",), tone="danger"),
    Move(name="lapse", label=Text("임기 만료", "Term over"), source=("appointed",), to="ended", by=(SYSTEM_ONLY,),
        event="expert_application.lapsed", told=Text("위촉 기간이 끝났습니다.", "The term is over."),
        when=acts.term_over, effects=(acts.lapse,), tells=("author",), button=False),
    Move(name="withdraw", label=Text("신청 취소", "Withdraw"), source=("draft", "received", "supplement"), to="withdrawn", by=(AUTHOR,),
        event="expert_application.withdrawn", told=Text("신청을 취소했습니다.", "The application was withdrawn."),
        effects=(decide,), tone="danger"),
)  # fmt: skip

application = Kind(
    key="expert_application",
    title=Text("GHKOL 전문위원 위촉 신청", "Application as GHKOL expert"),
    model=Application,
    schema=SCHEMA,
    workflow=Workflow(start="draft", states=STATES, moves=MOVES),
    seen_by=(AUTHOR, OFFICIALS),
    due_on=acts.review_by,
    series="E",
    endpoint="experts.application",
    desk="ghkol_desk.application",
    reminders=(Reminder(2, ("handler",), ("received",)),),
)

"""GHKOL 자문: 신청 → 적격 확인 → 배정 → 수행 → 보고 → 종료. The service times stand in the dated rule sets."""

from experts import terms
from experts.acts import complete, hand_over, handler_if_none, reopen, take
from experts.consulting import acts, offers
from experts.models import Consultation
from experts.papers import pledge, rights
from experts.pool import queries
from experts.rights import ASKED_EXPERT, HOLDING_EXPERT, AtHand
from experts.terms import REASON
from portal.core.module import FactWords, Kind, Reminder
from portal.core.people import officer_choices
from portal.core.permissions import EDITORS, MEMBERS, OFFICER, OFFICIALS, SYSTEM_ONLY
from portal.core.schema import Field, Schema, Section, When, asked
from portal.core.text import Text
from portal.core.workflow import Move, State, Workflow

FACT_WORDS: dict[str, FactWords] = {
    "expert_name": (True, lambda _case, _facts, value: Text("전문위원: {v}", "Expert: {v}").format(v=value)),
    "pledge_edition": (
        True,
        lambda _case, _facts, value: Text(
            "비밀유지 서약서 제{v}판에 서약", "Confidentiality pledge, edition {v}"
        ).format(v=value),
    ),
}

WISH = Text("희망 전문위원 {n}순위", "Wished expert, choice {n}")
SCHEMA = Schema(
    key="consultation",
    version=1,
    sections=(
        Section(key="what", title=Text("자문 내용", "What you need"), fields=(
            Field(key="depth", label=Text("자문 종류", "Kind of consulting"), type="choice", choices=terms.DEPTHS, required=True,
                hint=Text("일반 자문은 질문에 답하고 보고서를 드립니다. 심화 자문은 대표 전문위원(P.M.)이 계획·진행·결과를 보고합니다.",
                    "General: questions answered and a report. In-depth: a lead expert (P.M.) with plan, progress and result report.")),
            Field(key="title", label=Text("제목", "Title"), required=True, longest=200, example=Text("알마티 검진센터 개설 허가 절차", "Licence of a screening centre in Almaty")),
            Field(key="text", label=Text("자세한 내용", "Details"), type="text", required=True, longest=20_000,
                hint=Text("지금 상황, 알고 싶은 것, 원하는 결과를 한국어나 영어로 적어 주세요. 이미 정해진 것도 적으면 도움이 됩니다.",
                    "Where you stand, what you want to know and what should come of it, in Korean or English.")),
            Field(key="stage", label=Text("진행 단계", "Stage"), type="choice", choices=terms.STAGES, required=True),
            Field(key="fields", label=Text("자문 분야", "Fields"), type="choices", choices=terms.fields, required=True),
        )),
        Section(key="where", title=Text("대상 국가와 상대 기관", "Where and with whom"), fields=(
            Field(key="countries", label=Text("대상 국가", "Countries"), type="choices", choices=terms.places,
                hint=Text("나라를 정하지 않았으면 권역만 골라도 됩니다.", "If the country is open, choose a region.")),
            Field(key="regions", label=Text("권역", "Regions"), type="choices", choices=terms.regions),
            Field(key="languages", label=Text("꼭 필요한 언어", "Languages you need"), type="choices", choices=terms.languages),
            Field(key="counterparties", label=Text("상대 기관", "Counterparties"), type="text", longest=2000,
                hint=Text("한 줄에 하나씩 적어 주세요. 이해상충이 있는 전문위원을 빼는 데 씁니다.", "One a line; used to keep conflicted experts out.")),
        )),
        Section(key="wishes", title=Text("희망", "Wishes"), fields=(
            *(Field(key=f"preferred{n}", label=WISH.format(n=n), type="choice", choices=queries.expert_choices) for n in (1, 2, 3)),
            Field(key="starts_on", label=Text("희망 시작일", "Wanted start"), type="date"),
        )),
        Section(key="papers", title=Text("자료", "Papers"), fields=(
            Field(key="business_plan", label=Text("사업계획서", "Business plan"), type="paper", required=True, show_if=When("depth", ("indepth",))),
            Field(key="attachment", label=Text("참고 자료", "Other papers"), type="paper"),
            Field(key="consent", label=Text("자문을 위해 이 내용을 배정된 전문위원에게 보여 주는 데 동의합니까?", "May this be shown to the expert who accepts?"), type="yesno", required=True,
                hint=Text("배정 전에는 기관 이름과 분야만 보입니다.", "Before acceptance an expert sees only the names and fields.")),
        )),
    ),
    checks=(acts.where_or_what, acts.wishes_differ),
)  # fmt: skip

OWN_REASON = Field(
    key="because_own",
    label=Text("사유", "Reason"),
    type="text",
    required=True,
    longest=1000,
    hint=Text("KHIDI 담당자만 읽습니다.", "Read by KHIDI officers only."),
)

STATES = (
    State(key="draft", label=Text("작성 중", "Draft")),
    State(key="received", label=Text("적격 확인 중", "Eligibility check"), tone="info"),
    State(key="supplement", label=Text("보완 요청", "To be completed"), tone="warning"),
    State(key="matching", label=Text("전문위원 찾는 중", "Finding an expert"), tone="info"),
    State(key="offered", label=Text("전문위원 회신 대기", "Waiting for the expert"), tone="info"),
    State(key="running", label=Text("자문 중", "Under way"), tone="primary"),
    State(key="reported", label=Text("보고서 확인", "Report handed in"), tone="warning"),
    State(key="closed", label=Text("종료", "Closed"), tone="success", open=False),
    State(key="refused", label=Text("지원 대상 아님", "Not eligible"), tone="danger", open=False),
    State(key="unmet", label=Text("배정하지 못함", "Nobody suited"), tone="danger", open=False),
    State(key="withdrawn", label=Text("신청 취소", "Withdrawn"), open=False),
    State(key="discarded", label=Text("삭제한 초안", "Discarded draft"), open=False),
)

OFFERED = AtHand(("offered",), ASKED_EXPERT.label)
AT_WORK = AtHand(("running",), HOLDING_EXPERT.label)
YES = {"yes": Text("예", "Yes"), "no": Text("아니요", "No")}
MOVES = (
    Move(name="submit", label=Text("신청하기", "Apply"), source=("draft",), to="received", by=(EDITORS,),
        event="consultation.received", told=Text("자문 신청을 접수했습니다.", "The application was received."),
        needs=(complete,), effects=(acts.receive,), tells=("members", "officers"), tone="primary", button=False),
    Move(name="discard", label=Text("초안 삭제", "Discard the draft"), source=("draft",), to="discarded", by=(EDITORS,),
        event="consultation.discarded", told=Text("초안을 삭제했습니다.", "The draft was discarded."), effects=(acts.decide_against,), tone="danger"),
    Move(name="refer", label=Text("상담에서 넘김", "Handed over from the centre"), source=("draft",), to="received", by=(SYSTEM_ONLY,),
        event="consultation.referred", told=Text("상담센터 질의를 자문으로 넘겨 접수했습니다.", "An inquiry was handed over and received."),
        effects=(acts.receive,), tells=("members", "officers"), button=False),
    Move(name="take", label=Text("내가 맡기", "Take the case"), source=("received", "supplement", "matching", "offered", "running", "reported"), to=None, by=(OFFICER,),
        event="consultation.taken", told=Text("담당자가 정해졌습니다.", "An officer took the case."), effects=(take,), bulk=True),
    Move(name="hand_over", label=Text("담당자 바꾸기", "Hand over"), source=("received", "supplement", "matching", "offered", "running", "reported"), to=None, by=(OFFICER,),
        event="consultation.handed_over", told=Text("담당자가 바뀌었습니다.", "The case was handed over."),
        asks=asked("hand_over", Field(key="to", label=Text("받을 담당자", "To"), type="choice", choices=officer_choices, required=True)),
        effects=(hand_over,), tells=("handler",), bulk=True),
    Move(name="ask", label=Text("보완 요청", "Ask to complete"), source=("received",), to="supplement", by=(OFFICER,),
        event="consultation.asked", told=Text("보완을 요청했습니다.", "The applicant was asked to complete it."),
        asks=asked("ask", REASON), effects=(handler_if_none, reopen), tells=("members",)),
    Move(name="answer", label=Text("보완 제출", "Send again"), source=("supplement",), to="received", by=(EDITORS,),
        event="consultation.answered", told=Text("보완해 다시 제출했습니다.", "It was completed and sent again."),
        needs=(complete,), effects=(acts.refile,), tells=("handler",), button=False),
    Move(name="accept", label=Text("적격 확인", "Confirm eligibility"), source=("received",), to="matching", by=(OFFICER,),
        event="consultation.eligible", told=Text("지원 대상임을 확인했습니다. 전문위원을 찾고 있습니다.", "Eligible: an expert is being found."),
        needs=(acts.verified,), effects=(handler_if_none,), tells=("members",), tone="primary", bulk=True),
    Move(name="refuse", label=Text("지원 대상 아님", "Not eligible"), source=("received",), to="refused", by=(OFFICER,),
        event="consultation.refused", told=Text("지원 대상이 아닌 것으로 확인했습니다.", "Found not eligible."),
        asks=asked("refuse", REASON), effects=(acts.decide_against,), tells=("members",), tone="danger"),
    Move(name="assign", label=Text("전문위원에게 요청", "Ask the expert"), source=("matching",), to="offered", by=(OFFICER,),
        event="consultation.offered", told=Text("전문위원에게 자문을 요청했습니다.", "An expert was asked."),
        needs=(offers.may_be_asked,), effects=(offers.assign,), tells=("expert",), button=False),
    Move(name="ask_next", label=Text("다음 순위에게 요청", "Ask the next in rank"), source=("matching",), to="offered", by=(SYSTEM_ONLY,),
        event="consultation.offered_next", told=Text("다음 순위 전문위원에게 자문을 요청했습니다.", "The next expert in rank was asked."),
        when=offers.at_once_if_next, effects=(offers.ask_next,), tells=("expert", "handler"), button=False),
    Move(name="unmet", label=Text("배정하지 못함으로 종료", "Close: nobody suits"), source=("matching",), to="unmet", by=(OFFICER,),
        event="consultation.unmet", told=Text("적합한 전문위원을 찾지 못해 마쳤습니다.", "No expert suited; the case was closed."),
        asks=asked("unmet", REASON), effects=(acts.decide_against,), tells=("members",), tone="danger"),
    Move(name="declare", label=Text("이해상충 신고", "Declare a conflict"), source=("offered",), to="matching", by=(OFFERED,),
        event="consultation.conflict", told=Text("이해상충이 있어 다른 전문위원을 찾습니다.", "A conflict of interest: another expert is being found."),
        asks=asked("declare", Field(key="conflict_with", label=Text("이해관계가 있는 기관과 내용", "With whom, and how"), required=True,
                hint=Text("KHIDI 담당자만 읽습니다.", "Read by KHIDI officers only.")),
            Field(key="keep", label=Text("내 프로필의 이해관계 기관에 더할까요?", "Add it to the ties on your profile?"), type="choice", choices=YES, required=True)),
        effects=(offers.declare,), tells=("handler",)),
    Move(name="accept_offer", label=Text("수락", "Accept"), source=("offered",), to="running", by=(OFFERED,),
        event="consultation.accepted", told=Text("전문위원이 수락했습니다. 자문을 시작합니다.", "The expert accepted; the consultation begins."),
        asks=asked("accept_offer", Field(key="no_conflict", label=Text("위 기관들과 이해관계가 없습니까?", "Are you free of ties to these organisations?"), type="choice", choices=YES, required=True),
            Field(key="pledge", label=Text("자문에서 알게 된 내용을 밖에 알리지 않고 자문에만 쓰겠다고 서약합니까?", "Do you pledge to keep what you learn confidential and to use it for this consultation only?"), type="choice", choices=YES, required=True, hint=pledge.current().words)),
        needs=(offers.pledged, offers.free_of_ties), effects=(offers.accept,), tells=("members", "handler"), tone="primary"),
    Move(name="decline", label=Text("사양", "Decline"), source=("offered",), to="matching", by=(OFFERED,),
        event="consultation.declined", told=Text("전문위원이 맡지 못해 다른 전문위원을 찾습니다.", "The expert cannot take it; another is being found."),
        asks=asked("decline", OWN_REASON), effects=(offers.decline,), tells=("handler",)),
    Move(name="lapse_offer", label=Text("회신 기한 지남", "No answer in time"), source=("offered",), to="matching", by=(SYSTEM_ONLY,),
        event="consultation.offer_lapsed", told=Text("회신이 없어 다른 전문위원을 찾습니다.", "No answer came; another expert is being found."),
        when=acts.day_after_due, effects=(offers.lapse_offer,), tells=("handler",), button=False),
    Move(name="recall", label=Text("요청 거두기", "Take the request back"), source=("offered",), to="matching", by=(OFFICER,),
        event="consultation.recalled", told=Text("요청을 거두고 다른 전문위원을 찾습니다.", "The request was taken back; another expert is being found."),
        asks=asked("recall", REASON), effects=(offers.recall,)),
    Move(name="plan", label=Text("수행계획서 내기", "Hand in the plan"), source=("running",), to=None, by=(AT_WORK,),
        event="consultation.planned", told=Text("수행계획서를 냈습니다.", "The plan was handed in."),
        asks=asked("plan", Field(key="plan", label=Text("수행계획", "Plan"), type="text", required=True, longest=10_000),
            Field(key="plan_hours", label=Text("계획 시간", "Planned hours"), type="decimal", unit=Text("시간", "h"),
                hint=Text("적으면 이 시간까지만 자문 시간을 적을 수 있습니다. 계획을 다시 내어 고칠 수 있습니다.", "If given, no more hours than these can be logged. A new plan changes them."))),
        needs=(acts.is_indepth, acts.plan_hours_make_sense), effects=(acts.set_plan,), tells=("members", "handler")),
    Move(name="progress", label=Text("진행 상황 보고", "Report progress"), source=("running",), to=None, by=(AT_WORK,),
        event="consultation.progressed", told=Text("진행 상황을 보고했습니다.", "Progress was reported."),
        asks=asked("progress", Field(key="because", label=Text("진행 상황", "Progress"), type="text", required=True, longest=5000)),
        needs=(acts.is_indepth,), tells=("members", "handler")),
    Move(name="report", label=Text("결과 보고", "Hand in the report"), source=("running",), to="reported", by=(AT_WORK,),
        event="consultation.reported", told=Text("결과 보고서를 냈습니다.", "The report was handed in."),
        asks=asked("report", Field(key="report", label=Text("결과 보고", "Report"), type="text", required=True, longest=20_000)),
        needs=(acts.has_plan,), effects=(acts.set_report,), tells=("members", "handler"), tone="primary"),
    Move(name="leave", label=Text("더 맡을 수 없음", "I cannot go on"), source=("running",), to="matching", by=(AT_WORK,),
        event="consultation.left", told=Text("전문위원이 바뀝니다. 나눈 대화와 자료는 그대로 이어집니다.", "The expert changes; thread and papers stay with the case."),
        asks=asked("leave", OWN_REASON), effects=(offers.leave,), tells=("members", "handler"), tone="danger"),
    Move(name="replace", label=Text("전문위원 바꾸기", "Replace the expert"), source=("running",), to="matching", by=(OFFICER,),
        event="consultation.replaced", told=Text("전문위원이 바뀝니다. 나눈 대화와 자료는 그대로 이어집니다.", "The expert changes; thread and papers stay with the case."),
        asks=asked("replace", REASON), effects=(offers.leave,), tells=("members",), tone="danger"),
    Move(name="again", label=Text("보고서에 더 물어보기", "Ask for more"), source=("reported",), to="running", by=(EDITORS,),
        event="consultation.more_asked", told=Text("보고서에 대해 더 물었습니다.", "More was asked about the report."),
        asks=asked("again", REASON), effects=(acts.again,), tells=("expert", "handler")),
    Move(name="close", label=Text("만족도 적고 마치기", "Rate and close"), source=("reported",), to="closed", by=(EDITORS,),
        event="consultation.closed", told=Text("자문을 마쳤습니다.", "The consultation was closed."),
        asks=asked("close", Field(key="rating", label=Text("자문에 만족하셨습니까?", "How satisfied are you?"), type="choice", choices=terms.RATINGS, required=True),
            Field(key="rating_words", label=Text("좋았던 점과 아쉬운 점", "What was good, what was missing"), type="text", longest=2000)),
        effects=(acts.close,), tells=("handler",), tone="primary"),
    Move(name="close_lapsed", label=Text("조사 없이 종료", "Closed without a survey"), source=("reported",), to="closed", by=(SYSTEM_ONLY,),
        event="consultation.closed_unrated", told=Text("만족도 조사 기간이 지나 마쳤습니다.", "The survey's time passed; the case was closed."),
        when=acts.day_after_due, effects=(acts.close_lapsed,), tells=("members",), button=False),
    Move(name="outcome", label=Text("그 뒤 어떻게 되었는지 알리기", "Tell what came of it"), source=("closed",), to=None, by=(EDITORS,),
        event="consultation.outcome", told=Text("자문 뒤의 결과를 알렸습니다.", "What came of it was told."),
        asks=asked("outcome", Field(key="outcome", label=Text("지금은 어떻습니까?", "How does it stand?"), type="choice", choices=terms.OUTCOMES, required=True),
            Field(key="outcome_words", label=Text("까닭", "Why"), type="text", longest=1000)),
        effects=(acts.set_outcome,)),
    Move(name="withdraw", label=Text("신청 취소", "Withdraw"), source=("received", "supplement", "matching", "offered", "running"), to="withdrawn", by=(EDITORS,),
        event="consultation.withdrawn", told=Text("신청을 취소했습니다.", "The application was withdrawn."),
        asks=asked("withdraw", REASON), effects=(acts.decide_against,), tells=("members", "handler"), tone="danger"),
)  # fmt: skip


consultation = Kind(
    fact_words=FACT_WORDS,
    key="consultation",
    title=Text("GHKOL 자문", "GHKOL consultation"),
    model=Consultation,
    schema=SCHEMA,
    workflow=Workflow(start="draft", states=STATES, moves=MOVES),
    seen_by=(MEMBERS, OFFICIALS, ASKED_EXPERT),
    due_on=acts.due_on,
    opens=rights.opens,
    opened_at=rights.opened_at,
    series="G",
    endpoint="consultations.page",
    desk="ghkol_desk.consultation",
    reminders=(
        Reminder(2, ("handler",), ("received", "matching")),
        Reminder(1, ("expert",), ("offered",)),
        Reminder(3, ("expert",), ("running",)),
        Reminder(2, ("members",), ("reported",)),
    ),
)

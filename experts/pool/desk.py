"""The officials' pages of this domain: applications, the pool, consultations, inquiries. Officers act, the ministry reads."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request
from sqlalchemy import Select, String, cast, func, or_, select

from experts import terms, writing
from experts.centre import acts as answering
from experts.centre.kind import PHONE, QUESTION
from experts.choice import profiles as pool
from experts.concepts import reading
from experts.consulting import casework
from experts.models import Application, Consultation, Expert, Inquiry, Offer, PublicAnswer, ShownList
from experts.pool.acts import answers_of, expert_of
from portal.core import clock, files, periods, records, threads, timeline
from portal.core.asking import Asking
from portal.core.cases import Case
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import fire, open_case, possible_moves
from portal.core.listing import Column, Filter, Listing
from portal.core.people import Actor, User
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, note_access, see_other, tell

bp = Blueprint("ghkol_desk", __name__, url_prefix="/desk/ghkol")
MOST_RUNNING = 2


def _common(case: Case) -> dict[str, Any]:
    actor, answers = current_actor(), answers_of(case)
    names: dict[str, list[str]] = {}
    papers = [p for p in files.papers_of(case.id) if not p.slot.startswith(threads.SLOT)]
    for paper in papers:
        names.setdefault(paper.slot, []).append(paper.name)
    author = db.session.get(User, case.created_by_id) if case.created_by_id else None
    note_access("read", f"{case.kind}:{case.id}")
    return {
        "case": case,
        "state": case.declared.workflow.state(case.state),
        "left": clock.working_days_left(case.due_on, clock.today(), periods.calendar()) if case.due_on else None,
        "moves": possible_moves(case, actor),
        "sections": writing.answer_sections(case.declared.schema, answers, names),
        "papers": [writing.paper_row(p) for p in papers],
        "entries": timeline.entries(case, actor),
        "author": author,
    }


@bp.get("/applications/<int:case_id>")
@access("officer", "ministry")
def application(case_id: int) -> str:
    case = case_or_404(Application, case_id)
    read = reading.read_text(str(answers_of(case).get("career") or ""))
    return render_template(
        "experts/pool/desk_application.html",
        **_common(case),
        rows=reading.concept_rows(read, None),
        places=reading.place_names(read),
        expert=expert_of(case),
        year_from_now=clock.today() + timedelta(days=730),
    )


@bp.get("/consultations/<int:case_id>")
@access("officer", "ministry")
def consultation(case_id: int) -> str:
    case = case_or_404(Consultation, case_id)
    offers = list(db.session.scalars(select(Offer).where(Offer.case_id == case.id).order_by(Offer.id)))
    return render_template(
        "experts/consulting/desk.html",
        **_common(case),
        offers=offers,
        understood=reading.understood(pool.request_of(case), case.confirmed),
        eligibility=eligibility(case),
        work=casework.work_of(case),
        role_here="officer" if current_actor().has("officer") else "reader",
        depths=terms.DEPTHS,
        outcomes=terms.OUTCOMES,
        offer_states=OFFER_STATES,
        following=list(db.session.scalars(select(Consultation).where(Consultation.parent_id == case.id))),
        logged=db.session.scalar(select(func.count()).select_from(ShownList).where(ShownList.case_id == case.id)),
    )


OFFER_STATES = {
    "asked": (Text("회신 대기", "Waiting"), "info"),
    "accepted": (Text("수락", "Accepted"), "success"),
    "done": (Text("마침", "Done"), "success"),
    "declined": (Text("사양", "Declined"), "warning"),
    "conflict": (Text("이해상충", "Conflict"), "danger"),
    "lapsed": (Text("회신 없음", "No answer"), "warning"),
    "recalled": (Text("거둠", "Taken back"), "gray"),
    "left": (Text("중도 교체", "Left"), "danger"),
}


def eligibility(case: Consultation) -> list[tuple[Text, Text, bool]]:
    """What an officer looks at before confirming eligibility: (what, how it stands, whether it is in order)."""
    owner = case.organisation
    if owner is None:
        return []
    others = select(func.count()).select_from(Consultation).where(
        Consultation.organisation_id == owner.id, Consultation.id != case.id, Consultation.state.in_(pool.BUSY)
    )  # fmt: skip
    running = db.session.scalar(others) or 0
    filed = [p.slot for p in files.papers_of(case.id)]
    found = [
        (
            Text("기관 확인", "Organisation verified"),
            Text("확인함", "Yes") if owner.verified else Text("아직 확인하지 않음", "Not yet"),
            owner.verified,
        ),
        (
            Text("진행 중인 다른 자문", "Other consultations running"),
            Text(f"{running}건", str(running)),
            running < MOST_RUNNING,
        ),
    ]
    if case.depth == "indepth":
        held = "business_plan" in filed
        found.append(
            (Text("사업계획서", "Business plan"), Text("냄", "Filed") if held else Text("없음", "Missing"), held)
        )
    return found


# ---- the pool -----------------------------------------------------------------------------------------------------------


def _in_office(statement: Select[Any], text: str) -> Select[Any] | None:
    today = clock.today()
    serving = (Expert.term_from <= today) & (Expert.term_to >= today) & (Expert.ended_on.is_(None))
    return {"yes": statement.where(serving), "no": statement.where(~serving)}.get(text)


def _coded(column: Any) -> Any:
    return lambda statement, text: (
        statement.where(cast(column, String).like(f'%"{text}"%')) if text.isidentifier() else None
    )


def _by_name(statement: Select[Any], text: str) -> Select[Any]:
    return statement.where(
        or_(
            User.name.icontains(text, autoescape=True),
            Expert.name_en.icontains(text, autoescape=True),
            Expert.affiliation.icontains(text, autoescape=True),
        )
    )


POOL = Listing(
    key="experts",
    title=Text("GHKOL 전문위원", "GHKOL experts"),
    query=lambda _actor: select(Expert).join(User, User.id == Expert.user_id),
    columns=(
        Column(key="certificate_no", label=Text("위촉번호", "Number"), value=lambda e: e.certificate_no),
        Column(key="name", label=Text("이름", "Name"), value=lambda e: e.name),
        Column(key="affiliation", label=Text("소속", "Affiliation"), value=lambda e: e.affiliation, width=24),
        Column(key="fields", label=Text("분야", "Fields"), value=lambda e: terms.named(terms.fields(), e.fields).ko, width=30),
        Column(key="term_to", label=Text("위촉 종료일", "Term ends"), value=lambda e: e.term_to, number_format="yyyy-mm-dd"),
    ),
    order=(Expert.id,),
    filters=(
        Filter(key="q", label=Text("이름·소속", "Name, affiliation"), apply=_by_name, type="search"),
        Filter(key="field", label=Text("분야", "Field"), apply=_coded(Expert.fields), choices=lambda: list(terms.fields().items())),
        Filter(key="country", label=Text("국가", "Country"), apply=_coded(Expert.countries), choices=lambda: list(terms.places().items())),
        Filter(key="serving", label=Text("위촉 상태", "In office"), apply=_in_office,
            choices=lambda: [("yes", Text("위촉 중", "In office")), ("no", Text("위촉 종료", "Ended"))]),
    ),
)  # fmt: skip


@bp.get("/experts")
@access("officer", "ministry")
def experts() -> str:
    page = POOL.page(current_actor(), request.args)
    waiting = select(Application).where(Application.state.in_(("received", "supplement"))).order_by(Application.id)
    return render_template(
        "experts/pool/desk_experts.html",
        listing=POOL,
        page=page,
        loads=pool.loads(),
        ratings=pool.ratings(),
        fields=terms.fields(),
        named=terms.named,
        waiting=list(db.session.scalars(waiting)),
        day=clock.today(),
    )


@bp.get("/experts/<int:expert_id>")
@access("officer", "ministry")
def expert(expert_id: int) -> str:
    found = db.session.get(Expert, expert_id) if expert_id < 2**31 else None
    if found is None:
        abort(404)
    note_access("read", f"expert:{found.id}")
    read = reading.read_text(found.career)
    offers = select(Offer).where(Offer.expert_id == found.id).order_by(Offer.id.desc()).limit(30)
    rows = list(db.session.scalars(offers))
    cases = {
        c.id: c for c in db.session.scalars(select(Consultation).where(Consultation.id.in_([o.case_id for o in rows])))
    }
    return render_template(
        "experts/pool/desk_expert.html",
        expert=found,
        rows=reading.concept_rows(read, found.confirmed),
        places=terms.named(terms.places(), found.countries),
        fields=terms.named(terms.fields(), found.fields),
        languages=terms.named(terms.languages(), found.languages),
        load=pool.loads().get(found.id, 0),
        rating=pool.ratings().get(found.id),
        offers=[(o, cases[o.case_id]) for o in rows if o.case_id in cases],
        offer_states=OFFER_STATES,
        in_office=found.serves_on(clock.today()),
    )


# ---- the consultation centre --------------------------------------------------------------------------------------------


@bp.get("/inquiries/<int:case_id>")
@access("officer", "ministry")
def inquiry(case_id: int) -> str:
    case = case_or_404(Inquiry, case_id)
    common = _common(case)
    if case.channel != "phone":
        common["sections"] = [s for s in common["sections"] if s["key"] != "phone"]
    return render_template(
        "experts/centre/desk.html",
        **common,
        topics=terms.TOPICS,
        standings=terms.STANDINGS,
        channels=terms.CHANNELS,
        public=answering.published(case),
        alike=alike(case),
        referred=db.session.scalar(select(Consultation).where(Consultation.parent_id == case.id)),
    )


def alike(case: Inquiry) -> list[PublicAnswer]:
    """Published answers on the same country and topic, newest first."""
    wanted = select(PublicAnswer).where(
        PublicAnswer.withdrawn_on.is_(None),
        PublicAnswer.country == case.country,
        PublicAnswer.topic == case.topic,
        PublicAnswer.inquiry_id != case.id,
    )
    return list(db.session.scalars(wanted.order_by(PublicAnswer.id.desc()).limit(3)))


@bp.get("/phone")
@access("officer")
def phone() -> str:
    return render_template("experts/centre/phone.html", asking=Asking((*PHONE, *QUESTION)))


@bp.post("/phone")
@access("officer")
def log_phone() -> Any:
    """A question by phone goes on the same list, with the same service time."""
    asking = Asking((*PHONE, *QUESTION), given=request.form)
    if not asking.good:
        return render_template("experts/centre/phone.html", asking=asking), 422
    case = ask(current_actor(), asking.answers | {"channel": "phone"}, None)
    case.handler_id = current_actor().user_id
    tell("전화 질의를 적었습니다.", "The phone question was logged.")
    return see_other("ghkol_desk.inquiry", case_id=case.id)


def ask(actor: Actor, answers: dict[str, Any], organisation_id: int | None) -> Case:
    """A received inquiry with these answers."""
    case = open_case(kind_of("inquiry"), actor, organisation_id=organisation_id, title=str(answers["title"])[:300])
    records.start_draft(case, {k: v for k, v in answers.items() if v is not None})
    fire(case, "submit", actor)
    return case

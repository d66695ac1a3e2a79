"""The experts' own pages: applying to the pool, what waits for them, a request before and after it is accepted."""

from typing import Any

from flask import Blueprint, Response, abort, g, render_template, request
from sqlalchemy import select

from experts import terms, writing
from experts.choice.profiles import expert_of_user, loads, ratings
from experts.consulting import casework
from experts.consulting import offers as offering
from experts.consulting.pages import asked_of
from experts.models import Application, Consultation, Expert, Insight, Offer, WorkedTime
from experts.papers import pledge, rights
from experts.pool.acts import answers_of, expert_of
from experts.pool.certificate import paper as certificate_paper
from experts.rights import ASKED_EXPERT
from portal.core import clock, files, records, threads, timeline
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import open_case, possible_moves
from portal.core.papers import pdf
from portal.core.permissions import MEMBERS
from portal.core.web import access, case_or_404, current_actor, note_access, see_other, tell

bp = Blueprint("experts", __name__, url_prefix="/expert")


def own_expert() -> Expert:
    """The pool's row of whoever is signed in; 404 for who is not in it."""
    found = expert_of_user(current_actor().user_id)
    if found is None:
        abort(404)
    return found


def application_of(user_id: int | None) -> Application | None:
    """The application that somebody writes or sent, the latest one."""
    wanted = select(Application).where(Application.created_by_id == user_id, Application.state != "withdrawn")
    return db.session.scalar(wanted.order_by(Application.id.desc()).limit(1))


@bp.get("/")
@access("signed-in")
def home() -> Any:
    """Of an expert: what waits, what runs, what was worked. Of anybody else: how to apply."""
    expert = expert_of_user(current_actor().user_id)
    if expert is None:
        return render_template("experts/pool/apply.html", case=application_of(current_actor().user_id))
    held = select(Consultation).where(Consultation.expert_id == expert.id)
    cases = list(db.session.scalars(held.order_by(Consultation.due_on, Consultation.id)))
    minutes = select(WorkedTime).where(WorkedTime.expert_id == expert.id)
    worked = list(db.session.scalars(minutes))
    columns = (
        select(Insight).where(Insight.expert_id == expert.id, Insight.state != "withdrawn").order_by(Insight.id.desc())
    )
    return render_template(
        "experts/home/expert.html",
        expert=expert,
        asked=[c for c in cases if c.state == "offered"],
        running=[c for c in cases if c.state in ("running", "reported")],
        closed=[c for c in cases if c.state == "closed"],
        load=loads().get(expert.id, 0),
        rating=ratings().get(expert.id),
        confirmed_minutes=sum(w.minutes for w in worked if w.confirmed_at),
        waiting_minutes=sum(w.minutes for w in worked if not w.confirmed_at),
        insights=list(db.session.scalars(columns)),
        in_office=expert.serves_on(clock.today()),
        fields=terms.named(terms.fields(), expert.fields),
        state_of=lambda case: case.declared.workflow.state(case.state),
        depths=terms.DEPTHS,
    )


# ---- applying -----------------------------------------------------------------------------------------------------------


@bp.post("/apply")
@access("signed-in")
def apply() -> Any:
    actor = current_actor()
    held = application_of(actor.user_id)
    if held is None or held.state in ("refused", "ended"):
        held = open_case(kind_of("expert_application"), actor, organisation_id=None, title=actor.name)  # type: ignore[assignment]
        assert held is not None
        records.start_draft(held, {"zone": "Asia/Seoul"})
    return see_other("experts.application", case_id=held.id)


@bp.get("/applications/<int:case_id>")
@access("signed-in")
def application(case_id: int) -> Any:
    case = _own_application(case_id)
    opened = writing.opened(case)
    if opened is not None:
        return render_template("experts/pool/apply_write.html", page=opened, case=case, asked=asked_of(case))
    names: dict[str, list[str]] = {}
    for paper in files.papers_of(case.id):
        names.setdefault(paper.slot, []).append(paper.name)
    return render_template(
        "experts/pool/application.html",
        case=case,
        state=case.declared.workflow.state(case.state),
        sections=writing.answer_sections(case.declared.schema, answers_of(case), names),
        entries=timeline.entries(case, current_actor()),
        moves=possible_moves(case, current_actor()),
        expert=expert_of(case),
    )


def _own_application(case_id: int) -> Application:
    case = case_or_404(Application, case_id)
    if case.created_by_id != current_actor().user_id:
        abort(404)
    return case


@bp.post("/applications/<int:case_id>")
@access("signed-in")
def save_application(case_id: int) -> Any:
    case = _own_application(case_id)
    saved = writing.saved(case)
    if saved is None:
        return see_other("experts.application", case_id=case.id)
    sent = request.form.get("go") == "send" and not saved.errors and "remove" not in request.form
    if sent and saved.fires("answer" if case.state == "supplement" else "submit"):
        tell(
            "신청을 접수했습니다. 심사 결과를 메일로 알려 드립니다.",
            "Your application was received. You will hear by mail.",
        )
        return see_other("experts.application", case_id=case.id)
    if saved.errors:
        return render_template("experts/pool/apply_write.html", page=saved, case=case, asked=asked_of(case)), 422
    tell("저장했습니다.", "Saved.")
    return see_other("experts.application", case_id=case.id)


@bp.get("/certificate.pdf")
@access("signed-in")
def certificate() -> Response:
    """위촉장, in Korean or English."""
    language = "en" if request.args.get("lang", g.language) == "en" else "ko"
    expert = own_expert()
    made = pdf("letter", certificate_paper(expert, language))
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{expert.certificate_no}.pdf"'
    return answer


# ---- a request ----------------------------------------------------------------------------------------------------------


@bp.get("/consultations/<int:case_id>")
@access("signed-in")
def consultation(case_id: int) -> Any:
    """Before acceptance only what conflict checking needs; afterwards the file."""
    case, actor = case_or_404(Consultation, case_id), current_actor()
    if not ASKED_EXPERT.holds(actor, case):
        if MEMBERS.holds(actor, case):
            return see_other("consultations.page", case_id=case.id)
        return see_other("ghkol_desk.consultation", case_id=case.id)
    answers = answers_of(case)
    moves = {m.name: m for m in possible_moves(case, actor)}
    common = {
        "case": case,
        "state": case.declared.workflow.state(case.state),
        "moves": moves,
        "depths": terms.DEPTHS,
        "offer": offering.current_offer(case),
    }
    if case.state == "offered":
        return render_template(
            "experts/consulting/expert_offer.html", **common, brief=brief_of(case, answers), pledge=pledge.current()
        )
    note_access("read", f"consultation:{case.id}")
    papers = files.papers_of(case.id)
    names: dict[str, list[str]] = {}
    for one in papers:
        names.setdefault(one.slot, []).append(one.name)
    shown = {k: v for k, v in answers.items() if not k.startswith("preferred")}
    return render_template(
        "experts/consulting/expert_case.html",
        **common,
        sections=writing.answer_sections(case.declared.schema, shown, names),
        paper_rows=rights.rows(case, actor, [p for p in papers if not p.slot.startswith(threads.SLOT)]),
        pledge=pledge.signed_on(case),
        shut=rights.shut(case, actor),
        work=casework.work_of(case),
        role_here="expert",
        earlier=list(
            db.session.scalars(select(Offer).where(Offer.case_id == case.id, Offer.state == "left").order_by(Offer.id))
        ),
        entries=timeline.entries(case, actor),
    )


def brief_of(case: Consultation, answers: dict[str, Any]) -> dict[str, Any]:
    """The parties by name, kind of consulting, fields and place: neither title nor text nor papers."""
    return {
        "applicant": case.organisation.name if case.organisation else "",
        "applicant_en": case.organisation.name_en if case.organisation else "",
        "counterparties": [
            line.strip() for line in str(answers.get("counterparties") or "").splitlines() if line.strip()
        ],
        "fields": terms.named(terms.fields(), case.fields),
        "countries": terms.named(terms.places(), case.countries),
        "regions": terms.named(terms.regions(), answers.get("regions") or []),
        "languages": terms.named(terms.languages(), answers.get("languages") or []),
        "starts_on": answers.get("starts_on"),
    }

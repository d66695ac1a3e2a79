"""The applicant's pages of consultations: the list, writing one, what was understood of it, and the page of a case."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, g, render_template, request
from sqlalchemy import select

from experts import terms, writing
from experts.acts import answers_of
from experts.choice import profiles
from experts.consulting import casework
from experts.consulting.outcomes import outcome_open
from experts.matching.understood import understood
from experts.models import Consultation, Offer
from experts.papers import rights
from experts.rights import ASKED_EXPERT
from portal.core import files, records, threads, timeline
from portal.core.attempts import attempt
from portal.core.cases import Case
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import fire, open_case, possible_moves
from portal.core.people import Actor
from portal.core.permissions import EDITORS, MEMBERS
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor, keep, note_access, see_other, tell, wants_data
from portal.core.writing.pages import changed_since

bp = Blueprint("consultations", __name__, url_prefix="/consultations")


def own(case_id: int) -> Consultation:
    """The organisation's own consultation, for who may write; else 404 or 403."""
    case = case_or_404(Consultation, case_id)
    if not EDITORS.holds(current_actor(), case):
        note_access("refused", f"consultation:{case.id}")
        abort(403)
    return case


@bp.get("/")
@access("member")
def mine() -> str:
    actor = current_actor()
    wanted = select(Consultation).where(
        Consultation.organisation_id == actor.organisation_id, Consultation.state != "discarded"
    )
    cases = list(db.session.scalars(wanted.order_by(Consultation.id.desc()).limit(200)))
    return render_template("experts/consulting/list.html", cases=cases, may_start=may_start(actor), depths=terms.DEPTHS)


def may_start(actor: Actor) -> bool:
    return actor.memberships.get(actor.organisation_id or 0) in EDITORS.roles


@bp.post("/start")
@access("member")
def start() -> Any:
    actor = current_actor()
    if not may_start(actor):
        abort(403)
    case = open_case(kind_of("consultation"), actor, organisation_id=actor.organisation_id)
    records.start_draft(case, {"depth": "general"})
    return see_other("consultations.page", case_id=case.id)


@bp.get("/<int:case_id>")
@access("signed-in")
def page(case_id: int) -> Any:
    """The draft, or the case as the applicant sees it; the expert has a page of their own."""
    case, actor = case_or_404(Consultation, case_id), current_actor()
    if not MEMBERS.holds(actor, case):
        if ASKED_EXPERT.holds(actor, case):
            return see_other("experts.consultation", case_id=case.id)
        return see_other("ghkol_desk.consultation", case_id=case.id)
    opened = writing.opened(case)
    if opened is not None and EDITORS.holds(actor, case):
        return render_template("experts/consulting/write.html", page=opened, case=case, asked=writing.asked_of(case))
    return _case_page(case)


def _case_page(case: Consultation) -> str:
    actor, answers = current_actor(), answers_of(case)
    papers = files.papers_of(case.id)
    schema = case.declared.schema
    names: dict[str, list[str]] = {}
    for paper in papers:
        names.setdefault(paper.slot, []).append(paper.name)
    return render_template(
        "experts/consulting/case.html",
        case=case,
        state=case.declared.workflow.state(case.state),
        sections=writing.answer_sections(schema, answers, names),
        paper_rows=rights.rows(case, actor, [p for p in papers if not p.slot.startswith(threads.SLOT)]),
        openings=rights.openings(case, papers),
        entries=timeline.entries(case, actor),
        moves={m.name: m for m in possible_moves(case, actor)},
        offers=list(db.session.scalars(select(Offer).where(Offer.case_id == case.id).order_by(Offer.id))),
        work=casework.work_of(case),
        role_here="client" if EDITORS.holds(actor, case) else "reader",
        depths=terms.DEPTHS,
        outcomes=terms.OUTCOMES,
        outcome_open=outcome_open(case),
        following=list(db.session.scalars(select(Consultation).where(Consultation.parent_id == case.id))),
    )


@bp.post("/<int:case_id>")
@access("member")
def save(case_id: int) -> Any:
    """Keep what was typed; with go=check on to what the portal understood of it."""
    case = own(case_id)
    saved = writing.saved(case)
    if saved is None:
        return writing.too_late(case)
    if wants_data():
        case.subject = str(saved.draft.answers.get("title") or "")
        return saved.autosaved()
    going = request.form.get("go") == "check" and "remove" not in request.form
    if going:
        for key, sentence in case.declared.schema.gaps(
            saved.draft.answers, files.slots_of(files.papers_of(case.id))
        ).items():
            saved.errors.setdefault(key, sentence.in_(g.language))
    if saved.errors:
        return render_template(
            "experts/consulting/write.html", page=saved, case=case, asked=writing.asked_of(case)
        ), saved.status
    case.subject = str(saved.draft.answers.get("title") or "")
    if going:
        return see_other("consultations.check", case_id=case.id)
    tell("저장했습니다.", "Saved.")
    return see_other("consultations.page", case_id=case.id)


@bp.get("/<int:case_id>/check")
@access("member")
def check(case_id: int) -> Any:
    """이해한 요청 내용: what the matching will go by, to be confirmed before the application is sent."""
    case = own(case_id)
    if writing.opened(case) is None:
        return see_other("consultations.page", case_id=case.id)
    return _check_page(case)


def _check_page(case: Consultation, reasons: Sequence[Text] = ()) -> str:
    answers = answers_of(case)
    return render_template(
        "experts/consulting/check.html",
        case=case,
        understood=understood(profiles.request_of(case), case.confirmed),
        concepts=terms.concepts(),
        sections=writing.answer_sections(case.declared.schema, answers, _names(case)),
        reasons=reasons,
        version=draft.writing.version if (draft := writing.opened(case)) is not None else None,
    )


def _names(case: Case) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for paper in files.papers_of(case.id):
        found.setdefault(paper.slot, []).append(paper.name)
    return found


@bp.post("/<int:case_id>/check")
@access("member")
def send(case_id: int) -> Any:
    """The confirmed reading is kept, and the application sent."""
    case = own(case_id)
    ticked = [c for c in request.form.getlist("concept") if c in terms.concepts()]
    extra = request.form.get("add", "")
    if extra in terms.concepts() and extra not in ticked:
        ticked.append(extra)
    case.confirmed = ticked or None
    if "again" in request.form:
        db.session.flush()
        return _check_page(case)
    page = writing.opened(case)
    if page is not None and (changed := changed_since(page.writing)) is not None:
        return _check_page(case, [changed]), 409
    keep()  # what was ticked stays, though sending may be refused
    with attempt() as tried:
        fire(case, "answer" if case.state == "supplement" else "submit", current_actor())
    if tried.refused:
        return _check_page(case, tried.sentences), 422
    tell(
        "자문 신청을 접수했습니다. 진행되는 대로 알려 드립니다.",
        "Your application was received. We will keep you informed.",
    )
    return see_other("consultations.page", case_id=case.id)


@bp.post("/<int:case_id>/second")
@access("member")
def second(case_id: int) -> Any:
    """A second consultation from the first: its answers are carried over, its expert is wished first."""
    case = own(case_id)
    if case.state != "closed":
        abort(404)
    actor = current_actor()
    made = open_case(
        kind_of("consultation"),
        actor,
        organisation_id=case.organisation_id,
        title=case.titled,
        subject=case.subject,
        parent_id=case.id,
    )
    answers = answers_of(case) | {"preferred2": None, "preferred3": None, "starts_on": None}
    last = db.session.scalar(
        select(Offer).where(Offer.case_id == case.id, Offer.state == "done").order_by(Offer.id.desc())
    )
    if last is not None:
        answers["preferred1"] = str(last.expert_id)
    records.start_draft(made, {k: v for k, v in answers.items() if v is not None})
    tell(
        "앞선 자문의 내용을 가져왔습니다. 더 물을 것을 적어 주세요.",
        "Carried over from the first. Write what you need now.",
    )
    return see_other("consultations.page", case_id=made.id)

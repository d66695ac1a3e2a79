"""A consultation as its expert sees it: before acceptance only what conflict checking needs, afterwards the file."""

from typing import Any

from flask import render_template
from sqlalchemy import select

from experts import terms, writing
from experts.acts import answers_of
from experts.blueprints import expert as bp
from experts.consulting import casework, offers
from experts.models import Consultation, Offer
from experts.papers import pledge, rights
from experts.rights import ASKED_EXPERT
from portal.core import files, threads, timeline
from portal.core.db import db
from portal.core.fire import possible_moves
from portal.core.permissions import MEMBERS
from portal.core.web import access, case_or_404, current_actor, note_access, see_other


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
        "offer": offers.current_offer(case),
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

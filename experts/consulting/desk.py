"""A consultation at the officials' desk: the file, who was asked, whether it is eligible.

Officers act, the ministry reads.
"""

from flask import render_template
from sqlalchemy import func, select

from experts import terms
from experts.blueprints import desk as bp
from experts.choice import profiles
from experts.choice.models import ShownList
from experts.consulting import casework
from experts.desk import case_values
from experts.matching.understood import understood
from experts.models import Consultation, Offer
from experts.pool import queries
from portal.core import files
from portal.core.db import db
from portal.core.text import Text
from portal.core.web import access, case_or_404, current_actor

MOST_RUNNING = 2


@bp.get("/consultations/<int:case_id>")
@access("officer", "ministry")
def consultation(case_id: int) -> str:
    case = case_or_404(Consultation, case_id)
    offers = list(db.session.scalars(select(Offer).where(Offer.case_id == case.id).order_by(Offer.id)))
    return render_template(
        "experts/consulting/desk.html",
        **case_values(case),
        offers=offers,
        understood=understood(profiles.request_of(case), case.confirmed),
        eligibility=eligibility(case),
        work=casework.work_of(case),
        role_here="officer" if current_actor().has("officer") else "reader",
        depths=terms.DEPTHS,
        outcomes=terms.OUTCOMES,
        offer_states=terms.OFFER_STATES,
        following=list(db.session.scalars(select(Consultation).where(Consultation.parent_id == case.id))),
        logged=db.session.scalar(select(func.count()).select_from(ShownList).where(ShownList.case_id == case.id)),
    )


def eligibility(case: Consultation) -> list[tuple[Text, Text, bool]]:
    """What an officer looks at before confirming eligibility: (what, how it stands, whether it is in order)."""
    owner = case.organisation
    if owner is None:
        return []
    others = (
        select(func.count())
        .select_from(Consultation)
        .where(
            Consultation.organisation_id == owner.id, Consultation.id != case.id, Consultation.state.in_(queries.BUSY)
        )
    )
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

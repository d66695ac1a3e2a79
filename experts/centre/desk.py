"""The consultation centre at the officials' desk: one question, and questions by phone.

Officers act, the ministry reads.
"""

from typing import Any

from flask import render_template, request
from sqlalchemy import select

from experts import terms
from experts.blueprints import desk as bp
from experts.centre import queries
from experts.centre.acts import ask
from experts.centre.kind import PHONE, asked_now
from experts.centre.models import Inquiry
from experts.desk import case_values
from experts.models import Consultation
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.web import access, case_or_404, current_actor, see_other, tell


@bp.get("/inquiries/<int:case_id>")
@access("officer", "ministry")
def inquiry(case_id: int) -> str:
    case = case_or_404(Inquiry, case_id)
    common = case_values(case)
    if case.channel != "phone":
        common["sections"] = [s for s in common["sections"] if s["key"] != "phone"]
    return render_template(
        "experts/centre/desk.html",
        **common,
        topics=terms.TOPICS,
        standings=terms.STANDINGS,
        channels=terms.CHANNELS,
        public=queries.published(case),
        alike=queries.alike(case),
        referred=db.session.scalar(select(Consultation).where(Consultation.parent_id == case.id)),
    )


@bp.get("/phone")
@access("officer")
def phone() -> str:
    return render_template("experts/centre/phone.html", asking=Asking((*PHONE, *asked_now())))


@bp.post("/phone")
@access("officer")
def log_phone() -> Any:
    """A question by phone goes on the same list, with the same service time."""
    asking = Asking((*PHONE, *asked_now()), given=request.form)
    if not asking.good:
        return render_template("experts/centre/phone.html", asking=asking), 422
    case = ask(current_actor(), asking.answers | {"channel": "phone"}, None)
    case.handler_id = current_actor().user_id
    tell("전화 질의를 적었습니다.", "The phone question was logged.")
    return see_other("ghkol_desk.inquiry", case_id=case.id)

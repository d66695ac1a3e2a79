"""The expert's first page: what waits, what runs, what was worked. Anybody else is told how to apply."""

from typing import Any

from flask import render_template
from sqlalchemy import select

from experts import terms
from experts.blueprints import expert as bp
from experts.consulting import hours
from experts.consulting.models import WorkedTime
from experts.insights.models import Insight
from experts.models import Consultation
from experts.pool.queries import application_of, expert_of_user, loads, ratings
from portal.core import clock
from portal.core.db import db
from portal.core.web import access, current_actor


@bp.get("/")
@access("signed-in")
def home() -> Any:
    """Of an expert: what waits, what runs, what was worked. Of anybody else: how to apply."""
    expert = expert_of_user(current_actor().user_id)
    if expert is None:
        return render_template("experts/home/apply.html", case=application_of(current_actor().user_id))
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
        confirmed_hours=hours.hours(sum(w.minutes for w in worked if w.confirmed_at)),
        waiting_hours=hours.hours(sum(w.minutes for w in worked if not w.confirmed_at)),
        insights=list(db.session.scalars(columns)),
        in_office=expert.serves_on(clock.today()),
        fields=terms.named(terms.fields(), expert.fields),
        state_of=lambda case: case.declared.workflow.state(case.state),
        depths=terms.DEPTHS,
    )

"""Which versions a programme has, and which one holds on a day. Reads only."""

from datetime import date

from sqlalchemy import select

from funds.selection.rubrics.models import Rubric
from portal.core import dated
from portal.core.db import db
from portal.core.text import Text

STATES = {
    "draft": (Text("작성 중", "Draft"), "neutral"),
    "commented": (Text("의견 수렴 중", "Open for comment"), "info"),
    "in_force": (Text("시행", "In force"), "success"),
}


def rubrics_of(programme: str) -> list[Rubric]:
    """Every version, the latest first."""
    return list(db.session.scalars(select(Rubric).where(Rubric.programme == programme).order_by(Rubric.id.desc())))


def rubric_in_force(programme: str, day: date) -> Rubric | None:
    """The version that holds on `day`: the latest of those whose day has come."""
    put = select(Rubric).where(Rubric.programme == programme, Rubric.state == "in_force").order_by(Rubric.id)
    return dated.in_force(db.session.scalars(put), day)

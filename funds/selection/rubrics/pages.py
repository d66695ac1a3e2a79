"""What everybody sees of rubrics: a published version, and comments while they are asked for."""

from typing import Any

from flask import abort, render_template, request

from funds.selection.blueprints import bp
from funds.selection.programmes import PROGRAMMES
from funds.selection.programmes.declaration import SAMPLE
from funds.selection.rubrics import acts
from funds.selection.rubrics.measures import MEASURES
from funds.selection.rubrics.models import Rubric
from funds.selection.rubrics.queries import STATES
from portal.core import clock
from portal.core.attempts import attempt
from portal.core.db import db
from portal.core.web import access, current_actor, say, see_other, tell


@bp.get("/rubrics/<int:rubric_id>")
@access("everybody")
def rubric(rubric_id: int) -> str:
    return rubric_page(_public_rubric(rubric_id))


def _public_rubric(rubric_id: int) -> Rubric:
    found = db.session.get(Rubric, rubric_id) if rubric_id < 2**31 else None
    if found is None or found.state == "draft":
        abort(404)
    return found


def rubric_page(found: Rubric, problem: str = "", typed: str = "") -> str:
    return render_template(
        "funds/selection/rubrics/page.html",
        rubric=found,
        programme=PROGRAMMES[found.programme],
        measures=MEASURES,
        sample=SAMPLE,
        state=STATES[found.state],
        open_for_comment=found.state == "commented" and found.comment_until and clock.today() <= found.comment_until,
        problem=problem,
        typed=typed,
    )


@bp.post("/rubrics/<int:rubric_id>/comments")
@access("signed-in")
def comment(rubric_id: int) -> Any:
    found = _public_rubric(rubric_id)
    text = request.form.get("text", "")
    with attempt() as tried:
        acts.comment(found, current_actor(), text)
    if tried.sentence is not None:
        return rubric_page(found, say(tried.sentence), text), 422
    tell("의견을 남겼습니다.", "Your comment was kept.")
    return see_other("funds.rubric", rubric_id=found.id)

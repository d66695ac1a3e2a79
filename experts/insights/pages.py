"""Columns by experts: the public pages, writing one, and the officer's review."""

from typing import Any

from flask import Blueprint, abort, g, render_template, request

from experts import markup, terms, writing
from experts.acts import answers_of, title_in
from experts.insights.models import Insight
from experts.insights.queries import published
from experts.pool.pages import own_expert
from portal.core import records, timeline
from portal.core.db import db
from portal.core.declared import kind_of
from portal.core.fire import open_case, possible_moves
from portal.core.web import access, case_or_404, current_actor, see_other, tell, wants_data

bp = Blueprint("insights", __name__, url_prefix="/insights")


@bp.get("/")
@access("everybody")
def index() -> str:
    country = request.args.get("country", "")
    known = country if country in terms.places() else ""
    return render_template(
        "experts/insights/index.html",
        columns=published(known),
        country=terms.places().get(known),
        place=lambda codes: terms.named(terms.places(), codes),
    )


@bp.get("/<int:case_id>")
@access("everybody")
def column(case_id: int) -> str:
    found = db.session.get(Insight, case_id) if case_id < 2**31 else None
    if found is None or found.state != "published":
        abort(404)
    return render_template("experts/insights/column.html", column=found, **_texts(found))


def _texts(case: Insight) -> dict[str, Any]:
    answers = answers_of(case)
    here = "_en" if g.language == "en" else ""
    return {
        "heading": answers.get(f"title{here}") or answers.get("title") or case.title,
        "body": markup.html(str(answers.get(f"body{here}") or answers.get("body") or "")),
        "places": terms.named(terms.places(), answers.get("countries") or []),
        "about": answers.get("countries") or [],
    }


# ---- writing ------------------------------------------------------------------------------------------------------------


@bp.post("/write")
@access("expert")
def write() -> Any:
    expert, actor = own_expert(), current_actor()
    case = open_case(kind_of("insight"), actor, organisation_id=None, expert_id=expert.id)
    records.start_draft(case, {})
    return see_other("insights.own", case_id=case.id)


@bp.get("/own/<int:case_id>")
@access("signed-in")
def own(case_id: int) -> Any:
    case = _own(case_id)
    opened = writing.opened(case)
    if opened is not None:
        return render_template("experts/insights/write.html", page=opened, case=case, asked=writing.asked_of(case))
    return render_template("experts/insights/own.html", case=case, **_case_values(case), **_texts(case))


def _own(case_id: int) -> Insight:
    case = case_or_404(Insight, case_id)
    if case.created_by_id != current_actor().user_id:
        abort(404)
    return case


def _case_values(case: Insight) -> dict[str, Any]:
    return {
        "state": case.declared.workflow.state(case.state),
        "moves": possible_moves(case, current_actor()),
        "entries": timeline.entries(case, current_actor()),
    }


@bp.post("/own/<int:case_id>")
@access("signed-in")
def save(case_id: int) -> Any:
    case = _own(case_id)
    saved = writing.saved(case)
    if saved is None:
        return writing.too_late(case)
    case.titled = title_in(saved.draft.answers)
    if wants_data():
        return saved.autosaved()
    if request.form.get("go") == "send" and not saved.errors and saved.fires("submit"):
        tell("검토를 요청했습니다.", "Sent for review.")
        return see_other("insights.own", case_id=case.id)
    if saved.errors:
        return render_template(
            "experts/insights/write.html", page=saved, case=case, asked=writing.asked_of(case)
        ), saved.status
    tell("저장했습니다.", "Saved.")
    return see_other("insights.own", case_id=case.id)


@bp.get("/review/<int:case_id>")
@access("officer", "ministry")
def review(case_id: int) -> str:
    case = case_or_404(Insight, case_id)
    answers = answers_of(case)
    both = [
        (answers.get(f"title{tail}") or "", markup.html(str(answers.get(f"body{tail}") or ""))) for tail in ("", "_en")
    ]
    return render_template(
        "experts/insights/review.html",
        case=case,
        both=both,
        places=terms.named(terms.places(), answers.get("countries") or []),
        **_case_values(case),
    )

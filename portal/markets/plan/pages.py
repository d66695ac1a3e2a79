"""The plan on pages: tasks with their status cards, the board of indicators, a one-page print.

Officials add to the cards.
"""

from typing import Any

from flask import Blueprint, abort, render_template, request
from sqlalchemy import select

from portal.core import clock
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.markets.kpis.board import board
from portal.markets.plan.models import TaskReport
from portal.markets.plan.queries import latest
from portal.markets.plan.terms import MINISTRIES, PLAN, STATES, TASKS
from portal.markets.terms import PLAN_SOURCE

bp = Blueprint("plan", __name__, url_prefix="/plan")

REPORT = (
    Field(key="state", label=Text("상태", "State"), type="choice", required=True, choices={k: words for k, (words, _) in STATES.items()}),
    Field(key="text", label=Text("추진 내용", "What was done"), type="text", required=True, longest=2000),
    Field(
        key="evidence",
        label=Text("증빙(문서 이름이나 주소)", "Evidence (document or address)"),
        required=True,
        longest=500,
        hint=Text("확인할 수 있는 문서·공고·페이지를 적습니다.", "A document, notice or page that can be checked."),
    ),
)  # fmt: skip


@bp.get("")
@access("everybody")
def index() -> str:
    return render_template("markets/plan/index.html", **_shown())


@bp.get("/print")
@access("everybody")
def one_page() -> str:
    """Everything on one sheet of paper."""
    return render_template("markets/plan/print.html", **_shown())


def _shown() -> dict[str, Any]:
    held = latest()
    counts = {key: sum(r.state == key for r in held.values()) for key in STATES}
    counts["planned"] += len(TASKS) - len(held)
    return {
        "plan": PLAN,
        "held": held,
        "states": STATES,
        "ministries": MINISTRIES,
        "counts": counts,
        "total": len(TASKS),
        "board": board(),
        "source": PLAN_SOURCE,
        "day": clock.today(),
    }


@bp.get("/tasks/<code>")
@access("everybody")
def task(code: str) -> str:
    """The card of a task: how it stands and every report."""
    return _card(_known(code), Asking(REPORT))


@bp.post("/tasks/<code>")
@access("officer", "ministry")
def report(code: str) -> Any:
    """Add to the card; what was reported before stays."""
    _known(code)
    asking = Asking(REPORT, given=request.form)
    if not asking.good:
        return _card(code, asking), 422
    made = TaskReport(
        task=code,
        state=asking["state"],
        text=asking.text("text"),
        evidence=asking.text("evidence"),
        by_id=current_actor().user_id,
    )
    db.session.add(made)
    db.session.flush()
    tell("관리카드에 적었습니다.", "Added to the card.")
    return see_other("plan.task", code=code)


def _known(code: str) -> str:
    if code not in TASKS:
        abort(404)
    return code


def _card(code: str, asking: Asking) -> str:
    reports = db.session.scalars(select(TaskReport).where(TaskReport.task == code).order_by(TaskReport.id.desc()))
    return render_template(
        "markets/plan/task.html",
        task=TASKS[code],
        reports=list(reports),
        states=STATES,
        ministries=MINISTRIES,
        asking=asking,
        source=PLAN_SOURCE,
        may_report=current_actor().has("officer", "ministry"),
    )

"""The plan on pages: tasks with their status cards, the board of indicators, a one-page print. Officials add to the cards."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from sqlalchemy import func, select

from portal.core import clock, search
from portal.core.asking import Asking
from portal.core.db import db
from portal.core.module import fact
from portal.core.schema import Field
from portal.core.text import Text
from portal.core.web import access, current_actor, see_other, tell
from portal.markets import figures
from portal.markets.models import PublishedFigure, TaskReport
from portal.markets.plan_data import KPIS, MINISTRIES, PLAN, SOURCE, STATES, TASKS, Kpi, KpiVersion

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


def latest() -> dict[str, TaskReport]:
    """The newest report of each task that has one."""
    newest = select(func.max(TaskReport.id)).group_by(TaskReport.task)
    return {r.task: r for r in db.session.scalars(select(TaskReport).where(TaskReport.id.in_(newest)))}


@bp.get("")
@access("everybody")
def index() -> str:
    return render_template("markets/plan.html", **_shown())


@bp.get("/print")
@access("everybody")
def one_page() -> str:
    """Everything on one sheet of paper."""
    return render_template("markets/plan_print.html", **_shown())


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
        "source": SOURCE,
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
        "markets/plan_task.html",
        task=TASKS[code],
        reports=list(reports),
        states=STATES,
        ministries=MINISTRIES,
        asking=asking,
        source=SOURCE,
        may_report=current_actor().has("officer", "ministry"),
    )


# ---- indicators -------------------------------------------------------------------------------------------------------


def board() -> list[dict[str, Any]]:
    """Each indicator: the points of every version apart, the newest point, and how far it is to the target."""
    found = []
    for kpi in KPIS:
        versions = [(v, points(v)) for v in kpi.versions]
        last = _newest(kpi, versions)
        found.append({"kpi": kpi, "versions": [(v, p) for v, p in versions if p], "last": last})
    return found


def _newest(kpi: Kpi, versions: list[tuple[KpiVersion, dict[int, int]]]) -> tuple[int, int] | None:
    """(year, value) of the newest point; of the same year the later version's. A yearly count waits until the year is over."""
    points_of = [(y, n, v) for n, (_, held) in enumerate(versions) for y, v in held.items()]
    over = [one for one in points_of if one[0] < clock.today().year or not kpi.yearly]
    year, _, value = max(over, default=(0, 0, 0))
    return (year, value) if over else None


def points(version: KpiVersion) -> dict[int, int]:
    """Value by year: fixed ones, or the portal's own reading."""
    return _COMPUTED[version.computed]() if version.computed else version.values


def _filings() -> dict[int, int]:
    one = figures.table_of("by_year")
    if one is None:
        return {}
    rows = figures.built(one, figures.as_of(clock.today().year)).rows
    return {int(row[0]): row[1] for row in rows if row[1]}


def _patients() -> dict[int, int]:
    wanted = select(PublishedFigure.period, PublishedFigure.value).where(
        PublishedFigure.series == "patients", PublishedFigure.dimension == "total", PublishedFigure.value.is_not(None)
    )
    return {int(period): value or 0 for period, value in db.session.execute(wanted) if period.isdigit()}


def _experts() -> dict[int, int]:
    count = fact("experts_in_office")
    return {clock.today().year: count} if count else {}


_COMPUTED = {"filings": _filings, "patients": _patients, "experts": _experts}


# ---- what is found ----------------------------------------------------------------------------------------------------


def documents() -> list[search.Document]:
    """Every task of the plan."""
    return [
        search.Document(
            key=task.code,
            title=Text(f"{task.code} {task.title.ko}", f"{task.code} {task.title.en}"),
            body=Text(*(f"{s.title.in_(lang)}. {group.title.in_(lang)}. {SOURCE.in_(lang)}" for lang in ("ko", "en"))),
            endpoint="plan.task",
            args={"code": task.code},
        )
        for s in PLAN
        for group in s.groups
        for task in group.tasks
    ]

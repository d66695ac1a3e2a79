"""How the plan stands: the newest report of each task, and what of its tasks is found. Reads only."""

from datetime import date, timedelta

from sqlalchemy import func, select

from portal.core import clock, search
from portal.core.db import db
from portal.core.text import Text
from portal.markets.plan.models import TaskReport
from portal.markets.plan.terms import PLAN
from portal.markets.terms import PLAN_SOURCE


def latest(until: date | None = None) -> dict[str, TaskReport]:
    """The newest report of each task that has one; of those written by the end of the day `until`, if given."""
    newest = select(func.max(TaskReport.id)).group_by(TaskReport.task)
    if until is not None:
        newest = newest.where(TaskReport.at < clock.start_of(until + timedelta(days=1)))
    return {r.task: r for r in db.session.scalars(select(TaskReport).where(TaskReport.id.in_(newest)))}


def documents() -> list[search.Document]:
    """Every task of the plan."""
    return [
        search.Document(
            key=task.code,
            title=Text(f"{task.code} {task.title.ko}", f"{task.code} {task.title.en}"),
            body=Text(
                *(f"{s.title.in_(lang)}. {group.title.in_(lang)}. {PLAN_SOURCE.in_(lang)}" for lang in ("ko", "en"))
            ),
            endpoint="plan.task",
            args={"code": task.code},
        )
        for s in PLAN
        for group in s.groups
        for task in group.tasks
    ]

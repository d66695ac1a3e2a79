"""The first page, by role: what the portal is, what to do next and by when, or the forecast of lapses. Reads only.

Domains put their own panels here (`Module.home_panels`); the shell knows cases alone.
"""

from typing import Any
from urllib.parse import urlencode

from flask import current_app, render_template, url_for
from sqlalchemy import ColumnElement, func, literal, select

from portal.core import clock, periods
from portal.core.cases import Case
from portal.core.db import db
from portal.core.declared import collected
from portal.core.people import Actor
from portal.core.text import Text
from portal.core.web import access, current_actor
from portal.shell.home.blueprint import home
from portal.shell.home.notices import unread
from portal.shell.home.worklist import WORKLIST, days_left, mine

MOST = 1000
FORECAST = (
    ("over", Text("기한 지남", "Overdue"), {"due": "over"}, "danger"),
    ("today", Text("오늘까지", "Due by today"), {"due": "today"}, "warning"),
    ("3", Text("근무일 3일 안", "Within 3 working days"), {"due": "3"}, ""),
    ("week", Text("이번 주 안", "This week"), {"due": "week"}, ""),
    ("mine", Text("내가 맡은 사건", "My cases"), {"handler": "mine"}, ""),
    ("nobody", Text("담당자 없는 사건", "Cases without an officer"), {"handler": "nobody"}, ""),
)


@home.get("/")
@access("everybody")
def index() -> str:
    actor = current_actor()
    if not actor.signed_in:
        return render_template(
            "shell/home/visitor.html",
            panels=home_panels(actor),
            endpoints=current_app.view_functions,
            rules=periods.rules_on(clock.today()),
        )
    at_desk = actor.has("officer", "ministry")
    return render_template(
        "shell/home/index.html",
        panels=home_panels(actor),
        forecast=forecast(actor) if at_desk else [],
        next_cases=next_cases(actor) if actor.has("officer") else [],
        left=days_left,
        unread=unread(actor),
    )


def home_panels(actor: Actor) -> list[tuple[Any, Any]]:
    """The domains' panels that have something for this actor, with what they show."""
    panels = sorted(collected("home_panels"), key=lambda p: p.order)
    return [(panel, shown) for panel in panels if (shown := panel.load(actor)) is not None]


def forecast(actor: Actor) -> list[dict[str, Any]]:
    """Figures over the open cases, each with the filtered worklist behind it; counted up to 1,000,
    all in one statement.
    """
    own = mine(actor) if actor.has("officer") else set()
    shown = [one for one in FORECAST if one[0] != "mine" or own]
    counts = db.session.execute(select(*(_count(actor, args) for _, _, args, _ in shown))).one()
    return [
        {
            "label": label,
            "value": f"{MOST:,}+" if count > MOST else count,
            "url": f"{url_for('home.worklist')}?{urlencode(args)}",
            "tone": tone if count else "",
        }
        for (_, label, args, tone), count in zip(shown, counts, strict=True)
    ]


def _count(actor: Actor, args: dict[str, str]) -> ColumnElement[int]:
    """How many cases the filtered worklist holds, as far as they are counted."""
    statement = WORKLIST.narrowed(actor, args)
    if statement is None:
        return literal(0)
    few = statement.order_by(None).with_only_columns(Case.id).limit(MOST + 1)
    return select(func.count()).select_from(few.subquery()).scalar_subquery()


def next_cases(actor: Actor, limit: int = 5) -> list[Case]:
    """The officer's next cases by due day, those of whom they deputise too."""
    own: ColumnElement[bool] = Case.handler_id.in_(mine(actor))
    statement = WORKLIST.query(actor).where(own)
    return list(db.session.scalars(statement.order_by(Case.due_on, Case.id).limit(limit)))

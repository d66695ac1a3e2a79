"""What filings put on the officials' first page: the year in figures, each with the list behind it. Reads only."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import case, false, func, literal, select

from filings.models import Content, Filing
from filings.terms import TYPES
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.module import Panel
from portal.core.people import Actor
from portal.core.text import Text

TAKEN_IN = "*"  # in place of a type: the row of what was received


def year_panel(actor: Actor) -> Mapping[str, Any] | None:
    """This year's filings, each figure with the list behind it; None for who is no official."""
    if not actor.has("officer", "ministry"):
        return None
    year = clock.today().year
    first, last = date(year, 1, 1), date(year, 12, 31)
    held = Filing.__table__
    taken_in = (
        select(literal(TAKEN_IN), false(), func.count(), func.count(case((held.c.late_days > 0, 1))))
        .select_from(Case)
        .outerjoin(held, held.c.id == Case.id)
        .where(Case.kind == "filing", Case.received_on.between(first, last), Case.state.not_in(("draft", "discarded")))
    )
    accepted = (
        select(Content.type, Content.deemed, func.count(), literal(0))
        .where(Content.accepted_on.between(first, last), Content.effective_to.is_(None))
        .group_by(Content.type, Content.deemed)
    )
    found: list[Any] = [tuple(row) for row in db.session.execute(taken_in.union_all(accepted))]
    received, late = next((n, late) for kind, _, n, late in found if kind == TAKEN_IN)
    rows: list[tuple[Any, Any, int]] = [(kind, deemed, n) for kind, deemed, n, _ in found if kind != TAKEN_IN]
    counted = {
        key: sum(n for kind, deemed, n in rows if key in (kind, "all") or (key == "deemed" and deemed))
        for key in ("all", "deemed", *TYPES)
    }
    figures = [
        (Text("접수", "Received"), received, url_for("filings_desk.filings", year=year)),
        (Text("수리", "Accepted"), counted["all"], url_for("filings_desk.register", year=year)),
        (
            Text("수리간주", "Deemed accepted"),
            counted["deemed"],
            url_for("filings_desk.register", year=year, state="deemed"),
        ),
        (Text("늦은 신고", "Filed late"), late, url_for("filings_desk.filings", year=year, late="yes")),
    ]
    types = [
        (words, counted[code], url_for("filings_desk.register", year=year, type=code)) for code, words in TYPES.items()
    ]
    return {"year": year, "figures": figures, "types": types}


PANELS = (
    Panel(key="filings-year", title=Text("올해 해외진출 신고", "Overseas filings this year"), template="filings/desk/panel.html", load=year_panel, order=20),
)  # fmt: skip

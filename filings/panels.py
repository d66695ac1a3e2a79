"""What filings put on the first page: the filer's next steps and certificates, the year in figures for officials. Reads only."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import case, func, select

from filings import queries
from filings.models import Content, Filing
from filings.terms import TYPES
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.module import Panel
from portal.core.people import Actor
from portal.core.text import Text

MOST = 5


def filers_panel(actor: Actor) -> Mapping[str, Any] | None:
    """What to do next and by when, what is being handled, which certificates there are; None for who files for nobody."""
    if actor.organisation_id is None:
        return None
    own = queries.own_cases(actor)
    running = own.where(Case.state.in_(("submitted", "received"))).order_by(Case.due_on, Case.id).limit(MOST)
    in_force = select(Filing).where(
        Filing.organisation_id == actor.organisation_id, Filing.certificate_no.is_not(None), Filing.revoked_on.is_(None)
    )
    return {
        "to_do": queries.cases_to_do(actor)[:MOST],
        "running": list(db.session.scalars(running)),
        "certificates": list(db.session.scalars(in_force.order_by(Filing.certificate_on.desc(), Filing.id.desc()).limit(MOST))),
        "words": queries.state_words,
        "tone": lambda case: queries.state_of(case).tone,
        "days": lambda day: (day - clock.today()).days if day else None,
        "may_start": actor.memberships.get(actor.organisation_id) in ("manager", "editor"),
    }  # fmt: skip


def year_panel(actor: Actor) -> Mapping[str, Any] | None:
    """This year's filings, each figure with the list behind it; None for who is no official."""
    if not actor.has("officer", "ministry"):
        return None
    year = clock.today().year
    first, last = date(year, 1, 1), date(year, 12, 31)
    held = Filing.__table__
    received, late = db.session.execute(
        select(func.count(), func.count(case((held.c.late_days > 0, 1))))
        .select_from(Case)
        .outerjoin(held, held.c.id == Case.id)
        .where(Case.kind == "filing", Case.received_on.between(first, last), Case.state.not_in(("draft", "discarded")))
    ).one()
    accepted = select(Content.type, Content.deemed, func.count()).where(
        Content.accepted_on.between(first, last), Content.effective_to.is_(None)
    )
    rows = [tuple(row) for row in db.session.execute(accepted.group_by(Content.type, Content.deemed))]
    counted = {
        key: sum(n for kind, deemed, n in rows if key in (kind, "all") or (key == "deemed" and deemed))
        for key in ("all", "deemed", *TYPES)
    }
    figures = [
        (Text("접수", "Received"), received, url_for("filings_desk.filings", year=year)),
        (Text("수리", "Accepted"), counted["all"], url_for("filings_desk.register", year=year)),
        (Text("수리간주", "Deemed accepted"), counted["deemed"], url_for("filings_desk.register", year=year, state="deemed")),
        (Text("늦은 신고", "Filed late"), late, url_for("filings_desk.filings", year=year, late="yes")),
    ]  # fmt: skip
    types = [
        (words, counted[code], url_for("filings_desk.register", year=year, type=code)) for code, words in TYPES.items()
    ]
    return {"year": year, "figures": figures, "types": types}


PANELS = (
    Panel(key="my-filings", title=Text("해외진출 신고", "Overseas filings"), template="filings/panel_filer.html", load=filers_panel, order=10),
    Panel(key="filings-year", title=Text("올해 해외진출 신고", "Overseas filings this year"), template="filings/panel_year.html", load=year_panel, order=20),
)  # fmt: skip

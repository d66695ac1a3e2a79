"""What filings put on the first page: the filer's next steps and certificates, the year in figures for officials. Reads only."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from flask import url_for
from sqlalchemy import case, false, func, literal, or_, select
from sqlalchemy.orm import joinedload, with_polymorphic

from filings.cases import queries
from filings.models import Content, Filing
from filings.terms import TYPES
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.module import Panel
from portal.core.people import Actor
from portal.core.text import Text

MOST = 5
TAKEN_IN = "*"  # in place of a type: the row of what was received
RUNNING = ("submitted", "received")


def filers_panel(actor: Actor) -> Mapping[str, Any] | None:
    """What to do next and by when, what is being handled, which certificates there are; None for who files for nobody."""
    if actor.organisation_id is None:
        return None
    held = _own(actor)
    running = [c for c in held if c.state in RUNNING]
    certificates = [c for c in held if isinstance(c, Filing) and c.certificate_no and c.revoked_on is None]
    return {
        "to_do": queries.in_order_to_do(c for c in held if c.state in queries.TO_DO)[:MOST],
        "running": sorted(running, key=lambda c: (c.due_on or date.max, c.id))[:MOST],
        "certificates": sorted(certificates, key=lambda c: (c.certificate_on or date.min, c.id), reverse=True)[:MOST],
        "words": queries.state_words,
        "tone": lambda case: queries.state_of(case).tone,
        "days": lambda day: (day - clock.today()).days if day else None,
        "may_start": actor.memberships.get(actor.organisation_id) in ("manager", "editor"),
    }  # fmt: skip


@cache
def _every() -> Any:
    return with_polymorphic(Case, [Filing], flat=True)


def _own(actor: Actor) -> list[Case]:
    """What the panel shows and few cases more, in one statement: of each part the first ones."""
    every = _every()
    own = (
        select(Case.id)
        .join(Filing.__table__, Filing.__table__.c.id == Case.id, isouter=True)
        .where(Case.organisation_id == actor.organisation_id, Case.kind.in_(queries.KINDS))
    )
    columns = Filing.__table__.c
    parts = (
        own.where(Case.state == "supplement").order_by(Case.due_on, Case.id),
        own.where(Case.state == "draft").order_by(Case.updated_at.desc()),
        own.where(Case.state.in_(RUNNING)).order_by(Case.due_on, Case.id),
        own.where(columns.certificate_no.is_not(None), columns.revoked_on.is_(None)).order_by(columns.certificate_on.desc(), Case.id.desc()),
    )  # fmt: skip
    wanted = select(every).where(or_(*(every.id.in_(part.limit(MOST)) for part in parts)))
    return list(db.session.scalars(wanted.options(joinedload(every.handler)).order_by(every.id)).unique())


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

"""What filings put on the filer's first page: the next steps, what is being handled, the certificates. Reads only."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, with_polymorphic

from filings.cases import queries
from filings.models import Filing
from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.module import Panel
from portal.core.people import Actor
from portal.core.text import Text

MOST = 5
RUNNING = ("submitted", "received")


def filers_panel(actor: Actor) -> Mapping[str, Any] | None:
    """What to do next and by when, what is being handled, which certificates there are;
    None for who files for nobody.
    """
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
    }


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
        own.where(columns.certificate_no.is_not(None), columns.revoked_on.is_(None)).order_by(
            columns.certificate_on.desc(), Case.id.desc()
        ),
    )
    wanted = select(every).where(or_(*(every.id.in_(part.limit(MOST)) for part in parts)))
    return list(db.session.scalars(wanted.options(joinedload(every.handler)).order_by(every.id)).unique())


PANELS = (
    Panel(key="my-filings", title=Text("해외진출 신고", "Overseas filings"), template="filings/owner/panel.html", load=filers_panel, order=10),
)  # fmt: skip

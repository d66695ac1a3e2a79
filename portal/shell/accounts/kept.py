"""What somebody has typed in a form and not sent: kept while they write, sealed, offered when they come back.

Forms of drafts save themselves (`portal.core.writing`); these are all others with a long text. One text a person and
page; gone once it was sent, thrown away, or a month old. Nobody but its writer is given it.
"""

from datetime import timedelta
from typing import Any

from flask import Response, abort, g, jsonify, request
from sqlalchemy import delete, select

from portal.core import carried, clock
from portal.core.carried import Carried
from portal.core.db import db
from portal.core.web import access, current_actor, shown_time
from portal.shell.accounts.blueprint import bp
from portal.shell.accounts.links import safe_next
from portal.shell.accounts.models import KeptText

LASTS = timedelta(days=30)
MOST = 50  # pages of one person; the oldest goes


def _page() -> str:
    """The page that the form stands on: a path of this site, its query with it."""
    place = safe_next(request.values.get("kept-page"))
    if place is None or len(place) > 300:
        abort(400)
    return place


def _held(place: str) -> KeptText | None:
    actor = current_actor()
    return db.session.scalar(select(KeptText).where(KeptText.user_id == actor.user_id, KeptText.page == place))


@bp.get("/kept")
@access("signed-in")
def kept() -> Response:
    """What the person typed on the page and did not send: {fields: [[name, text] …], at}; no fields where nothing."""
    g.glance = True
    row = _held(_page()) if "kept-page" in request.args else None
    held = carried.opened(row.sealed, LASTS) if row is not None else None
    if row is None or held is None:
        return jsonify(fields=[])
    answer = jsonify(action=held.path, fields=held.fields, at=shown_time(row.at))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/kept")
@access("signed-in")
def keep_text() -> Any:
    """Keep what stands in the form now, in the place of what was kept before."""
    place, actor = _page(), current_actor()
    fields = [(k, v) for k, v in carried.typed_fields(request.form) if k not in ("kept-page", "kept-action")]
    held = Carried(actor.user_id, request.form.get("kept-action", "")[:300], fields, [])
    if held.too_long:
        abort(413)
    row = _held(place)
    if row is None:
        row = KeptText(user_id=actor.user_id, page=place)
    row.sealed, row.at = carried.sealed(held), clock.now()
    db.session.add(row)
    db.session.flush()
    _make_room(actor.user_id)
    return jsonify(saved_at=f"{clock.seoul(row.at):%H:%M}")


@bp.post("/kept/forget")
@access("signed-in")
def forget_text() -> Any:
    """Throw it away: it was sent, or is not wanted."""
    row = _held(_page())
    if row is not None:
        db.session.delete(row)
    return jsonify(gone=True)


def _make_room(user_id: int | None) -> None:
    mine = select(KeptText).where(KeptText.user_id == user_id).order_by(KeptText.at.desc(), KeptText.id.desc())
    for old in list(db.session.scalars(mine))[MOST:]:
        db.session.delete(old)


def forget_old_texts() -> int:
    """Destroy what was kept for a month; how many."""
    gone = db.session.execute(delete(KeptText).where(KeptText.at < clock.now() - LASTS))
    return int(gone.rowcount)  # type: ignore[attr-defined]

"""What somebody has typed in a form and not sent: kept while they write, sealed, offered when they come back.

Forms of drafts save themselves (`portal.core.writing`); these are all others with a long text. One text a person and
form; gone once it was sent, thrown away, or a month old. Nobody but its writer is given it.
"""

from datetime import timedelta
from typing import Any

from flask import Response, abort, g, jsonify, request, session
from sqlalchemy import delete, select

from portal.core import carried, clock
from portal.core.carried import Carried
from portal.core.db import db
from portal.core.web import access, current_actor, shown_time
from portal.shell.signing.blueprint import bp
from portal.shell.signing.links import safe_next
from portal.shell.signing.models import KeptText

LASTS = timedelta(days=30)
MOST = 50  # forms of one person; the oldest goes
LONGEST = 300  # an address
NAMES = ("kept-page", "kept-form")
OWN = ("accounts.keep_text", "accounts.forget_text", "accounts.sign_in_again")


def _place(key: str) -> str:
    """An address of this site out of the form; 400 for anything else."""
    place = safe_next(request.values.get(key))
    if place is None or len(place) > LONGEST:
        abort(400)
    return place


def _held(page: str, form: str) -> KeptText | None:
    mine = KeptText.user_id == current_actor().user_id
    return db.session.scalar(select(KeptText).where(mine, KeptText.page == page, KeptText.form == form))


@bp.get("/kept")
@access("signed-in")
def kept() -> Response:
    """What the person typed on a page and did not send: {forms: [{form, fields: [[name, text] …], at}]}."""
    g.glance = True
    wanted = select(KeptText).where(
        KeptText.user_id == current_actor().user_id, KeptText.page == request.args.get("kept-page", "")
    )
    found = [(row, carried.opened(row.sealed, LASTS)) for row in db.session.scalars(wanted.order_by(KeptText.id))]
    answer = jsonify(
        forms=[{"form": row.form, "fields": held.fields, "at": shown_time(row.at)} for row, held in found if held]
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/kept")
@access("signed-in")
def keep_text() -> Any:
    """Keep what stands in a form of a page now, in the place of what was kept before."""
    page, form, actor = _place("kept-page"), _place("kept-form"), current_actor()
    held = Carried(actor.user_id, form, [(k, v) for k, v in carried.typed_fields(request.form) if k not in NAMES], [])
    if held.too_long:
        abort(413)
    row = _held(page, form) or KeptText(user_id=actor.user_id, page=page, form=form)
    row.sealed, row.at = carried.sealed(held), clock.now()
    db.session.add(row)
    db.session.flush()
    _make_room(actor.user_id)
    return jsonify(saved_at=f"{clock.seoul(row.at):%H:%M}")


@bp.post("/kept/forget")
@access("signed-in")
def forget_text() -> Any:
    """Throw it away: it is not wanted."""
    row = _held(_place("kept-page"), _place("kept-form"))
    if row is not None:
        db.session.delete(row)
    return jsonify(gone=True)


def forget_what_was_sent(response: Response) -> Response:
    """A form that says on which page it was kept, and was taken: nothing of it is kept any more.

    One that was refused keeps its text, whatever page tells of it.
    """
    page = request.form.get("kept-page") if request.method == "POST" and response.status_code < 400 else None
    refused = any(category == "error" for category, _ in session.get("_flashes", ()))
    if page and request.endpoint not in OWN and not refused and current_actor().signed_in:
        row = _held(page, request.path)
        if row is not None:
            db.session.delete(row)
    return response


def _make_room(user_id: int | None) -> None:
    mine = select(KeptText).where(KeptText.user_id == user_id).order_by(KeptText.at.desc(), KeptText.id.desc())
    for old in list(db.session.scalars(mine))[MOST:]:
        db.session.delete(old)


def forget_old_texts() -> int:
    """Destroy what was kept for a month; how many."""
    gone = db.session.execute(delete(KeptText).where(KeptText.at < clock.now() - LASTS))
    return int(gone.rowcount)  # type: ignore[attr-defined]

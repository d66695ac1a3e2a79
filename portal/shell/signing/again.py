"""Signing in again where a session ended under somebody's hands: what they typed goes along, and only they get it back.

With scripts the page asks here whether its session lasts, and the person signs in without leaving it.
"""

from typing import Any

from flask import abort, g, jsonify, render_template, request
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from portal.core import carried
from portal.core.asking import Asking
from portal.core.carried import Carried
from portal.core.db import db
from portal.core.errors import error_page
from portal.core.people import User
from portal.core.text import Text
from portal.core.web import access, chosen_language, current_actor, say, tell, written_by
from portal.shell.signing import questions as q
from portal.shell.signing.acts import has_passed
from portal.shell.signing.blueprint import bp
from portal.shell.signing.links import safe_next


@bp.post("/sign-in/again")
@access("everybody")
def sign_in_again() -> Any:
    """A form whose sender is no longer signed in: nothing is done but showing it, or the sign-in that leads to it."""
    path, writer = safe_next(request.args.get("to")), carried.marked(request.form.get("written_by", ""))
    if path is None or (writer is None and current_actor().signed_in):
        abort(400)
    files = [one.filename for one in request.files.values() if one.filename]
    held = Carried(writer, path, carried.typed_fields(request.form), files)
    if held.too_long:
        said = say(
            "로그인이 끝났고, 보낸 내용이 1MB를 넘어 그대로 옮길 수 없습니다. 아래에서 복사한 뒤 로그인해 다시 붙여 주세요.",
            "Your session has ended, and what you sent is over 1 MB: copy it from here, sign in and paste it again.",
        )
        return error_page(413, Text("로그인이 끝났습니다", "Your session has ended"), [said], written=held.texts)
    return go_on(held)


def go_on(held: Carried) -> Any:
    """To its writer the form, to be sent again; to others the sign-in with the form sealed beside it."""
    actor = current_actor()
    if held.user_id == actor.user_id:
        return render_template("shell/accounts/again.html", held=held)
    writer = db.session.get(User, held.user_id or 0)
    if chosen_language() is None and writer is not None:
        g.language = writer.language
    asked = Asking((q.ADDRESS, q.PASSWORD))
    page = render_template(
        "shell/accounts/sign_in.html", asked=asked, carried=carried.sealed(held), other=actor.name, ended=True
    )
    return page, 401


def brought() -> Carried | None:
    """The form that came through this sign-in; of one that can be opened no more, a sentence says so."""
    given = request.form.get("carried", "")
    held = carried.opened(given)
    if given and held is None:
        tell(
            "함께 온 내용은 보관 기간(24시간)이 지났거나 손상되어 열 수 없습니다. 다시 적어 주세요.",
            "What came along can be opened no more: it is kept for 24 hours, or was damaged. Please write it again.",
            "error",
        )
    return held


def carried_along() -> str:
    """The sealed form that goes through this sign-in; nothing where none does."""
    given = request.form.get("carried", "")
    return given if carried.opened(given) is not None else ""


@bp.get("/session")
@access("everybody")
def session_lasts() -> Any:
    """Who is signed in, for a page that was left open; asking does not prolong the session."""
    g.glance = True
    return _session()


@bp.post("/session")
@access("everybody")
def session_prolonged() -> Any:
    return _session()


def _session() -> Any:
    lasts = current_user.is_authenticated and has_passed(current_user)
    answer = jsonify(who=written_by() if lasts else "", csrf_token=generate_csrf() if lasts else "")
    answer.headers["Cache-Control"] = "no-store"
    return answer

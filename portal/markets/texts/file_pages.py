"""The download of files attached to published texts. What is not public is not there, whatever address is guessed."""

from flask import Blueprint, Response, abort, send_file

from portal.core.files import store
from portal.core.web import access, current_actor, note_access
from portal.markets.texts import files

bp = Blueprint("texts", __name__, url_prefix="/texts")


@bp.get("/files/<int:number>")
@access("everybody")
def file(number: int) -> Response:
    """Pictures are shown, everything else is downloaded under its own name."""
    held = files.find(number, official=current_actor().has("officer", "ministry"))
    if held is None:
        note_access("guess", f"text-file:{number}")
        abort(404)
    answer = send_file(
        store().open(held.sha256), mimetype=held.media_type, as_attachment=not held.is_picture, download_name=held.name
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer

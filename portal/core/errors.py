"""The pages of what went wrong: each says what was not done and what helps.

Nothing of the request is kept in the portal; what was written stands on the page, to be copied.
"""

from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from portal.core import carried
from portal.core.cases import Case
from portal.core.contents import Shut
from portal.core.db import db, is_clash
from portal.core.fire import Hidden
from portal.core.passwords import Busy
from portal.core.text import Text
from portal.core.web import GOING_ON, current_actor, note_access, say, shown_title, to_sign_in, wants_data
from portal.core.workflow import Refused


def init_errors(app: Flask) -> None:
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(Hidden, _hidden)
    app.register_error_handler(Shut, _shut)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _clash)
    app.register_error_handler(OperationalError, _clash)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(500, _server_error)


def error_page(
    status: int,
    title: Text,
    sentences: list[str],
    ways: Sequence[tuple[str, str]] = (),
    *,
    written: Sequence[str] | None = None,
) -> tuple[str, int]:
    """What was not done and what helps; `ways` are (words, address) of pages that may have been meant."""
    db.session.rollback()
    if written is None:
        written = _written() if status in (400, 409, 422) else []
    page = render_template("error.html", status=status, title=title, sentences=sentences, ways=ways, written=written)
    return page, status


WORTH_KEEPING = 20
NOT_SHOWN = ("password", "again", "token", "code")


def _written() -> list[str]:
    """The longer texts of the form that was sent: what would be a pity to write again. No password, no code."""
    return [
        text
        for key, text in carried.typed_fields(request.form)
        if len(text) > WORTH_KEEPING and not any(word in key for word in NOT_SHOWN)
    ]


def _refused(problem: Refused) -> tuple[str, int]:
    """For what has no form to return to: a button, a page that cannot be opened now."""
    reasons = [say(r) for r in [*problem.reasons, *problem.fields.values()]]
    case: Case | None = g.get("case")
    ways = [(case.number or shown_title(case), url_for("home.case", case_id=case.id))] if case is not None else []
    return error_page(422, Text("처리하지 못했습니다", "This could not be done"), reasons, ways)


BUSY = Text(
    "지금 로그인하는 사람이 많습니다. 잠시 뒤에 다시 눌러 주세요.",
    "Many people are signing in just now. Please try again in a moment.",
)


def _busy(_problem: Busy) -> tuple[str, int]:
    return error_page(429, _HTTP[429], [say(BUSY)], written=_written())


def _hidden(_problem: Hidden) -> Any:
    note_access("guess", request.path)
    return _http_error(HTTPException(response=Response(status=404)))


def _shut(problem: Shut) -> tuple[str, int]:
    """A file that waits for the scanner, or in which malware was found."""
    title = Text("열 수 없는 파일입니다", "The file cannot be opened")
    return error_page(410 if problem.for_good else 423, title, [say(problem.sentence)])


def _clash(problem: DatabaseError) -> tuple[str, int]:
    """Two requests met in the database (the same number, a lock that was not given): nothing was saved,
    sending again helps.

    Any other fault of the database is ours: it goes on to the page of server errors.
    """
    if not is_clash(problem):
        raise problem
    current_app.logger.warning("clash in the database", exc_info=problem)
    return error_page(
        409,
        Text("다른 처리와 겹쳤습니다", "Somebody else was saving"),
        [
            say(
                "같은 때에 다른 사람이 저장해 이 요청은 처리하지 않았습니다. 잠시 뒤 다시 보내 주세요.",
                "Somebody else saved at the same time, so nothing was done. Please send it again.",
            )
        ],
    )


def _stale(_problem: StaleDataError) -> tuple[str, int]:
    return error_page(
        409,
        Text("그 사이에 내용이 바뀌었습니다", "Changed meanwhile"),
        [
            say(
                "다른 사람이 먼저 저장했습니다. 화면을 새로 열어 확인해 주세요.",
                "Somebody saved first. Open the page again.",
            )
        ],
    )


def _csrf_error(_problem: CSRFError) -> Any:
    """A page that stood open too long: what was typed may be sent again, by nobody but its writer."""
    if wants_data() or carried.marked(request.form.get("written_by", "")) is not None:
        return to_sign_in()
    if not current_actor().signed_in and request.endpoint not in GOING_ON:
        return redirect(url_for("accounts.sign_in_again", to=request.full_path.rstrip("?")), code=307)
    return error_page(
        400,
        Text("화면이 오래되었습니다", "The page is too old"),
        [
            say(
                "안전을 위해 요청을 처리하지 않았습니다. 이전 화면으로 돌아가 새로 고친 뒤 다시 보내 주세요.",
                "For safety the request was not carried out. Go back, reload the page and send it again.",
            )
        ],
    )


_HTTP = {
    400: Text("요청을 이해하지 못했습니다", "The request was not understood"),
    403: Text("볼 수 있는 권한이 없습니다", "You may not open this page"),
    404: Text("찾으시는 페이지가 없습니다", "There is no such page"),
    405: Text("이렇게는 열 수 없는 페이지입니다", "This page cannot be opened this way"),
    413: Text("보낸 파일이 너무 큽니다", "What was sent is too large"),
    429: Text("잠시 뒤에 다시 시도해 주세요", "Please try again a little later"),
}


def _http_error(problem: HTTPException) -> Any:
    status = problem.code or (problem.response.status_code if problem.response else 500)
    if 300 <= status < 400:
        return problem
    title = _HTTP.get(status, Text("처리하지 못했습니다", "This could not be done"))
    sentences = []
    if status == 413:
        limit = current_app.config["UPLOAD_LIMIT"] // (1024 * 1024)
        sentences.append(say(f"파일 하나는 {limit}MB까지 올릴 수 있습니다.", f"A file may have up to {limit} MB."))
    elif status == 404:
        sentences.append(say("주소가 바뀌었거나 지워졌을 수 있습니다.", "It may have moved or been removed."))
    return error_page(status, title, sentences)


def _server_error(_problem: Exception) -> tuple[str, int]:
    return error_page(
        500,
        Text("일시적인 오류가 생겼습니다", "Something went wrong"),
        [
            say(
                "저장된 내용은 그대로 있습니다. 잠시 뒤 다시 시도해 주세요.",
                "What was saved is safe. Please try again shortly.",
            ),
            say(
                f"문의하실 때 알려 주세요: {g.get('request_id', '')}",
                f"When you ask for help, name: {g.get('request_id', '')}",
            ),
        ],
    )

"""The way of a request: who is it, may they, transaction, language, headers.

Every page passes here; errors end in `errors`. An endpoint without a declared access does not start. A GET never writes
a case; a POST commits when its answer is below 400.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from flask import (
    Flask,
    Request,
    Response,
    abort,
    current_app,
    flash,
    g,
    has_request_context,
    jsonify,
    redirect,
    request,
    session,
    url_for,
)
from flask_login import current_user
from flask_wtf import CSRFProtect
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter

from portal.core import carried, charts, clock, mail, once, reading
from portal.core.asking import ticked_in, typed_in
from portal.core.cases import AccessLog, Case
from portal.core.concern import in_the_way
from portal.core.db import aside, db, is_clash, writing
from portal.core.declared import declared_for
from portal.core.people import NOBODY, Actor, actor_of
from portal.core.permissions import may_see
from portal.core.text import LANGUAGES, Text, shortened, words

csrf = CSRFProtect()
View = TypeVar("View", bound=Callable[..., Any])
AnyCase = TypeVar("AnyCase", bound=Case)
NUL = "\x00"
LANGUAGE_COOKIE = "language"
A_YEAR = 365 * 24 * 3600


def _read(key: str, value: Any) -> Any:
    """A parameter as it is seen; a password as it was typed, but for NULs,
    which no keyboard types and PostgreSQL takes in no text.
    """
    if not isinstance(value, str):
        return value
    return value.replace(NUL, "") if "password" in key or key == "again" else reading.seen(value)


class Given(ImmutableMultiDict[str, Any]):
    """Parameters of a query or a form: composed,
    without NULs and other signs that nobody sees (`portal.core.reading.seen`).
    """

    def __init__(self, pairs: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None) -> None:
        if pairs is not None and not isinstance(pairs, Mapping):
            pairs = [(key, _read(key, value)) for key, value in pairs]
        super().__init__(pairs)


class Number(IntegerConverter):
    """An id in an address: digits as they are typed here, and no more than the columns of ids hold; else there is no
    such page.
    """

    regex = "[0-9]+"

    def __init__(self, *given: Any, **bounds: Any) -> None:
        super().__init__(*given, **{"max": 2**31 - 1, **bounds})


class Incoming(Request):
    """The request of this portal."""

    parameter_storage_class = Given


@dataclass(frozen=True)
class Access:
    """Who may open an endpoint: everybody, anyone signed in, members of an organisation, or holders of portal roles."""

    everybody: bool = False
    signed_in: bool = False
    members: bool = False
    roles: frozenset[str] = frozenset()

    def allows(self, actor: Actor) -> bool:
        if self.everybody:
            return True
        if not actor.signed_in:
            return False
        return self.signed_in or (self.members and bool(actor.memberships)) or bool(self.roles & actor.roles)


def access(*who: str) -> Callable[[View], View]:
    """Declare who may open a view: 'everybody', 'signed-in', 'member', or portal roles ('officer', 'ministry',
    'admin' …).
    """
    special = {"everybody", "signed-in", "member"}
    declared = Access("everybody" in who, "signed-in" in who, "member" in who, frozenset(who) - special)

    def mark(view: View) -> View:
        view.access = declared  # type: ignore[attr-defined]
        return view

    return mark


def access_of(app: Flask, endpoint: str) -> Access | None:
    view = app.view_functions[endpoint]
    if endpoint == "static":
        return Access(everybody=True)
    found: Access | None = getattr(view, "access", None)
    return found


def current_actor() -> Actor:
    """Who asks, made once a request."""
    if "actor" not in g:
        g.actor = actor_of(current_user, session.get("organisation_id")) if current_user.is_authenticated else NOBODY
    made: Actor = g.actor
    return made


def say(text: Text | str, english: str | None = None) -> str:
    """The words in the language of the page: `_("한국어", "English")` or `_(a Text)`."""
    language = g.get("language", "ko")
    if english is not None:  # given beside the Korean, it may be nothing (a counting word)
        return english if language == "en" else str(text)
    return words(text, language)


def tell(text: Text | str, english: str | None = None, category: str = "success") -> None:
    """A message at the top of the next page."""
    flash(say(text, english), category)


def case_or_404(model: type[AnyCase], case_id: int) -> AnyCase:
    """The case if the actor may see it; else 404, and the guess is logged."""
    case = db.session.get(model, case_id) if case_id < 2**31 else None
    if case is None or not may_see(current_actor(), case):
        note_access("guess", f"{model.__name__.lower()}:{case_id}")
        abort(404)
    g.case = case
    return case


def note_access(act: str, subject: str) -> None:
    """Have the access log tell of this request, in a transaction of its own after the answer."""
    g.setdefault("access_notes", []).append((act, subject))


def keep() -> None:
    """Commit what was done so far, though the answer may yet be an error (a draft that passed the shape check)."""
    db.session.commit()


def wants_data() -> bool:
    """Whether a script of a page asks, which reads no page."""
    return request.headers.get("X-Requested-With") == "fetch"


def written_by() -> str:
    """The mark of whoever is signed in, for the forms of the page; nothing for a stranger."""
    who = current_actor().user_id
    return carried.mark_of(who) if who is not None else ""


def _is_of_somebody_else(actor: Actor) -> bool:
    """Whether the form that was sent was made for another person: two of them use one browser."""
    if request.endpoint in GOING_ON:
        return False
    writer = carried.marked(request.form.get("written_by", ""))
    return writer is not None and writer != actor.user_id


GOING_ON = ("accounts.sign_in_again", "accounts.sign_in_now", "accounts.sign_out", "accounts.passkey_sign_in")


def to_sign_in() -> Response:
    """The session has ended: to the sign-in. What was typed goes along, so that nothing is lost by it."""
    if wants_data():
        answer = jsonify(ended=True)
        answer.status_code = 401
        return answer
    path = request.full_path.rstrip("?")
    if request.method == "POST" and carried.marked(request.form.get("written_by", "")) is not None:
        return redirect(url_for("accounts.sign_in_again", to=path), code=307)  # type: ignore[return-value]
    return redirect(  # type: ignore[return-value]
        url_for("accounts.sign_in", next=path if request.method == "GET" else None), code=303
    )


def chosen_language() -> str | None:
    """The language that was chosen in this browser; it has a cookie of its own, so that no choice writes a session."""
    held = g.get("chosen_language") or request.cookies.get(LANGUAGE_COOKIE)
    return held if held in LANGUAGES else None


def choose_language(language: str) -> None:
    """The pages of this browser are in the language from now on."""
    g.language = g.chosen_language = language


def absolute(endpoint: str, **values: Any) -> str:
    """The whole address of a page, at the portal's own BASE_URL: whatever host a request claims is never repeated."""
    return str(current_app.config["BASE_URL"]) + url_for(endpoint, **values)


def see_other(endpoint: str, **values: Any) -> Response:
    return redirect(url_for(endpoint, **values), code=303)  # type: ignore[return-value]


def shown_day(day: date | str | None, language: str | None = None) -> str:
    """2026. 11. 23. (월) / 23 Nov 2026 (Mon); a day kept as ISO text is taken too."""
    if not day:
        return "–"
    if isinstance(day, str):
        day = date.fromisoformat(day)
    if (language or g.get("language", "ko")) == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year} ({_DAYS_EN[day.weekday()]})"
    return f"{day.year}. {day.month}. {day.day}. ({_DAYS_KO[day.weekday()]})"


def shown_time(instant: datetime | None, language: str | None = None) -> str:
    """The instant in Seoul: 2026. 11. 23. (월) 14:05; on the pages of who lives by another clock, by both."""
    if instant is None:
        return "–"
    if language is None and has_request_context() and (both := _by_both_clocks(instant)) is not None:
        return say(both)
    local = clock.seoul(instant)
    return f"{shown_day(local.date(), language)} {local:%H:%M}"


def _by_both_clocks(instant: datetime) -> Text | None:
    if "both_clocks" not in g:
        actor = current_actor()
        clocks = [one for role in sorted(actor.roles) if (one := declared_for("clocks", role)) is not None]
        g.both_clocks = next((told for one in clocks if (told := one(actor)) is not None), None)
    return g.both_clocks(instant) if g.both_clocks is not None else None


def shown_title(case: Case, language: str | None = None) -> str:
    """The title of a case in the language of the page, or of the mail."""
    return words(case.titled, language or g.get("language", "ko"))


_DAYS_KO = "월화수목금토일"
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def init_web(app: Flask) -> None:
    app.request_class = Incoming
    app.url_map.converters["int"] = Number
    app.url_map.merge_slashes = False  # its redirect would repeat the host of the request
    app.jinja_env.globals.update(written_by=written_by, form_key=once.new_key)
    app.jinja_env.globals.update(
        _=say, actor=current_actor, today=clock.today, absolute=absolute, typed_in=typed_in, ticked_in=ticked_in
    )
    app.jinja_env.globals.update(charts=charts, in_the_way=_in_the_way)
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.filters.update(day=shown_day, instant=shown_time, titled=shown_title)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.before_request(_begin)  # before the tokens are looked at: whose session has ended is led to the sign-in
    csrf.init_app(app)
    app.after_request(_finish)
    app.after_request(_headers)


def _in_the_way() -> Text | None:
    """Of a page about a case: why the official who reads it decides nothing of it."""
    return in_the_way(current_actor(), g.case.organisation_id) if "case" in g else None


def check_access(app: Flask) -> None:
    """Refuse to start with an endpoint that says nothing of who may open it."""
    silent = sorted(e for e in app.view_functions if access_of(app, e) is None)
    if silent:
        raise RuntimeError(f"endpoints without access: {', '.join(silent)}")


def _begin() -> Response | None:
    writing.set(request.method not in {"GET", "HEAD", "OPTIONS"})
    g.request_id = secrets.token_hex(6)
    if NUL in request.path:
        abort(404)
    wanted = request.args.get("lang")
    if wanted in LANGUAGES and not request.path.endswith(".pdf"):  # a paper in English leaves the pages in Korean
        choose_language(wanted)
    actor = current_actor() if request.endpoint != "static" else NOBODY
    g.language = chosen_language() or (actor.language if actor.signed_in else "ko")
    if request.endpoint is None:
        return None
    declared = access_of(current_app, request.endpoint)
    if declared is None:
        return None
    if actor.signed_in and request.method == "POST" and _is_of_somebody_else(actor):
        return to_sign_in()
    if declared.allows(actor):
        return _answer_again(actor)
    if not actor.signed_in:
        return to_sign_in()
    note_access("refused", request.endpoint)
    return abort(403)


def _answer_again(actor: Actor) -> Response | None:
    """A form that was carried out already, sent once more just as it was: to where it led then."""
    sent = _sent(actor)
    to = once.answered(sent) if sent is not None else None
    if to is None:
        return None
    g.sent_digest = None  # it is kept already
    return redirect(to, code=303)  # type: ignore[return-value]


def _sent(actor: Actor) -> str | None:
    """The digest of the form that is sent; none of what a script sends, nor at the sign-in, which begins a session."""
    if wants_data() or (not actor.signed_in and request.endpoint in GOING_ON):
        return None
    return once.digest(actor.user_id)


def _commit(response: Response) -> Response:
    """Commit what was done, with where a form led; of two that came at once the second is led there too."""
    sent = _sent(g.get("actor", NOBODY)) if response.status_code in (302, 303) else None
    if sent is None:
        db.session.commit()
        return response
    try:
        once.keep(sent, response.location or "/")
        db.session.commit()
    except DatabaseError as problem:
        db.session.rollback()
        to = once.answered(sent) if is_clash(problem) else None
        if to is None:
            raise
        return redirect(to, code=303)  # type: ignore[return-value]
    return response


def _finish(response: Response) -> Response:
    if request.endpoint != "static":
        _note_page(response)
        if writing.get() and response.status_code < 400:
            response = _commit(response)
        else:
            db.session.rollback()
        _write_access_notes()
        if writing.get():
            response.call_on_close(_after_answer(current_app._get_current_object()))  # type: ignore[attr-defined]
    return response


def _after_answer(app: Flask) -> Callable[[], None]:
    def deliver() -> None:
        if app.config.get("MAIL_SERVER") or app.config.get("TESTING"):
            return  # a slow server must not hold the worker: the tick sends
        with app.app_context():
            writing.set(True)
            mail.deliver()

    return deliver


def _note_page(response: Response) -> None:
    """An official who sees a page of officials, and anybody who sees a case of somebody else's organisation, stands in
    the log, whatever the page itself notes; what a script asks in between does not.
    """
    if (
        request.method != "GET"
        or response.status_code != 200
        or g.get("glance")
        or wants_data()
        or g.get("access_notes")
    ):
        return
    actor = current_actor()
    declared = access_of(current_app, request.endpoint) if request.endpoint else None
    if not actor.signed_in or declared is None or declared.everybody:
        return
    case = g.get("case")
    if case is not None:
        if case.organisation_id not in actor.memberships and case.created_by_id != actor.user_id:
            note_access("read", f"{case.kind}:{case.id}")
    elif actor.is_official and declared.roles & actor.roles:
        note_access("page", " ".join([str(request.endpoint), *map(str, (request.view_args or {}).values())]))


def _write_access_notes() -> None:
    notes = g.pop("access_notes", None)
    if not notes:
        return
    actor = g.get("actor", NOBODY)
    with aside() as own:
        for act, subject in notes:
            own.add(
                AccessLog(
                    user_id=actor.user_id,
                    address=(request.remote_addr or "")[:45],
                    act=act,
                    subject=subject[:120],
                    path=request.path[:300],
                    why=shortened(g.get("purpose", ""), 120),
                )
            )


def _headers(response: Response) -> Response:
    if "chosen_language" in g:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(
            LANGUAGE_COOKIE, g.chosen_language, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax"
        )
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static" and current_user.is_authenticated:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def log_reads(act: str, rows: int, subject: str) -> None:
    """Tell the access log that personal data left in bulk (an export)."""
    note_access(act, f"{subject} ({rows})")


def exists(statement: Any) -> bool:
    return bool(db.session.scalar(select(statement.exists())))

"""Sessions: the browsers in which a person is signed in. Each is a row here; the cookie holds only its key.

A session ends with its row, with the account's key (`User.session_key`), after a while without a page, and after a
number of hours whatever happens; both limits are shorter for officials.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from flask import Response, current_app, g, request, session
from sqlalchemy import delete, or_, select, update

from portal.core import clock
from portal.core.db import aside, db
from portal.core.people import User
from portal.shell.signing.models import OpenSession

KEY = "key"
FRESH = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)  # so often a page is noted, and so much is forgiven at the limit
BROWSERS = (("Edg", "Edge"), ("Whale/", "Whale"), ("SamsungBrowser/", "Samsung"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip


class Held(NamedTuple):
    """The session of this request."""

    id: int
    begun_at: datetime
    seen_at: datetime
    factor: bool


def begin(user: User, *, factor: bool = False) -> str:
    """A new session of this browser in place of the one it had; returns the key, which stands nowhere else."""
    end_this()
    key = secrets.token_urlsafe(32)
    made = OpenSession(
        user_id=user.id,
        key_hash=_hash(key),
        account_key=user.session_key,
        factor=factor,
        came_from=(request.remote_addr or "")[:45],
        browser=browser_of(request.user_agent.string),
    )
    db.session.add(made)
    db.session.flush()
    session[KEY] = key
    g.held_session = Held(made.id, made.begun_at, made.seen_at, factor)
    return key


def load(user_id: str) -> User | None:
    """The person of the session of this request, while it lasts; None for anything else."""
    key = session.get(KEY)
    if not isinstance(key, str):
        return None
    wanted = (
        select(User, OpenSession.id, OpenSession.begun_at, OpenSession.seen_at, OpenSession.factor)
        .join(OpenSession, OpenSession.user_id == User.id)
        .where(OpenSession.key_hash == _hash(key), OpenSession.account_key == User.session_key, User.active.is_(True))
    )
    row = db.session.execute(wanted).first()
    if row is None or str(row[0].id) != user_id or not lasts(row[0], row[2], row[3]):
        return None
    g.held_session = Held(row[1], row[2], row[3], row[4])
    user: User = row[0]
    return user


def idle_minutes(*, official: bool) -> int:
    return int(current_app.config["OFFICIAL_IDLE_MINUTES" if official else "IDLE_MINUTES"])


def lasts(user: User, begun_at: datetime, seen_at: datetime) -> bool:
    """Whether a session still lasts: neither longer without a page than the idle limit nor longer in all than the
    hours.
    """
    hours = current_app.config["OFFICIAL_SESSION_HOURS" if user.is_official else "SESSION_HOURS"]
    idle = timedelta(minutes=idle_minutes(official=user.is_official)) + SEEN_EVERY
    return clock.now() < min(seen_at + idle, begun_at + timedelta(hours=hours))


def has_factor() -> bool:
    """Whether the second factor was given in this session."""
    held: Held | None = g.get("held_session")
    return held is not None and held.factor


def is_fresh() -> bool:
    """Whether the person gave all that is asked of them within the last minutes, and in this session."""
    held: Held | None = g.get("held_session")
    return held is not None and held.factor and held.begun_at > clock.now() - FRESH


def note_seen(response: Response) -> Response:
    """After the answer a page counts as activity; a glance does not."""
    held: Held | None = g.get("held_session")
    if held is not None and not g.get("glance") and held.seen_at < clock.now() - SEEN_EVERY:
        app, at = current_app._get_current_object(), clock.now()  # type: ignore[attr-defined]

        def note() -> None:
            with app.app_context(), aside() as own:
                own.execute(update(OpenSession).where(OpenSession.id == held.id).values(seen_at=at))

        response.call_on_close(note)
    return response


def of(user: User) -> Sequence[OpenSession]:
    """The sessions of a person that last, the one used last first."""
    wanted = select(OpenSession).where(OpenSession.user_id == user.id, OpenSession.account_key == user.session_key)
    found = db.session.scalars(wanted.order_by(OpenSession.seen_at.desc(), OpenSession.id.desc()))
    return [one for one in found if lasts(user, one.begun_at, one.seen_at)]


def is_this(one: OpenSession) -> bool:
    held: Held | None = g.get("held_session")
    return held is not None and held.id == one.id


def end_this() -> None:
    """The session of this browser ends, and its cookie opens nothing any more."""
    key = session.pop(KEY, None)
    g.pop("held_session", None)
    if isinstance(key, str):
        db.session.execute(delete(OpenSession).where(OpenSession.key_hash == _hash(key)))


def end(user: User, number: int) -> bool:
    """End one session of the person; whether there was one."""
    gone = db.session.execute(delete(OpenSession).where(OpenSession.id == number, OpenSession.user_id == user.id))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def forget_ended() -> int:
    """Destroy sessions that have ended by their limits or with the account's key; how many."""
    now, config = clock.now(), current_app.config
    idle = max(config["IDLE_MINUTES"], config["OFFICIAL_IDLE_MINUTES"])
    hours = max(config["SESSION_HOURS"], config["OFFICIAL_SESSION_HOURS"])
    keys = select(User.session_key).where(User.id == OpenSession.user_id).scalar_subquery()
    gone = db.session.execute(
        delete(OpenSession)
        .where(
            or_(
                OpenSession.seen_at < now - timedelta(minutes=idle) - SEEN_EVERY,
                OpenSession.begun_at < now - timedelta(hours=hours),
                OpenSession.account_key != keys,
            )
        )
        .execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


def browser_of(told: str) -> str:
    """Which browser on which system a `User-Agent` names, e.g. 'Chrome, Windows'; '' for neither."""
    named = (next((name for mark, name in table if mark in told), "") for table in (BROWSERS, SYSTEMS))
    return ", ".join(name for name in named if name)


def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()

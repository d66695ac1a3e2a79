"""Wrong tries, counted by account and by where they come from, so that a lock never shuts out the person.

Where: a browser in which the person has signed in before (a known device), else the internet address. Five wrong tries
from one place close the account for that place, and fifty from unknown places close it for all of those; a known
device goes on. Passwords, codes of the second factor and proofs count alike.
"""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from flask import Response, current_app, g, request
from sqlalchemy import delete, func, select

from portal.core import clock, mail
from portal.core.cases import AccessLog
from portal.core.db import db
from portal.core.people import User
from portal.core.web import keep
from portal.shell.signing.models import KnownDevice, SignInTries
from portal.shell.signing.sessions import browser_of

FAILURES = 5
FAILURES_ELSEWHERE = 50  # of all unknown places together
FAILURES_OF_AN_ADDRESS = 30  # within LOCK, over all accounts: an office shares one address
LOCK = timedelta(minutes=15)
ELSEWHERE = "*"
COOKIE = "device"
REMEMBERED = timedelta(days=180)


def too_often_from_here() -> bool:
    """Whether so many sign-ins failed from this address, whatever the accounts, that no password is looked at.

    Asked of browsers that nobody knows: who has signed in here before is counted by device.
    """
    failed = select(func.count()).where(
        AccessLog.at > clock.now() - LOCK,
        AccessLog.act == "sign-in-failed",
        AccessLog.address == _address(),
    )
    return (db.session.scalar(failed) or 0) >= FAILURES_OF_AN_ADDRESS


def _address() -> str:
    return (request.remote_addr or "")[:45]


def device_of(user: User) -> KnownDevice | None:
    """This browser, if the person has signed in with it lately."""
    key = request.cookies.get(COOKIE, "")
    if not key:
        return None
    held = db.session.scalar(
        select(KnownDevice).where(KnownDevice.user_id == user.id, KnownDevice.key_hash == _hash(key))
    )
    return held if held is not None and held.seen_at > clock.now() - REMEMBERED else None


def is_known(email: str) -> bool:
    """Whether this browser is a known device of whoever has the address."""
    user = db.session.scalar(select(User).where(User.email == email.strip().lower()))
    return user is not None and device_of(user) is not None


def _places(user: User) -> list[tuple[str, int]]:
    """Where a try of the account counts now, each with how many it takes."""
    device = device_of(user)
    return [(f"device:{device.id}", FAILURES)] if device else [(_address(), FAILURES), (ELSEWHERE, FAILURES_ELSEWHERE)]


def _held(user: User, place: str) -> SignInTries | None:
    wanted = select(SignInTries).where(SignInTries.user_id == user.id, SignInTries.place == place)
    return db.session.scalar(wanted)


def is_locked(user: User) -> bool:
    """Whether the account is closed for where this request comes from."""
    rows = (_held(user, place) for place, _ in _places(user))
    return any(one is not None and one.locked_until is not None and one.locked_until > clock.now() for one in rows)


def fail(user: User) -> None:
    """Count a wrong try and keep it, though the answer will be an error; the caller holds the user's row."""
    for place, most in _places(user):
        held = _held(user, place)
        if held is None:
            held = SignInTries(user_id=user.id, place=place, failures=0)
            db.session.add(held)
        if held.last_at is not None and held.last_at <= clock.now() - LOCK:
            held.failures = 0  # what lies longer ago than a lock lasts counts no more
        held.failures, held.last_at = held.failures + 1, clock.now()
        if held.failures >= most:
            held.failures, held.locked_until = 0, clock.now() + LOCK
            mail.tell_person(user, "accounts.locked", failures=most, minutes=int(LOCK.total_seconds() // 60))
    keep()


def forgive(user: User) -> None:
    """The person is in: what was counted here counts no more."""
    here = [place for place, _ in _places(user) if place != ELSEWHERE]
    db.session.execute(delete(SignInTries).where(SignInTries.user_id == user.id, SignInTries.place.in_(here)))


def forgive_all(user: User) -> None:
    """A new password: no lock stands."""
    db.session.execute(delete(SignInTries).where(SignInTries.user_id == user.id))


def closed_until(users: list[int]) -> dict[int, Any]:
    """Until when accounts are closed for some place, by user id; open ones are left out."""
    wanted = select(SignInTries.user_id, func.max(SignInTries.locked_until)).where(
        SignInTries.user_id.in_(users), SignInTries.locked_until > clock.now()
    )
    rows = db.session.execute(wanted.group_by(SignInTries.user_id))
    return {row[0]: row[1] for row in rows}


def remember(user: User) -> None:
    """Know this browser from now on; one key serves all accounts that are used in it."""
    key = request.cookies.get(COOKIE, "")
    held = device_of(user)
    if held is not None:
        held.seen_at = clock.now()
    else:
        key = key if 20 <= len(key) <= 64 and key.isascii() else secrets.token_urlsafe(32)
        db.session.execute(
            delete(KnownDevice).where(KnownDevice.user_id == user.id, KnownDevice.key_hash == _hash(key))
        )
        db.session.add(KnownDevice(user_id=user.id, key_hash=_hash(key), browser=browser_of(request.user_agent.string)))
    g.device_key = key


def forget_devices(user: User) -> None:
    """No browser of the person is known any more but this one."""
    held = device_of(user)
    gone = delete(KnownDevice).where(KnownDevice.user_id == user.id)
    db.session.execute(gone.where(KnownDevice.id != held.id) if held is not None else gone)


def set_cookie(response: Response) -> Response:
    if "device_key" in g and response.status_code < 400:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(
            COOKIE, g.device_key, max_age=REMEMBERED, secure=secure, httponly=True, samesite="Lax", path="/"
        )
    return response


def forget_old() -> int:
    """Destroy devices that were not used for long, and counts that count no more; how many."""
    old = db.session.execute(delete(KnownDevice).where(KnownDevice.seen_at < clock.now() - REMEMBERED))
    tries = db.session.execute(delete(SignInTries).where(SignInTries.last_at < clock.now() - 2 * LOCK))
    return int(old.rowcount + tries.rowcount)  # type: ignore[attr-defined]


def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()

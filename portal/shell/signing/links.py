"""Signed links that are mailed: what for, whom, until when.

Single use by what they are bound to, so no table keeps them.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from itsdangerous import BadSignature, URLSafeSerializer

from portal.core import clock, keys
from portal.core.db import db
from portal.core.people import User

RESET_LASTS = timedelta(hours=1)


def reset_token(user: User) -> str:
    """Opens the page for a new password for an hour; void once the password has changed."""
    until = clock.now() + RESET_LASTS
    return _signer().dumps([user.id, _state(user), until.isoformat()])


def user_of_reset(token: str) -> User | None:
    """Whose password the link may still reset."""
    try:
        user_id, state, until = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    user = db.session.get(User, user_id)
    if user is None or not user.active or datetime.fromisoformat(until) < clock.now() or state != _state(user):
        return None
    return user


def _state(user: User) -> str:
    return sha256(f"{user.password_hash}:{user.session_key}:{user.email}".encode()).hexdigest()[:24]


def _signer() -> URLSafeSerializer:
    return keys.signer("LINK", "password-reset")


def safe_next(target: str | None) -> str | None:
    """A path of this site to go on to; anything that could lead elsewhere is dropped."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(ord(sign) < 32 for sign in target) or "\\" in target:
        return None
    return target

"""The portal's keys: for each purpose a list, of which the first seals and signs and each opens.

So a key can be changed without losing anything: the new one is put in front, `flask keys rotate` seals anew what is
kept, and the old one goes once nothing of it is left. A purpose may have keys of its own in the environment
(`LINK_KEYS`, `REPLY_KEYS`, `FACTOR_KEYS`, `BANK_KEYS`); behind them stand the present SECRET_KEY and those before it.
Must not log or show a key.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from itsdangerous import URLSafeSerializer

SEALS = {"FACTOR": b"second factor", "BANK": b"bank data", "CARRIED": b"carried through the sign-in", "MAIL": b"mail"}
"""Purposes under seal, each with what tells its derived key from the others (HKDF)."""
OWN = ("LINK", "REPLY", "FACTOR", "BANK")
"""Purposes that may have keys of their own."""


def keys_of(purpose: str) -> tuple[str, ...]:
    """The keys of a purpose, the present one first."""
    config = current_app.config
    own = config.get(f"{purpose}_KEYS") or ()
    return (*own, str(config["SECRET_KEY"]), *(config.get("SECRET_KEY_FALLBACKS") or ()))


def seal(purpose: str, text: str, at: int | None = None) -> str:
    """The text as only the portal can read it."""
    cipher = _cipher(keys_of(purpose), SEALS[purpose])
    data = text.encode("utf-8", "surrogatepass")
    return (cipher.encrypt(data) if at is None else cipher.encrypt_at_time(data, at)).decode()


def unseal(purpose: str, kept: str, lasts: int | None = None, at: int | None = None) -> str | None:
    """What was sealed; None if no key opens it, it was altered, or is older than `lasts` seconds at `at`."""
    cipher = _cipher(keys_of(purpose), SEALS[purpose])
    try:
        held = cipher.decrypt(kept.encode()) if at is None else cipher.decrypt_at_time(kept.encode(), lasts or 0, at)
    except (InvalidToken, UnicodeEncodeError):
        return None
    return held.decode("utf-8", "surrogatepass")


def resealed(purpose: str, kept: str) -> str | None:
    """The same under the present key; None if no key opens it."""
    try:
        return _cipher(keys_of(purpose), SEALS[purpose]).rotate(kept.encode()).decode()
    except InvalidToken:
        return None


def signer(purpose: str, salt: str) -> URLSafeSerializer:
    """Signs with the present key and knows what any key has signed."""
    return URLSafeSerializer(list(reversed(keys_of(purpose))), salt=salt)


def digest(purpose: str, message: str) -> bytes:
    """HMAC-SHA256 under the present key."""
    return hmac.digest(keys_of(purpose)[0].encode(), message.encode(), hashlib.sha256)


def digests(purpose: str, message: str) -> list[bytes]:
    """The same under each key: what was signed before a change is still known."""
    return [hmac.digest(key.encode(), message.encode(), hashlib.sha256) for key in keys_of(purpose)]


@lru_cache(maxsize=16)
def _cipher(keys: tuple[str, ...], info: bytes) -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(_derived(key, info))) for key in keys])


def _derived(key: str, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.encode())

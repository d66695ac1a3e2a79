"""The second factor: one-time codes of six digits that change every 30 seconds (TOTP, RFC 6238).

The secret is kept encrypted with a key derived from SECRET_KEY; a code that was used once is refused afterwards.
"""

import hmac
from base64 import urlsafe_b64encode
from functools import lru_cache

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from portal.core import clock
from portal.core.people import User

PERIOD = 30  # seconds
TOLERANCE = 1  # periods that a device's clock may be off, either way
ISSUER = "의료 해외진출 통합 포털"


def new_secret() -> str:
    return pyotp.random_base32()


def sealed(secret: str) -> str:
    """The secret as kept in the database."""
    return _cipher(str(current_app.config["SECRET_KEY"])).encrypt(secret.encode()).decode()


def opened(kept: str) -> str | None:
    """The secret of a sealed text; None if there is none, or if SECRET_KEY has changed since."""
    try:
        return _cipher(str(current_app.config["SECRET_KEY"])).decrypt(kept.encode()).decode() if kept else None
    except InvalidToken:
        return None


@lru_cache(maxsize=4)
def _cipher(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"second factor").derive(key.encode())
    return Fernet(urlsafe_b64encode(derived))


def address(user: User, secret: str) -> str:
    """The otpauth address that an authenticator app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)


def next_code(user: User, secret: str) -> str:
    """The code of now; the one after it where this person has used up that of now."""
    return pyotp.TOTP(secret).generate_otp(max(_step(), user.second_factor_step + 1))


def step_of(secret: str, code: str, ahead: int = TOLERANCE) -> int | None:
    """Which period the code belongs to, if it is right now (or nearly so; at most `ahead` periods early)."""
    digits = "".join(c for c in code if c.isascii() and c.isdigit())
    for step in range(_step() - TOLERANCE, _step() + ahead + 1):
        if hmac.compare_digest(pyotp.TOTP(secret).generate_otp(step), digits):
            return step
    return None


def passes(user: User, code: str, ahead: int = TOLERANCE) -> bool:
    """Whether the code is right and new for this person; it is used up by asking. The caller holds the user's row."""
    secret = opened(user.second_factor)
    step = step_of(secret, code, ahead) if secret else None
    if step is None or step <= user.second_factor_step:
        return False
    user.second_factor_step = step
    return True


def enrol(user: User, secret: str, step: int = 0) -> None:
    """From now on the person signs in with codes of this secret; `step` is the one that the confirming code used up."""
    user.second_factor, user.second_factor_step = sealed(secret), step


def forget(user: User) -> None:
    user.second_factor, user.second_factor_step = "", 0


def _step() -> int:
    return int(clock.now().timestamp()) // PERIOD

"""The second factor: one-time codes of six digits that change every 30 seconds (TOTP, RFC 6238).

The secret is kept encrypted with a key of its own; a code that was used once is refused afterwards.
"""

import hmac

import pyotp

from portal.core import clock, keys
from portal.core.people import User

PERIOD = 30  # seconds
TOLERANCE = 1  # periods that a device's clock may be off, either way
ISSUER = "의료 해외진출 통합 포털"


def new_secret() -> str:
    return pyotp.random_base32()


def sealed(secret: str) -> str:
    """The secret as kept in the database."""
    return keys.seal("FACTOR", secret)


def opened(kept: str) -> str | None:
    """The secret of a sealed text; None if there is none, or if no key of today opens it."""
    return keys.unseal("FACTOR", kept) if kept else None


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

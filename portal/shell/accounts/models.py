"""Sign-ups that wait for the confirmation of their e-mail address."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, delete
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Instant, db


class SignUp(Base):
    """No account yet: what was answered, the password as its hash; of the token in the mailed link its SHA-256."""

    __tablename__ = "sign_up"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(Instant)


def forget_sign_ups() -> int:
    """Destroy sign-ups whose link has run out; how many."""
    gone = db.session.execute(delete(SignUp).where(SignUp.expires_at < clock.now()))
    return int(gone.rowcount)  # type: ignore[attr-defined]

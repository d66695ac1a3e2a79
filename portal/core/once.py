"""A form that is sent twice is carried out once: a double click, a reload, a click while nothing seems to happen.

Each form carries a key of its own. What was sent with it is kept as a digest with the address that answered it, in the
transaction that did it; the same form with the same content is led to that address. A changed content, or the form
opened anew, is meant and is carried out.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from flask import g, request
from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Instant, db

KEY = "form_key"
LASTS = timedelta(days=1)
LONGEST = 500  # of an address that answers
_OF_THE_FORM = (KEY, "csrf_token", "written_by")


class SentForm(Base):
    """A form that was carried out: the digest of who sent what, and where the answer led."""

    __tablename__ = "sent_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    answer: Mapped[str] = mapped_column(String(LONGEST))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now, index=True)


def new_key() -> str:
    """The key of a form that is shown now."""
    return secrets.token_urlsafe(12)


def digest(user_id: int | None) -> str | None:
    """Who sends what to where with which key; None for what carries none."""
    if "sent_digest" not in g:
        g.sent_digest = _digest(user_id)
    found: str | None = g.sent_digest
    return found


def _digest(user_id: int | None) -> str | None:
    key = request.form.get(KEY, "")
    if request.method != "POST" or not key:
        return None
    said = sha256(f"{user_id}\n{request.full_path}\n{key}\n".encode("utf-8", "surrogatepass"))
    for name, text in request.form.items(multi=True):
        if name not in _OF_THE_FORM:
            said.update(f"{len(name)} {name} {len(text)} {text}\n".encode("utf-8", "surrogatepass"))
    for name, file in request.files.items(multi=True):
        said.update(f"{len(name)} {name} {file.filename}\n".encode("utf-8", "surrogatepass"))
        while part := file.stream.read(1 << 20):
            said.update(part)
        file.stream.seek(0)
    return said.hexdigest()


def answered(key_hash: str) -> str | None:
    """Where the form led when it was carried out; None if it was not yet."""
    return db.session.scalar(
        select(SentForm.answer).where(SentForm.key_hash == key_hash, SentForm.at > clock.now() - LASTS)
    )


def keep(key_hash: str, answer: str) -> None:
    """Keep where the form led, in the transaction that carries it out."""
    if len(answer) <= LONGEST:
        old = SentForm.at <= clock.now() - LASTS
        db.session.execute(delete(SentForm).where(SentForm.key_hash == key_hash, old))
        db.session.add(SentForm(key_hash=key_hash, answer=answer))
        db.session.flush()


def forget_old() -> int:
    """Destroy what is older than a day; how many."""
    gone = db.session.execute(delete(SentForm).where(SentForm.at < clock.now() - LASTS))
    return int(gone.rowcount)  # type: ignore[attr-defined]

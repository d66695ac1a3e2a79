"""What a person typed, carried through the sign-in when the session has ended: sealed, and opened for its writer alone.

Each form carries the signed mark of who it was made for, so that a form of a stranger is never carried. Nothing is
kept in the portal. Must not know pages.
"""

import json
from dataclasses import asdict, dataclass
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import MultiDict

from portal.core import clock, keys

MOST = 1_000_000  # bytes of a form that are carried
LASTS = timedelta(days=1)
_NEVER = ("csrf_token", "written_by", "form_key", "kept-page", "present_code")


@dataclass(frozen=True)
class Carried:
    """A form as it was sent: by whom (None: nobody was signed in), to which path, its fields in order;
    files are named only.
    """

    user_id: int | None
    path: str
    fields: list[tuple[str, str]]
    files: list[str]

    @property
    def texts(self) -> list[str]:
        """What a reader knows again: every typed text that is more than a word or a code."""
        return [text for _, text in self.fields if len(text.strip()) > 3]

    @property
    def too_long(self) -> bool:
        return len(self._packed()) > MOST

    def _packed(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode("utf-8", "surrogatepass")


def typed_fields(sent: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What was sent, in order, but for the tokens of the form itself, passwords and one-time codes."""
    secret = {"again", "code"} if any("password" in key for key in sent) else {"code"} if "next" in sent else set()
    return [
        (key, text)
        for key, text in sent.items(multi=True)
        if key not in _NEVER and key not in secret and "password" not in key
    ]


def mark_of(user_id: int) -> str:
    """Says in a form for whom it was made."""
    return str(_signer().dumps(user_id))


def marked(mark: str) -> int | None:
    """The id of the person whose mark this is; None if it is nobody's."""
    try:
        found = _signer().loads(mark)
    except BadSignature:
        return None
    return found if isinstance(found, int) else None


def sealed(carried: Carried) -> str:
    """The form as a text that only the portal can read."""
    return keys.seal("CARRIED", carried._packed().decode("utf-8", "surrogatepass"), _now())


def opened(text: str, lasts: timedelta = LASTS) -> Carried | None:
    """A sealed form; None if it is none of ours, was altered, or is older than it may be."""
    found = keys.unseal("CARRIED", text, int(lasts.total_seconds()), _now())
    if found is None:
        return None
    held = json.loads(found)
    return Carried(held["user_id"], held["path"], [(k, v) for k, v in held["fields"]], held["files"])


def _now() -> int:
    return int(clock.now().timestamp())


def _signer() -> URLSafeSerializer:
    return keys.signer("LINK", "written by")

"""The address at which a notice of a message may be answered. It names thread and reader and is signed by this portal.

It holds as long as its thread takes messages and its reader may write there: that is asked when a mail comes in, not
here. Letters are small and few, since mail servers may change their case.
"""

import base64
import hmac
import re

from flask import current_app

from portal.core import keys

PREFIX = "reply"
_LOCAL = re.compile(rf"{PREFIX}\+(\d{{1,9}})-(\d{{1,9}})-([a-z2-7]{{24}})")


def reply_address(thread_id: int, user_id: int) -> str:
    """Where this reader of this thread may answer by mail; '' where the portal receives no mail."""
    domain = current_app.config["MAIL_REPLY_DOMAIN"]
    return f"{PREFIX}+{thread_id}-{user_id}-{_signature(thread_id, user_id)}@{domain}" if domain else ""


def is_ours(address: str) -> bool:
    """Whether the address has the shape of one that notices carry, signed or not."""
    local, _, domain = address.rpartition("@")
    ours = current_app.config["MAIL_REPLY_DOMAIN"]
    return bool(ours) and domain.casefold() == ours.casefold() and local.casefold().startswith(PREFIX + "+")


def read_address(address: str) -> tuple[int, int] | None:
    """(thread id, user id) of an address that this portal made; None of any other."""
    found = _LOCAL.fullmatch(address.rpartition("@")[0].casefold()) if is_ours(address) else None
    if found is None:
        return None
    thread_id, user_id = int(found[1]), int(found[2])
    made = keys.digests("REPLY", f"reply-address:{thread_id}:{user_id}")
    return (thread_id, user_id) if any(hmac.compare_digest(found[3], _written(one)) for one in made) else None


def _signature(thread_id: int, user_id: int) -> str:
    return _written(keys.digest("REPLY", f"reply-address:{thread_id}:{user_id}"))


def _written(digest: bytes) -> str:
    return base64.b32encode(digest[:15]).decode().lower()

"""What stands below an answer without being part of it: a signature, “sent from my …”. Pure."""

import re
from collections.abc import Sequence

from portal.shell.inbox.heads import DEVICES, FROM_MY

_CONTACT = re.compile(r"\d{2,4}[-. )]\d{3,4}|\S@\S|www\.|https?:", re.I)


def without_signature(lines: Sequence[str]) -> str:
    """Without the signature below “-- ” and “sent from my …” at the end, without blank ends and runs of blank lines."""
    kept = [line.rstrip() for line in lines[: _signature_at(lines)]]
    while kept and (not kept[-1] or _sent_from(kept[-1])):
        kept.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _signature_at(lines: Sequence[str]) -> int:
    """Where “-- ” stands with at most ten written lines below,
    or “--” above at most six with a telephone or address.
    """
    below: list[str] = []
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if line in ("-- ", "--"):
            short = len(below) <= 10 if line == "-- " else len(below) <= 6 and _CONTACT.search(" ".join(below)[:2000])
            return at if short and any(one.strip() for one in lines[:at]) else len(lines)
        if line.strip():
            below.append(line)
            if len(below) > 10:
                break
    return len(lines)


def _sent_from(line: str) -> bool:
    """“Sent from my iPhone” in the languages of TONGUES."""
    small = line.strip().casefold()
    return len(small) <= 90 and any(word in small for word in FROM_MY) and any(word in small for word in DEVICES)

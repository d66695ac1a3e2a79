"""A score as a member types it. Pure."""

import re
from decimal import Decimal

from portal.core import reading

PLAIN = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,4})?")


def right_score(typed: str, most: Decimal) -> str | None:
    """The score as plain text, or None where it is no number of one decimal within 0 … most."""
    typed = reading.plain(typed)
    if not PLAIN.fullmatch(typed):
        return None
    number = Decimal(typed.replace(",", "."))
    if not 0 <= number <= most or number != round(number, 1):
        return None
    return format(round(number, 1).normalize(), "f")

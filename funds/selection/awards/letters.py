"""Proof of service: of each letter about a case, whether it went out, when, and when it was first opened in the portal.

Reads only.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from portal.core.cases import Event
from portal.core.db import db
from portal.core.mail import Mail
from portal.core.text import Text

STATES = {
    "queued": Text("보내는 중", "Queued"),
    "sending": Text("보내는 중", "Being sent"),
    "sent": Text("보냄", "Sent"),
    "unsent": Text("보내지 못함", "Not sent"),
}


class Letter(NamedTuple):
    """One letter to one person. `opened_at` is the first opening of it in the portal; `event` what it tells of."""

    case_id: int | None
    event: str
    to: str
    address: str
    subject: str
    body: str
    state: str
    reason: str
    made_at: datetime
    sent_at: datetime | None
    opened_at: datetime | None

    @property
    def words(self) -> Text:
        return STATES.get(self.state, Text(self.state, self.state))

    def as_json(self) -> dict[str, Any]:
        """Plain values, instants as ISO text, for a file that proves service."""
        kept = self._asdict()
        for key in ("made_at", "sent_at", "opened_at"):
            kept[key] = kept[key].isoformat() if kept[key] else ""
        return kept


def served(*case_ids: int) -> list[Letter]:
    """Every letter about these cases to anybody outside the office, in the order in which they were written."""
    return list(_letters(case_ids))


def _letters(case_ids: Iterable[int]) -> Iterable[Letter]:
    wanted = select(Mail, Event.name).join(Event, Event.id == Mail.event_id, isouter=True)
    for row, event in db.session.execute(wanted.where(Mail.case_id.in_(list(case_ids))).order_by(Mail.id)):
        if row.user is not None and row.user.is_official:
            continue
        yield Letter(
            row.case_id,
            event or "",
            row.user.name if row.user else row.address,
            row.address,
            row.subject,
            row.body,
            row.state,
            row.reason,
            row.created_at,
            row.sent_at,
            row.read_at,
        )

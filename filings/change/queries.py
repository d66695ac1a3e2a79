"""Questions about the change filings of a filing: which is open, which there were, what one changes. Reads only."""

from typing import Any

from sqlalchemy import select

from filings.cases.shown import words_of
from filings.filing.amended import applied
from filings.filing.content import latest_answers
from filings.filing.questions import SCHEMA
from filings.models import ChangeFiling, Filing
from portal.core import periods
from portal.core.cases import Case, Draft
from portal.core.db import db
from portal.core.text import Text

IN_FORCE = ("accepted", "deemed")
OPEN = ("draft", "submitted", "received", "supplement")


def open_change(parent_id: int) -> ChangeFiling | None:
    """The change filing of a filing that is being written or handled, if any."""
    wanted = select(ChangeFiling).where(ChangeFiling.parent_id == parent_id, ChangeFiling.state.in_(OPEN))
    return db.session.scalar(wanted.order_by(ChangeFiling.id.desc()).limit(1))


def changes_of(parent_id: int) -> list[ChangeFiling]:
    """The change filings of a filing, the latest first; discarded drafts are left out."""
    wanted = select(ChangeFiling).where(ChangeFiling.parent_id == parent_id, ChangeFiling.state != "discarded")
    return list(db.session.scalars(wanted.order_by(ChangeFiling.id.desc())))


def may_be_changed(case: Case) -> bool:
    return isinstance(case, Filing) and case.state in IN_FORCE


def parent_of(case: ChangeFiling) -> Filing:
    parent = db.session.get(Filing, case.parent_id)
    assert parent is not None
    return parent


def differences(case: ChangeFiling) -> list[tuple[str, Any, Any]]:
    """(field key, before, after): of the draft while it is written,
    later as they were when the change was submitted.
    """
    draft = db.session.get(Draft, case.id)
    if draft is not None:
        before = latest_answers(parent_of(case))
        return [(c.field.key, c.before, c.after) for c in SCHEMA.diff(before, applied(before, draft.answers))]
    kept = [e.facts["differences"] for e in periods.events_of(case) if "differences" in (e.facts or {})]
    return [(key, before, after) for key, before, after in kept[-1]] if kept else []


def difference_rows(case: ChangeFiling, language: str) -> list[tuple[Text, str, str]]:
    """(question, before, after) for `ui.diff`; empty answers as ''."""
    return [
        (SCHEMA[key].label, words_of(SCHEMA[key], before, language), words_of(SCHEMA[key], after, language))
        for key, before, after in differences(case)
        if key in SCHEMA
    ]

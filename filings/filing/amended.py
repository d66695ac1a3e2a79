"""What an accepted 변경신고 does to the filing: its answers as they are then, a new revision,
a new edition of the certificate.

The filing's side of a change; how a change is written and decided stands in `filings.change`.
"""

from filings.filing.content import latest_answers, put_in_force, title_of
from filings.filing.numbers import new_edition
from filings.filing.questions import SCHEMA
from filings.models import ChangeFiling, Filing
from portal.core import records
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.schema import Answers


def applied(before: Answers, answers: Answers) -> Answers:
    """The filing's answers once the change is in force; an ending changes the state of operation alone.

    What an imported filing says outside the form's conditions (an older row names another event) stays.
    """
    if answers.get("ends") == "yes":
        return before | {"status": "ended"}
    asked_before = SCHEMA.prune(before)
    return {k: v for k, v in before.items() if k not in asked_before} | SCHEMA.prune(answers)


def take_change(parent: Filing, firing: Firing) -> None:
    """A new revision of the filing, in force from the acceptance day; the certificate gets a new edition."""
    change = db.session.get(ChangeFiling, firing.given["change"])
    assert change is not None
    before = latest_answers(parent)
    after = applied(before, latest_answers(change))
    revision = records.add_revision(parent, SCHEMA, after, firing.actor)
    revision.answers = after
    new_edition(parent, firing.on)
    put_in_force(parent, revision, firing.on, "change", change.id)
    parent.titled = title_of(revision.answers)
    parent.ended_on = (
        change.changed_on if change.ends else (parent.ended_on if after.get("status") == "ended" else None)
    )
    firing.facts |= {
        "revision": revision.no,
        "changed": [c.field.key for c in SCHEMA.diff(before, after)],
        "ends": change.ends,
    }

"""How a person comes to an organisation of their own: founding it, claiming an imported one, or asking to join."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.core import clock, mail
from portal.core.aliases import look_alikes
from portal.core.cases import AccessLog
from portal.core.db import db
from portal.core.declared import fact
from portal.core.joining import ask_to_join
from portal.core.people import Organisation, User, actor_of, officers
from portal.core.reading import shown_business_number
from portal.core.roles import admit, managers
from portal.core.web import note_access
from portal.shell.accounts.questions import organisation_columns

MOST_TOLD = 20  # look-alikes named in a mail; the page of the organisation shows them all
CLAIMS_A_DAY = 5  # wrong certificates for one organisation before only an officer can decide
CLAIMS_IN_ALL = 20  # and for all organisations together: a guesser goes from one to the next


def organisation_of(number: str | None) -> Organisation | None:
    """The organisation with this business number (ten digits)."""
    return db.session.scalar(select(Organisation).where(Organisation.business_number == number)) if number else None


def may_be_claimed(held: Organisation) -> bool:
    """An imported organisation that nobody looks after, where a domain can tell whose certificate one is."""
    known = any("owns_certificate" in m.facts for m in current_app.extensions["modules"])
    return (
        known and held.source == "import" and not held.verified and not managers(held.id) and not _tried_too_often(held)
    )


def claims(held: Organisation, answers: Mapping[str, Any]) -> bool:
    """Whether the person has a certificate of the organisation before them: its number and its printed code.

    Asked only once the person's address is confirmed; a wrong one is noted.
    """
    number, code = str(answers.get("certificate") or ""), str(answers.get("certificate_code") or "")
    if not (number and code) or not may_be_claimed(held):
        return False
    if fact("owns_certificate", held.id, number, code):
        return True
    note_access("claim-failed", f"organisation:{held.id}")
    return False


def _tried_too_often(held: Organisation) -> bool:
    lately = select(func.count()).where(AccessLog.at > clock.now() - timedelta(days=1), AccessLog.act == "claim-failed")
    here = lately.where(AccessLog.subject == f"organisation:{held.id}")
    return (db.session.scalar(here) or 0) >= CLAIMS_A_DAY or (db.session.scalar(lately) or 0) >= CLAIMS_IN_ALL


def place(user: User, answers: dict[str, Any]) -> str:
    """Bring the person to the organisation they named: 'founded', 'claimed', or 'asked' (somebody decides)."""
    held = organisation_of(answers["business_number"])
    if held is None:
        held, is_new = _found(answers)
        if is_new:
            admit(user, held, "manager", actor_of(user))
            _tell_of_look_alikes(held)
            return "founded"
    if claims(held, answers):
        admit(user, held, "manager", actor_of(user))
        return "claimed"
    if ask_to_join(user, held) is not None:
        for told in managers(held.id) or officers():
            mail.tell_person(told, "accounts.join_asked", who=user, organisation=held)
    return "asked"


def _tell_of_look_alikes(founded: Organisation) -> None:
    """Officers hear of others of the same name; the person who founded it is not told who else is in the portal."""
    others = look_alikes(founded)
    for told in officers() if others else ():
        mail.tell_person(
            told,
            "accounts.look_alike",
            organisation=founded,
            others=others[:MOST_TOLD],
            more=max(0, len(others) - MOST_TOLD),
            number=shown_business_number,
        )


def _found(answers: dict[str, Any]) -> tuple[Organisation, bool]:
    """A new organisation and True; if somebody founded the same one this very moment, theirs and False."""
    made = Organisation(**organisation_columns(answers), source="sign-up")
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:
        held = organisation_of(answers["business_number"])
        if held is None:
            raise
        return held, False
    return made, True

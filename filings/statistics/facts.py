"""What other domains may ask about filings, without importing them (`portal.core.declared.fact`).

Reads only, plain values.
"""

from typing import Any

from sqlalchemy import select

from filings.models import Content
from filings.statistics.counts import in_force
from portal.core import clock
from portal.core.db import db


def filings_of(organisation_id: int) -> list[dict[str, Any]]:
    """The accepted filings of an organisation as they stand today, oldest first.

    Each: certificate_no, country, type, trigger_on and accepted_on (dates), status, staff (None where unknown), beds.
    """
    wanted = (
        select(Content)
        .where(in_force(clock.today()), Content.organisation_id == organisation_id)
        .order_by(Content.accepted_on, Content.id)
    )
    keys = ("certificate_no", "country", "type", "trigger_on", "accepted_on", "status", "staff", "beds")
    return [{key: getattr(row, key) for key in keys} for row in db.session.scalars(wanted)]


def organisations_with_filings() -> set[int]:
    """Ids of the organisations that have at least one accepted filing in force today."""
    wanted = select(Content.organisation_id).where(in_force(clock.today()), Content.organisation_id.is_not(None))
    return set(db.session.scalars(wanted.distinct()))


def filing_with(certificate_no: str) -> dict[str, Any] | None:
    """The filing of a certificate as it stands today: case_id, organisation_id, organisation_name, country;
    None if none is.
    """
    row = db.session.scalar(
        select(Content).where(in_force(clock.today()), Content.certificate_no == certificate_no.strip())
    )
    if row is None:
        return None
    return {
        "case_id": row.case_id,
        "organisation_id": row.organisation_id,
        "organisation_name": row.organisation_name,
        "country": row.country,
    }

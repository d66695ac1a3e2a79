"""What an officer has compared with the business certificate of an organisation, and its changes.

Both values are kept, and the organisation has to be verified again. Must not know pages.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Instant, db
from portal.core.people import FOUNDERS, Actor, Organisation, User
from portal.core.reading import shown_business_number
from portal.core.terms import CLASSES
from portal.core.text import Text

PROVED = {
    "business_number": Text("사업자등록번호", "Business number"),
    "name": Text("기관명", "Name"),
    "founder": Text("구분", "Kind"),
    "category": Text("종별", "Class"),
}
"""The columns of an organisation that are verified."""


class OrganisationChange(Base):
    """What somebody changed of the proved columns: both values of each, by whom and when."""

    __tablename__ = "organisation_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    before: Mapped[dict[str, str]] = mapped_column(JSON)
    after: Mapped[dict[str, str]] = mapped_column(JSON)

    by: Mapped[User | None] = relationship()

    def shown(self) -> list[tuple[Text, Text, Text]]:
        """Label, value before and value after, in words."""
        return [(PROVED[c], _words(c, self.before[c]), _words(c, value)) for c, value in self.after.items()]


def _words(column: str, value: str) -> Text:
    if column == "business_number":
        value = shown_business_number(value)
    known = {"founder": FOUNDERS, "category": CLASSES}.get(column, {})
    return known.get(value) or Text(value or "–", value or "–")


def write(held: Organisation, columns: Mapping[str, Any], by: Actor) -> OrganisationChange | None:
    """Write columns of an organisation; the change of proved ones, None where none of them changed.

    An organisation that was verified is so no more after such a change.
    """
    changed = [c for c in PROVED if c in columns and columns[c] != getattr(held, c)]
    before = {c: getattr(held, c) for c in changed}
    for column, value in columns.items():
        setattr(held, column, value)
    if not changed:
        return None
    made = OrganisationChange(
        organisation_id=held.id, by_id=by.user_id, before=before, after={c: getattr(held, c) for c in changed}
    )
    held.verified = False
    db.session.add(made)
    db.session.flush()
    return made


def changes_of(held: Organisation) -> list[OrganisationChange]:
    """Every change of what is verified, the latest first."""
    wanted = select(OrganisationChange).where(OrganisationChange.organisation_id == held.id)
    return list(db.session.scalars(wanted.order_by(OrganisationChange.id.desc())))

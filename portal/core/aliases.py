"""Names that officers keep for one organisation, and every question to the database that holds names against each
other.

What the writing itself tells is `portal.core.organisation_names`. Each row has its source and author; a row that is
taken back is deleted, and the access log keeps that it was.
"""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property, lru_cache

from sqlalchemy import ColumnElement, ForeignKey, String, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Instant, db, once_a_page
from portal.core.organisation_names import Aliases, bare_name, keys
from portal.core.people import Membership, Organisation


class OrganisationAlias(Base):
    """`name` and `other` are one organisation, as an officer knows from `source`."""

    __tablename__ = "organisation_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    other: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)


@once_a_page
def aliases() -> Aliases:
    """The table as it stands."""
    held = select(OrganisationAlias.name, OrganisationAlias.other).order_by(OrganisationAlias.id)
    return Aliases((name, other) for name, other in db.session.execute(held))


def names_of(*organisations: Organisation) -> frozenset[str]:
    """Every name by which the organisations are known: as registered, in English, aliases. None that names nobody."""
    return aliases().names(*(name for o in organisations for name in (o.name, o.name_en)))


def organisations_of(user_ids: Iterable[int]) -> dict[int, list[Organisation]]:
    """The organisations of which each user is a member, by user id; users without one are left out."""
    wanted = (
        select(Membership.user_id, Organisation)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.user_id.in_(list(user_ids)))
        .order_by(Membership.id)
    )
    found: dict[int, list[Organisation]] = {}
    for user_id, organisation in db.session.execute(wanted):
        found.setdefault(user_id, []).append(organisation)
    return found


def named_like(text: str) -> ColumnElement[bool]:
    """A condition on `Organisation`: its name or English name is `spelled_like` the text."""
    return or_(spelled_like(Organisation.name, text), spelled_like(Organisation.name_en, text))


def spelled_like(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Rows whose name in `column` holds the text in any spelling (legal form, blanks, signs, case, Unicode form),
    or is its alias.

    A text of which nothing is left ('(주)') finds only what holds it as it stands.
    """
    plain, wanted = unicodedata.normalize("NFC", text).strip(), bare_name(text)
    found = column.icontains(plain, autoescape=True)
    if len(wanted) < 2:
        return found
    pairs = db.session.execute(select(OrganisationAlias.name, OrganisationAlias.other))
    known = [name for pair in pairs if any(wanted in bare_name(n) for n in pair) for name in pair]
    meant = aliases().keys(*known) if known else frozenset[str]()
    names = _written(column)
    likely = names.holding(wanted) | names.sharing(meant)
    hidden = sorted(n for n in likely if plain.casefold() not in n.casefold())
    return or_(found, column.in_(hidden)) if hidden else found


def look_alikes(organisation: Organisation) -> list[Organisation]:
    """Other organisations of the portal that may be the same one by their names, by id;
    their business numbers differ.
    """
    meant = frozenset[str]().union(*map(keys, names_of(organisation)))
    if not meant:
        return []
    ids = {int(found) for found in _registered().sharing(meant)} - {organisation.id}
    return list(db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.id)))


def twins() -> list[int]:
    """The ids of all organisations whose name another one bears too, in any spelling."""
    held = _registered().bearers.values()
    return sorted({int(one) for bearers in held if len(bearers) > 1 for one in bearers})


class _Names:
    """Names and whoever bears them.

    Made once of what the database holds and kept until that changes: making it costs most.
    """

    def __init__(self, told: str) -> None:
        rows = dict.fromkeys(told.split(_ROW)) if told else ()
        self._names = {bearer: names or [bearer] for bearer, *names in (row.split(_PART) for row in rows)}

    @cached_property
    def bearers(self) -> dict[str, set[str]]:
        """Who bears a name of the key."""
        found: dict[str, set[str]] = {}
        for bearer, names in self._names.items():
            for key in frozenset[str]().union(*map(keys, names)):
                found.setdefault(key, set()).add(bearer)
        return found

    @cached_property
    def _bare(self) -> list[tuple[str, str]]:
        return [(bare_name(name), bearer) for bearer, names in self._names.items() for name in names]

    def sharing(self, meant: Iterable[str]) -> set[str]:
        """Who bears a name of one of the keys."""
        return set[str]().union(*(self.bearers.get(key, ()) for key in meant))

    def holding(self, wanted: str) -> set[str]:
        """Who bears a name of which these letters are a part."""
        return {bearer for bare, bearer in self._bare if wanted in bare}


_ROW, _PART = "\x1e", "\x1f"  # in no text that was read
_kept = lru_cache(maxsize=8)(_Names)


def _registered() -> _Names:
    """The names of all organisations, borne by their ids."""
    row = cast(Organisation.id, String) + _PART + Organisation.name + _PART + Organisation.name_en
    return _kept(db.session.scalar(select(func.aggregate_strings(row, _ROW))) or "")


def _written(column: InstrumentedAttribute[str]) -> _Names:
    """The names that stand in a column, each borne by itself."""
    return _kept(db.session.scalar(select(func.aggregate_strings(column, _ROW))) or "")

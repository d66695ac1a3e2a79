"""What of the store is still meant by a row, and the collection of what is not.

Every column of a hash is found in the models by its name; hashes that stand inside other columns are declared
(`Module.keeps`).
"""

from typing import Any, NamedTuple

from sqlalchemy import Column, or_, select

from portal.core import clock
from portal.core.attached import LEFT_FOR, Paper
from portal.core.contents import Content, adopt, store, without_row
from portal.core.db import Base, db
from portal.core.declared import collected

_ADOPTED = 2_000
_MARK = "collected"


class Collected(NamedTuple):
    """Contents that no row means, and their bytes."""

    contents: int
    size: int


def columns() -> list[Column[Any]]:
    """Every column that names a content by its hash, that of what is known of contents apart."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if (column.name == "sha256" or column.name.endswith("_sha256")) and table.name != Content.__tablename__
    ]


def meant() -> set[str]:
    """The hashes that rows mean; a paper that was taken out before it was filed means nothing after a day."""
    found: set[str] = set()
    for column in columns():
        wanted = select(column).distinct()
        if column.table is Paper.__table__:
            young = Paper.removed_at > clock.now() - LEFT_FOR
            wanted = wanted.where(or_(Paper.filed_at.is_not(None), Paper.removed_at.is_(None), young))
        found.update(db.session.scalars(wanted))
    for declared in collected("keeps"):
        found.update(declared())
    return found - {""}


def collect(*, dry_run: bool) -> Collected:
    """Take out of the store what no row means and nobody put there for a day. Commits, a content at a time."""
    before = (clock.now() - LEFT_FOR).timestamp()
    dropped = []
    unused = set(store().names()) - meant()
    db.session.rollback()
    for sha256 in sorted(unused):
        size = store().size_of_unused(sha256, before) if dry_run else _drop(sha256, before)
        dropped += [size] if size else []
    return Collected(len(dropped), sum(dropped))


def _drop(sha256: str, before: float) -> int:
    """Its row first: whoever uploads the same meanwhile waits for the end of it, or keeps the content young."""
    held = db.session.get(Content, sha256)
    if held is not None:
        if held.state != "infected":
            db.session.delete(held)
        db.session.flush()
    dropped = store().drop(sha256, unused_since=before)
    if dropped:
        db.session.commit()
    else:
        db.session.rollback()
    return dropped


def daily() -> int:
    """Once a day: look at what was kept before anything was known of contents, and collect; how many went."""
    mark = store().root / _MARK
    if mark.exists() and mark.stat().st_mtime > (clock.now() - LEFT_FOR).timestamp():
        return 0
    mark.touch()
    waiting = without_row(meant())[:_ADOPTED]
    for n in range(0, len(waiting), 50):
        adopt(waiting[n : n + 50])
        db.session.commit()
    return collect(dry_run=False).contents

"""Which documents there are, and how far the chapters of each are. Reads only."""

from sqlalchemy import func, select

from portal.core.cases import Case
from portal.core.db import db
from portal.markets.documents.chapters.models import PolicyChapter, PolicyDocument
from portal.markets.documents.chapters.queries import DROPPED


def documents() -> list[PolicyDocument]:
    """Every document, those at work first, then the newest year."""
    wanted = select(PolicyDocument).order_by(
        PolicyDocument.pending.desc(), PolicyDocument.year.desc(), PolicyDocument.id.desc()
    )
    return list(db.session.scalars(wanted.limit(200)).unique())


def same(of: str, year: int) -> PolicyDocument | None:
    """A document of the type and year that was not given up."""
    wanted = select(PolicyDocument).where(
        PolicyDocument.type == of, PolicyDocument.year == year, PolicyDocument.state != "cancelled"
    )
    return db.session.scalars(wanted.limit(1)).unique().first()


def progress(document_ids: list[int]) -> dict[int, tuple[int, int]]:
    """(agreed, all) chapters by document."""
    held = PolicyChapter.__table__
    wanted = (
        select(Case.parent_id, Case.state, func.count())
        .join(held, held.c.id == Case.id)
        .where(Case.parent_id.in_(document_ids), Case.state != DROPPED)
        .group_by(Case.parent_id, Case.state)
    )
    found: dict[int, tuple[int, int]] = dict.fromkeys(document_ids, (0, 0))
    for document_id, state, count in db.session.execute(wanted):
        assert document_id is not None
        agreed, every = found[document_id]
        found[document_id] = (agreed + (count if state == "agreed" else 0), every + count)
    return found

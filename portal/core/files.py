"""Papers attached to cases: what was uploaded, under which question, when, by whom.

Content lies in the store by its hash.
A paper is never overwritten: a newer one supersedes it, and revisions keep which ones they were filed with.
"""

from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from flask import current_app
from sqlalchemy import ForeignKey, Index, Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock, reading
from portal.core.cases import Case
from portal.core.db import Base, Instant, db
from portal.core.people import Actor, User
from portal.core.sniff import sniff
from portal.core.storage import Store

if TYPE_CHECKING:
    from collections.abc import Iterable


class Paper(Base):
    """One uploaded file. `slot` is the key of the schema field it answers; `removed_at` takes it out of a draft."""

    __tablename__ = "paper"
    __table_args__ = (Index("ix_paper_case_slot", "case_id", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    slot: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    filed_at: Mapped[datetime | None] = mapped_column(Instant)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)

    by: Mapped[User | None] = relationship()


def store() -> Store:
    found: Store = current_app.extensions["store"]
    return found


def attach(case: Case, slot: str, stream: BinaryIO, name: str, actor: Actor) -> Paper:
    """Keep a seekable upload as a paper of the case. Raises sniff.Unfit with a sentence for a wrong type or size.

    Looked at before it is stored: what is refused leaves no trace.
    """
    found = sniff(stream, name)
    kept = store().put(stream, current_app.config["UPLOAD_LIMIT"])
    paper = Paper(
        case_id=case.id,
        slot=slot,
        name=reading.file_name(name),
        media_type=found.media_type,
        size=kept.size,
        sha256=kept.sha256,
        by_id=actor.user_id,
    )
    db.session.add(paper)
    db.session.flush()
    return paper


def papers_of(case_id: int) -> list[Paper]:
    """The papers that stand on a case, oldest first."""
    wanted = select(Paper).where(Paper.case_id == case_id, Paper.removed_at.is_(None)).order_by(Paper.id)
    return list(db.session.scalars(wanted))


def slots_of(papers: "Iterable[Paper]") -> set[str]:
    return {p.slot for p in papers}


def remove(paper: Paper) -> None:
    """Take a paper out of the draft; one that was filed stays in the file of the case as superseded."""
    paper.removed_at = clock.now()

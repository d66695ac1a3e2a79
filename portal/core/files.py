"""Papers attached to cases: what was uploaded, under which question, when, by whom.

Content lies in the store by its hash (`portal.core.contents`).
A paper is never overwritten: a newer one supersedes it, and revisions keep which ones they were filed with.
"""

from typing import TYPE_CHECKING, BinaryIO

from flask import current_app
from sqlalchemy import select

from portal.core import clock, contents, quotas, reading
from portal.core.attached import Paper
from portal.core.cases import Case
from portal.core.db import db
from portal.core.people import Actor
from portal.core.sniff import sniff

__all__ = ("Paper", "attach", "papers_of", "remove", "slots_of")

if TYPE_CHECKING:
    from collections.abc import Iterable


def attach(case: Case, slot: str, stream: BinaryIO, name: str, actor: Actor) -> Paper:
    """Keep a seekable upload as a paper of the case. Raises sniff.Unfit with a sentence for a wrong type or
    size, malware, or where there is no room.

    Looked at before it is stored: what is refused leaves no trace.
    """
    found, limit = sniff(stream, name), int(current_app.config["UPLOAD_LIMIT"])
    size = stream.seek(0, 2)
    if size <= limit:
        quotas.take(case, size, actor)
    kept = contents.keep(stream, limit)
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

"""What the pages of the documents ask: which there are, whose turn it is, how far each chapter is. Reads only."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import g
from sqlalchemy import and_, func, or_, select

from portal.core import clock, periods
from portal.core.cases import Case
from portal.core.db import db
from portal.core.people import Actor
from portal.markets.documents.chapters.models import ChapterText, PolicyChapter, PolicyDocument
from portal.markets.documents.chapters.rights import DESK, LEAD, OWNER
from portal.markets.documents.editions import assembly

OPEN_TEXT = ("planned", "writing", "returned")


def left(day: date | None) -> int | None:
    """Working days left until the day, by one calendar a request."""
    if day is None:
        return None
    if "document_days" not in g:
        g.document_days = periods.calendar()
    return clock.working_days_left(day, clock.today(), g.document_days)


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
        .where(Case.parent_id.in_(document_ids), Case.state != assembly.DROPPED)
        .group_by(Case.parent_id, Case.state)
    )
    found: dict[int, tuple[int, int]] = dict.fromkeys(document_ids, (0, 0))
    for document_id, state, count in db.session.execute(wanted):
        assert document_id is not None
        agreed, every = found[document_id]
        found[document_id] = (agreed + (count if state == "agreed" else 0), every + count)
    return found


def versions(chapter_ids: list[int]) -> dict[int, int]:
    """How many times the text of each chapter was saved."""
    wanted = select(ChapterText.chapter_id, func.max(ChapterText.no)).where(ChapterText.chapter_id.in_(chapter_ids))
    return {chapter: no for chapter, no in db.session.execute(wanted.group_by(ChapterText.chapter_id))}  # noqa: C416


def my_turn(actor: Actor) -> list[PolicyChapter]:
    """Chapters that wait for the actor: to be written by them, or handed in to them as lead; by due day."""
    if not actor.has(*DESK):
        return []
    waiting = or_(
        and_(PolicyChapter.state.in_(("writing", "returned")), OWNER.filter(actor)),
        and_(PolicyChapter.state == "handed_in", LEAD.filter(actor)),
    )
    held = PolicyChapter.__table__.alias("every_chapter")
    few = PolicyChapter.id.in_(select(held.c.id))  # begins with the chapters, not with all cases
    wanted = select(PolicyChapter).where(few, waiting).order_by(PolicyChapter.due_on, PolicyChapter.id).limit(20)
    return list(db.session.scalars(wanted).unique())


def may_write(chapter: PolicyChapter, actor: Actor) -> bool:
    """Its owner and the lead write a chapter while it is open and its document in work."""
    document = assembly.document_of(chapter)
    hand = OWNER.holds(actor, chapter) or LEAD.holds(actor, chapter)
    return hand and chapter.state in OPEN_TEXT and document.state == "writing"


def may_evaluate(document: PolicyDocument, actor: Actor) -> bool:
    """The lead, and the owner of the chapter of the evaluation, while that chapter is open."""
    if document.state != "writing" or not assembly.type_of(document).evaluates:
        return False
    chapters = [c for c in assembly.chapters_of(document) if c.part == "evaluation"]
    if any(c.state not in OPEN_TEXT for c in chapters):
        return False
    return LEAD.holds(actor, document) or any(OWNER.holds(actor, c) for c in chapters)


def home_panel(actor: Actor) -> Mapping[str, Any] | None:
    """What waits for the actor; None where nothing does."""
    held = my_turn(actor)
    return {"chapters": held, "left": left, "state": state_of} if held else None


def state_of(case: Case) -> Any:
    return case.declared.workflow.state(case.state)

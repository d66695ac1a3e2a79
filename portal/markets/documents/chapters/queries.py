"""A document and its chapters: what they are called, whose turn it is, who may write. Reads only."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import g
from sqlalchemy import and_, or_, select

from portal.core import clock, periods
from portal.core.cases import Case
from portal.core.db import db
from portal.core.people import Actor
from portal.core.text import Text
from portal.markets.documents.chapters.models import PolicyChapter, PolicyDocument
from portal.markets.documents.chapters.rights import DESK, LEAD, OWNER
from portal.markets.documents.chapters.terms import TYPES, Type

OPEN_TEXT = ("planned", "writing", "returned")


DROPPED = "dropped"


def left(day: date | None) -> int | None:
    """Working days left until the day, by one calendar a request."""
    if day is None:
        return None
    if "document_days" not in g:
        g.document_days = periods.calendar()
    return clock.working_days_left(day, clock.today(), g.document_days)


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
    document = document_of(chapter)
    hand = OWNER.holds(actor, chapter) or LEAD.holds(actor, chapter)
    return hand and chapter.state in OPEN_TEXT and document.state == "writing"


def may_evaluate(document: PolicyDocument, actor: Actor) -> bool:
    """The lead, and the owner of the chapter of the evaluation, while that chapter is open."""
    if document.state != "writing" or not type_of(document).evaluates:
        return False
    chapters = [c for c in chapters_of(document) if c.part == "evaluation"]
    if any(c.state not in OPEN_TEXT for c in chapters):
        return False
    return LEAD.holds(actor, document) or any(OWNER.holds(actor, c) for c in chapters)


def home_panel(actor: Actor) -> Mapping[str, Any] | None:
    """What waits for the actor; None where nothing does."""
    held = my_turn(actor)
    return {"chapters": held, "left": left, "state": state_of} if held else None


def state_of(case: Case) -> Any:
    return case.declared.workflow.state(case.state)


def type_of(document: PolicyDocument) -> Type:
    return TYPES[document.type]


def titled(of: str, year: int) -> Text:
    """What a document of the type and year is called."""
    return TYPES[of].named.format(first=year, last=year + TYPES[of].span - 1)


def chapters_of(document: PolicyDocument) -> list[PolicyChapter]:
    """The chapters that stand, in their order."""
    wanted = select(PolicyChapter).where(PolicyChapter.parent_id == document.id, PolicyChapter.state != DROPPED)
    return list(db.session.scalars(wanted.order_by(PolicyChapter.place, PolicyChapter.id)).unique())


def document_of(chapter: PolicyChapter) -> PolicyDocument:
    return db.session.get_one(PolicyDocument, chapter.parent_id)


def heading_of(chapter: PolicyChapter) -> Text:
    return Text(chapter.heading_ko, chapter.heading_en or chapter.heading_ko)

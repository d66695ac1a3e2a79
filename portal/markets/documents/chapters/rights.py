"""Who of a document's people may do what, and who is told: its lead, the owner of a chapter. Rules with two faces."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, String, and_, cast, exists, false, or_, select

from portal.core import clock
from portal.core.cases import Case
from portal.core.db import db
from portal.core.people import Actor, Deputy, User
from portal.core.permissions import Rule
from portal.core.text import Text
from portal.markets.documents.chapters.models import PolicyChapter

DESK = ("officer", "ministry")


def hands(actor: Actor) -> set[int]:
    """The people whose work is the actor's: their own and of those whom they deputise."""
    return {*actor.deputy_for, *([actor.user_id] if actor.user_id else [])} if actor.has(*DESK) else set()


class Lead(Rule):
    """The lead of the document, of a chapter the lead of its document; their deputies too."""

    label = Text("문서 총괄", "Lead of the document")

    def holds(self, actor: Actor, case: Case) -> bool:
        document = case.parent if isinstance(case, PolicyChapter) else case
        return document is not None and document.handler_id in hands(actor)

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        own = hands(actor)
        if not own:
            return false()
        led = Case.__table__.alias("led_document")
        chapter = exists(select(led.c.id).where(led.c.id == Case.parent_id, led.c.handler_id.in_(own)))
        return or_(
            and_(Case.kind == "policy_document", Case.handler_id.in_(own)), and_(Case.kind == "policy_chapter", chapter)
        )


class Owner(Rule):
    """The owner of a chapter and their deputies; of a chapter without a person, the officials of its unit."""

    label = Text("장 담당자", "Owner of the chapter")

    def holds(self, actor: Actor, case: Case) -> bool:
        if not isinstance(case, PolicyChapter) or not actor.has(*DESK):
            return False
        if case.handler_id is not None:
            return case.handler_id in hands(actor)
        person = db.session.get(User, actor.user_id) if actor.user_id else None
        return bool(case.unit) and person is not None and person.unit == case.unit

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        own = hands(actor)
        if not own:
            return false()
        held = PolicyChapter.__table__.alias("owned_chapter")
        of_unit = exists(
            select(held.c.id)
            .join(User, User.unit == held.c.unit)
            .where(held.c.id == Case.id, held.c.unit != "", User.id == actor.user_id)
        )
        return and_(
            Case.kind == "policy_chapter", or_(Case.handler_id.in_(own), and_(Case.handler_id.is_(None), of_unit))
        )


LEAD, OWNER = Lead(), Owner()


def officials(*roles: str) -> list[User]:
    """All active people with one of the portal roles, by id."""
    held = or_(*(cast(User.roles, String).like(f'%"{role}"%') for role in roles))
    return list(db.session.scalars(select(User).where(User.active.is_(True), held).order_by(User.id)))


def choices(*roles: str) -> Callable[[], dict[str, Text]]:
    """Those people as choices of a form, by id: asked each time."""

    def offered() -> dict[str, Text]:
        shown = {str(u.id): f"{u.unit} {u.name}".strip() for u in officials(*roles)}
        return {code: Text(words, words) for code, words in shown.items()}

    return offered


def units() -> dict[str, Text]:
    """The units that officials of today belong to, as choices:
    a chapter of a unit without people would reach nobody.
    """
    return {unit: Text(unit, unit) for unit in sorted({u.unit for u in officials(*DESK) if u.unit})}


def _with_deputies(person_id: int | None) -> list[User]:
    if person_id is None:
        return []
    today = clock.today()
    deputies = select(Deputy.deputy_id).where(
        Deputy.absent_id == person_id, Deputy.first <= today, Deputy.last >= today, Deputy.ended_at.is_(None)
    )
    return list(
        db.session.scalars(select(User).where(or_(User.id == person_id, User.id.in_(deputies))).order_by(User.id))
    )


def leads(case: Case) -> list[User]:
    """The lead of the document (of the chapter's document) and today's deputies."""
    document = case.parent if isinstance(case, PolicyChapter) else case
    return _with_deputies(document.handler_id if document else None)


def owners(case: Case) -> list[User]:
    """Who writes the chapter: the owner with deputies, else the officials of its unit."""
    if case.handler_id is not None or not isinstance(case, PolicyChapter):
        return _with_deputies(case.handler_id)
    return [u for u in officials(*DESK) if case.unit and u.unit == case.unit]


AUDIENCES = {"document_lead": leads, "chapter_owner": owners}
"""Who is meant by the names in the moves of documents and chapters."""

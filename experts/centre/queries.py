"""Questions about what the centre was asked and has published. Reads only."""

from collections.abc import Iterator

from sqlalchemy import select

from experts.centre.models import Inquiry, PublicAnswer
from portal.core import periods
from portal.core.db import db
from portal.core.search import Document
from portal.core.text import Text
from portal.core.web import current_actor


def alike(case: Inquiry) -> list[PublicAnswer]:
    """Published answers on the same country and topic, newest first."""
    wanted = select(PublicAnswer).where(
        PublicAnswer.withdrawn_on.is_(None),
        PublicAnswer.country == case.country,
        PublicAnswer.topic == case.topic,
        PublicAnswer.inquiry_id != case.id,
    )
    return list(db.session.scalars(wanted.order_by(PublicAnswer.id.desc()).limit(3)))


def published(case: Inquiry) -> PublicAnswer | None:
    return db.session.scalar(select(PublicAnswer).where(PublicAnswer.inquiry_id == case.id))


def source_of(case: Inquiry) -> str:
    """What the last answer rests on, as it was given with it."""
    given = [e for e in periods.events_of(case) if e.name == "inquiry.answered"]
    return str(given[-1].facts.get("source") or "") if given else ""


def own_questions(limit: int) -> list[Inquiry]:
    """What the actor asked, newest first."""
    actor = current_actor()
    if not actor.signed_in or actor.is_official:
        return []
    wanted = select(Inquiry).where(Inquiry.created_by_id == actor.user_id).order_by(Inquiry.id.desc()).limit(limit)
    return list(db.session.scalars(wanted))


def answer_documents() -> Iterator[Document]:
    wanted = select(PublicAnswer).where(PublicAnswer.withdrawn_on.is_(None)).order_by(PublicAnswer.id)
    for found in db.session.scalars(wanted):
        yield Document(
            key=str(found.id),
            title=Text(found.question, found.question_en),
            body=Text(found.answer, found.answer_en),
            endpoint="centre.answer",
            args={"answer_id": found.id},
            country=found.country,
            on=found.published_on,
        )

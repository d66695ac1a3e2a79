"""Questions about columns: what is published, and what the search finds of it. Reads only."""

from collections.abc import Iterator

from sqlalchemy import String, cast, select

from experts.acts import answers_of
from experts.insights.models import Insight
from portal.core.db import db
from portal.core.search import Document
from portal.core.text import Text


def published(country: str = "", limit: int = 50) -> list[Insight]:
    """What is public, newest first; of one country if named."""
    wanted = select(Insight).where(Insight.state == "published")
    if country:
        wanted = wanted.where(cast(Insight.countries, String).like(f'%"{country}"%'))
    return list(db.session.scalars(wanted.order_by(Insight.published_on.desc(), Insight.id.desc()).limit(limit)))


def insight_documents() -> Iterator[Document]:
    for case in published(limit=5000):
        answers = answers_of(case)
        yield Document(
            key=str(case.id),
            title=case.titled,
            body=Text(str(answers.get("body") or ""), str(answers.get("body_en") or "")),
            endpoint="insights.column",
            args={"case_id": case.id},
            country=case.countries[0] if case.countries else "",
            on=case.published_on,
        )

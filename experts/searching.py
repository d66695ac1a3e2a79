"""What this domain gives the portal's search: published answers and columns, nothing that is not public."""

from collections.abc import Iterator

from sqlalchemy import select

from experts.insights.pages import published
from experts.models import PublicAnswer
from experts.pool.acts import answers_of
from portal.core.db import db
from portal.core.search import Document
from portal.core.text import Text


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


def insight_documents() -> Iterator[Document]:
    for case in published(limit=5000):
        answers = answers_of(case)
        yield Document(
            key=str(case.id),
            title=Text(case.title, case.title_en),
            body=Text(str(answers.get("body") or ""), str(answers.get("body_en") or "")),
            endpoint="insights.column",
            args={"case_id": case.id},
            country=case.countries[0] if case.countries else "",
            on=case.published_on,
        )

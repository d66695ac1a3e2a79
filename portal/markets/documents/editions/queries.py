"""Which editions there are, and what of them is found. Reads only."""

from sqlalchemy import select

from portal.core import search
from portal.core.db import db
from portal.core.text import Text
from portal.markets.documents.editions.models import DocumentEdition

SOURCE = "documents"


def kept_papers() -> set[str]:
    """The hashes of the papers of every edition."""
    return {sha for papers in db.session.scalars(select(DocumentEdition.papers)) for sha in papers.values()}


def editions_of(document_id: int) -> list[DocumentEdition]:
    """The editions of a document, the newest first."""
    wanted = select(DocumentEdition).where(DocumentEdition.document_id == document_id)
    return list(db.session.scalars(wanted.order_by(DocumentEdition.no.desc())))


def public_editions() -> list[DocumentEdition]:
    """What everybody may read, the newest first."""
    wanted = select(DocumentEdition).where(DocumentEdition.public.is_(True)).order_by(DocumentEdition.on.desc())
    return list(db.session.scalars(wanted.order_by(DocumentEdition.id.desc())))


def search_document(edition: DocumentEdition) -> search.Document:
    """What is found of a public edition: its newest text, by the document."""
    held = edition.content
    bodies = {n: " ".join(f"{c['heading'][i]} {c[n]}" for c in held["chapters"]) for i, n in enumerate(("ko", "en"))}
    return search.Document(
        key=str(edition.document_id),
        title=Text(*held["title"]),
        body=Text(search.plain(bodies["ko"]), search.plain(bodies["en"])),
        endpoint="documents.edition",
        args={"number": edition.id},
        on=edition.on,
    )


def search_documents() -> list[search.Document]:
    """The newest public edition of each document."""
    newest: dict[int, DocumentEdition] = {}
    for edition in sorted(public_editions(), key=lambda e: e.no):
        newest[edition.document_id] = edition
    return [search_document(e) for e in newest.values()]

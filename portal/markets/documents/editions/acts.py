"""Editions: a document is kept whole when it is decided or submitted,
and read by everybody only while its lead says so.
"""

from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from portal.core import clock, contents, papers, search
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.text import Text
from portal.markets.documents.chapters.models import PolicyDocument
from portal.markets.documents.editions import assembly
from portal.markets.documents.editions.models import DocumentEdition
from portal.markets.documents.editions.queries import SOURCE, editions_of, search_document


def keep_edition(act: str) -> Callable[[PolicyDocument, Firing], None]:
    """Effect of deciding or submitting: the whole document and its papers are kept as they are."""

    def kept(case: PolicyDocument, firing: Firing) -> None:
        no = len(editions_of(case.id)) + 1
        held, number = assembly.content(case), str(firing.given.get("document_number") or "")
        made = {}
        for language in ("ko", "en"):
            data = assembly.paper(held, language, edition=no, dated=firing.given["done_on"], number=number)
            made[language] = contents.keep_own(BytesIO(papers.pdf("report", data))).sha256
        db.session.add(
            DocumentEdition(
                document_id=case.id,
                no=no,
                act=act,
                on=date.fromisoformat(firing.given["done_on"]),
                number=number,
                reason=str(firing.given["reason"]),
                content=held,
                papers=made,
                by_id=firing.actor.user_id,
            )
        )
        case.decided_on = date.fromisoformat(firing.given["done_on"])
        firing.facts["edition"] = no

    return kept


def unpublished_edition(case: PolicyDocument, _given: Mapping[str, Any]) -> Text | None:
    if not [e for e in editions_of(case.id)[:1] if not e.public]:
        return Text("새로 공개할 판이 없습니다.", "There is no edition left to publish.")
    return None


def publish(case: PolicyDocument, firing: Firing) -> None:
    """Effect: everybody may read the newest edition from now on."""
    edition = editions_of(case.id)[0]
    edition.public, edition.published_at = True, clock.now()
    firing.facts["edition"] = edition.no
    db.session.flush()
    search.put(SOURCE, search_document(edition))


def public_edition(case: PolicyDocument, _given: Mapping[str, Any]) -> Text | None:
    if not [e for e in editions_of(case.id) if e.public]:
        return Text("공개한 판이 없습니다.", "No edition is public.")
    return None


def unpublish(case: PolicyDocument, firing: Firing) -> None:
    """Effect: no edition of the document is public or found any more, at once."""
    held = [e for e in editions_of(case.id) if e.public]
    for edition in held:
        edition.public = False
    firing.facts["edition"] = ", ".join(str(e.no) for e in held)
    search.drop(SOURCE, str(case.id))

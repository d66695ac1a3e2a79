"""One index over what everybody may read: guides, news, statistics, registers, calls. Holds nothing that is not public.

A module offers `Source`s (`Module.search`); `refresh` brings the index up to what they give,
`put` and `drop` act at once.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, Date, Index, String, UniqueConstraint, delete, select
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Instant, db
from portal.core.search.tables import MOST, is_prepared, prepare, side
from portal.core.search.words import LONGEST_QUERY, asked, marked, pieces, plain, snippet
from portal.core.text import Text, shortened

__all__ = [
    "LONGEST_QUERY",
    "MOST",
    "Document",
    "Found",
    "SearchEntry",
    "Source",
    "drop",
    "find",
    "marked",
    "plain",
    "put",
    "refresh",
    "snippet",
]

LONGEST_TITLE = 300


@dataclass(frozen=True, kw_only=True)
class Document:
    """Something public that can be found: `key` is unique within its source; `endpoint` and `args` lead to its page.

    `also` is found but never shown: other names of the thing.
    """

    key: str
    title: Text
    body: Text
    endpoint: str
    args: Mapping[str, Any] = field(default_factory=dict)
    country: str = ""
    on: date | None = None
    also: str = ""


@dataclass(frozen=True)
class Source:
    """A family of documents, as `Module.search` holds them."""

    key: str
    label: Text
    documents: Callable[[], Iterable[Document]]


class SearchEntry(Base):
    """A document as it was indexed; `mark` is the hash of all it says."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("source", "key"), Index("ix_search_entry_country", "country"))

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120))
    mark: Mapped[str] = mapped_column(String(64))
    title_ko: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300), default="")
    body_ko: Mapped[str] = mapped_column(LongText, default="")
    body_en: Mapped[str] = mapped_column(LongText, default="")
    endpoint: Mapped[str] = mapped_column(String(80))
    args: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    country: Mapped[str] = mapped_column(String(2), default="")
    on: Mapped[date | None] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)

    @property
    def title(self) -> Text:
        return Text(self.title_ko, self.title_en)

    @property
    def body(self) -> Text:
        return Text(self.body_ko, self.body_en)


class Found(NamedTuple):
    """`total` goes up to MOST; `partly` where no document holds all the words and some of them were enough."""

    entries: list[SearchEntry]
    total: int
    partly: bool


def put(source: str, document: Document) -> bool:
    """Index a document or what it says now; whether anything changed."""
    prepare()
    held = _held(source, document.key)
    mark = _mark(document)
    if held is not None and held.mark == mark:
        return False
    entry = held or SearchEntry(source=source, key=document.key)
    entry.mark = mark
    entry.title_ko, entry.title_en = (shortened(words, LONGEST_TITLE) for words in document.title)
    entry.body_ko, entry.body_en = document.body
    entry.endpoint, entry.args = document.endpoint, dict(document.args)
    entry.country, entry.on, entry.at = document.country, document.on, clock.now()
    db.session.add(entry)
    db.session.flush()
    side().write(entry.id, pieces(" . ".join(document.title)), pieces(" . ".join((*document.body, document.also))))
    return True


def drop(source: str, key: str) -> None:
    """Take a document out at once: what is withdrawn is not found any more."""
    held = _held(source, key)
    if held is not None:
        _forget([held.id])


def refresh(sources: Iterable[Source]) -> int:
    """Bring the index up to what the sources give now; how many documents were written or dropped."""
    changed, known = 0, set()
    for source in sources:
        known.add(source.key)
        wanted = select(SearchEntry.key, SearchEntry.id, SearchEntry.mark).where(SearchEntry.source == source.key)
        held = {row.key: row for row in db.session.execute(wanted)}
        seen = set()
        for document in source.documents():
            seen.add(document.key)
            if document.key not in held or held[document.key].mark != _mark(document):
                changed += put(source.key, document)
        changed += _forget([row.id for key, row in held.items() if key not in seen])
    strange = select(SearchEntry.id).where(SearchEntry.source.not_in(known))
    return changed + _forget(list(db.session.scalars(strange)))


def find(question: str, *, source: str = "", country: str = "", limit: int = 20, offset: int = 0) -> Found:
    """The documents that hold every word of the question, best first; if none does, those that hold some of them."""
    words = asked(question)
    if not words or not is_prepared():
        return Found([], 0, partly=False)
    for every in (True, False) if len(words) > 1 else (True,):
        ranked = side().ranked(words, every=every, source=source, country=country)
        if ranked:
            ids = ranked[offset : offset + limit]
            entries = {e.id: e for e in db.session.scalars(select(SearchEntry).where(SearchEntry.id.in_(ids)))}
            return Found([entries[i] for i in ids if i in entries], len(ranked), partly=not every)
    return Found([], 0, partly=False)


def _held(source: str, key: str) -> SearchEntry | None:
    return db.session.scalar(select(SearchEntry).where(SearchEntry.source == source, SearchEntry.key == key))


def _mark(document: Document) -> str:
    said = [
        *document.title,
        *document.body,
        document.endpoint,
        dict(document.args),
        document.country,
        str(document.on),
        document.also,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def _forget(ids: Sequence[int]) -> int:
    if ids:
        side().forget(ids)
        db.session.execute(delete(SearchEntry).where(SearchEntry.id.in_(ids)))
    return len(ids)

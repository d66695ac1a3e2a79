"""The index proper, one side table a database: FTS5 on SQLite, a tsvector on PostgreSQL.

Knows pieces and ids, no document.
The tables are made on first use: they are an index, no data, and no migration knows them.
"""

from collections.abc import Sequence

from sqlalchemy import text

from portal.core.db import db
from portal.core.search.words import Word

MOST = 1000
_MOST_PLACE = 16_000  # of a piece in a tsvector


class SQLitePieces:
    """FTS5 over the pieces, parted by spaces; the rowid is the entry's id."""

    make = ("CREATE VIRTUAL TABLE IF NOT EXISTS search_pieces USING fts5(title, body, tokenize='unicode61')",)
    known = "SELECT 1 FROM sqlite_master WHERE name = 'search_pieces'"

    def write(self, entry_id: int, title: list[str], body: list[str]) -> None:
        self.forget([entry_id])
        statement = text("INSERT INTO search_pieces (rowid, title, body) VALUES (:id, :title, :body)")
        db.session.execute(statement, {"id": entry_id, "title": " ".join(title), "body": " ".join(body)})

    def forget(self, ids: Sequence[int]) -> None:
        db.session.execute(text("DELETE FROM search_pieces WHERE rowid = :id"), [{"id": i} for i in ids])

    def ranked(self, words: Sequence[Word], *, every: bool, source: str, country: str) -> list[int]:
        phrases = ['"' + " ".join(w.pieces) + '"' + ("*" if w.begins else "") for w in words]
        found = {
            "query": (" AND " if every else " OR ").join(phrases),
            "source": source,
            "country": country,
            "most": MOST,
        }
        statement = text(
            "SELECT search_pieces.rowid FROM search_pieces JOIN search_entry e ON e.id = search_pieces.rowid"
            " WHERE search_pieces MATCH :query"
            " AND (:source = '' OR e.source = :source) AND (:country = '' OR e.country = :country)"
            " ORDER BY bm25(search_pieces, 8.0, 1.0), e.id LIMIT :most"
        )
        if not source and not country:  # half the time of the join
            statement = text(
                "SELECT rowid FROM search_pieces WHERE search_pieces MATCH :query"
                " ORDER BY bm25(search_pieces, 8.0, 1.0), rowid LIMIT :most"
            )
            found = {"query": found["query"], "most": MOST}
        return list(db.session.scalars(statement, found))


class PostgreSQLPieces:
    """A tsvector of the pieces with their places, the title's weighted A, under a GIN index."""

    make = (
        "CREATE TABLE IF NOT EXISTS search_pieces (entry_id integer PRIMARY KEY, pieces tsvector NOT NULL)",
        "CREATE INDEX IF NOT EXISTS ix_search_pieces ON search_pieces USING gin (pieces)",
    )
    known = "SELECT to_regclass('search_pieces')"

    def write(self, entry_id: int, title: list[str], body: list[str]) -> None:
        self.forget([entry_id])
        statement = text("INSERT INTO search_pieces (entry_id, pieces) VALUES (:id, CAST(:pieces AS tsvector))")
        db.session.execute(statement, {"id": entry_id, "pieces": self._vector(title, body)})

    @staticmethod
    def _vector(title: list[str], body: list[str]) -> str:
        places: dict[str, list[str]] = {}
        for place, (piece, weight) in enumerate([(p, "A") for p in title] + [(p, "") for p in body], 1):
            held = places.setdefault(piece, [])
            if len(held) < 250 and place < _MOST_PLACE:
                held.append(f"{place}{weight}")
        return " ".join(f"'{piece}':{','.join(held)}" if held else f"'{piece}'" for piece, held in places.items())

    def forget(self, ids: Sequence[int]) -> None:
        db.session.execute(text("DELETE FROM search_pieces WHERE entry_id = :id"), [{"id": i} for i in ids])

    def ranked(self, words: Sequence[Word], *, every: bool, source: str, country: str) -> list[int]:
        phrases = ["(" + " <-> ".join(f"'{p}'" + (":*" if w.begins else "") for p in w.pieces) + ")" for w in words]
        statement = text(
            "SELECT p.entry_id FROM search_pieces p JOIN search_entry e ON e.id = p.entry_id,"
            " CAST(:query AS tsquery) q WHERE p.pieces @@ q"
            " AND (:source = '' OR e.source = :source) AND (:country = '' OR e.country = :country)"
            " ORDER BY ts_rank(p.pieces, q) DESC, p.entry_id LIMIT :most"
        )
        query = (" & " if every else " | ").join(phrases)
        return list(db.session.scalars(statement, {"query": query, "source": source, "country": country, "most": MOST}))


def side() -> "SQLitePieces | PostgreSQLPieces":
    """The side table of this database."""
    return SQLitePieces() if db.engine.dialect.name == "sqlite" else PostgreSQLPieces()


def prepare() -> None:
    """Make the side table if this is the first write."""
    if not is_prepared():
        for statement in side().make:
            db.session.execute(text(statement))


def is_prepared() -> bool:
    return bool(db.session.scalar(text(side().known)))

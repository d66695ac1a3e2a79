"""What the portal read in a text, as rows to be confirmed: concept or place, the words that say it,
the sentence around them.
"""

from dataclasses import dataclass

from experts.concepts.lexicon import lexicon
from experts.concepts.understanding import Role, Understanding, name, understand
from portal.core.text import Text


@dataclass(frozen=True)
class Row:
    """One thing that was read.

    `before`, `words`, `after` together are the sentence; `held`: ticked when it is shown.
    """

    code: str
    name: Text
    field: Text
    before: str
    words: str
    after: str
    held: bool
    only_mentioned: bool


def concept_rows(read: Understanding, confirmed: list[str] | None) -> list[Row]:
    """The concepts by weight, each with its strongest sentence; then those confirmed without a sentence."""
    book, weights = lexicon(), read.weights("concept")
    mentioned = read.only_mentioned("concept")
    order = sorted(weights, key=lambda c: (-weights[c], c)) + sorted(mentioned)
    held = set(confirmed) if confirmed is not None else set(weights)
    rows = [_row(read, code, code in held, code in mentioned) for code in order if code in book.concepts]
    extra = [c for c in sorted(held - set(order)) if c in book.concepts]
    return rows + [
        Row(c, book.concepts[c].name, book.fields[book.concepts[c].field], "", "", "", held=True, only_mentioned=False)
        for c in extra
    ]


def _row(read: Understanding, code: str, held: bool, mentioned: bool) -> Row:  # noqa: FBT001
    book = lexicon()
    tag = max((t for t in read.tags if t.kind == "concept" and t.code == code), key=lambda t: t.weight)
    topic = book.concepts[code]
    return Row(
        code,
        topic.name,
        book.fields[topic.field],
        tag.sentence[: tag.start],
        tag.sentence[tag.start : tag.end],
        tag.sentence[tag.end :],
        held,
        mentioned,
    )


def place_names(read: Understanding) -> Text:
    """Countries and regions that the text shows as work, in words; empty for none."""
    codes = [("country", c) for c in read.weights("country")] + [("region", c) for c in read.weights("region")]
    found = [name(kind, code) for kind, code in codes]  # type: ignore[arg-type]
    return Text(", ".join(n.ko for n in found), ", ".join(n.en for n in found))


def read_text(text: str, title: str = "", role: Role = "expert") -> Understanding:
    return understand(text, title=title, role=role)

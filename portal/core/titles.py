"""How a title is put together: from parts, in both languages at once.

Must not know a kind, nor read a title back into its parts.
Each kind says its own parts: names stay as they are, what has words is `Text`. A case keeps the result (`Case.titled`).
"""

from portal.core.text import LANGUAGES, Text, words


def joined(*parts: Text | str, between: str = " · ") -> Text:
    """The parts that say something, each in its own language."""
    return Text(*(between.join(said for part in parts if (said := words(part, language))) for language in LANGUAGES))

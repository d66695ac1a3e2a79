"""How words are found: one tokenizer for both databases. Pure: knows neither web nor database.

Korean is cut into pieces of two syllables across spaces, so that '의료 해외진출' and '의료해외 진출' are the same; the particles
of a question are taken off. Other words stay whole.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from portal.core.reading import seen

LONGEST_QUERY = 200
_MOST_WORDS = 12
_RUN = re.compile(r"[가-힣㐀-鿿ぁ-ヿ](?:\s*[가-힣㐀-鿿ぁ-ヿ])*|[0-9a-zà-ɏа-яё]+")
_WORD = re.compile(r"[가-힣㐀-鿿ぁ-ヿ]+|[0-9a-zà-ɏа-яё]+")
_PARTICLE = re.compile(
    r"(?<=..)(?:에서는|에서의|에게서|으로는|으로서|으로의|이라는|에서|에게|에는|에도|으로|까지|부터|이나|라는|과의|와의|하는|하려면|"
    r"은|는|이|가|을|를|의|에|로|와|과|도|만)$"
)


def pieces(words: str) -> list[str]:
    """What is indexed of a text, in order: two-syllable pieces of Korean runs, each run's last syllable,
    other words whole.
    """
    found: list[str] = []
    for run in _RUN.findall(_folded(words)):
        if run[0] > "\u0fff":
            run = "".join(run.split())
            found += [run[i : i + 2] for i in range(len(run) - 1)]
            found.append(run[-1])
        else:
            found.append(run)
    return found


class Word(NamedTuple):
    """A word of a question: what to look for (without its particle), and its pieces as they stand side by side."""

    stem: str
    pieces: tuple[str, ...]

    @property
    def begins(self) -> bool:
        """Whether it may go on: one syllable, or letters ('clinic' finds 'clinics')."""
        return len(self.stem) == 1 or (self.stem[0] <= "\u0fff" and len(self.stem) > 2)


def asked(question: str) -> list[Word]:
    """The words of a question, the first twelve of its first 200 letters, particles taken off, none twice."""
    found: dict[str, Word] = {}
    for word in _WORD.findall(_folded(question[:LONGEST_QUERY])):
        if word[0] > "\u0fff":
            stem = _PARTICLE.sub("", word)
            found[stem] = Word(stem, tuple(stem[i : i + 2] for i in range(len(stem) - 1)) or (stem,))
        else:
            found[word] = Word(word, (word,))
    return list(found.values())[:_MOST_WORDS]


def _folded(words: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", seen(words)).casefold())


def snippet(words: str, question: str, length: int = 160) -> list[tuple[str, bool]]:
    """About `length` letters of the text around the first word found, as (text,
    whether it is a word of the question).
    """
    plain = " ".join(words.split())
    pattern = _pattern(question)
    first = pattern.search(plain) if pattern else None
    start = max(0, (first.start() if first else 0) - length // 3)
    end = min(len(plain), start + length)
    shown = ("…" if start else "") + plain[start:end].strip() + ("…" if end < len(plain) else "")
    return list(marked(shown, question))


def marked(words: str, question: str) -> Iterator[tuple[str, bool]]:
    """The text cut where words of the question stand in it, spacing aside."""
    pattern, place = _pattern(question), 0
    for hit in pattern.finditer(words) if pattern else ():
        if hit.start() > place:
            yield words[place : hit.start()], False
        yield hit.group(), True
        place = hit.end()
    if place < len(words):
        yield words[place:], False


def _pattern(question: str) -> re.Pattern[str] | None:
    stems = sorted((word.stem for word in asked(question)), key=len, reverse=True)
    spaced = [r"\s?".join(map(re.escape, stem)) if stem[0] > "\u0fff" else r"\b" + re.escape(stem) for stem in stems]
    return re.compile("|".join(spaced), re.IGNORECASE) if spaced else None


_MARKUP = re.compile(r"!\[[^\]]*\]\([^)]*\)|\[([^\]]*)\]\([^)]*\)|<[^>]*>|[#*_`>|~]+|^\s*[-+]\s", re.MULTILINE)


def plain(markdown: str) -> str:
    """Markdown without its marks, for the index."""
    return html.unescape(_MARKUP.sub(lambda m: m.group(1) or " ", markdown))

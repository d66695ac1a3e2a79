"""Phrases as an officer writes them (experts/concepts/data/README.md) and their places in a text.

Must not know what they mean.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

HANGUL = "가-힣"
PARTICLES = (
    "으로서|으로써|으로부터|에서는|에서의|에서|에게|까지|부터|처럼|보다|이나|으로|로서|로부터|이며|이고|이다|입니다|인|"
    "과의|와의|과|와|을|를|이|가|은|는|의|에|로|도|만|나|등|및|측|내|시"
)
_GAP_KOREAN = r"(?:을|를|이|가|의|은|는|에|에서|과|와|및|등|용|적)?[\s·,/\-]{0,2}"
_GAP_LATIN = r"[\s\-/]+"
_LONGEST_KEY = 4


class Phrase(NamedTuple):
    """One wording: its pattern, the letters it starts with, whether capitals count."""

    pattern: str
    key: str
    exact: bool


class Hit(NamedTuple):
    """A phrase found: `start` and `end` in the text, and the labels that the phrase carries."""

    start: int
    end: int
    labels: frozenset[str]


def phrase(written: str) -> Phrase:
    """The phrase that `written` declares, e.g. '^세부 -사항', '=HIS', 'licens*', '시설 면허'. ValueError when empty."""
    exact = written.startswith("=")
    tokens = written.lstrip("=").split()
    words = [t for i, t in enumerate(tokens) if i == 0 or t[0] not in "-<" or len(t) == 1]
    if not words:
        raise ValueError(f"빈 표현입니다: {written!r}")
    after = [t[1:] for t in tokens[1:] if t[0] == "-" and len(t) > 1]
    before = [t[1:] for t in tokens[1:] if t[0] == "<" and len(t) > 1]
    starts, ends = words[0].startswith("^"), words[-1].endswith("$")
    words[0] = words[0].lstrip("^")
    words[-1] = words[-1].rstrip("$")
    pattern = _start(words[0], starts=starts) + "".join(f"(?<!{re.escape(b)})(?<!{re.escape(b)}[ -])" for b in before)
    for i, word in enumerate(words):
        pattern += _word(word, last=i == len(words) - 1, exact=exact)
        if i + 1 < len(words):
            pattern += _GAP_LATIN if _latin(word[-1]) and _latin(words[i + 1][0]) else _GAP_KOREAN
    if ends:
        pattern += rf"(?=(?:{PARTICLES})?(?![{HANGUL}]))"
    pattern += "".join(rf"(?![\s\-]*{re.escape(a)})" for a in after)
    return Phrase(pattern, words[0].rstrip("*").lower()[:_LONGEST_KEY], exact)


def _latin(letter: str) -> bool:
    return letter.isascii()


def _start(word: str, *, starts: bool) -> str:
    if word[0].isascii() and word[0].isalnum():
        return "(?<![A-Za-z0-9])"
    return rf"(?<![{HANGUL}])" if starts else ""


def _word(word: str, *, last: bool, exact: bool) -> str:
    if word.endswith("*"):
        return re.escape(word[:-1]).replace(r"\*", "[a-z]") + r"[a-z\-]*"
    body = re.escape(word).replace(r"\*", "[a-z]")
    if not word[-1].isascii() or not word[-1].isalnum():
        return body
    if last and not exact and word[-1] in "yY" and word[-2:-1].lower() not in "aeiou":
        return body[:-1] + "(?:y|ies|y's)(?![A-Za-z0-9])"
    plural = "s?" if exact else "(?:es|s|'s)?" if len(word) > 2 and word[-1].isalpha() else ""
    return body + (plural if last or not exact else "") + "(?![A-Za-z0-9])"


@dataclass
class Phrasebook:
    """Many labelled phrases, looked up by their first letters, so that a text is read once whatever their number."""

    _entries: list[tuple[Phrase, set[str]]] = field(default_factory=list)
    _by_written: dict[str, int] = field(default_factory=dict)
    _by_key: dict[str, list[int]] = field(default_factory=dict)
    _compiled: dict[int, tuple[re.Pattern[str], frozenset[str]]] = field(default_factory=dict)

    def add(self, written: str, label: str) -> None:
        """Let `written` carry `label`; a wording may carry several."""
        if written not in self._by_written:
            self._by_written[written] = len(self._entries)
            made = phrase(written)
            self._entries.append((made, set()))
            self._by_key.setdefault(made.key, []).append(self._by_written[written])
        self._entries[self._by_written[written]][1].add(label)

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, text: str) -> list[Hit]:
        """Every phrase of the book in `text`, in order of place; overlapping ones too."""
        low = text.lower()
        if len(low) != len(text):
            low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        hits = []
        inside_latin = False
        for at, letter in enumerate(low):
            latin = letter.isascii() and letter.isalnum()
            if latin and inside_latin:
                continue
            inside_latin = latin
            for number in self._candidates(low, at):
                pattern, labels = self._compiled.get(number) or self._compile(number)
                if match := pattern.match(text, at):
                    hits.append(Hit(at, match.end(), labels))
        return hits

    def prepare(self) -> None:
        """Compile every phrase now (1-2 s), so that no reader waits for it later."""
        for number in range(len(self._entries)):
            if number not in self._compiled:
                self._compile(number)

    def _candidates(self, low: str, at: int) -> Iterable[int]:
        for length in range(1, _LONGEST_KEY + 1):
            if found := self._by_key.get(low[at : at + length]):
                yield from found

    def _compile(self, number: int) -> tuple[re.Pattern[str], frozenset[str]]:
        made, labels = self._entries[number]
        self._compiled[number] = re.compile(made.pattern, 0 if made.exact else re.IGNORECASE), frozenset(labels)
        return self._compiled[number]

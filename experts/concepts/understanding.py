"""What a career or a request says: concepts, countries, regions and languages, each with its sentence as evidence.

Reads with the lexicon only, the same way each time. Must not rank anybody.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple, cast

from experts.concepts.lexicon import Lexicon, Rule, hangul, lexicon
from experts.concepts.phrases import Hit
from portal.core.text import Text

Kind = Literal["concept", "country", "region", "language"]
Standing = Literal["work", "mention", "denied", "settled"]
Role = Literal["expert", "request"]

READ_AT_MOST = 20_000  # characters of one text; what is longer is cut, and the understanding says so
_SENTENCE_AT_MOST = 400
_PER_SENTENCE = 3.0  # one sentence counts for a concept at most so often, however many synonyms it lines up
_CONTEXT = 0.3  # weight of a setting (dental, rehabilitation …) named beside a real topic
_SETTLED = 0.2  # weight of what a request calls already settled

_ENDS = re.compile(r"(?<=[.!?。])\s+|[\n\r;]+|(?<=[다요음함])\.(?=\S)|\s*[•▪■□○●]\s*")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\b(?:Dr|Mr|Ms|Mrs|Prof|Co|Ltd|Inc|St|vs|No|Jr|e\.g|i\.e|cf|approx))\.$")
_CLAUSES = re.compile(
    r"(?<=으나)|(?<=지만)|(?<=지만,)|(?<=하나,)|(?<=으며)|(?<=하며)|(?<=이며)|(?<=않고)|(?<=없고)|(?<=했고)|(?<=았고)|(?<=었고)|"
    r"(?<=하였고)|(?<=마쳤고)|(?<=아니라)|(?<=말고)|(?<=제외하고)|(?<=있고)|(?<=없이)|(?<=없음,)|\s[-–—]\s|"
    r"\b(?:but|however|although|though|while|whereas|instead|yet)\b",
    re.IGNORECASE,
)


class Tag(NamedTuple):
    """One thing read in a text.

    `sentence` holds `words` at `start:end`; `weight` is 0 where the text only mentions it.
    """

    kind: Kind
    code: str
    words: str
    sentence: str
    start: int
    end: int
    standing: Standing
    weight: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """All tags of a text in reading order. `cut` says that the text was longer than READ_AT_MOST."""

    tags: tuple[Tag, ...]
    blocs: tuple[frozenset[str], ...] = ()
    cut: bool = False

    def weights(self, kind: Kind) -> dict[str, float]:
        """Evidence by code, in counts of mentions as work (unit: mentions); codes without evidence are left out."""
        sums: dict[str, float] = {}
        for tag in self.tags:
            if tag.kind == kind and tag.weight > 0:
                sums[tag.code] = sums.get(tag.code, 0.0) + tag.weight
        return sums

    def only_mentioned(self, kind: Kind) -> frozenset[str]:
        """Codes that the text names without ever naming work (interest, talks, a client's seat, 'no experience')."""
        worked = self.weights(kind)
        return frozenset(tag.code for tag in self.tags if tag.kind == kind and tag.code not in worked)

    def sentence(self, kind: Kind, codes: Iterable[str]) -> str:
        """The sentence with the strongest evidence for one of `codes`, or ''."""
        wanted = set(codes)
        found = [tag for tag in self.tags if tag.kind == kind and tag.code in wanted]
        return max(found, key=lambda tag: tag.weight).sentence if found else ""


def understand(text: str, *, title: str = "", role: Role = "expert") -> Understanding:
    """Read `text` (Korean, English or both). A request's `title` counts twice; in a request, wishes are not doubted."""
    book = lexicon()
    tags: list[Tag] = []
    blocs: set[frozenset[str]] = set()
    for source, factor in ((title, 2.0), (text, 1.0)):
        for sentence in sentences(source[:READ_AT_MOST]):
            read, named = _read(sentence, book, role)
            tags += [tag._replace(weight=tag.weight * factor) for tag in read]
            blocs |= named
    return Understanding(tuple(_settings_last(tags, book)), tuple(sorted(blocs, key=sorted)), len(text) > READ_AT_MOST)


def name(kind: Kind, code: str) -> Text:
    """How a code is called in Korean and English; the code itself where the lexicon does not know it."""
    book = lexicon()
    if kind == "concept":
        return book.concepts[code].name if code in book.concepts else Text(code, code)
    if kind == "country":
        return book.countries[code].name if code in book.countries else Text(code, code)
    return (book.regions if kind == "region" else book.languages).get(code, Text(code, code))


def sentences(text: str) -> list[str]:
    """`text` in sentences (NFKC, single spaces); a run without full stops is cut at commas near 400 characters."""
    parts: list[str] = []
    for piece in _ENDS.split(unicodedata.normalize("NFKC", text)):
        piece = " ".join(piece.split())
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {piece}"
        elif piece:
            parts.append(piece)
    return [short for part in parts for short in _shortened(part)]


def _shortened(sentence: str) -> list[str]:
    parts = []
    while len(sentence) > _SENTENCE_AT_MOST:
        cut = max(sentence.rfind(mark, 200, _SENTENCE_AT_MOST) for mark in (",", " ")) + 1 or _SENTENCE_AT_MOST
        parts.append(sentence[:cut].strip())
        sentence = sentence[cut:].strip()
    return [*parts, sentence]


class _Said(NamedTuple):
    target: str
    start: int
    end: int
    weight: float
    joined: bool


def _read(sentence: str, book: Lexicon, role: Role) -> tuple[list[Tag], set[frozenset[str]]]:
    said = _said(sentence, book)
    stances = [s for s in said if s.target.startswith("standing:")]
    clauses = _clauses(sentence)
    tags: list[Tag] = []
    blocs: set[frozenset[str]] = set()
    for one in _longest(said):
        kind, code = one.target.split(":", 1)
        if kind == "standing":
            continue
        standing = _standing(one, stances, clauses, sentence, role)
        if kind == "concept" and standing == "mention" and book.concepts[code].talks:
            standing = "work"
        weight = one.weight if standing == "work" else _SETTLED if standing == "settled" else 0.0
        if kind == "language" and role == "request" and not any(s.target == "standing:speaks" for s in stances):
            weight = 0.0
        if kind == "bloc":
            blocs.add(frozenset(code.split()))
        else:
            words = sentence[one.start : one.end]
            tags.append(Tag(cast(Kind, kind), code, words, sentence, one.start, one.end, standing, weight))
    return _capped(tags), blocs


def _said(sentence: str, book: Lexicon) -> list[_Said]:
    """Every rule of the book that holds in the sentence, at the place of its first word."""
    places: dict[str, list[Hit]] = {}
    for hit in book.phrases.find(sentence):
        for label in hit.labels:
            places.setdefault(label, []).append(hit)
    window = 45 if hangul(sentence) else 80
    found = []
    for label, hits in places.items():
        for rule in book.rules_by_label.get(label, ()):
            for hit in hits:
                if _holds(rule, hit, places, window):
                    found.append(_Said(rule.target, hit.start, hit.end, rule.weight, len(rule.need) > 1))
    return found


def _holds(rule: Rule, hit: Hit, places: dict[str, list[Hit]], window: int) -> bool:
    for label in rule.need[1:]:
        gaps = [_gap(hit, other) for other in places.get(label, ()) if _apart(hit, other)]
        if not gaps or min(gaps) > window:
            return False
    return not any(_gap(hit, other) <= window // 4 for label in rule.without for other in places.get(label, ()))


def _gap(one: Hit | _Said, other: Hit | _Said) -> int:
    return max(other.start - one.end, one.start - other.end, 0)


def _apart(one: Hit, other: Hit) -> bool:
    return other.start >= one.end or one.start >= other.end


def _longest(said: Sequence[_Said]) -> list[_Said]:
    """Without what lies strictly inside a longer wording of something else of its sort:
    '의료기기 임상시험' is no drug trial.
    """
    plain = [s for s in said if not s.joined]
    kept: dict[tuple[str, int, int], _Said] = {}
    for one in said:
        sort = one.target.split(":", 1)[0]
        inside = any(
            other.start <= one.start
            and one.end <= other.end
            and other.end - other.start > one.end - one.start
            and other.target != one.target
            and other.target.startswith(sort)
            for other in plain
        )
        if not inside:
            previous = kept.get((one.target, one.start, one.end))
            if previous is None or previous.weight < one.weight:
                kept[one.target, one.start, one.end] = one
    return sorted(kept.values(), key=lambda s: (s.start, s.end, s.target))


def _clauses(sentence: str) -> list[tuple[int, int]]:
    cuts = [0, *(match.end() for match in _CLAUSES.finditer(sentence)), len(sentence)]
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def _standing(
    one: _Said, stances: Sequence[_Said], clauses: list[tuple[int, int]], sentence: str, role: Role
) -> Standing:
    clause = next(((a, b) for a, b in clauses if a <= one.start < b), (0, len(sentence)))
    for stance in stances:
        sort = stance.target.split(":", 1)[1]
        if _overlaps(stance, one) and sort != "denied":
            continue
        if sort == "place":
            if role == "expert" and one.target.startswith("country") and 0 <= stance.start - one.end <= 4:
                return "mention"
            continue
        if not clause[0] <= stance.start < clause[1] or not _reaches(stance, one, clause, sentence):
            continue
        if role == "request":
            if sort == "unwanted":
                return "denied"
            if sort == "done":
                return "settled"
        elif sort in ("denied", "mention"):
            return "denied" if sort == "denied" else "mention"
    return "work"


def _overlaps(one: _Said, other: _Said) -> bool:
    return one.start < other.end and other.start < one.end


def _reaches(stance: _Said, one: _Said, clause: tuple[int, int], sentence: str) -> bool:
    """English denies what follows ('no experience in …'), or closes a clause; Korean denies the whole clause."""
    if hangul(sentence[stance.start : stance.end]):
        return True
    return stance.start <= one.start or clause[1] - stance.end <= 3


def _settings_last(tags: list[Tag], book: Lexicon) -> list[Tag]:
    """Settings (a dental clinic, a rehabilitation hospital) weigh little beside a topic of another field.

    Beside running or teaching it ('opened and ran the dental clinics') the setting is itself the work."""
    topics = {book.concepts[t.code] for t in tags if t.kind == "concept" and t.weight > 0}
    beside = {topic.field for topic in topics if not topic.context and not topic.talks}

    def weight(tag: Tag) -> float:
        setting = tag.kind == "concept" and book.concepts[tag.code].context
        return tag.weight * _CONTEXT if setting and beside - {book.concepts[tag.code].field} else tag.weight

    return [tag._replace(weight=weight(tag)) for tag in tags]


def _capped(tags: list[Tag]) -> list[Tag]:
    """Overlapping words of one code count once; a sentence counts at most three times for it."""
    spent: dict[tuple[str, str], float] = {}
    reached: dict[tuple[str, str], int] = {}
    result = []
    for tag in tags:
        key = (tag.kind, tag.code)
        again = tag.start < reached.get(key, -1) and spent.get(key, 0.0) > 0
        weight = 0.0 if again else min(tag.weight, _PER_SENTENCE - spent.get(key, 0.0))
        spent[key] = spent.get(key, 0.0) + weight
        reached[key] = max(reached.get(key, -1), tag.end)
        if weight > 0 or tag.weight == 0:
            result.append(tag._replace(weight=weight))
    return result

"""The lexicon of the field, read from the data files of experts/concepts/data:
what words stand for which concept or place.

Only reads and holds; what a text says with these words is read in `experts.concepts.understanding`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from experts.concepts.phrases import HANGUL, Phrasebook
from portal.core.text import Text

DATA = Path(__file__).parent / "data"

PLAIN, JOINED, WEAK = 1.0, 0.7, 0.4  # weight of a term, of everyday words that together mean it, of a vague word (~)


class LexiconError(ValueError):
    """A data file does not follow its syntax; the message names file and line."""


class Rule(NamedTuple):
    """`target` is said where all labels of `need` stand near each other and none of `without` stands beside the
    first.
    """

    target: str
    need: tuple[str, ...]
    without: tuple[str, ...]
    weight: float


class Concept(NamedTuple):
    """A fine topic. `local`: the work is bound to the country; `context`: usually the setting, not the question;
    `talks`: speaking and writing about it is the work itself."""

    code: str
    field: str
    name: Text
    local: bool
    context: bool
    talks: bool


class Country(NamedTuple):
    """ISO 3166 alpha-2 code, region code or '' and names."""

    code: str
    region: str
    name: Text


@dataclass
class Lexicon:
    """Everything in experts/concepts/data, ready to be looked up."""

    fields: dict[str, Text] = field(default_factory=dict)
    concepts: dict[str, Concept] = field(default_factory=dict)
    countries: dict[str, Country] = field(default_factory=dict)
    regions: dict[str, Text] = field(default_factory=dict)
    languages: dict[str, Text] = field(default_factory=dict)
    field_relations: dict[tuple[str, str], float] = field(default_factory=dict)
    concept_relations: dict[tuple[str, str], float] = field(default_factory=dict)
    phrases: Phrasebook = field(default_factory=Phrasebook)
    rules_by_label: dict[str, list[Rule]] = field(default_factory=dict)

    def add(self, target: str, written: str, *, exceptions: str = "") -> None:
        """Let `written` (a phrase, a group, or several joined by &) stand for `target`."""
        weight = WEAK if written.startswith("~") else JOINED if " & " in written else PLAIN
        head, *without = (part.strip() for part in written.lstrip("~").split(" !"))
        need = tuple(self._label(part.strip(), exceptions) for part in head.split(" & "))
        rule = Rule(target, need, tuple(self._label(part, "") for part in without), weight)
        self.rules_by_label.setdefault(rule.need[0], []).append(rule)

    def _label(self, part: str, exceptions: str) -> str:
        if part.startswith("@"):
            return part
        self.phrases.add(part + exceptions, "=" + part + exceptions)
        return "=" + part + exceptions


@cache
def lexicon() -> Lexicon:
    """The lexicon of this portal, read once. LexiconError names the file and line that cannot be read."""
    made = Lexicon()
    for _, line in _lines("fields.txt"):
        code, ko, en = (part.strip() for part in line.split("|"))
        made.fields[code] = Text(ko, en)
    _read_groups(made)
    for code in made.fields:
        _read_concepts(made, code)
    _read_places(made)
    _read_standing(made)
    _read_relations(made)
    return made


def _lines(name: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate((DATA / name).read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip()


def _alternatives(line: str) -> list[str]:
    return [part.strip() for part in line.split(",") if part.strip()]


def _read_groups(made: Lexicon) -> None:
    group = ""
    for number, line in _lines("groups.txt"):
        if line.startswith("["):
            group = "@" + line[1:].split("]")[0]
        elif not group:
            raise LexiconError(f"groups.txt {number}행: 낱말 묶음의 이름이 먼저 와야 합니다.")
        else:
            for written in _alternatives(line):
                made.phrases.add(written, group)


def _read_concepts(made: Lexicon, field_code: str) -> None:
    name = f"concepts/{field_code}.txt"
    head: list[str] = []
    settings: dict[str, str] = {}
    for number, line in _lines(name):
        if opened := re.fullmatch(r"\[(\w+)\]\s*([^|]+)\|(.+)", line):
            head, settings = [part.strip() for part in opened.groups()], {}
        elif not head:
            raise LexiconError(f"{name} {number}행: [코드] 한국어 이름 | English name 이 먼저 와야 합니다.")
        elif setting := re.fullmatch(r"(country|context|talks) (\w+)", line):
            settings[setting[1]] = setting[2]
        else:
            for written in _alternatives(line):
                try:
                    made.add(f"concept:{head[0]}", written)
                except (ValueError, IndexError) as error:
                    raise LexiconError(f"{name} {number}행: {written!r}를 읽을 수 없습니다.") from error
        made.concepts[head[0]] = Concept(
            head[0],
            field_code,
            Text(head[1], head[2]),
            settings.get("country") != "portable",
            settings.get("context") == "yes",
            settings.get("talks") == "yes",
        )


def _read_places(made: Lexicon) -> None:
    _read_countries(made)
    _read_regions(made)
    for _, line in _lines("languages.txt"):
        code, words = (part.strip() for part in line.split("|"))
        called = _alternatives(words)
        made.languages[code] = Text(called[0], _language_in_english(called))
        for written in called:
            made.add(f"language:{code}", written)


def _language_in_english(called: list[str]) -> str:
    """Of "Russian-speaking, Russian language": Russian; else the first word in Latin letters."""
    named = [word.removesuffix(" language") for word in called if word.endswith(" language")]
    return (named or [word for word in called if word.isascii()])[0].removesuffix("-speaking")


def _read_countries(made: Lexicon) -> None:
    for _, line in _lines("countries.txt"):
        code, region, ko, en, places = (part.strip() for part in line.split("|"))
        names = [_plain(name) for name in (*_alternatives(ko)[:1], *_alternatives(en)[:1])] or [code]
        made.countries[code] = Country(code, region.strip("-"), Text(names[0], names[-1]))
        for written in _alternatives(ko):
            made.add(f"country:{code}", _bounded(written), exceptions=" -어")
        for written in _alternatives(en):
            made.add(f"country:{code}", written, exceptions=" -speaking -language -interpret")
        for written in _alternatives(places):
            made.add(f"country:{code}", _bounded(written))


def _read_regions(made: Lexicon) -> None:
    for _, line in _lines("regions.txt"):
        code, name, words = (part.strip() for part in line.split("|"))
        if code != "=":
            made.regions[code] = Text(*(part.strip() for part in name.split("/")))
        for written in _alternatives(words):
            made.add(f"bloc:{name}" if code == "=" else f"region:{code}", written)
    for _, line in _lines("agencies.txt"):
        codes, words = (part.strip() for part in line.split("|"))
        for written in _alternatives(words):
            for code in codes.split():
                made.add(f"region:{code}" if code in made.regions else f"country:{code}", written)


def _bounded(written: str) -> str:
    """A Korean name of one or two syllables starts a word: 도하 is no part of 지도하다."""
    return "^" + written if hangul(written[:1]) and len(written.split(maxsplit=1)[0]) <= 2 else written


def _plain(written: str) -> str:
    words = [w for i, w in enumerate(written.lstrip("=").split()) if i == 0 or w[0] not in "-<"]
    return " ".join(words).strip("^$")


def _read_standing(made: Lexicon) -> None:
    kind = ""
    for _, line in _lines("standing.txt"):
        if line.startswith("["):
            kind = line.strip("[]")
            continue
        for written in _alternatives(line):
            made.add(f"standing:{kind}", written)


def _read_relations(made: Lexicon) -> None:
    table: dict[tuple[str, str], float] = {}
    for number, line in _lines("relations.txt"):
        if line.startswith("["):
            table = made.field_relations if line == "[fields]" else made.concept_relations
            continue
        one, other, nearness = line.split()
        known = made.fields if table is made.field_relations else made.concepts
        if one not in known or other not in known:
            raise LexiconError(f"relations.txt {number}행: 없는 코드입니다: {line}")
        table[one, other] = table[other, one] = float(nearness)


def hangul(text: str) -> bool:
    """Whether `text` holds Korean letters."""
    return re.search(f"[{HANGUL}]", text) is not None

"""The countries of ISO 3166: how we name them, and which one somebody means by whatever they wrote.

The table `data/countries.txt` is ours and meant to be read and amended by hand: display names follow the usage of the
Korean ministries (호주, 콩고민주공화국), beside them the names, former names, short forms and spellings that people write.
Kosovo stands in it under its customary code XK. Must not guess: a name that fits no row is no country.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from portal.core.text import Text

TABLE = Path(__file__).with_name("data") / "countries.txt"

REGIONS = {
    "asia": Text("아시아·CIS", "Asia, CIS and Oceania"),
    "china": Text("중국", "China"),
    "america": Text("미주", "Americas"),
    "mideast": Text("중동", "Middle East"),
    "euraf": Text("유럽·아프리카", "Europe and Africa"),
}

KOREA = "KR"


class Country(NamedTuple):
    """One row: ISO alpha-2 and alpha-3, key of REGIONS, display name, and what else it is called."""

    iso2: str
    iso3: str
    region: str
    name: Text
    aliases: tuple[str, ...]


def name(iso2: str, language: str = "ko") -> str:
    """How the country is called in `language` ('ko' or 'en'); the code itself where it is none of ours."""
    country = _countries().get(iso2)
    return country.name.in_(language) if country else iso2


def named(iso2: str) -> Text:
    """The country's name in both languages; the code itself where it is none of ours."""
    country = _countries().get(iso2)
    return country.name if country else Text(iso2, iso2)


def find(text: str) -> str | None:
    """The alpha-2 code of the country that `text` names in Korean or English, or by an ISO code; None if none is meant.

    Case, dots, blanks, width, accents, decomposed Hangul and a trailing note in brackets don't matter.
    """
    return _find(text) if len(text) <= _LONGEST else None


def region(iso2: str) -> str | None:
    """The key in REGIONS of the consulting region that the country belongs to."""
    country = _countries().get(iso2)
    return country.region if country else None


@cache
def choices(language: str = "ko") -> tuple[tuple[str, str], ...]:
    """(alpha-2, name) of every country, in the order of the names."""
    return tuple(sorted(((c.iso2, c.name.in_(language)) for c in all_countries()), key=lambda pair: _ordered(pair[1])))


def all_countries() -> tuple[Country, ...]:
    """Every row of the table, by alpha-2 code."""
    return tuple(_countries().values())


def fold(text: str) -> str:
    """What is left of a name when case, accents, width, marks and filler words ('the', 'and', 'of') are taken away."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))
    words = [word for word in _BREAKS.split(_INNER.sub("", plain)) if word]
    if len(words) > 1:  # a single word may be a code: AND is Andorra, ST São Tomé and Príncipe
        words = [_SHORT.get(word, word) for word in words if word not in _FILLERS]
    return "".join(words)


_LONGEST = 120
_INNER = re.compile(r"['’‘`´ʻʼ\u00ad\u200b-\u200f\u2060\ufeff]")
_BREAKS = re.compile(r"[\W_]+")
_FILLERS = frozenset({"the", "and", "of", "및"})
_SHORT = {
    "st": "saint", "rep": "republic", "dem": "democratic", "fed": "federal", "utd": "united", "is": "islands",
    "isl": "islands", "isls": "islands", "terr": "territory",
}  # fmt: skip
_NOTE = re.compile(r"\s*[(\[{<〈《【〔「『][^()\[\]{}]*[)\]}>〉》】〕」』]?\s*")
_LAST_NOTE = re.compile(r"\s*[(\[{<〈《【〔「『][^()\[\]{}<>〈〉《》【】〔〕「」『』]*[)\]}>〉》】〕」』]?\s*$")
_FORM = re.compile(r"^(?:republic|kingdom)(?=...)|(?<=...)(?:republic|kingdom)$|(?<=..)(?:공화국|왕국)$")

_FORMER = re.compile(r"^(?:구|former|formerly)(?=..)")


@lru_cache(maxsize=4096)
def _find(text: str) -> str | None:
    known = _aliases()
    written = unicodedata.normalize("NFKC", text)
    while (key := fold(written)) not in known and (shorter := _LAST_NOTE.sub("", written)) != written:
        written = shorter  # one note at a time: 콩고(민주공화국)(신규) is not 콩고
    bare = fold(_NOTE.sub(" ", written))
    for key in (fold(written), bare, _FORM.sub("", bare), _FORMER.sub("", bare)):
        if key in known:
            return known[key]
    return None


@cache
def _countries() -> dict[str, Country]:
    rows = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        codes, korean, english, others = (part.strip() for part in line.split("|"))
        iso2, iso3, of_region = codes.split()
        aliases = tuple(alias.strip() for alias in others.split(";") if alias.strip())
        rows[iso2] = Country(iso2, iso3, of_region, Text(korean, english), aliases)
    return rows


@cache
def _aliases() -> dict[str, str]:
    known: dict[str, str] = {}
    for country in all_countries():
        for alias in (country.iso2, country.iso3, *country.name, *country.aliases):
            if known.setdefault(fold(alias), country.iso2) != country.iso2:
                raise ValueError(f"{alias!r} names both {known[fold(alias)]} and {country.iso2}")
    return known


def _ordered(shown: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", shown).casefold() if not unicodedata.combining(c))

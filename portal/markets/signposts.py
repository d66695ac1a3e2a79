"""Signposts that many pages put up: a country by its name, where an unknown name may have meant to go,
the ways to the centre and to a filing.

Knows no room: other pages are named by their endpoints, and those of other domains are linked to where they are there.
"""

import unicodedata
from difflib import get_close_matches

from flask import current_app, g, url_for

from portal.core import countries
from portal.core.errors import error_page
from portal.core.text import Text, shortened
from portal.core.web import note_access, say

CENTRE, FILING = "centre.ask_form", "filings.start"  # of other domains: linked to where they are there


def country_name(iso2: str) -> str:
    return countries.name(iso2, g.language)


def likely(text: str) -> list[str]:
    """Codes of countries that `text` may have meant, likeliest first."""
    known = {_apart(name): c.iso2 for c in countries.all_countries() for name in (*c.name, c.iso3, *c.aliases)}
    asked = _apart(text)
    begins = [code for name, code in known.items() if len(asked) > 1 and name.startswith(asked)]
    near = [known[name] for name in get_close_matches(asked, known, n=8, cutoff=0.6)]
    return list(dict.fromkeys([*begins, *near]))[:6]


def _apart(name: str) -> str:
    """A name with Korean syllables taken apart, so that one wrong vowel is one wrong letter."""
    return unicodedata.normalize("NFD", countries.fold(name))


def unknown(text: str) -> tuple[str, int]:
    """A 404 that leads to the countries that may have been meant, and to the list."""
    note_access("unknown-country", text[:80])
    meant = [(country_name(c), url_for("countries.country", iso2=c)) for c in likely(text)]
    named = shortened(text, 40)
    sentences = [say(f"‘{named}’에 해당하는 국가가 없습니다.", f"No country is called “{named}”.")]
    if meant:
        sentences.append(say("혹시 이 국가를 찾으셨습니까?", "Did you mean one of these?"))
    ways = [*meant, (say("국가 목록에서 고르기", "Choose from the list of countries"), url_for("countries.index"))]
    return error_page(404, Text("그런 국가 페이지가 없습니다", "There is no page of such a country"), sentences, ways)


def consultation(iso2: str) -> str | None:
    """Where to ask about a country; None while there is no consultation centre."""
    return url_for(CENTRE, country=iso2) if CENTRE in current_app.view_functions else None

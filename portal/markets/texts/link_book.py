"""Outside links and when an officer last looked at each by hand.

The portal itself asks nobody: what it knows is what people confirmed.
Only texts that everybody reads, and sources named beside them, count. Confirmations are only ever added.
"""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import func, select

from portal.core import clock, countries
from portal.core.db import db
from portal.core.declared import collected
from portal.core.people import Actor
from portal.core.text import Text, shortened
from portal.markets.terms import SECTIONS
from portal.markets.texts import link_faults, links
from portal.markets.texts.models import GuideEdition, LinkLook, Post

OLD_AFTER = timedelta(days=180)


class Place(NamedTuple):
    """A text that holds the link: its words and its page at the desk."""

    words: Text
    endpoint: str
    args: dict[str, object]


class Outside(NamedTuple):
    """An outside link, where it stands, and the last look at it (None: nobody has looked yet)."""

    url: str
    mark: str
    host: str
    places: list[Place]
    last: LinkLook | None

    @property
    def old(self) -> bool:
        return self.last is None or clock.now() - self.last.at > OLD_AFTER

    @property
    def broken(self) -> bool:
        return self.last is not None and not self.last.works


class Wrong(NamedTuple):
    """A text with the links in it that are wrong or old, by language."""

    place: Place
    state: str
    faults: list[tuple[str, link_faults.Fault]]


def mark_of(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def texts() -> list[Post | GuideEdition]:
    """What everybody reads now, and what is in work."""
    newest = (
        select(func.max(GuideEdition.id))
        .where(GuideEdition.state == "published")
        .group_by(GuideEdition.country, GuideEdition.section)
    )
    shown = GuideEdition.id.in_(newest) | GuideEdition.state.in_(("draft", "review"))
    editions = db.session.scalars(select(GuideEdition).where(shown).order_by(GuideEdition.country, GuideEdition.id))
    posts = db.session.scalars(select(Post).where(Post.state != "withdrawn").order_by(Post.id.desc()))
    return [*editions, *posts]


def place_of(text: Post | GuideEdition) -> Place:
    if isinstance(text, Post):
        return Place(Text(text.title_ko, text.title_en), "editor.post", {"number": text.id})
    title = SECTIONS[text.section]
    words = (f"{countries.name(text.country, lang)} {title.in_(lang)}" for lang in ("ko", "en"))
    return Place(Text(*words), "editor.guide", {"iso2": text.country, "section": text.section})


def wrong() -> list[Wrong]:
    """Every text with links that are wrong or old."""
    found = []
    for text in texts():
        judged = [(key, fault) for key in ("ko", "en") for fault in link_faults.faults(getattr(text, key), text)]
        if judged:
            found.append(Wrong(place_of(text), text.state, judged))
    return found


def outside() -> list[Outside]:
    """The outside links of what everybody reads: those nobody has looked at first, then by how long ago it was."""
    places: dict[str, list[Place]] = {}
    for text in texts():
        if text.state == "published":
            for url in {u for key in ("ko", "en") for u in outside_in(getattr(text, key))}:
                places.setdefault(url, []).append(place_of(text))
    for url, place in (pair for source in collected("link_sources") for pair in source()):
        places.setdefault(url, []).append(place)
    last = looks(places)
    found = [Outside(u, mark_of(u), urlsplit(u).hostname or "", held, last.get(u)) for u, held in places.items()]
    return sorted(found, key=lambda one: (one.last is not None, one.last.at if one.last else clock.now(), one.url))


def outside_in(markdown: str) -> list[str]:
    """The outside links of a text, each once."""
    found = (link.url for link in links.links(markdown) if not link.picture and links.is_outside(link.url))
    return list(dict.fromkeys(found))


def looks(urls: Iterable[str]) -> dict[str, LinkLook]:
    """The last look at each of the addresses."""
    marks = {mark_of(url): url for url in urls}
    if not marks:
        return {}
    newest = select(func.max(LinkLook.id)).where(LinkLook.mark.in_(marks)).group_by(LinkLook.mark)
    return {marks[row.mark]: row for row in db.session.scalars(select(LinkLook).where(LinkLook.id.in_(newest)))}


def note(marks: Iterable[str], actor: Actor, *, works: bool) -> int:
    """Write down that the links were looked at now; how many. Addresses that stand in no text are passed over."""
    wanted = set(marks)
    found = [one for one in outside() if one.mark in wanted]
    for one in found:
        db.session.add(LinkLook(mark=one.mark, url=shortened(one.url, 2000), works=works, by_id=actor.user_id))
    db.session.flush()
    return len(found)

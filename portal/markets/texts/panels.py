"""The news on pages of others: of a country on its page, the newest on the first page of who has not signed in."""

from collections.abc import Mapping
from typing import Any

from portal.core.db import db
from portal.core.people import Actor
from portal.markets.texts import news

NEWEST = 5


def news_panel(iso2: str) -> Mapping[str, Any] | None:
    """The newest posts of a country; None where there are none."""
    posts = list(db.session.scalars(news.published(country=iso2).limit(NEWEST)))
    return {"posts": posts, "country": iso2} if posts else None


def visitor_panel(actor: Actor) -> Mapping[str, Any] | None:
    """For who has not signed in: where to look up a country, and the newest posts."""
    if actor.signed_in:
        return None
    return {"posts": list(db.session.scalars(news.published().limit(3)))}

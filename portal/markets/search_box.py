"""The one search box: what of all modules is public and holds the words.

Suggestions come as JSON for the box to offer.
"""

from typing import Any

import click
from flask import Blueprint, Response, current_app, g, jsonify, render_template, request, url_for
from flask.cli import AppGroup
from werkzeug.routing import BuildError

from portal.core import countries, search
from portal.core.db import db, writing
from portal.core.declared import collected
from portal.core.reading import sent_number
from portal.core.search import LONGEST_QUERY, SearchEntry, marked, snippet
from portal.core.web import access

bp = Blueprint("search", __name__, url_prefix="/search")
commands = AppGroup("search", help="The index behind the search box.")
PAGE = 20
SUGGESTED = 8


def sources() -> list[search.Source]:
    """The sources of all modules."""
    found: list[search.Source] = collected("search")
    return found


def refresh_search() -> int:
    """Bring the index up to date (a tick)."""
    return search.refresh(sources())


@commands.command("refresh")
def refresh() -> None:
    """Bring the index up to what all modules publish now."""
    writing.set(True)
    changed = refresh_search()
    db.session.commit()
    click.echo(f"{changed}")


def address(entry: SearchEntry) -> str | None:
    """Where the entry leads; None when its page is no more."""
    if entry.endpoint not in current_app.view_functions:
        return None
    try:
        return url_for(entry.endpoint, **entry.args)
    except BuildError:
        return None


@bp.get("")
@access("everybody")
def index() -> str:
    given = request.args.get("q", "")
    asked = given.strip()[:LONGEST_QUERY]
    kinds = {s.key: s.label for s in sources()}
    kind = request.args.get("kind", "")
    kind = kind if kind in kinds else ""
    page = max(1, min((sent_number(request.args.get("page")) or 1), 50))
    found = search.find(asked, source=kind, limit=PAGE, offset=(page - 1) * PAGE)
    return render_template(
        "markets/search.html",
        asked=asked,
        cut=len(given.strip()) > LONGEST_QUERY,
        found=found,
        hits=[_hit(e, asked) for e in found.entries if address(e)],
        kinds=kinds,
        kind=kind,
        page=page,
        more=found.total > page * PAGE,
        most=search.MOST,
        country=countries.find(asked) if 1 < len(asked) < 60 else None,
        country_name=lambda code: countries.name(code, g.language),
    )


def _hit(entry: SearchEntry, asked: str) -> dict[str, Any]:
    title, body = entry.title.in_(g.language), entry.body.in_(g.language)
    return {
        "url": address(entry),
        "title": list(marked(title, asked)),
        "snippet": snippet(body, asked),
        "source": entry.source,
        "on": entry.on,
        "lang": "ko" if g.language == "en" and not entry.title_en else g.language,
    }


@bp.get("/suggest")
@access("everybody")
def suggest() -> Response:
    """Titles for what is typed so far: [{title, url}]."""
    asked = request.args.get("q", "").strip()[:60]
    found = search.find(asked, limit=SUGGESTED) if len(asked) > 1 else search.Found([], 0, partly=False)
    return jsonify([{"title": e.title.in_(g.language), "url": url} for e in found.entries if (url := address(e))])

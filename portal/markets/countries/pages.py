"""The countries for everybody: the list, a country's page, its guide's history, up to four countries side by side."""

from typing import Any

from flask import Blueprint, Response, current_app, g, render_template, request, url_for

from portal.core import clock, countries
from portal.core.declared import fact
from portal.core.web import access, current_actor, see_other
from portal.markets import markdown
from portal.markets.countries import indicators
from portal.markets.countries.queries import country_panels
from portal.markets.duties.terms import FOUNDERS
from portal.markets.signposts import FILING, consultation, country_name, likely, unknown
from portal.markets.terms import EXPANSIONS, GROUPS, SECTIONS
from portal.markets.texts import files, guides, link_book
from portal.markets.texts.signature import signed

bp = Blueprint("countries", __name__, url_prefix="/countries")
MOST_COMPARED = 4
LONGEST_NAME = 120


@bp.get("")
@access("everybody")
def index() -> str | Response:
    """The countries by region; `q` leads to the country that it names."""
    asked = request.args.get("q", "").strip()
    if asked and (found := countries.find(asked)):
        return see_other("countries.country", iso2=found)
    held = guides.countries_with_guides()
    filed: dict[str, int] = fact("filings_by_country", clock.today()) or {}
    regions = [
        (words, [c for c in countries.all_countries() if c.region == key and c.iso2 != countries.KOREA])
        for key, words in countries.REGIONS.items()
    ]
    for _, listed in regions:
        listed.sort(key=lambda c: c.name.in_(g.language))
    first = sorted({*held, *filed}, key=lambda c: (-filed.get(c, 0), -held.get(c, 0), c))
    return render_template(
        "markets/countries/index.html",
        asked=asked,
        like=likely(asked) if 0 < len(asked) <= LONGEST_NAME else [],
        regions=regions,
        first=[(c, filed.get(c, 0), held.get(c, 0)) for c in first],
        sections=len(SECTIONS),
        country=country_name,
    )


@bp.get("/<iso2>")
@access("everybody")
def country(iso2: str) -> Any:
    found = countries.find(iso2)
    if found is None:
        return unknown(iso2)
    if found != iso2:
        return see_other("countries.country", iso2=found)
    held = guides.published(found)
    return render_template(
        "markets/countries/page.html",
        iso2=found,
        one=next(c for c in countries.all_countries() if c.iso2 == found),
        region=countries.REGIONS.get(countries.region(found) or ""),
        figures=indicators.of(found),
        plain=indicators.plain,
        guide=held,
        groups=GROUPS,
        sections=SECTIONS,
        expansions=EXPANSIONS,
        founders=FOUNDERS,
        panels=country_panels(found),
        shown_text=markdown.shown,
        files={key: files.standing(e) for key, e in held.items()},
        outside={key: link_book.outside_in(f"{e.ko}\n\n{e.en}") for key, e in held.items()},
        looks=link_book.looks(u for e in held.values() for u in link_book.outside_in(f"{e.ko}\n\n{e.en}")),
        signed=signed,
        overdue=lambda e: e.review_by is not None and e.review_by < clock.today(),
        centre=consultation(found),
        filing=url_for(FILING) if FILING in current_app.view_functions and _may_file() else None,
        may_edit=current_actor().has("officer", "ministry"),
    )


def _may_file() -> bool:
    """Who is shown the way to a filing: those who may write for their organisation, and anybody not signed in yet."""
    actor = current_actor()
    return not actor.signed_in or actor.memberships.get(actor.organisation_id or 0) in ("manager", "editor")


@bp.get("/<iso2>/guide/<section>")
@access("everybody")
def history(iso2: str, section: str) -> Any:
    """The editions of one section, each with what it changed."""
    if countries.find(iso2) != iso2:
        return unknown(iso2)
    if section not in SECTIONS:
        return see_other("countries.country", iso2=iso2)
    held = guides.history(iso2, section)
    key = "en" if g.language == "en" else "ko"
    rows = [
        (e, markdown.compared(getattr(before, key), getattr(e, key)) if before else None)
        for e, before in zip(held, [*held, None][1:], strict=True)
    ]
    return render_template(
        "markets/countries/history.html",
        iso2=iso2,
        section=SECTIONS[section],
        rows=rows,
        country=country_name,
        signed=signed,
    )


@bp.get("/compare")
@access("everybody")
def compare() -> str:
    """Up to four countries side by side: `c` once a country."""
    asked = [code for given in request.args.getlist("c")[:20] if (code := countries.find(given))]
    chosen = list(dict.fromkeys(asked))[:MOST_COMPARED]
    held = {code: {one.code: one for one in indicators.of(code)} for code in chosen}
    rows: dict[str, Any] = {code: one for figures in held.values() for code, one in figures.items()}
    return render_template(
        "markets/countries/compare.html",
        chosen=chosen,
        left_out=max(0, len(set(asked)) - MOST_COMPARED),
        offered=countries.choices(g.language),
        most=MOST_COMPARED,
        rows=rows,
        held=held,
        charted={code for code in rows if sum(code in figures for figures in held.values()) > 1},
        filed=fact("filings_by_country", clock.today()) or {},
        guides={code: len(guides.published(code)) for code in chosen},
        sections=len(SECTIONS),
        plain=indicators.plain,
        country=country_name,
    )

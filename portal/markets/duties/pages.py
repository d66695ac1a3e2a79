"""Korean-side duties for everybody: by founder type and kind of expansion, alone or with what a country asks for.

Plain GET forms.
"""

from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for

from portal.core import clock, countries
from portal.core.web import access, current_actor, see_other
from portal.markets.duties import queries
from portal.markets.duties.terms import CERTAINTY, FOUNDERS, STAGES
from portal.markets.signposts import FILING, consultation, country_name, unknown
from portal.markets.terms import EXPANSIONS, SECTIONS
from portal.markets.texts import guides, link_book

bp = Blueprint("duties", __name__)


def _asked() -> tuple[str, str]:
    founder, expansion = request.args.get("founder", ""), request.args.get("expansion", "")
    return founder if founder in FOUNDERS else "", expansion if expansion in EXPANSIONS else ""


def shown(founder: str, expansion: str) -> dict[str, Any]:
    """What `markets/duties/_duties.html` shows."""
    day = clock.today()
    found = queries.in_force(day, founder, expansion)
    return {
        "stages": [(key, words, [d for d in found if d.stage == key]) for key, words in STAGES.items()],
        "founder": founder,
        "expansion": expansion,
        "founders": FOUNDERS,
        "expansions": EXPANSIONS,
        "certainty": CERTAINTY,
        "day": day,
        "looks": link_book.looks(d.source_url for d in found if d.source_url),
    }


@bp.get("/duties")
@access("everybody")
def index() -> str:
    """The duties in Korea, whatever the country."""
    return render_template(
        "markets/duties/index.html",
        duties=shown(*_asked()),
        centre=consultation(""),
        may_edit=current_actor().has("officer", "ministry"),
    )


@bp.get("/countries/<iso2>/steps")
@access("everybody")
def country(iso2: str) -> Any:
    """The checklist of a country: duties in Korea, and what to look after there with its guide."""
    found = countries.find(iso2)
    if found is None:
        return unknown(iso2)
    founder, expansion = _asked()
    if found != iso2:
        return see_other("duties.country", iso2=found, founder=founder or None, expansion=expansion or None)
    chosen = [expansion] if expansion else list(EXPANSIONS)
    return render_template(
        "markets/duties/steps.html",
        iso2=found,
        country=country_name(found),
        duties=shown(founder, expansion),
        abroad=list(dict.fromkeys(step for key in chosen for step in EXPANSIONS[key][1])),
        guide=guides.published(found),
        sections=SECTIONS,
        centre=consultation(found),
        filing=url_for(FILING) if FILING in current_app.view_functions else None,
        may_edit=current_actor().has("officer", "ministry"),
    )

"""What the survey of needed staff puts on the first page and on a country's page. Reads only."""

from collections.abc import Mapping
from typing import Any

from experts import deadlines
from experts.home.figures import figures
from experts.home.own import own_cases
from experts.workforce import pages, results, surveys
from experts.workforce.models import WorkforceReturn
from portal.core import clock
from portal.core.module import Panel
from portal.core.people import Actor
from portal.core.text import Text


def members_panel(actor: Actor) -> Mapping[str, Any] | None:
    """The survey that is open and how the organisation's return stands;
    a return with a later deadline of its own, too.
    """
    if actor.organisation_id is None:
        return None
    held = [
        c for c in own_cases(actor) if isinstance(c, WorkforceReturn) and c.organisation_id == actor.organisation_id
    ]
    to_do = [c for c in held if c.state in ("asked", "returned") and clock.now() <= c.deadline]
    running = surveys.open_survey()
    own = next((c for c in held if running and c.survey_id == running.id), None)
    if not to_do and (running is None or own is not None):
        return None
    return {"to_do": to_do, "running": running, "own": own, "exact": deadlines.exact}


def officers_panel(actor: Actor) -> Mapping[str, Any] | None:
    """The newest survey in figures; None while there is none."""
    if not actor.has("officer", "ministry"):
        return None
    survey = surveys.newest()
    if survey is None:
        return None
    held = figures()
    return {
        "survey": survey,
        "state": surveys.STATES[surveys.state_of(survey)],
        "counts": {state: n for (what, state), n in held.items() if what == "survey"},
        "waiting": held.get(("workforce_return", "submitted"), 0),
    }


def country_panel(country: str, *_more: Any) -> Mapping[str, Any] | None:
    """What the last published survey says of a country."""
    survey = surveys.last_published()
    found = results.of_country(survey.published or {}, country) if survey and survey.published else None
    if found is None or survey is None:
        return None
    return {
        "survey": survey,
        "found": found,
        "measures": results.MEASURES,
        "occupation": pages.occupation_words(survey),
    }


HOME = (
    Panel(key="workforce-member", title=Text("인력 수요조사", "Survey of needed staff"), template="experts/home/panel_workforce_member.html", load=members_panel, order=12),
    Panel(key="workforce-desk", title=Text("인력 수요조사", "Survey of needed staff"), template="experts/home/panel_workforce_desk.html", load=officers_panel, order=34),
)  # fmt: skip
COUNTRY = (
    Panel(
        key="workforce",
        title=Text("필요한 인력", "Needed staff"),
        template="experts/home/panel_workforce_country.html",
        load=country_panel,
        order=62,
    ),
)

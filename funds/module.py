"""What the programmes show the shell. Their views stand in files named after their audience, on three blueprints."""

from typing import Any

from funds import (  # noqa: F401  (their views stand on the blueprints)
    committee,
    official,
    official_applications,
    official_awards,
    official_panel,
    official_result,
    official_rubrics,
    panel,
    participant,
    participant_award,
    participant_partners,
    participant_writing,
    public,
)
from funds.awarding import awards_in_force
from funds.blueprints import bp, desk
from funds.blueprints import panel as panel_pages
from funds.calling import close_due_calls
from funds.commands import COMMANDS
from funds.demo import play
from funds.facts import country_indicators
from funds.ict import with_ict
from funds.kinds.application import application
from funds.kinds.award import award
from funds.kinds.call import call
from funds.kinds.objection import objection
from funds.queries import open_calls, own_applications, partnerships
from funds.sheets import SHEETS
from portal.core.module import MenuEntry, Module, Panel
from portal.core.people import Actor
from portal.core.text import Text

OFFICE = frozenset({"officer", "ministry"})


def _at_home(actor: Actor) -> dict[str, Any] | None:
    """Open calls for everybody; for members their drafts and partnerships to answer, for panel members their seats."""
    reviewer = committee.reviewer_of(actor)
    calls = open_calls()
    to_answer = [p for p in partnerships(actor) if p.confirmed_at is None] if actor.memberships else []
    drafts = [a for a in own_applications(actor) if a.state == "draft"] if actor.organisation_id else []
    if not (calls or to_answer or drafts or reviewer):
        return None
    return {"calls": calls, "to_answer": to_answer, "drafts": drafts, "reviewer": reviewer}


module = Module(
    name="funds",
    kinds=(call, application, award, objection),
    blueprints=(bp, desk, panel_pages),
    menu=(
        MenuEntry(label=Text("지원사업", "Programmes"), endpoint="funds.index", order=40),
        MenuEntry(
            label=Text("내 사업 신청", "My applications"), endpoint="funds.mine", roles=frozenset({"member"}), order=41
        ),
        MenuEntry(label=Text("사업 업무", "Programme desk"), endpoint="funds_desk.index", roles=OFFICE, order=42),
        MenuEntry(label=Text("평가", "My panels"), endpoint="funds_panel.mine", roles=frozenset({"panel"}), order=43),
    ),
    sheets=SHEETS,
    home_panels=(
        Panel(
            key="programmes", title=Text("지원사업", "Programmes"), template="funds/_home.html", load=_at_home, order=60
        ),
    ),
    commands=COMMANDS,
    facts={"awards_in_force": awards_in_force, "country_indicators": country_indicators},
    ticks=(close_due_calls,),
    demo=play,
)
module = with_ict(module)

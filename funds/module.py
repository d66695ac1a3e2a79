"""What the programmes, packages, pilots and funds show the shell. Their views stand in files named after their audience."""

from typing import Any

import funds.applications.desk
import funds.applications.participant
import funds.applications.partners
import funds.applications.writing
import funds.awards.desk
import funds.awards.holder
import funds.calls.desk
import funds.calls.desk_result
import funds.calls.desk_rubrics
import funds.calls.planning
import funds.objections.applicant
import funds.objections.desk
import funds.panel.chair
import funds.panel.desk
import funds.panel.member
import funds.pilots.evaluation_pages
import funds.pilots.months
import funds.public
import funds.reconciling.pages
import funds.reviews.member
import funds.settlement.letter_pages
import funds.settlement.pages
import funds.settlement.report_pages
import funds.settlement.rule_pages
import funds.strategy.files
import funds.strategy.naming  # noqa: F401  (the views of these stand on blueprints that they share)
from funds import blueprints
from funds.abroad import PANELS as ABROAD_PANELS
from funds.awards.awarding import awards_in_force
from funds.brand.pages import bp as mark_pages
from funds.calls.calling import close_due_calls
from funds.calls.rubrics import ship_missing
from funds.commands import COMMANDS
from funds.credit.pages import bp as credit_pages
from funds.demo import play
from funds.facts import country_indicators
from funds.finance.pages import bp as finance_pages
from funds.kinds.application import application
from funds.kinds.award import award
from funds.kinds.call import AUDIENCES, TOLD, call
from funds.kinds.call import FACT_WORDS as CALL_WORDS
from funds.kinds.finance import finance_confirmation
from funds.kinds.misuse import misuse_report
from funds.kinds.objection import FACT_WORDS as OBJECTION_WORDS
from funds.kinds.objection import objection
from funds.kinds.pilot import pilot
from funds.kinds.pilot_evaluation import pilot_evaluation
from funds.kinds.settlement import grant_change, settlement
from funds.misuse.pages import bp as misuse_pages
from funds.misuse.reporting import back_to_check, end_with_award, reporter, tell_reporter
from funds.money.pages import bp as money_pages
from funds.money.sheet import FUNDS_SHEET
from funds.objections import rescoring
from funds.packages.pages import PANEL as PACKAGES_PANEL
from funds.packages.pages import bp as package_pages
from funds.panel.committee import reviewer_of
from funds.pilots import evaluating
from funds.pilots.pages import bp as pilot_pages
from funds.pilots.piloting import close_once_told, open_from_award, second_year_is_the_pilots
from funds.queries import open_calls, own_drafts, partnerships
from funds.reviews.subjects import TOLD as PANEL_TOLD
from funds.searching import SOURCES
from funds.settlement.blueprint import bp as grant_pages
from funds.sheets import SHEETS
from funds.strategy.pages import bp as strategy_pages
from funds.strategy.panels import PANELS as STRATEGY_PANELS
from portal.core.module import MenuEntry, Module, Panel
from portal.core.people import Actor
from portal.core.text import Text

OFFICE = frozenset({"officer", "ministry"})


def _at_home(actor: Actor) -> dict[str, Any] | None:
    """Open calls for everybody; for members their drafts and partnerships to answer, for panel members their seats."""
    reviewer = reviewer_of(actor) if actor.has("panel") else None
    calls = open_calls()
    to_answer = [p for p in partnerships(actor) if p.confirmed_at is None] if actor.memberships else []
    drafts = own_drafts(actor) if actor.organisation_id else []
    if not (calls or to_answer or drafts or reviewer):
        return None
    return {"calls": calls, "to_answer": to_answer, "drafts": drafts, "reviewer": reviewer}


module = Module(
    name="funds",
    kinds=(
        call,
        application,
        award,
        objection,
        pilot,
        pilot_evaluation,
        finance_confirmation,
        grant_change,
        settlement,
        misuse_report,
    ),
    blueprints=(
        blueprints.bp,
        blueprints.desk,
        blueprints.panel,
        strategy_pages,
        package_pages,
        pilot_pages,
        money_pages,
        finance_pages,
        credit_pages,
        grant_pages,
        misuse_pages,
        mark_pages,
    ),
    menu=(
        MenuEntry(label=Text("지원사업", "Programmes"), endpoint="funds.index", group="programmes", order=40),
        MenuEntry(
            label=Text("내 사업 신청", "My applications"),
            endpoint="funds.mine",
            roles=frozenset({"member"}),
            group="programmes",
            order=41,
            under=("/programmes/awards", "/programmes/objections"),
        ),
        MenuEntry(
            label=Text("사업 업무", "Programme desk"),
            endpoint="funds_desk.index",
            roles=OFFICE,
            group="programmes",
            order=42,
        ),
        MenuEntry(
            label=Text("평가", "My panels"),
            endpoint="funds_panel.mine",
            roles=frozenset({"panel"}),
            group="programmes",
            order=43,
        ),
        MenuEntry(
            label=Text("ICT 진출", "ICT abroad"),
            endpoint="packages.index",
            group="programmes",
            order=60,
            under=("/strategy", "/pilots", "/credit/model", "/finance/check"),
        ),
        MenuEntry(
            label=Text("펀드·금융", "Funds and finance"),
            endpoint="money.index",
            roles=OFFICE,
            group="finance",
            order=64,
            under=("/finance", "/finance/check", "/credit", "/credit/model"),
        ),
        MenuEntry(
            label=Text("정책금융", "Policy finance"),
            endpoint="finance.index",
            roles=frozenset({"member"}),
            group="finance",
            order=65,
            under=("/finance/check", "/credit", "/credit/model"),
        ),
    ),
    sheets=(*SHEETS, FUNDS_SHEET),
    home_panels=(
        Panel(
            key="programmes", title=Text("지원사업", "Programmes"), template="funds/_home.html", load=_at_home, order=60
        ),
    ),
    country_panels=(*STRATEGY_PANELS, PACKAGES_PANEL, *ABROAD_PANELS),
    commands=COMMANDS,
    facts={"awards_in_force": awards_in_force, "country_indicators": country_indicators},
    listens={
        "award.suspended": (end_with_award,),
        "award.revoked": (end_with_award,),
        "award.notice_dropped": (back_to_check,),
        **{move.event: (tell_reporter,) for move in misuse_report.workflow.moves},
        "award.given": (open_from_award,),
        "award.continued": (second_year_is_the_pilots,),
        "pilot.results_told": (close_once_told,),
    },
    audiences={**AUDIENCES, "reporter": reporter},
    told=TOLD | PANEL_TOLD,
    subjects={"objection": rescoring.SUBJECT, "pilot_evaluation": evaluating.SUBJECT},
    fact_words=CALL_WORDS | OBJECTION_WORDS,
    ticks=(close_due_calls, ship_missing),
    search=SOURCES,
    demo=play,
)

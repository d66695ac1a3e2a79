"""What the programmes, packages, pilots and funds show the shell. Their views stand in files named after their audience."""

from typing import Any

import funds.grants.money.desk
import funds.grants.money.pages
import funds.grants.money.regulation
import funds.grants.reconciling.pages
import funds.grants.settlement.pages
import funds.pilots.evaluation.desk
import funds.pilots.months.pages
import funds.pilots.pages
import funds.pilots.standard.pages
import funds.selection.applications.desk
import funds.selection.applications.pages
import funds.selection.applications.partners
import funds.selection.applications.writing
import funds.selection.awards.desk
import funds.selection.awards.pages
import funds.selection.calls.desk
import funds.selection.calls.pages
import funds.selection.calls.plans
import funds.selection.calls.result_desk
import funds.selection.objections.desk
import funds.selection.objections.pages
import funds.selection.panel.chair
import funds.selection.panel.desk
import funds.selection.panel.pages
import funds.selection.reviews.pages
import funds.selection.rubrics.desk
import funds.strategy.desk
import funds.strategy.releases.pages  # noqa: F401
from funds.commands import COMMANDS
from funds.demo import play
from funds.finance.confirmations.kind import finance_confirmation
from funds.finance.confirmations.pages import bp as finance_pages
from funds.finance.credit.pages import bp as credit_pages
from funds.finance.register.pages import bp as money_pages
from funds.finance.register.sheets import FUNDS_SHEET
from funds.grants.blueprint import bp as grant_pages
from funds.grants.money.kind import grant_change
from funds.grants.settlement.kind import settlement
from funds.pilots.acts import close_once_told, open_from_award, second_year_is_the_pilots
from funds.pilots.blueprint import bp as pilot_pages
from funds.pilots.evaluation import acts as evaluating
from funds.pilots.evaluation.kind import pilot_evaluation
from funds.pilots.kind import pilot
from funds.selection import blueprints
from funds.selection.applications.kind import application
from funds.selection.applications.outcomes import awards_in_force
from funds.selection.awards.kind import award
from funds.selection.awards.panels import PANELS as ABROAD_PANELS
from funds.selection.brand.pages import bp as mark_pages
from funds.selection.calls.acts import close_due_calls
from funds.selection.calls.kind import AUDIENCES, TOLD, call
from funds.selection.calls.kind import FACT_WORDS as CALL_WORDS
from funds.selection.misuse.acts import back_to_check, end_with_award, reporter, tell_reporter
from funds.selection.misuse.kind import misuse_report
from funds.selection.misuse.pages import bp as misuse_pages
from funds.selection.objections import panel as rescoring
from funds.selection.objections.kind import FACT_WORDS as OBJECTION_WORDS
from funds.selection.objections.kind import objection
from funds.selection.panel.queries import reviewer_of
from funds.selection.queries import open_calls, own_drafts, partnerships
from funds.selection.reviews.subjects import TOLD as PANEL_TOLD
from funds.selection.rubrics.acts import ship_missing
from funds.selection.search import SOURCES
from funds.sheets import SHEETS
from funds.strategy.indicators.facts import country_indicators
from funds.strategy.packages.pages import PANEL as PACKAGES_PANEL
from funds.strategy.packages.pages import bp as package_pages
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
            key="programmes",
            title=Text("지원사업", "Programmes"),
            template="funds/selection/_home.html",
            load=_at_home,
            order=60,
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

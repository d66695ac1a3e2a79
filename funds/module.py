"""What the programmes, packages, pilots and funds show the shell: the roof of the street, it only collects."""

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
import funds.selection.applications.form_pages
import funds.selection.applications.pages
import funds.selection.applications.partners
import funds.selection.awards.desk
import funds.selection.awards.pages
import funds.selection.awards.register
import funds.selection.brand.desk
import funds.selection.calls.desk
import funds.selection.calls.pages
import funds.selection.calls.plan_desk
import funds.selection.calls.result_desk
import funds.selection.misuse.desk
import funds.selection.objections.desk
import funds.selection.objections.pages
import funds.selection.panel.chair
import funds.selection.panel.desk
import funds.selection.panel.pages
import funds.selection.reviews.pages
import funds.selection.rubrics.desk
import funds.selection.rubrics.pages
import funds.strategy.desk
import funds.strategy.releases.pages
from funds.commands import COMMANDS
from funds.demo import play
from funds.finance.confirmations.kind import finance_confirmation
from funds.finance.confirmations.pages import bp as finance_pages
from funds.finance.credit.pages import bp as credit_pages
from funds.finance.register.pages import bp as money_pages
from funds.finance.register.sheets import FUNDS_SHEET
from funds.grants.blueprint import bp as grant_pages
from funds.grants.money.kind import grant_change
from funds.grants.money.moves import GRANTING
from funds.grants.money.queries import grants_of, is_granted
from funds.grants.settlement.kind import settlement
from funds.noted import NOTED
from funds.pilots.acts import close_once_told, open_from_award, second_year_is_the_pilots
from funds.pilots.blueprint import bp as pilot_pages
from funds.pilots.evaluation import acts as evaluating
from funds.pilots.evaluation.kind import pilot_evaluation
from funds.pilots.kind import pilot
from funds.pilots.panels import PILOTS
from funds.selection import blueprints
from funds.selection.applications.kind import application
from funds.selection.awards.kind import award_kind
from funds.selection.awards.panels import HOLDERS
from funds.selection.awards.queries import awards_in_force
from funds.selection.brand.pages import bp as mark_pages
from funds.selection.calls.acts import close_due_calls
from funds.selection.calls.audiences import AUDIENCES
from funds.selection.calls.kind import call
from funds.selection.misuse.acts import back_to_check, end_with_award, reporter, tell_reporter
from funds.selection.misuse.kind import misuse_report
from funds.selection.misuse.pages import bp as misuse_pages
from funds.selection.objections import panel as objection_panel
from funds.selection.objections.kind import FACT_WORDS as OBJECTION_WORDS
from funds.selection.objections.kind import objection
from funds.selection.panel.committee_panel import COMMITTEE
from funds.selection.panels import HOME
from funds.selection.reviews.subjects import TOLD as PANEL_TOLD
from funds.selection.rubrics.acts import ship_missing
from funds.selection.search import SOURCES
from funds.selection.words import FACT_WORDS, TOLD
from funds.sheets import SHEETS
from funds.strategy.indicators.facts import country_indicators
from funds.strategy.packages.pages import PANEL as PACKAGES_PANEL
from funds.strategy.packages.pages import bp as package_pages
from funds.strategy.packages.search import SOURCE as PACKAGES_SOURCE
from funds.strategy.pages import bp as strategy_pages
from funds.strategy.panels import PANELS as STRATEGY_PANELS
from portal.core.module import MenuEntry, Module
from portal.core.text import Text

OFFICE = frozenset({"officer", "ministry"})


module = Module(
    name="funds",
    noted=NOTED,
    kinds=(
        call,
        application,
        award_kind(*GRANTING),
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
    views=(
        funds.grants.money.desk,
        funds.grants.money.pages,
        funds.grants.money.regulation,
        funds.grants.reconciling.pages,
        funds.grants.settlement.pages,
        funds.pilots.evaluation.desk,
        funds.pilots.months.pages,
        funds.pilots.pages,
        funds.pilots.standard.pages,
        funds.selection.applications.desk,
        funds.selection.applications.form_pages,
        funds.selection.applications.pages,
        funds.selection.applications.partners,
        funds.selection.applications.partnerships,
        funds.selection.awards.desk,
        funds.selection.awards.pages,
        funds.selection.awards.register,
        funds.selection.brand.desk,
        funds.selection.calls.desk,
        funds.selection.calls.pages,
        funds.selection.calls.plan_desk,
        funds.selection.calls.result_desk,
        funds.selection.misuse.desk,
        funds.selection.objections.desk,
        funds.selection.objections.pages,
        funds.selection.panel.chair,
        funds.selection.panel.desk,
        funds.selection.panel.pages,
        funds.selection.reviews.pages,
        funds.selection.rubrics.desk,
        funds.selection.rubrics.pages,
        funds.strategy.desk,
        funds.strategy.releases.pages,
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
    home_panels=(HOME,),
    country_panels=(*STRATEGY_PANELS, PACKAGES_PANEL, PILOTS, HOLDERS),
    commands=COMMANDS,
    facts={
        "awards_in_force": awards_in_force,
        "country_indicators": country_indicators,
        "grants_of": grants_of,
        "is_granted": is_granted,
    },
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
    sealed_panels={"call": COMMITTEE, "objection": objection_panel.SUBJECT, "pilot_evaluation": evaluating.SUBJECT},
    fact_words=FACT_WORDS | OBJECTION_WORDS,
    ticks=(close_due_calls, ship_missing),
    search=(*SOURCES, PACKAGES_SOURCE),
    demo=play,
)

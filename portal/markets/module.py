"""What the domain shows the shell: countries, statistics, the plan, search, market news, cooperation between governments."""

import click
from flask.cli import AppGroup

from portal.core.db import db, writing
from portal.core.module import MenuEntry, Module, Panel
from portal.core.search import Source
from portal.core.text import Text
from portal.markets import search_box as found
from portal.markets.countries import pages as public
from portal.markets.countries import queries
from portal.markets.demo.texts import demo
from portal.markets.documents import due_desk as term_pages  # noqa: F401
from portal.markets.documents import evidence_desk as figure_pages  # noqa: F401
from portal.markets.documents import pages  # noqa: F401
from portal.markets.documents.chapters import desk as chapter_pages  # noqa: F401
from portal.markets.documents.chapters import queries as reading
from portal.markets.documents.chapters.blueprint import bp as documents
from portal.markets.documents.chapters.rights import AUDIENCES
from portal.markets.documents.editions import acts as publishing
from portal.markets.documents.editions import pages as edition_pages  # noqa: F401
from portal.markets.documents.kind import policy_chapter, policy_document
from portal.markets.duties import acts as duty_acts
from portal.markets.duties import desk as duty_desk
from portal.markets.duties import pages as duty_pages
from portal.markets.duties import queries as duties
from portal.markets.g2g import acts as cooperation_acts
from portal.markets.g2g import pages as cooperation
from portal.markets.g2g import queries as register
from portal.markets.kpis import pages as kpis
from portal.markets.plan import pages as plan
from portal.markets.series import desk as series_imports
from portal.markets.series import pages as published_pages
from portal.markets.statistics import pages as statistics
from portal.markets.texts import doors as texts
from portal.markets.texts import guides, news

OFFICE = frozenset({"officer", "ministry"})
search_commands = AppGroup("search", help="The index behind the search box.")


@search_commands.command("refresh")
def refresh() -> None:
    """Bring the index up to what all modules publish now."""
    writing.set(True)
    changed = found.refresh_search()
    db.session.commit()
    click.echo(f"{changed}")


module = Module(
    name="markets",
    kinds=(policy_document, policy_chapter),
    blueprints=(
        public.bp, statistics.bp, published_pages.bp, series_imports.bp, plan.bp, kpis.bp, documents, found.bp, cooperation.bp, duty_pages.bp, duty_desk.bp, *texts.BLUEPRINTS,
    ),
    menu=(
        MenuEntry(label=Text("국가 정보", "Countries"), endpoint="countries.index", group="markets", order=25, under=("/cooperation", "/duties")),
        MenuEntry(label=Text("통계", "Statistics"), endpoint="statistics.index", group="statistics", order=26),
        MenuEntry(label=Text("시장 소식", "Market news"), endpoint="news.index", group="markets", order=27, under=("/texts",)),
        MenuEntry(label=Text("계획·성과", "Plan"), endpoint="plan.index", group="markets", order=28),
        MenuEntry(label=Text("통합검색", "Search"), endpoint="search.index", order=95),
        MenuEntry(label=Text("글 관리", "Texts"), endpoint="editor.index", roles=OFFICE, group="markets", order=45, under=("/desk/duties",)),
    ),
    home_panels=(
        Panel(key="markets", title=Text("나라와 시장 알아보기", "Look into a country and its market"), template="markets/texts/panel_visitor.html", load=queries.visitor_panel, order=15),
        Panel(key="documents", title=Text("정책 문서: 내 차례", "Policy documents: your turn"), template="markets/documents/panel.html", load=reading.home_panel, order=35),
    ),
    country_panels=(
        Panel(key="cooperation", title=Text("정부 간 협력", "Cooperation between governments"), template="markets/g2g/panel.html", load=register.of_country, order=50),
        Panel(key="news", title=Text("시장 소식", "Market news"), template="markets/texts/panel_news.html", load=queries.news_panel, order=60),
    ),
    commands=(search_commands,),
    audiences=AUDIENCES,
    link_sources=(duties.outside_links,),
    facts={"mous_by_country": register.mous_by_country},
    ticks=(guides.remind_reviews, cooperation_acts.remind, duty_acts.remind, news.send_digests, found.refresh_search),
    demo=demo,
    search=(
        Source("countries", Text("국가", "Countries"), queries.country_documents),
        Source(guides.SOURCE, Text("국가 안내", "Guides"), guides.documents),
        Source(news.SOURCE, Text("시장 소식", "Market news"), news.documents),
        Source("statistics", Text("통계", "Statistics"), queries.statistics_documents),
        Source("plan", Text("계획", "Plan"), plan.documents),
        Source(publishing.SOURCE, Text("정책 문서", "Policy documents"), publishing.search_documents),
        Source(duties.SOURCE, Text("한국에서 할 일", "Duties in Korea"), duties.documents),
        Source("cooperation", Text("정부 간 협력", "Cooperation"), register.documents),
    ),
)  # fmt: skip

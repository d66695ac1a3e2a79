"""What the domain shows the shell: countries, statistics, the plan, search, market news,
cooperation between governments.

The roof of its rooms: it only collects. Pages that share a blueprint are imported for their views.
"""

from portal.core.module import MenuEntry, Module, Panel
from portal.core.search import Source
from portal.core.text import Text
from portal.markets import search_box
from portal.markets.countries import pages as country_pages
from portal.markets.countries import queries as country_queries
from portal.markets.demo import demo
from portal.markets.documents import due_desk, evidence_desk
from portal.markets.documents import pages as document_pages
from portal.markets.documents.chapters import desk as chapter_desk
from portal.markets.documents.chapters import queries as reading
from portal.markets.documents.chapters.blueprint import bp as documents
from portal.markets.documents.chapters.kind import policy_chapter
from portal.markets.documents.chapters.rights import AUDIENCES
from portal.markets.documents.editions import pages as edition_pages
from portal.markets.documents.editions import queries as editions
from portal.markets.documents.kind import policy_document
from portal.markets.duties import acts as duty_acts
from portal.markets.duties import desk as duty_desk
from portal.markets.duties import pages as duty_pages
from portal.markets.duties import queries as duties
from portal.markets.g2g import acts as cooperation_acts
from portal.markets.g2g import desk as cooperation_desk
from portal.markets.g2g import pages as cooperation_pages
from portal.markets.g2g import queries as cooperation
from portal.markets.kpis import pages as kpi_pages
from portal.markets.noted import NOTED
from portal.markets.plan import pages as plan_pages
from portal.markets.plan import queries as plan
from portal.markets.series import desk as series_desk
from portal.markets.series import pages as series_pages
from portal.markets.series import queries as series
from portal.markets.statistics import pages as statistics_pages
from portal.markets.statistics import tables
from portal.markets.texts import desk as text_desk
from portal.markets.texts import guide_desk, guides, news, news_desk, panels
from portal.markets.texts import pages as text_pages

OFFICE = frozenset({"officer", "ministry"})

module = Module(
    name="markets",
    noted=NOTED,
    kinds=(policy_document, policy_chapter),
    blueprints=(
        country_pages.bp, statistics_pages.bp, series_pages.bp, series_desk.bp, plan_pages.bp, kpi_pages.bp, documents, search_box.bp, cooperation_pages.bp,
        duty_pages.bp, duty_desk.bp, text_pages.bp, text_pages.texts, text_desk.bp,
    ),
    views=(document_pages, chapter_desk, edition_pages, evidence_desk, due_desk, cooperation_desk, guide_desk, news_desk),
    menu=(
        MenuEntry(label=Text("국가 정보", "Countries"), endpoint="countries.index", group="markets", order=25, under=("/cooperation", "/duties")),
        MenuEntry(label=Text("통계", "Statistics"), endpoint="statistics.index", group="statistics", order=26),
        MenuEntry(label=Text("시장 소식", "Market news"), endpoint="news.index", group="markets", order=27, under=("/texts",)),
        MenuEntry(label=Text("계획·성과", "Plan"), endpoint="plan.index", group="markets", order=28),
        MenuEntry(label=Text("통합검색", "Search"), endpoint="search.index", order=95),
        MenuEntry(label=Text("글 관리", "Texts"), endpoint="editor.index", roles=OFFICE, group="markets", order=45, under=("/desk/duties",)),
    ),
    home_panels=(
        Panel(key="markets", title=Text("나라와 시장 알아보기", "Look into a country and its market"), template="markets/texts/panel_visitor.html", load=panels.visitor_panel, order=15),
        Panel(key="documents", title=Text("정책 문서: 내 차례", "Policy documents: your turn"), template="markets/documents/panel.html", load=reading.home_panel, order=35),
    ),
    country_panels=(
        Panel(key="cooperation", title=Text("정부 간 협력", "Cooperation between governments"), template="markets/g2g/panel.html", load=cooperation.of_country, order=50),
        Panel(key="news", title=Text("시장 소식", "Market news"), template="markets/texts/panel_news.html", load=panels.news_panel, order=60),
    ),
    commands=(search_box.commands,),
    audiences=AUDIENCES,
    link_sources=(duties.outside_links,),
    keeps=(editions.kept_papers,),
    facts={"mous_by_country": cooperation.mous_by_country},
    ticks=(guides.remind_reviews, cooperation_acts.remind, duty_acts.remind, news.send_digests, search_box.refresh_search),
    demo=demo,
    search=(
        Source("countries", Text("국가", "Countries"), country_queries.country_documents),
        Source(guides.SOURCE, Text("국가 안내", "Guides"), guides.documents),
        Source(news.SOURCE, Text("시장 소식", "Market news"), news.documents),
        Source("statistics", Text("통계", "Statistics"), lambda: [*tables.documents(), *series.documents()]),
        Source("plan", Text("계획", "Plan"), plan.documents),
        Source(editions.SOURCE, Text("정책 문서", "Policy documents"), editions.search_documents),
        Source(duties.SOURCE, Text("한국에서 할 일", "Duties in Korea"), duties.documents),
        Source("cooperation", Text("정부 간 협력", "Cooperation"), cooperation.documents),
    ),
)  # fmt: skip

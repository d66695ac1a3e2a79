"""Every public page of countries, statistics, plan, search and news: no violation, nothing wider than the page,
both languages.
"""

import pytest

PAGES = (
    "/countries",
    "/countries/VN",
    "/countries/VN/guide/market",
    "/countries/compare?c=VN&c=KR",
    "/countries/nowhere",
    "/statistics",
    "/statistics/filings/2026/by_country",
    "/statistics/filings/2026/country_specialty",
    "/statistics/patients",
    "/statistics/published",
    "/plan",
    "/plan/print",
    "/plan/tasks/2-1-1",
    "/news",
    "/news/1",
    "/cooperation",
    "/cooperation/1",
    "/duties",
    "/countries/VN/steps?founder=medical&expansion=open",
    "/statistics/published/patients",
    "/search",
    "/search?q=베트남의 시장",
)


@pytest.fixture
def filled(live_server):
    """Published figures, a guide section, a post, an agreement and some filings."""
    from portal.core.db import db, writing
    from portal.markets import search_box
    from portal.markets.demo import g2g as cooperation
    from portal.markets.demo.texts import write_guides, write_news
    from portal.markets.series import imports
    from tests import factories as make

    with live_server.app.app_context():
        writing.set(True)
        imports.load_shipped()
        for country in ("VN", "VN", "SG", "CN"):
            make.accepted("OPEN", country=country)
        writer, reviewer = make.officer(unit="가상팀"), make.officer()
        cooperation.load(writer)
        write_guides(writer, reviewer)
        write_news(writer, reviewer)
        search_box.refresh_search()
        db.session.commit()
        db.session.remove()
    return live_server


@pytest.mark.parametrize("language", ["ko", "en"])
def test_public_pages_are_accessible_and_fit(page, filled, axe, overflow, language):
    for path in PAGES:
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(filled.url + path + ("&" if "?" in path else "?") + "lang=" + language)
        assert overflow(page) == [], path
        assert axe(page) == [], path
    page.set_viewport_size({"width": 1280, "height": 900})
    for path in ("/countries/VN", "/statistics", "/plan"):
        page.goto(filled.url + path)
        assert overflow(page) == [], path
        assert axe(page) == [], path


def test_the_search_box_offers_titles_and_leads_there(page, filled):
    page.goto(filled.url + "/search?lang=ko")
    page.locator("#q").press_sequentially("베트", delay=30)
    page.locator("#suggestions option[value='베트남']").wait_for(state="attached")
    page.locator("#q").fill("베트남")
    page.wait_for_url("**/countries/VN")


def test_countries_on_the_map_are_reached_by_keyboard(page, filled):
    page.goto(filled.url + "/statistics?lang=ko")
    page.wait_for_url("**/statistics*")
    page.locator(".map a[aria-label^='베트남']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/countries/VN")

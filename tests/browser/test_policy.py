"""Policy documents and indicators in a browser: no violation, nothing wider than the page,
and a figure put into a chapter without a script.
"""

import pytest

from portal.core.db import db, writing
from tests.browser.test_experts import signed_in


@pytest.fixture
def plan(live_server):
    """An implementation plan at work with frozen figures and a published report; ids by name."""
    from portal.core.fire import fire
    from tests import factories as make
    from tests import policy_maker as policy

    with live_server.app.app_context():
        writing.set(True)
        make.accepted("OPEN", country="VN")
        report = policy.started("report", 2025)
        policy.freeze(report)
        policy.done(report, ko="가상 본문\n\n{{table:by_country}}")
        fire(report.document, "publish", report.lead, given=policy.REASON)
        work = policy.started("implementation", 2027, chapters=3)
        policy.freeze(work)
        db.session.commit()
        return {
            "document": work.document.id,
            "chapter": work.chapters[0].id,
            "lead": work.lead.user_id,
            "writer": work.writer.user_id,
        }


@pytest.mark.parametrize("language", ["ko", "en"])
def test_pages_of_the_lead_are_accessible_and_fit(page, live_server, plan, axe, overflow, language):
    signed_in(live_server, page, plan["lead"])
    document = f"/plan/documents/{plan['document']}"
    paths = (
        "/plan/documents",
        "/plan/documents/new",
        "/plan/documents/terms",
        "/plan/documents/editions/1",
        "/plan/indicators/filings",
        f"/plan/documents/chapters/{plan['chapter']}",
        document,
        *(f"{document}{p}" for p in ("/outline", "/figures", "/print", "/evaluation/1-1-1")),
    )
    for path in paths:
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{live_server.url}{path}?lang={language}")
            assert overflow(page) == [], (path, width)
        assert axe(page) == [], path


def test_an_officer_puts_a_figure_in_and_hands_in(page, live_server, plan):
    signed_in(live_server, page, plan["writer"])
    page.goto(f"{live_server.url}/plan/documents/chapters/{plan['chapter']}?lang=ko")
    page.locator("#ko").fill("누적 신고는")
    page.locator("#pick").select_option("figure:filings.total")
    page.get_by_role("button", name="고른 수치 넣기").click()
    assert page.locator("#ko").input_value() == "누적 신고는 {{figure:filings.total}}"
    assert "누적 신고는 1건" in page.locator(".preview").inner_text()
    page.get_by_role("button", name="저장하고 총괄에게 내기").click()
    page.locator(".page-head").get_by_text("제출", exact=True).wait_for()

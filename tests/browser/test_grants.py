"""Grant money, its comparison, misuse reports and marks in a real browser:
no violation and nothing wider than the page, in both languages.
"""

from datetime import date, timedelta
from io import BytesIO

from funds.grants.reconciling.acts import keep
from funds.selection.brand import settings
from funds.selection.misuse.acts import report
from portal.core import clock
from portal.core.db import db, writing
from portal.core.fire import fire
from portal.core.people import NOBODY
from portal.core.text import Text
from tests import factories as make
from tests import grants
from tests.browser.test_experts import signed_in
from tests.stories.test_grants import workbook

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#123456"/></svg>'


def filled(live_server):
    """Cases of two months ago in the states that have pages of their own: (addresses by person id)."""
    with live_server.app.app_context():
        writing.set(True)
        officer, ministry = make.user("officer"), make.user("ministry")
        with clock.at(clock.today() - timedelta(days=70)):
            award, owner = grants.agreement("mark", amount=None)
            by = make.acting(ministry)
            settings.declare(
                "mark", date(2026, 1, 1), Text("가상", "Fictional"), SVG, Text("검토", "Under review"), "", "가상", by
            )
            settings.add_terms("mark", date(2026, 1, 1), Text("조건", "Conditions"), by)
            grant, holder = grants.granted(paid=2)
            case = grants.settlement_of(grant)
            grants.full_rows(case)
        with clock.at(clock.today() - timedelta(days=20)):
            fire(case, "submit", holder, given={"report": "가상"})
            content = workbook(
                (grant.begins_on.isoformat(), 40_000_000, "가상상사1", "E-001"), ("2026-01-02", 3, "모르는 곳", "Z")
            )
            kept, _ = keep(case, content, "e.xlsx", make.acting(officer))
            grants.disallowed(case, 35_000_000)
        found, _ = report({"about": "mark", "named": award.number, "happened": "가상"}, NOBODY, "ko")
        db.session.commit()
        there = f"/programmes/grants/settlements/{case.id}"
        return (
            content,
            there,
            {
                None: ["/programmes/misuse/", "/programmes/misuse/status", "/programmes/registers/mark"],
                holder.user_id: [
                    f"/programmes/grants/{grant.award_id}",
                    f"/programmes/grants/{grant.award_id}/change",
                    there,
                    "/programmes/grants/",
                ],
                owner.user_id: [f"/programmes/awards/{award.id}/use"],
                ministry.id: [
                    "/desk/programmes/marks/mark",
                    "/programmes/grants/rules",
                    "/desk/programmes/marks/mark/plaques",
                ],
                officer.id: [
                    there,
                    f"{there}/reconcile",
                    f"/programmes/grants/reconciliations/{kept.id}",
                    f"/programmes/grants/{grant.award_id}/decide",
                    "/programmes/grants/columns",
                    "/desk/programmes/misuse",
                    f"/desk/programmes/misuse/{found.id}",
                    f"/desk/programmes/awards/{award.id}",
                ],
            },
        )


def test_every_page_is_accessible_and_fits(page, live_server, axe, overflow, shot):
    content, there, addresses = filled(live_server)
    wrong = []
    for person, paths in addresses.items():
        if person is not None:
            signed_in(live_server, page, person)
        for language in ("ko", "en"):
            page.goto(f"{live_server.url}/?lang={language}")
            for path in paths:
                assert page.goto(live_server.url + path).status == 200, path
                wrong += [f"{path} {language}: {found}" for found in axe(page)]
                for width in (320, 1280):
                    page.set_viewport_size({"width": width, "height": 900})
                    wrong += [f"{path} at {width}: {found}" for found in overflow(page)]
    assert not wrong, "\n".join(map(str, wrong))

    # the officer looks at a file without keeping it, by the page's own buttons
    page.goto(f"{live_server.url}{there}/reconcile?lang=ko")
    page.set_input_files(
        "#file", {"name": "e.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": BytesIO(content).read()}
    )
    page.get_by_role("button", name="Look first").or_(page.get_by_role("button", name="미리 보기")).first.click()
    page.wait_for_selector("#seen")
    assert axe(page) == []
    shot(page, "grants-reconcile")

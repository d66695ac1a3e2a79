"""The scoring page in a real browser: by keyboard alone from the first field to the next application,
and on a tablet.
"""

from datetime import timedelta

from funds.selection.panel import sealed
from portal.core import clock
from portal.core.db import db, writing
from portal.core.panels.pool import user_of
from tests import factories as make
from tests import funding
from tests.browser.people import COOKIE


def under_seal(live_server, at=1):
    """A call under sealed scoring and the cookie of one member: (call id, ids of its two applications,
    judged criteria, cookie).
    """
    with live_server.app.app_context():
        writing.set(True)
        call, cases, seats = funding.judged_call(
            "project", members=3, applications=2, closes_at=clock.now() + timedelta(seconds=5)
        )
        db.session.commit()
        user = user_of(seats[at].reviewer)
        serializer = live_server.app.session_interface.get_signing_serializer(live_server.app)
        value = serializer.dumps(make.signed_in(user))
        criteria = [c["id"] for c in sealed.criteria_judged(call)]
        cookie = {"name": COOKIE, "value": value, "url": live_server.url}
        return call.id, [c.id for c in cases], criteria, cookie


def test_scores_are_given_by_keyboard_alone_and_the_page_fits_a_tablet(page, live_server, axe, overflow, shot):
    call_id, (first, second), criteria, cookie = under_seal(live_server)
    page.context.add_cookies([cookie])
    page.goto(f"{live_server.url}/panel/{call_id}/applications/{first}")
    for width in (768, 820, 1180, 360):
        page.set_viewport_size({"width": width, "height": 1000})
        assert overflow(page) == [], width
    assert axe(page) == []
    shot(page, "panel-score")
    page.focus(f"#score-{criteria[0]}")
    for _ in criteria:
        page.keyboard.type("12.5")
        page.keyboard.press("Tab")
        page.keyboard.type("의견")
        page.keyboard.press("Tab")
    page.keyboard.type("종합 의견")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/applications/{second}")
    page.goto(f"{live_server.url}/panel/{call_id}")
    assert "1 / 2" in page.inner_text("#main")


def test_scores_are_given_and_handed_in_by_touch_on_a_tablet(browser, live_server, overflow):
    """768 px, fingers only: each target is large enough, wrong points come back beside their field,
    the last save hands in.
    """
    call_id, applications, criteria, cookie = under_seal(live_server)
    context = browser.new_context(locale="ko-KR", viewport={"width": 768, "height": 1024}, has_touch=True)
    context.add_cookies([cookie])
    page = context.new_page()
    for case_id in applications:
        page.goto(f"{live_server.url}/panel/{call_id}/applications/{case_id}")
        assert overflow(page) == []
        for button in page.locator("#score-form button").all():
            assert button.bounding_box()["height"] >= 44
        for criterion in criteria:
            box = page.locator(f"#score-{criterion}")
            assert box.bounding_box()["height"] >= 44
            box.tap()
            page.keyboard.type("99")
        page.locator("#score-form button[value=stay]").tap()
        page.wait_for_selector(f"#score-{criteria[0]}-error")
        for criterion in criteria:
            page.locator(f"#score-{criterion}").tap()
            page.locator(f"#score-{criterion}").fill("15.5")
        page.locator("#score-form button[value=stay]").tap()
        page.wait_for_selector(f"#score-{criteria[0]}-error", state="detached")
    page.goto(f"{live_server.url}/panel/{call_id}")
    assert overflow(page) == []
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#hand-in-form button").tap()
    page.wait_for_load_state()
    confirm = page.locator("dialog[open] button").filter(has_text="제출")
    if confirm.count():
        confirm.first.tap()
    page.wait_for_selector("text=제출했습니다")
    context.close()

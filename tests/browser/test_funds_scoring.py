"""The scoring page in a real browser: by keyboard alone from the first field to the next application, and on a tablet."""

from datetime import timedelta

from funds.panel import committee, sealed
from portal.core import clock
from portal.core.db import db, writing
from tests import funding
from tests.browser.people import COOKIE


def test_scores_are_given_by_keyboard_alone_and_the_page_fits_a_tablet(page, live_server, axe, overflow, shot):
    with live_server.app.app_context():
        writing.set(True)
        call, cases, seats = funding.judged_call(
            "project", members=3, applications=2, closes_at=clock.now() + timedelta(seconds=5)
        )
        db.session.commit()
        user = committee.user_of(seats[1].reviewer)
        serializer = live_server.app.session_interface.get_signing_serializer(live_server.app)
        cookie = serializer.dumps({"_user_id": user.get_id(), "_fresh": True, "second_factor": user.id})
        call_id, first, second = call.id, cases[0].id, cases[1].id
        criteria = [c["id"] for c in sealed.criteria_judged(call)]
    page.context.add_cookies([{"name": COOKIE, "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/panel/{call_id}/applications/{first}")
    for width in (820, 1180, 360):
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

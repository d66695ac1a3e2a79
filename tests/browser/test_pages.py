"""Every page type of filings, accounts, home, administration and reports: no violation, nothing wider than the page,
in both languages.
"""

from datetime import timedelta

import pytest

from filings.change.acts import start_change
from portal.core import clock, joining, mail, records
from portal.core.cases import AccessLog
from portal.core.db import db
from portal.core.fire import fire, fire_lapsed
from tests import factories as make
from tests.browser.people import MONDAY
from tests.contracts.lives_filings import GIVEN, REASONED, SEEN

SECTIONS = ("type", "applicant", "place", "trigger", "content", "papers")


@pytest.fixture(scope="module")
def filled(peopled):
    """The portal with cases in the states that have pages of their own; (portal, addresses by role)."""
    portal = peopled
    portal.now.to(MONDAY)
    with portal.inside():
        filer, officer = portal.actor("manager"), portal.actor("officer")
        draft = make.draft("OPEN", filer)[0]
        empty = make.draft("EDU", filer)[0]
        records.save_draft(db.session.get(records.Draft, empty.id), {"city": "", "programme": ""}, 1, filer)
        received, asked, accepted, deemed, refused = (make.draft("CONSULT", filer)[0] for _ in range(5))
        for case in (received, asked, accepted, deemed, refused):
            fire(case, "submit", filer)
        for case in (received, asked, accepted, refused):
            fire(case, "take", officer)
        fire(asked, "ask", officer, given=GIVEN["ask"])
        fire(accepted, "check_licence", officer, given=SEEN)
        fire(accepted, "accept", officer)
        fire(refused, "refuse", officer, given=REASONED)
        with clock.at(MONDAY + timedelta(days=14)):
            fire_lapsed(deemed)
        change = start_change(accepted, filer)
        told = {"reason": "other", "changed_on": MONDAY.isoformat(), "city": "다낭"}
        records.save_draft(db.session.get(records.Draft, change.id), told, 1, filer)
        _, token = joining.invite(
            "colleague@example.org", filer, organisation=accepted.organisation, member_role="editor"
        )
        db.session.add(AccessLog(act="guess", subject="case:1", path="/cases/1", at=clock.now()))
        note = mail.tell_person(make.user(), "accounts.password_changed")
        db.session.flush()
        at = {
            k: v.id
            for k, v in {
                "draft": draft,
                "empty": empty,
                "received": received,
                "asked": asked,
                "accepted": accepted,
                "deemed": deemed,
                "change": change,
                "refused": refused,
                "mail": note,
                "organisation": accepted.organisation,
            }.items()
        }
        code = accepted.certificate_code
        verify = f"/certificates/{code}?number={accepted.certificate_no[1:-1]}"
    addresses = {
        "": [
            "/",
            "/sign-in",
            "/sign-up",
            "/password",
            "/mailed",
            "/clock",
            "/clock?rule=decide&from=2026-11-23",
            "/certificates",
            verify,
            "/certificates?number=2026-0001&code=WRONG",
            f"/invitation/{token}",
            "/sign-up/none",
            "/no-such-page",
        ],
        "manager": [
            "/",
            "/filings/",
            "/filings/start",
            f"/filings/{at['draft']}",
            *(f"/filings/{at['draft']}/sections/{s}" for s in SECTIONS),
            f"/filings/{at['draft']}/check",
            f"/filings/{at['empty']}/check",
            f"/filings/{at['draft']}/filing-period",
            f"/filings/{at['received']}",
            f"/filings/{at['asked']}",
            f"/filings/{at['asked']}/sections/place",
            f"/filings/{at['accepted']}",
            f"/filings/{at['deemed']}",
            f"/filings/{at['accepted']}/change",
            f"/filings/{at['change']}",
            f"/filings/{at['change']}/sections/change",
            f"/filings/{at['change']}/check",
            f"/cases/{at['received']}/clock",
            f"/cases/{at['received']}/moves/withdraw",
            "/notices",
            "/organisation",
            "/organisation/edit",
            "/organisation/new",
            "/profile",
            "/second-factor/new",
        ],
        "viewer": ["/organisation", f"/filings/{at['draft']}", "/worklist"],
        "officer": [
            "/",
            "/worklist",
            "/worklist?due=none",
            f"/worklist/bulk?move=extend&case={at['received']}.1",
            f"/desk/filings/{at['received']}",
            f"/desk/filings/{at['asked']}",
            f"/desk/filings/{at['accepted']}",
            f"/desk/filings/{at['refused']}",
            f"/desk/filings/{at['received']}/supplement",
            f"/cases/{at['received']}/moves/extend",
            f"/cases/{at['received']}/moves/refuse",
            f"/cases/{at['received']}/moves/hand_over",
            f"/cases/{at['asked']}/clock",
            "/desk/filings/all",
            "/desk/filings/register",
            "/desk/filings/register/import",
            "/deputies",
            "/admin/",
            "/admin/aliases",
            "/admin/holidays",
            "/admin/holidays/add",
            "/admin/holidays/strike",
            "/admin/organisations",
            f"/admin/organisations/{at['organisation']}",
            "/admin/mails",
            f"/admin/mails/{at['mail']}",
        ],
        "ministry": [
            "/",
            "/reports",
            "/reports/annual/2026",
            "/admin/rule-sets",
            "/admin/rule-sets/new",
            "/cooperation/limits",
            "/pilots/rules",
            "/desk/ghkol/payments/rates",
            f"/desk/filings/{at['received']}",
        ],
        "admin": ["/", "/admin/", "/admin/people", f"/admin/people/{portal.ids['officer']}", "/admin/access-log"],
    }
    return portal, addresses


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("role", ["", "manager", "viewer", "officer", "ministry", "admin"])
def test_every_page_is_accessible_and_fits(filled, axe, overflow, role, language):
    portal, addresses = filled
    page = portal.person(role)
    page.goto(f"{portal.url}/?lang={language}")
    wrong = []
    for address in addresses[role]:
        answer = page.goto(portal.url + address)
        assert answer.status < 500, address
        wrong += [f"{address}: {found}" for found in axe(page, colours=language == "ko")]
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            wrong += [f"{address} at {width}: wider than the page: {found}" for found in overflow(page)]
        tops = "[...document.querySelectorAll('.main-menu__list > li')].map(e => e.offsetTop)"
        if len(set(page.evaluate(tops))) > 1:
            wrong.append(f"{address}: the menu has more than one row")
    portal.close()
    assert not wrong, "\n".join(wrong)

"""Passkeys in a browser, with a device that Chromium plays: registered, used without a password, removed."""

import re

import pytest

from portal.core.db import db, writing
from portal.core.people import User
from portal.shell.signing.models import Passkey
from tests import factories as make
from tests.pages.test_accounts import HASH, PASSWORD

pytestmark = pytest.mark.browser
SUCCESS = re.compile("패스키를 (등록했|지웠)습니다.")


@pytest.fixture
def place(live_server):
    """The portal under a name: passkeys know no address of numbers."""
    before, named = live_server.url, live_server.url.replace("127.0.0.1", "localhost")
    live_server.app.config["BASE_URL"] = named
    yield named
    live_server.app.config["BASE_URL"] = before


@pytest.fixture
def member(live_server):
    with live_server.app.app_context():
        writing.set(True)
        made = make.user(name="가상 열쇠지기", password_hash=HASH, session_key="k")
        db.session.commit()
        return made.email


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_passkey_from_its_making_to_its_end(browser, place, member, live_server, language):
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    owner = {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": kind | owner})
    words = {
        "ko": ("로그인", "패스키 등록", "계속", "패스키 만들기", "로그아웃", "패스키로 로그인", "지우기"),
        "en": (
            "Sign in",
            "Register a passkey",
            "Go on",
            "Make the passkey",
            "Sign out",
            "Sign in with a passkey",
            "Remove",
        ),
    }[language]
    enter, register, onward, make_it, leave, by_passkey, remove = words
    page.goto(f"{place}/sign-in?lang={language}")
    page.fill("[name=email]", member)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name=enter, exact=True).click()
    page.goto(f"{place}/profile")
    page.get_by_role("link", name=register).click()
    page.fill("[name=name]", "가상 노트북")
    page.get_by_role("button", name=onward).click()
    page.get_by_role("button", name=make_it).click()
    page.wait_for_url(f"{place}/profile")
    page.get_by_role("button", name=leave, exact=True).click()
    page.goto(f"{place}/sign-in?next=/profile")
    page.get_by_role("button", name=by_passkey).click()
    page.wait_for_url(f"{place}/profile")
    with live_server.app.app_context():
        held = db.session.query(Passkey).one()
        assert (held.name, held.sign_count >= 1) == ("가상 노트북", True)
        assert db.session.get(User, held.user_id).email == member
    page.get_by_role("link", name=f"{remove} 가상 노트북").click()
    page.fill("#main [name=password]", PASSWORD)
    page.get_by_role("button", name=remove).click()
    page.wait_for_url(f"{place}/profile")
    page.get_by_role("button", name=leave, exact=True).click()
    page.goto(f"{place}/sign-in")
    page.get_by_role("button", name=by_passkey).click()
    page.wait_for_url(f"{place}/sign-in/passkey")  # the device still has it, the portal knows it no more
    assert page.locator("#error-summary").is_visible()
    context.close()


def test_at_another_address_the_page_says_where_passkeys_work(browser, place, live_server):
    page = browser.new_context().new_page()
    page.goto(f"{live_server.url}/sign-in")
    page.get_by_role("button", name="패스키로 로그인").click()
    said = page.locator("[data-passkey-said]")
    said.get_by_text("패스키는 localhost 주소에서만 쓸 수 있습니다.").wait_for()
    page.context.close()


def test_a_device_that_gives_nothing_is_said_and_the_password_stays(browser, place):
    page = browser.new_context().new_page()
    page.goto(f"{place}/sign-in")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="패스키로 로그인").click()
    page.get_by_text("기기에서 패스키를 확인하지 못했습니다.").wait_for()
    assert page.locator("[name=password]").is_visible()
    page.context.close()

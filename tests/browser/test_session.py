"""The session ends while somebody writes: with and without scripts nothing that was typed is lost."""

import pyotp
import pytest

from portal.core import clock, passwords, second_factor
from portal.core.cases import Draft
from portal.core.db import db
from portal.core.people import Organisation, User
from tests import expert_forms, funding, pilot_maker
from tests import factories as make

PASSWORD = "a long sentence of mine"
HASH = passwords.hashed(PASSWORD)
TEXT = "세션이 끝나도 남아 있어야 하는 긴 문장입니다."


@pytest.fixture
def portal(portal_of_people):
    with portal_of_people.inside():
        for number in portal_of_people.ids.values():
            db.session.get(User, number).password_hash = HASH
    return portal_of_people


def address(portal, name):
    with portal.inside():
        return db.session.get(User, portal.ids[name]).email


def a_draft(portal):
    with portal.inside():
        return make.draft(by=portal.actor("manager"))[0].id


def filing(portal):
    return "manager", f"/filings/{a_draft(portal)}/sections/place", "city"


def application(portal):
    with portal.inside():
        call = funding.published("mark")
        case = funding.drafted(call, by=portal.actor("manager"))[0]
        return "manager", f"/programmes/applications/{case.id}/sections/contact", "contact_name"


def question(_portal):
    return "manager", "/centre/ask", "text"


def profile(_portal):
    return "manager", "/profile", "name"


def organisation(_portal):
    return "manager", "/organisation/edit", "address"


def consultation(portal):
    with portal.inside():
        case, _ = expert_forms.draft(by=portal.actor("manager"))
        return "manager", f"/consultations/{case.id}", "text"


def month(portal):
    with portal.inside():
        pilot = pilot_maker.running(db.session.get(Organisation, portal.organisation_id))
        return "manager", f"/pilots/{pilot.id}/report", "done"


def refusal(portal):
    with portal.inside():
        return "officer", f"/cases/{make.filed()[0].id}/moves/refuse", "reason"


FORMS = {
    one.__name__: one for one in (filing, application, question, profile, organisation, consultation, month, refusal)
}


def sign_in(portal, page, name, place):
    """By password, and for an official by the code that their app shows."""
    place.locator("input[name=email]").fill(address(portal, name))
    place.locator("input[name=password]").fill(PASSWORD)
    place.get_by_role("button", name="로그인", exact=True).click()
    if name == "officer":
        place.locator("input[name=code]").fill(portal.code())
        place.get_by_role("button", name="확인").click()


@pytest.fixture
def factor(portal):
    """The officer has an authenticator app."""
    secret = second_factor.new_secret()
    with portal.inside():
        second_factor.enrol(db.session.get(User, portal.ids["officer"]), secret, 0)
    portal.code = lambda: pyotp.TOTP(secret).at(clock.now())
    return portal


@pytest.mark.parametrize("form", FORMS)
def test_without_scripts_what_was_typed_goes_through_the_sign_in(factor, form):
    name, path, field = FORMS[form](factor)
    page = factor.person(name, java_script_enabled=False)
    page.goto(factor.url + path)
    page.locator(f"#main [name={field}]").first.fill(TEXT)
    page.context.clear_cookies()
    page.locator("#main form", has=page.locator(f"[name={field}]")).locator(
        "button.krds-btn[type=submit]"
    ).first.click()
    assert page.locator("h1").inner_text() == "로그인"
    sign_in(factor, page, name, page.locator("main"))
    assert page.locator("h1").inner_text() == "이어서 보내기"
    assert TEXT in page.locator("main").inner_text()
    page.get_by_role("button", name="이어서 보내기").click()
    assert "로그인" not in page.locator("h1").inner_text()
    page.goto(factor.url + path)


@pytest.mark.parametrize("form", FORMS)
def test_with_scripts_the_page_says_so_and_the_person_signs_in_in_place(factor, form, axe, overflow):
    name, path, field = FORMS[form](factor)
    page = factor.person(name)
    page.clock.install()
    page.goto(factor.url + path)
    box = page.locator(f"#main [name={field}]").first
    box.fill(TEXT)
    page.context.clear_cookies()
    page.clock.fast_forward("01:00:02")  # the hour after which nobody is signed in any more
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="로그인", exact=True).wait_for()
    assert "로그인이 끝났습니다" in dialog.inner_text()
    if form == "filing":
        assert axe(page) == []
        page.set_viewport_size({"width": 360, "height": 800})
        assert overflow(page) == []
    sign_in(factor, page, name, dialog)
    dialog.wait_for(state="detached")
    assert box.input_value() == TEXT
    page.locator("#main form", has=page.locator(f"[name={field}]")).locator(
        "button.krds-btn[type=submit]"
    ).first.click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() not in ("로그인", "화면이 오래되었습니다")


def test_a_draft_that_saves_itself_goes_on_after_the_sign_in(portal):
    case_id = a_draft(portal)
    page = portal.person("manager")
    page.goto(f"{portal.url}/filings/{case_id}/sections/place")
    page.context.clear_cookies()
    page.locator("#main [name=city]").fill("다낭에서 다시")
    dialog = page.get_by_role("dialog")
    dialog.locator("input[name=password]").fill("wrong")
    dialog.locator("input[name=email]").fill(address(portal, "manager"))
    dialog.get_by_role("button", name="로그인", exact=True).click()
    dialog.get_by_text("맞지 않습니다").first.wait_for()
    sign_in(portal, page, "manager", dialog)
    dialog.wait_for(state="detached")
    page.get_by_text("저장됨").wait_for()
    with portal.inside():
        assert db.session.get(Draft, case_id).answers["city"] == "다낭에서 다시"


def test_somebody_else_signed_in_meanwhile_sends_nothing_of_this_page(portal):
    page = portal.person("manager")
    page.goto(f"{portal.url}/filings/{a_draft(portal)}/sections/place")
    page.context.add_cookies(portal.states["editor"])
    page.locator("#main [name=city]").fill("다낭에서 다시")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("다른 계정으로 로그인되어 있습니다").wait_for()
    dialog.get_by_role("button", name="이 화면의 계정으로 로그인하기").click()
    sign_in(portal, page, "manager", dialog)
    dialog.wait_for(state="detached")
    assert page.locator("#main [name=city]").input_value() == "다낭에서 다시"


def test_the_warning_has_a_button_to_stay(portal):
    page = portal.person("manager")
    page.clock.install()
    page.goto(f"{portal.url}/profile")
    page.clock.fast_forward("00:49:58")
    assert not page.get_by_role("alert").is_visible()
    page.clock.fast_forward("00:00:03")
    page.get_by_role("alert").get_by_role("button", name="로그인 유지하기").click()
    page.get_by_role("alert").wait_for(state="detached")
    page.clock.fast_forward("00:49:50")
    assert not page.get_by_role("alert").is_visible()
    page.clock.fast_forward("00:00:15")
    assert page.get_by_role("alert").is_visible()


@pytest.mark.parametrize(("typed", "asked"), [("", []), ("가상 새이름", ["beforeunload"])])
def test_leaving_with_unsent_text_asks(portal, typed, asked):
    page = portal.person("manager")
    seen = []
    page.on("dialog", lambda one: (seen.append(one.type), one.accept()))
    page.goto(f"{portal.url}/profile")
    if typed:
        page.locator("#main [name=name]").fill(typed)
    page.locator(".brand").click()
    page.wait_for_url(f"{portal.url}/")
    assert seen == asked


def test_what_was_sent_or_refused_is_asked_about_only_where_it_stands(portal):
    page = portal.person("manager")
    seen = []
    page.on("dialog", lambda one: (seen.append(one.type), one.accept()))
    page.goto(f"{portal.url}/centre/ask")
    page.locator("#main [name=text]").fill(TEXT)
    page.get_by_role("button", name="질문 보내기").click()  # refused: other answers are missing
    page.locator(".error-summary").wait_for()
    page.wait_for_load_state()  # with its scripts
    assert seen == []
    page.locator(".brand").click()
    page.wait_for_url(f"{portal.url}/")
    assert seen == ["beforeunload"]


def test_what_was_typed_and_not_sent_is_offered_again(factor):
    name, path, field = refusal(factor)
    page = factor.person(name)
    page.on("dialog", lambda one: one.accept())
    page.goto(factor.url + path)
    with page.expect_response(lambda answer: answer.url.endswith("/kept")):
        page.locator(f"#main [name={field}]").fill(TEXT * 400)  # beyond what a browser sends after a page is left
    page.goto(factor.url)
    page.goto(factor.url + path)
    page.get_by_role("button", name="다시 채우기").click()
    assert page.locator(f"#main [name={field}]").input_value() == TEXT * 400


def test_what_was_sent_is_not_offered_again(portal):
    page = portal.person("manager")
    page.goto(f"{portal.url}/centre/ask")
    with page.expect_response(lambda answer: answer.url.endswith("/kept")):
        page.locator("#main [name=text]").fill(TEXT)
    page.locator("#main [name=title]").fill("가상 질문")
    page.locator("#main [name=topic]").first.check()
    page.get_by_role("button", name="질문 보내기").click()
    page.wait_for_url("**/centre/questions/*")
    page.goto(f"{portal.url}/centre/ask")
    page.wait_for_load_state("networkidle")
    assert not page.get_by_role("button", name="다시 채우기").count()

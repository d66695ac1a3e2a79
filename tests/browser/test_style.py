"""Every piece of the pages, in each state: no violation, nothing wider than the page, both languages, phone to desk."""

import json

import pytest


def open_style(page, live_server, language):
    page.goto(f"{live_server.url}/style?lang={language}")
    page.evaluate("document.fonts.ready")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_pieces_are_accessible_and_fit(page, live_server, axe, overflow, shot, language):
    open_style(page, live_server, language)
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) == [], width
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert axe(page) == []
    shot(page, f"style-{language}")


def test_the_page_carries_its_own_font(page, live_server):
    open_style(page, live_server, "ko")
    assert page.evaluate("document.fonts.check('400 17px \"Pretendard GOV\"', '가')")


def test_korean_is_drawn_where_the_portals_font_does_not_reach(page):
    """Letters that a machine has no font for are all the same box."""
    different = page.evaluate(
        """family => new Set([...'가힣글'].map(letter => {
            const canvas = document.createElement('canvas')
            const drawn = canvas.getContext('2d')
            drawn.font = `48px ${family}`
            drawn.fillText(letter, 10, 60)
            return canvas.toDataURL()
        })).size""",
        "system-ui",
    )
    assert different == 3, "한글 글꼴이 없습니다. Install a Korean font first: apt-get install fonts-noto-cjk"


def test_a_question_appears_with_the_answer_it_depends_on(page, live_server):
    open_style(page, live_server, "ko")
    beds = page.locator("#answered #beds")
    assert beds.is_visible()
    page.get_by_label("운영 컨설팅").first.check()
    assert not beds.is_visible()
    assert beds.is_disabled()
    page.get_by_label("의료기관 개설·운영").first.check()
    assert beds.is_visible()


def test_the_error_summary_has_the_focus_and_leads_to_the_field(page, live_server):
    open_style(page, live_server, "ko")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.locator("#error-summary a").first.press("Enter")
    assert page.evaluate("document.activeElement.id") == "faulty-partner"
    assert page.locator("#faulty-partner").get_attribute("aria-invalid") == "true"


def test_the_skip_link_is_first_and_leads_to_the_content(page, live_server):
    page.goto(f"{live_server.url}/style?lang=ko#aside-facts")
    page.evaluate("document.activeElement.blur()")
    page.goto(f"{live_server.url}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_opens_on_a_phone_without_javascript(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 700})
    page = context.new_page()
    page.goto(f"{live_server.url}/style?lang=ko")
    first = page.locator(".main-menu__list a").first
    inside = page.locator(".menu-group__list a").first
    assert not first.is_visible()
    page.locator(".main-menu__toggle").click()
    assert first.is_visible()
    assert not inside.is_visible()
    page.locator(".menu-group__name").first.click()
    assert inside.is_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.reload()
    assert first.is_visible()
    assert not inside.is_visible()
    page.locator(".menu-group__name").first.click()
    assert inside.is_visible()
    context.close()


def test_the_menu_by_keyboard(page, live_server, axe):
    open_style(page, live_server, "ko")
    names, lists = page.locator(".menu-group__name"), page.locator(".menu-group__list")
    names.first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "내 신고"
    assert axe(page) == []
    page.keyboard.press("Escape")
    assert not lists.first.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "신고하기", "the focus goes back to the group's name"
    page.keyboard.press("Enter")
    names.nth(1).focus()
    page.keyboard.press("Enter")
    assert not lists.first.is_visible(), "one group is open at a time"
    assert lists.nth(1).is_visible()
    page.locator("h1").click()
    assert not lists.nth(1).is_visible()


@pytest.fixture
def drafting(page, live_server):
    """The style page with its form made to save itself; `answers` is what the server is to say next."""
    answers, seen = [], []

    def serve(route):
        seen.append(route.request.post_data)
        status, body = answers.pop(0)
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body))

    def as_draft(route):
        answer = route.fetch()
        words = 'data-text-saved="저장됨" data-text-unsaved="저장 실패" data-text-conflict="충돌" data-text-look="보기"'
        html = answer.text().replace('id="answered"', f'id="answered" data-autosave="/draft" {words}')
        html = html.replace('name="version"', 'name="version" data-found', 1).replace(
            '<input type="hidden" name="version"', '<p data-autosave-status></p><input type="hidden" name="version"', 1
        )
        route.fulfill(response=answer, body=html)

    page.route("**/draft", serve)
    page.route("**/style?lang=ko", as_draft)
    open_style(page, live_server, "ko")
    return answers, seen


def test_a_draft_saves_itself_and_takes_the_new_version(page, drafting):
    answers, seen = drafting
    answers.append((200, {"version": 4, "saved_at": "14:05"}))
    page.locator("#answered #partner").fill("가상메디컬")
    page.get_by_text("저장됨 14:05").wait_for()
    assert page.locator("#answered [name=version]").input_value() == "4"
    assert "가상메디컬" in seen[0]
    assert "licence" not in seen[0]


def test_a_draft_that_somebody_else_changed_is_not_saved_over(page, drafting):
    answers, _ = drafting
    answers.append((409, {}))
    page.locator("#answered #partner").fill("가상메디컬")
    look = page.locator("[data-autosave-status] button")
    look.wait_for()
    sent = []
    page.route("**/style", lambda route: (sent.append(route.request.post_data), route.fulfill(status=204)))
    look.click()
    page.wait_for_timeout(300)
    assert "가상메디컬" in sent[0], "what was typed goes along, so that the server can show both texts"


def test_a_form_is_sent_once(page, live_server):
    open_style(page, live_server, "ko")
    sent = []
    page.route("**/style", lambda route: sent.append(route.request.method))  # never answered: the page stays
    page.evaluate("const b = document.querySelector('#answered .actions button'); b.click(); b.click(); b.click();")
    page.wait_for_timeout(300)
    assert sent == ["POST"]


def test_a_caption_over_a_stacked_table_is_as_wide_as_the_table(page, live_server):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}/credit/model")
    shares = page.evaluate(
        "[...document.querySelectorAll('.data-table--stack caption:not(.sr-only)')].map(c => c.offsetWidth / c.parentElement.offsetWidth)"
    )
    assert shares
    assert min(shares) > 0.9

"""A filing in a real browser: by mouse, by keyboard alone, without JavaScript, by two colleagues at once,
and supplemented.
"""

import re
from datetime import date

import pytest

from filings.models import Filing
from filings.terms import TYPES
from portal.core.cases import Case, Draft
from portal.core.db import db
from portal.core.fire import fire, fire_lapsed
from tests import factories as make
from tests.browser.people import MONDAY
from tests.filing_forms import PDF

FILE = {"name": "가상 서류.pdf", "mimeType": "application/pdf", "buffer": PDF}
SECTIONS = ("type", "applicant", "place", "trigger", "content", "papers")
DRAFT = re.compile(r"/filings/\d+$")
WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)


def told(portal, kind, **given):
    """Answers as a person of the organisation gives them; what the portal knows already is not typed again."""
    known = {"founder", "organisation_name", "business_number", "category", "region", "representative", "incorporated"}
    answers = make.answers(kind, **given)
    answers |= {k: MONDAY.isoformat() for k in ("licensed_on", "contract_on") if k in answers}
    return {k: v for k, v in answers.items() if k not in known | {"has_department"}}


def give(page, name, value):
    """One answer by mouse and typing."""
    for one in value if isinstance(value, list) else [value]:
        box = page.locator(f'#main [name="{name}"]')
        if box.first.get_attribute("type") in {"radio", "checkbox"}:
            page.locator(f'#main [name="{name}"][value="{one}"]').check()
        elif box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(one)
        else:
            box.fill(str(one))


def asked(page):
    """Names of the controls that stand open on the page, in order, each once."""
    return page.evaluate(
        """() => [...new Set([...document.querySelectorAll('#main form.form [name]')]
            .filter(e => e.type !== 'hidden' && e.tagName !== 'BUTTON' && !e.disabled && !e.closest('[hidden]')).map(e => e.name))]"""
    )


def fill_page(page, answers, papers):
    for _ in range(2):  # an answer may open another question
        for name in asked(page):
            if name in papers and not page.locator(f"#{name}").evaluate("e => e.files.length"):
                page.set_input_files(f"#{name}", FILE)
            elif name in answers:
                give(page, name, answers[name])


def go_on(page, words="저장하고 계속"):
    page.locator("#main").get_by_role("button", name=words, exact=True).click()


def start(page, portal):
    page.goto(f"{portal.url}/filings/start")
    go_on(page, "신고서 쓰기 시작")
    page.wait_for_url(DRAFT)
    return page.url


def write(page, portal, place, kind):
    """All sections, one after the other, to the check page."""
    answers, papers = told(portal, kind), make.papers_needed(kind)
    page.goto(f"{place}/sections/type")
    for key in SECTIONS:
        page.wait_for_url(f"**/sections/{key}")
        fill_page(page, answers, papers)
        go_on(page)
    page.wait_for_url("**/check")


def case_at(place):
    return db.session.get(Filing, int(place.rsplit("/", 1)[-1]))


def test_a_filing_by_mouse_is_submitted_once_decided_and_found_in_the_report(portal_of_people):
    portal = portal_of_people
    page = portal.person("editor")
    place = start(page, portal)
    write(page, portal, place, "CONSULT")
    page.get_by_label("사실과 같음을 확인합니다").check()
    page.get_by_role("button", name="제출하기").dblclick()
    page.wait_for_url(place)
    number = page.locator("h1").inner_text()
    assert re.fullmatch(r"F-2026-\d{6}", number)
    page.get_by_text("2026. 12. 4. (금)까지 처리 결과를 알려 드립니다").wait_for()
    with portal.inside():
        assert db.session.query(Case).filter(Case.number.is_not(None)).count() == 1
        assert case_at(place).state == "received"

    portal.now.to(WEDNESDAY)
    officer = portal.person("officer")
    officer.goto(f"{portal.url}/worklist")
    officer.get_by_role("link", name=number).click()
    officer.get_by_role("button", name="내가 맡기").click()
    officer.get_by_role("link", name="개설허가 확인").click()
    officer.get_by_label("확인한 내용").fill("개설신고 사항을 확인했습니다.")
    officer.get_by_role("button", name="개설허가 확인").click()
    officer.get_by_role("button", name="수리", exact=True).click()
    officer.get_by_role("link", name="진위확인 페이지 보기").click()
    officer.get_by_text("지금도 효력이 있습니다").wait_for()

    page.reload()
    paper = page.get_by_role("link", name="신고확인증 (PDF)", exact=True).get_attribute("href")
    assert page.request.get(portal.url + paper).body().startswith(b"%PDF")
    ministry = portal.person("ministry")
    ministry.goto(f"{portal.url}/reports/annual/2026")
    row = ministry.get_by_role("row").filter(has=ministry.get_by_role("rowheader", name=TYPES["CONSULT"].ko)).first
    assert "1" in row.inner_text()
    assert ministry.request.get(f"{portal.url}/reports/annual/2026.xlsx").body().startswith(b"PK")


def test_what_is_typed_saves_itself_and_questions_follow_the_answers(portal_of_people):
    portal = portal_of_people
    page = portal.person("editor")
    place = start(page, portal)
    page.goto(f"{place}/sections/type")
    give(page, "type", "OPEN")
    page.get_by_text(re.compile("저장됨 10:00")).wait_for()
    page.goto(f"{place}/sections/trigger")
    assert not page.locator("#founded_on").is_visible()
    give(page, "opening_way", "incorporation")
    page.locator("#founded_on").fill("2026-11-02")
    page.get_by_text(re.compile("저장됨")).wait_for()
    give(page, "opening_way", "permit")
    assert not page.locator("#founded_on").is_visible()
    with portal.inside():
        held = db.session.get(Draft, case_at(place).id).answers
        assert (held["type"], held["founded_on"]) == ("OPEN", "2026-11-02")
    page.locator("#licensed_on").fill("2026-12-24")
    go_on(page)
    page.locator("#error-summary:focus").wait_for()
    assert "아직 오지 않은 날입니다" in page.locator("#licensed_on-error").inner_text()


@pytest.fixture
def two_at_one_draft(portal_of_people):
    """Two colleagues who have the same section of one draft open; (portal, place, one, other)."""
    portal = portal_of_people
    with portal.inside():
        case, _ = make.draft("EDU", portal.actor("editor"))
        place = f"{portal.url}/filings/{case.id}"
    one, other = portal.person("editor"), portal.person("manager")
    for page in (one, other):
        page.goto(f"{place}/sections/place")
    return portal, place, one, other


def test_two_colleagues_who_change_the_same_answer_see_both_texts(two_at_one_draft):
    portal, place, one, other = two_at_one_draft
    one.locator("#city").fill("호찌민")
    one.get_by_text(re.compile("저장됨")).wait_for()
    other.locator("#city").fill("다낭")
    other.get_by_role("button", name="바뀐 내용 보기").click()
    other.get_by_text("그 사이에 동료가 같은 항목을 고쳤습니다").wait_for()
    assert "호찌민" in other.locator("#take-city").inner_text()
    assert other.locator("#city").input_value() == "다낭"
    other.locator("#take-city-mine").check()
    go_on(other)
    other.wait_for_url("**/sections/trigger")
    with portal.inside():
        assert db.session.get(Draft, case_at(place).id).answers["city"] == "다낭"


def test_two_colleagues_who_change_different_answers_both_keep_theirs(two_at_one_draft):
    portal, place, one, other = two_at_one_draft
    one.locator("#foreign_name").fill("Fictional Hospital Hue")
    go_on(one)
    one.wait_for_url("**/sections/trigger")
    other.locator("#partner").fill("Fictional Partner")
    go_on(other)
    other.wait_for_url("**/sections/trigger")
    with portal.inside():
        held = db.session.get(Draft, case_at(place).id).answers
        assert (held["foreign_name"], held["partner"]) == ("Fictional Hospital Hue", "Fictional Partner")


def test_a_supplement_opens_two_answers_alone_and_moves_the_due_day(portal_of_people):
    portal = portal_of_people
    with portal.inside():
        case, filer = make.draft("DISPATCH", portal.actor("editor"))
        fire(case, "submit", filer)
        fire(case, "take", portal.actor("officer"))
        place, desk = f"{portal.url}/filings/{case.id}", f"{portal.url}/desk/filings/{case.id}"
        assert case.due_on == date(2026, 12, 4)

    officer = portal.person("officer")
    officer.goto(desk)
    officer.get_by_role("link", name="보완 요구").click()
    for key, sentence in {"city": "도시를 정확히 적어 주세요.", "staff": "인원을 다시 확인해 주세요."}.items():
        officer.locator(f"#item-{key}").check()
        officer.locator(f"#why-{key}").fill(sentence)
    officer.get_by_role("button", name="보완 요구하기").click()
    officer.get_by_text("보완을 기다리고 있습니다").wait_for()

    portal.now.to(THURSDAY)
    page = portal.person("editor")
    page.goto(place)
    page.get_by_text("도시를 정확히 적어 주세요.").first.wait_for()
    page.locator("#supplement").get_by_role("link", name="도시").click()
    page.locator("#city").wait_for()
    assert asked(page) == ["city"], "only what was named is open"
    page.locator("#city").fill("하이퐁")
    go_on(page)
    page.wait_for_url("**/sections/content")
    assert asked(page) == ["staff"]
    page.locator("#staff").fill("7")
    go_on(page)
    page.get_by_label("사실과 같음을 확인합니다").check()
    page.get_by_role("button", name="보완 제출").click()
    page.wait_for_url(place)
    page.get_by_text("2026. 12. 10. (목)까지 처리 결과를 알려 드립니다").wait_for()
    officer.goto(desk)
    officer.get_by_text("하이퐁").first.wait_for()
    with portal.inside():
        case = case_at(place)
        fire_lapsed(case)
        assert (case.state, case.due_on) == ("received", date(2026, 12, 10)), (
            "the four days from Monday to Thursday are not counted"
        )


def test_a_filing_by_keyboard_alone(portal_of_people):
    portal = portal_of_people
    page, opened = portal.person("editor"), []
    page.on("filechooser", lambda box: opened.append(box))  # from the first page on: a box that opens unwatched is lost
    page.goto(f"{portal.url}/filings/start")
    press(page, lambda at: at["words"] == "신고서 쓰기 시작", "Enter")
    page.wait_for_url(DRAFT)
    place = page.url
    press(page, lambda at: at["href"].endswith("/sections/type"), "Enter")
    answers, papers = told(portal, "OPEN"), make.papers_needed("OPEN")
    for key in SECTIONS:
        page.wait_for_url(f"**/sections/{key}")
        page.keyboard.press("Tab")
        seen = set()
        while True:
            at = focused(page)
            if at["words"] == "저장하고 계속":
                page.keyboard.press("Enter")
                break
            if at["name"] in answers and at["name"] not in seen:
                seen.add(at["name"])
                type_in(page, at, answers[at["name"]])
            elif at["name"] in papers and at["name"] not in seen:
                seen.add(at["name"])
                page.keyboard.press("Space")
                while not opened:
                    page.wait_for_timeout(20)
                opened.pop().set_files(FILE)
            page.keyboard.press("Tab")
    page.wait_for_url("**/check")
    press(page, lambda at: at["name"] == "declared", "Space")
    press(page, lambda at: at["words"] == "제출하기", "Enter")
    page.wait_for_url(place)
    assert page.locator("h1").inner_text().startswith("F-2026-")
    with portal.inside():
        assert case_at(place).state == "received"


def focused(page):
    """What has the focus: tag, name, value, words, href; it must be seen to have it."""
    at = page.evaluate(
        """() => { const e = document.activeElement, s = getComputedStyle(e);
            return {tag: e.tagName, type: e.type || '', name: e.name || '', value: e.value || '', href: e.href || '',
                    words: e.tagName === 'BUTTON' || e.tagName === 'A' ? e.innerText.trim() : '',
                    options: e.options ? [...e.options].map(o => o.value) : [], seen: e.getBoundingClientRect().width > 0}; }"""
    )
    assert at["seen"] or at["tag"] == "BODY", at
    return at


def press(page, wanted, key):
    """Tab on to the wanted element and press the key there."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted(focused(page)):
            page.keyboard.press(key)
            return
    raise AssertionError("never reached by the Tab key")


def type_in(page, at, value):
    """Answer the control that has the focus, with keys alone."""
    if at["type"] == "radio":
        for _ in range(20):
            if focused(page)["value"] == value:
                page.keyboard.press("Space")
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"no radio {value}")
    if at["tag"] == "SELECT":
        page.keyboard.press("Home")
        for _ in range(at["options"].index(value)):
            page.keyboard.press("ArrowDown")
    elif at["type"] == "date":
        year, month, day = value.split("-")
        for digits in (year + month + day, month + day + year):  # the order is that of the browser's own language
            page.keyboard.type(digits)
            if focused(page)["value"] == value:
                return
            for _ in range(3):
                page.keyboard.press("ArrowLeft")
        raise AssertionError(f"the day {value} could not be typed")
    else:
        page.keyboard.press("Control+A")
        page.keyboard.type(str(value))


def test_a_filing_without_javascript(portal_of_people):
    portal = portal_of_people
    page = portal.person("editor", java_script_enabled=False)
    page.goto(f"{portal.url}/filings/start")
    page.get_by_role("button", name="신고서 쓰기 시작").click()
    page.wait_for_url(DRAFT)
    place = page.url
    answers, papers = told(portal, "SUPPLY"), make.papers_needed("SUPPLY")
    page.goto(f"{place}/sections/type")
    for key in SECTIONS:
        page.wait_for_url(f"**/sections/{key}")
        for name, value in answers.items():
            box = page.locator(f'#main [name="{name}"]')
            if box.count() == 0:
                continue
            if box.first.get_attribute("type") in {"radio", "checkbox"}:
                page.locator(f'#main [name="{name}"][value="{value}"]').check()
            elif box.first.get_attribute("class").startswith("krds-form-select"):
                box.select_option(str(value))
            else:
                box.fill(str(value))
        for slot in papers:
            if page.locator(f"#{slot}").count():
                page.set_input_files(f"#{slot}", FILE)
        go_on(page)
    page.wait_for_url("**/check")
    page.get_by_label("사실과 같음을 확인합니다").check()
    page.get_by_role("button", name="제출하기").click()
    page.wait_for_url(place)
    with portal.inside():
        assert case_at(place).state == "received"

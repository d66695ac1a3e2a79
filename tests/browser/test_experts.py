"""Three stories in a real browser: from the shortlist to the expert's acceptance, a question that is asked and
answered, and an expert who leaves in the middle: thread and files go on to the next one.
"""

from io import BytesIO

from experts.models import Consultation
from portal.core import clock, files
from portal.core.db import db, writing
from portal.core.fire import fire
from portal.core.people import User
from tests import expert_forms as forms
from tests import factories as make
from tests.browser.people import COOKIE

DRAWN_WIDTHS = """async images => {
    images.forEach(image => { image.loading = "eager" });
    await Promise.all(images.map(image => image.decode()));
    return images.map(image => image.naturalWidth);
}"""
"""The widths of pictures once they are drawn; asked through the debugger, since the page's policy evaluates no text."""


def signed_in(live_server, page, user_id):
    """The page goes on as this person."""
    with live_server.app.app_context():
        writing.set(True)
        user = db.session.get(User, user_id)
        serializer = live_server.app.session_interface.get_signing_serializer(live_server.app)
        cookie = serializer.dumps(make.signed_in(user))
    page.context.clear_cookies()
    page.context.add_cookies([{"name": COOKIE, "value": cookie, "url": live_server.url}])


def test_an_officer_chooses_from_the_shortlist_and_the_expert_accepts(page, live_server, axe, overflow, shot):
    with live_server.app.app_context():
        writing.set(True)
        lawyer = forms.expert(name="가상 김변호")
        forms.expert(name="가상 박변호", career="카자흐스탄에서 합작 법인 설립을 세 건 도왔다. 러시아어로 상담한다.")
        case, _ = forms.waiting()
        officer = make.user("officer")
        db.session.commit()
        case_id, officer_id, expert_user, expert_id = case.id, officer.id, lawyer.user_id, lawyer.id
    signed_in(live_server, page, officer_id)
    page.goto(f"{live_server.url}/desk/ghkol/consultations/{case_id}/shortlist")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert overflow(page) == [], width
    assert axe(page) == []
    shot(page, "experts-shortlist")
    page.locator("#w-concept").fill("10")
    page.get_by_role("button", name="다시 계산").click()
    page.wait_for_url("**concept=10**")
    assert "비중을 바꾼 결과입니다" in page.inner_text("#main")
    page.get_by_role("link", name="기본으로").click()
    page.locator(f"#expert-{expert_id}").check()
    page.get_by_label("이 전문위원을 고른 까닭").fill("허가를 여러 번 받았습니다.")
    page.get_by_role("button", name="고른 전문위원에게 요청").click()
    page.wait_for_url(f"**/desk/ghkol/consultations/{case_id}")
    assert axe(page) == []

    signed_in(live_server, page, expert_user)
    page.goto(f"{live_server.url}/expert/consultations/{case_id}")
    assert "건강검진센터" not in page.content()
    assert axe(page) == []
    page.get_by_role("link", name="수락", exact=True).click()
    for question in ("no_conflict", "pledge"):
        page.locator(f"fieldset#{question}").get_by_label("예", exact=True).check()
    page.get_by_role("button", name="수락").click()
    page.wait_for_url(f"**/expert/consultations/{case_id}")
    assert "건강검진센터" in page.content()
    assert axe(page) == []
    with live_server.app.app_context():
        assert db.session.get(Consultation, case_id).state == "running"


def test_a_question_is_asked_and_answered(page, live_server, axe, shot):
    with live_server.app.app_context():
        writing.set(True)
        asker, officer = make.user(name="가상 질문자"), make.user("officer")
        db.session.commit()
        asker_id, officer_id = asker.id, officer.id
    signed_in(live_server, page, asker_id)
    page.goto(f"{live_server.url}/centre/")
    page.get_by_role("link", name="질문하기").click()
    page.get_by_label("국내 제도·절차").check()
    page.locator("#title").fill("변경신고는 언제 합니까?")
    page.locator("#text").fill("병상 수가 바뀌었습니다.")
    assert axe(page) == []
    page.get_by_role("button", name="질문 보내기").click()
    page.wait_for_url("**/centre/questions/**")
    assert axe(page) == []
    shot(page, "centre-question")
    case_id = page.url.rsplit("/", 1)[-1]
    signed_in(live_server, page, officer_id)
    page.goto(f"{live_server.url}/desk/ghkol/inquiries/{case_id}")
    page.get_by_role("link", name="답변하기").click()
    page.locator("#answer").fill("바뀐 뒤에 변경신고를 합니다.")
    page.get_by_label("안내", exact=True).check()
    page.get_by_role("button", name="답변하기").click()
    page.wait_for_url(f"**/desk/ghkol/inquiries/{case_id}")
    assert "바뀐 뒤에 변경신고를 합니다." in page.inner_text("#main")
    assert axe(page) == []


def test_an_expert_leaves_and_the_next_one_goes_on_with_thread_and_files(page, live_server, axe, overflow, shot):
    with live_server.app.app_context():
        writing.set(True)
        leaving = forms.expert(name="가상 떠남", name_en="Leaving Fictional", language="en", zone="Europe/Berlin")
        next_one = forms.expert(name="가상 이음")
        case, actor = forms.running(leaving)
        paper = files.attach(case, "attachment", BytesIO(forms.pdf_of(2)), "draft.pdf", actor)
        paper.filed_at = clock.now()
        db.session.commit()
        case_id, paper_id, member = case.id, paper.id, actor.user_id
        first, second, second_id = leaving.user_id, next_one.user_id, next_one.id
    here = f"{live_server.url}/expert/consultations/{case_id}"
    where = f"{live_server.url}/consultations/{case_id}/papers/{paper_id}"

    signed_in(live_server, page, member)
    page.goto(f"{live_server.url}/consultations/{case_id}")
    page.get_by_role("button", name="화면으로만 draft.pdf").click()
    page.get_by_text("전문위원은 이 자료를 화면으로만 봅니다.").wait_for()
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert overflow(page) == [], width
    assert axe(page) == []

    signed_in(live_server, page, first)
    page.goto(here)
    assert "24:00 Seoul · 16:00 Berlin" in page.inner_text("#facts")
    page.locator("#body").fill("First findings: four steps.")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="draft.pdf").click()
    page.wait_for_url("**/look")
    assert min(page.locator(".look__page").evaluate_all(DRAWN_WIDTHS)) > 500
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert overflow(page) == [], width
    assert axe(page) == []
    shot(page, "experts-look")
    page.goto(here)
    page.get_by_role("link", name="I cannot go on").click()
    page.locator("#because_own").fill("Illness")
    page.get_by_role("button", name="I cannot go on").click()
    page.wait_for_url(f"{live_server.url}/")
    for tail in ("", "/look", "/pages/1.png"):
        assert page.request.get(where + tail).status == 410
    assert page.request.get(here).status == 404

    with live_server.app.app_context():
        writing.set(True)
        held = db.session.get(Consultation, case_id)
        fire(held, "assign", make.officer(), given={"expert": second_id, "rank": 1, "why": "가상 사유"})
        db.session.commit()
    signed_in(live_server, page, second)
    assert page.request.get(where).status == 404
    page.goto(f"{here}?lang=ko")
    page.get_by_role("link", name="수락", exact=True).click()
    for question in ("no_conflict", "pledge"):
        page.locator(f"fieldset#{question}").get_by_label("예", exact=True).check()
    page.get_by_role("button", name="수락").click()
    page.wait_for_url(f"**/expert/consultations/{case_id}")
    assert "First findings: four steps." in page.inner_text("#thread")
    assert "앞선 전문위원과 나눈 대화와 자료가 아래에 있습니다." in page.inner_text("#main")
    page.get_by_role("link", name="draft.pdf").click()
    page.wait_for_url("**/look")
    assert axe(page) == []

    signed_in(live_server, page, member)
    page.goto(f"{live_server.url}/consultations/{case_id}")
    opened = page.inner_text("#openings")
    assert "가상 떠남" in opened
    assert "가상 이음" in opened

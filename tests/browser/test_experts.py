"""Two stories in a real browser: from the shortlist to the expert's acceptance, and a question that is asked and answered."""

from experts.models import Consultation
from portal.core.db import db, writing
from portal.core.people import User
from tests import expert_forms as forms
from tests import factories as make
from tests.browser.people import COOKIE


def signed_in(live_server, page, user_id):
    """The page goes on as this person."""
    with live_server.app.app_context():
        user = db.session.get(User, user_id)
        serializer = live_server.app.session_interface.get_signing_serializer(live_server.app)
        cookie = serializer.dumps({"_user_id": user.get_id(), "_fresh": True, "second_factor": user.id})
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

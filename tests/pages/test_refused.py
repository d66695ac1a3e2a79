"""What is refused comes back where it was asked: at its form,
and where there is none on a page that shows what was written.
"""

from datetime import date

import pytest

from experts import terms
from portal.core.text import Text
from portal.core.workflow import Refused
from tests import expert_forms as forms
from tests import factories as make
from tests import funding
from tests.funding import START, at_hour

REASON = "가상 사유입니다. 한 번 더 쓰기에는 아까운 긴 글입니다."


def test_a_button_that_is_refused_says_so_and_shows_what_was_written_but_no_password(client, session, monkeypatch):
    client.sign_in(make.user("officer"))

    def too_late(*_args):
        raise Refused(Text("이미 늦었습니다.", "Too late."))

    monkeypatch.setattr("portal.shell.home.notices.tell", too_late)
    given = {"reason": f"<b>{REASON}", "short": "짧은 말", "new_password": "아무도 알면 안 되는 아주 긴 비밀번호입니다"}
    page = client.post("/notices/read", given, status=422)
    assert "이미 늦었습니다." in page.words()
    assert [page.words(pre) for pre in page.all("pre")] == [f"<b>{REASON}"]


def test_a_page_that_cannot_be_opened_now_leads_back_to_its_case(client, session):
    case, _ = make.accepted()
    session.commit()
    client.sign_in(make.user("officer"))
    page = client.get(f"/cases/{case.id}/moves/extend", status=422)
    assert page.link(case.number) == f"/cases/{case.id}"


def test_a_move_that_came_too_late_for_its_state_keeps_the_reason(client, session):
    case, _ = make.accepted()
    session.commit()
    client.sign_in(make.user("officer"))
    page = client.post(f"/cases/{case.id}/moves/extend", {"reason": REASON}, status=422)
    assert "수리" in page.words(page.all("div", id="error-summary")[0])
    assert page.values(page.form("/moves/extend"))["reason"] == REASON


def test_a_place_to_meet_that_is_too_long_comes_back_at_its_form(client, session, today):
    today(date(2026, 11, 23))
    one = forms.expert()
    case, _ = forms.running(one)
    session.commit()
    client.sign_in(one.user)
    place = "가상 회의실 " * 60
    page = client.get(f"/expert/consultations/{case.id}")
    page = client.submit(page.form("/meetings"), day="2026-11-30", time="10:00", minutes="90", place=place, status=422)
    back = page.values(page.form("/meetings"))
    assert (back["day"], back["time"], back["minutes"], back["place"]) == ("2026-11-30", "10:00", "90", place)
    assert page.words().count("300자 이내로 적어 주세요.") == 2  # above, and at the form


def test_the_topics_ticked_before_sending_stay_ticked_where_sending_is_refused(client, session, monkeypatch):
    case, actor = forms.draft()
    session.commit()
    client.sign_in(session.get(make.User, actor.user_id))

    def refused(*_args):
        raise Refused(Text("지금은 보낼 수 없습니다.", "Not now."))

    monkeypatch.setattr("experts.consulting.pages.fire", refused)
    client.get(f"/consultations/{case.id}/check")
    ticked = list(terms.concepts())[:2]
    version = client.page.values(client.page.form("/check"))["version"]
    page = client.post(f"/consultations/{case.id}/check", {"concept": ticked, "version": version}, status=422)
    assert "지금은 보낼 수 없습니다." in page.words()
    session.expire_all()
    assert case.confirmed == ticked


@pytest.fixture
def committee(session, today):
    today(at_hour(START, 9))
    call, _, seats = funding.judged_call()
    session.commit()
    return call, seats


def test_the_reason_of_a_replacement_comes_back_at_the_seat_it_was_written_for(client, session, committee):
    call, seats = committee
    client.sign_in(make.user("officer"))
    page = client.get(f"/desk/programmes/calls/{call.id}/committee")
    form = page.form(f"/committee/{seats[1].id}/replace")
    page = client.submit(form, reason="가" * 1001, status=422)
    link = page.all("a", href=f"#reason-{seats[1].id}")[0]
    assert "1,000자 이내로" in page.words(link)
    assert page.values(page.form(f"/{seats[1].id}/replace"))["reason"] == "가" * 1001
    assert page.values(page.form(f"/{seats[2].id}/replace"))["reason"] == ""
    assert seats[1].state == "accepted"

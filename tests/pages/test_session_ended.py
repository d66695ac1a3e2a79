"""Whoever loses the session under their hands loses no word: without scripts the form goes, sealed, through the sign-in
and back to its writer alone. With scripts: tests/browser/test_session.py.
"""

import io
from datetime import timedelta

import pytest
from werkzeug.datastructures import FileStorage, MultiDict

from portal.core import carried, clock, passwords, second_factor
from portal.core.carried import Carried
from portal.core.cases import Draft
from portal.core.db import db
from tests import factories as make
from tests import filing_forms as forms
from tests.client import CheckingClient

PASSWORD = "a long sentence of mine"
HASH = passwords.hashed(PASSWORD)
TEXT = "세션이 끝나도 남아 있어야 하는 긴 문장입니다."


def somebody(*roles, **given):
    who = make.user(*roles, password_hash=HASH, **given)
    db.session.commit()
    return who


def a_member(**given):
    return make.member(make.organisation(), password_hash=HASH, **given)


def put(data, given):
    """The form with other values typed in."""
    for key, value in given.items():
        data.setlist(key, [value])
    return data


def end_session(client):
    """As if the cookie had run out."""
    with client.plain.session_transaction() as held:
        held.clear()


def lost(client, path, data, status=401):
    """Send a form as a browser does that follows a 307 with the same body."""
    first = client.post(path, data, status=307, follow=False)
    again = MultiDict(data)
    for name, value in list(again.items(multi=True)):
        if isinstance(value, FileStorage):
            again.setlist(name, [FileStorage(io.BytesIO(b"x"), filename=value.filename)])
    to = first.response.headers["Location"]
    return client.post(to, again, status=status)


def sign_in(client, page, who, status=200, password=PASSWORD):
    return client.submit(page.form("/sign-in"), email=who.email, password=password, status=status)


@pytest.fixture
def writer():
    return a_member()


@pytest.fixture
def profile(client, writer):
    """The profile as its owner has changed it; the session is over."""
    client.sign_in(writer)
    page = client.get("/profile")
    data = put(page.values(page.form("/profile")), {"name": "가상 새이름", "unit": TEXT})
    end_session(client)
    return data


def test_a_form_goes_through_the_sign_in_and_is_sent_again(client, session, writer, profile):
    page = lost(client, "/profile", profile)
    assert page.h1 == "로그인"
    assert "적으신 내용은 그대로 가지고 있습니다" in page.words()
    assert TEXT not in page.text, "nobody but the writer reads it"
    page = sign_in(client, page, writer)
    assert page.h1 == "이어서 보내기"
    assert TEXT in page.words()
    client.submit(page.form("/profile"))
    session.rollback()
    assert session.get(make.User, writer.id).name == "가상 새이름"


def test_a_wrong_password_keeps_it(client, writer, profile):
    page = sign_in(client, lost(client, "/profile", profile), writer, 422, "wrong")
    assert "적으신 내용은 그대로" in page.words()
    assert sign_in(client, page, writer).h1 == "이어서 보내기"


def test_another_account_reads_nothing_and_the_writer_still_gets_it(client, writer, profile):
    other = a_member(name="가상 다른이")
    page = sign_in(client, lost(client, "/profile", profile), other, 401)
    assert "다른 계정(가상 다른이)으로 로그인되어 있습니다" in page.words()
    assert TEXT not in page.text
    page = sign_in(client, page, writer)
    assert TEXT in page.words()


def test_a_page_of_one_person_is_not_sent_in_the_name_of_another(client, session, writer, profile):
    other = a_member()
    client.sign_in(other)
    page = lost(client, "/profile", profile)
    assert TEXT not in page.text
    session.rollback()
    assert session.get(make.User, other.id).name != "가상 새이름"


def test_the_second_factor_is_asked_in_between(client, session):
    officer = somebody("officer")
    secret = second_factor.new_secret()
    second_factor.enrol(officer, secret, 0)
    case, _ = make.filed()
    client.sign_in(officer)
    path = f"/cases/{case.id}/moves/refuse"
    page = client.get(path)
    data = put(page.values(page.form("moves/")), {"reason": TEXT})
    end_session(client)
    page = sign_in(client, lost(client, page.form("moves/").get("action") or path, data), officer)
    assert page.h1 == "2단계 인증"
    page = client.submit(page.form("/second-factor"), code="000000", status=422)
    import pyotp

    code = pyotp.TOTP(secret).at(clock.now())
    page = client.submit(page.form("/second-factor"), code=code)
    assert page.h1 == "이어서 보내기"
    assert TEXT in page.words()


def test_a_section_of_a_filing_is_saved_after_the_sign_in_and_its_file_is_asked_for_again(client, session, writer):
    client.sign_in(writer)
    case, _ = make.draft(by=make.acting(writer))
    place = f"/filings/{case.id}"
    form = forms.section_form(client, place, "place")
    data = put(client.page.values(form), {"city": "다낭에서 다시"})
    data.setlist("lease", [FileStorage(io.BytesIO(b"%PDF-1.4"), filename="임대차 계약서.pdf")])
    path = form.get("action") or f"{place}/sections/place"
    end_session(client)
    page = sign_in(client, lost(client, path, data), writer)
    assert "파일은 다시 골라 주세요" in page.words()
    assert "임대차 계약서.pdf" in page.words()
    client.submit(page.form(path))
    session.rollback()
    assert session.get(Draft, case.id).answers["city"] == "다낭에서 다시"


def test_values_of_one_name_keep_their_number_and_order(client, writer, profile):
    data = MultiDict(profile)
    data.setlist("country", ["VN", "UZ", "KZ"])
    page = sign_in(client, lost(client, "/profile", data), writer)
    assert page.values(page.form("/profile")).getlist("country") == ["VN", "UZ", "KZ"]


@pytest.mark.parametrize("key", ["password", "new_password", "again"])
def test_passwords_are_never_carried(client, writer, profile, key):
    data = put(profile, {"password": "x", key: "ein geheimes Wort"})
    page = sign_in(client, lost(client, "/profile", data), writer)
    assert "ein geheimes Wort" not in page.text


def test_a_strangers_form_is_not_carried(client, session, writer, profile):
    """A form of another site has no mark of the writer: it is answered as before, by the plain sign-in."""
    forged = MultiDict(profile)
    forged.poplist("written_by")
    page = client.post("/profile", forged, status=303, follow=False)
    assert page.response.headers["Location"] == "/sign-in"
    for mark in ("", "x", "1", carried.mark_of(writer.id)[:-2]):
        forged["written_by"] = mark
        assert client.post("/profile", forged, follow=False).status == 303
    client.sign_in(writer)
    client.post("/sign-in/again?to=/profile", forged, status=400)


@pytest.mark.parametrize("to", ["//evil.example/x", "https://evil.example", "/\\evil.example", "", "x"])
def test_it_leads_nowhere_else(client, writer, profile, to):
    client.post("/sign-in/again", profile, status=400, query_string={"to": to})


@pytest.mark.parametrize(("more", "status"), [(-1, 401), (0, 401), (1, 413)])
def test_up_to_a_million_bytes_are_carried_and_more_is_shown_to_be_copied(client, writer, profile, more, status):
    held = Carried(writer.id, "/profile", carried.typed_fields(profile), [])
    room = carried.MOST - len(held._packed())
    data = put(profile, {"unit": profile["unit"] + "a" * (room + more)})
    page = lost(client, "/profile", data, status)
    assert (TEXT in page.text) == (status == 413)


@pytest.mark.parametrize(("hours", "kept"), [(23, True), (24, True), (25, False)])
def test_a_sealed_form_is_opened_within_a_day(app, hours, kept):
    held = Carried(1, "/profile", [("name", TEXT)], [])
    text = carried.sealed(held)
    with clock.at(clock.now() + timedelta(hours=hours)):
        assert (carried.opened(text) == held) == kept


def test_an_altered_or_foreign_seal_opens_nothing(app):
    text = carried.sealed(Carried(1, "/profile", [("name", TEXT)], []))
    for wrong in ("", "x", text[:-4], text[:20] + "AAAA" + text[24:], "가" * 50):
        assert carried.opened(wrong) is None
    app.config["SECRET_KEY"], before = "another key", app.config["SECRET_KEY"]
    try:
        assert carried.opened(text) is None
    finally:
        app.config["SECRET_KEY"] = before


@pytest.mark.parametrize("old", [True, False], ids=["run out", "damaged"])
def test_what_can_be_opened_no_more_is_said(client, writer, profile, old):
    form = lost(client, "/profile", profile).form("/sign-in")
    if old:
        with clock.at(clock.now() + timedelta(hours=24, seconds=1)):
            page = client.submit(form, email=writer.email, password=PASSWORD)
    else:
        page = client.submit(form, email=writer.email, password=PASSWORD, carried="x" * 200)
    assert "함께 온 내용은 보관 기간(24시간)이 지났거나 손상되어 열 수 없습니다" in page.words()


def test_a_suspended_account_gets_nothing_back(client, session, writer, profile):
    page = lost(client, "/profile", profile)
    session.get(make.User, writer.id).active = False
    session.commit()
    page = sign_in(client, page, writer, 422)
    assert TEXT not in page.text


def test_a_script_is_told_that_the_session_has_ended(client, writer, profile):
    answer = client.plain.post("/profile", data=profile, headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.json) == (401, {"ended": True})


def test_asking_whether_the_session_lasts_tells_who_it_is(app, client, writer):
    client.sign_in(writer)
    answer = client.plain.get("/session")
    assert answer.json["who"] == carried.mark_of(writer.id) != ""
    assert CheckingClient(app).plain.get("/session").json == {"who": "", "csrf_token": ""}


def test_a_page_whose_token_is_too_old_is_sent_again(app, client, session, writer):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        client.sign_in(writer)
        page = client.get("/profile")
        data = put(page.values(page.form("/profile")), {"name": "가상 새이름"})
        client.sign_in(writer)  # in another tab: the token of this page is of a session that is over
        page = lost(client, "/profile", data, 200)
        assert page.h1 == "이어서 보내기"
        client.submit(page.form("/profile"))
        session.rollback()
        assert session.get(make.User, writer.id).name == "가상 새이름"
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_what_a_visitor_typed_is_sent_again_without_the_passwords(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        page = client.get("/sign-up")
        data = put(
            page.values(page.form("/sign-up")), {"name": "가상 방문자", "new_password": PASSWORD, "again": PASSWORD}
        )
        end_session(client)
        page = lost(client, "/sign-up", data, 200)
        assert "가상 방문자" in page.words()
        assert PASSWORD not in page.text
        page = client.submit(page.form("/sign-up"), status=422)
        assert page.values(page.form("/sign-up"))["name"] == "가상 방문자"
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

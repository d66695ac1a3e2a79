"""Signing in and out: failures, lock-out, the second factor, passwords, and what the answers must not tell."""

from datetime import datetime, timedelta

import pyotp
import pytest

from portal.core import clock, passwords, second_factor
from portal.core.cases import AccessLog
from portal.core.mail import Mail, text_of
from portal.core.people import User
from portal.shell.signing import tries
from portal.shell.signing.links import safe_next
from portal.shell.signing.models import SignInTries
from tests import factories

PASSWORD = "a long sentence of mine"
HASH = passwords.hashed(PASSWORD)
NOON = datetime(2026, 11, 23, 3, tzinfo=clock.UTC)


def person(session, *roles, **given):
    made = factories.user(*roles, password_hash=HASH, session_key="k", **given)
    session.commit()
    return made


def sign_in(client, email, password=PASSWORD, status=200, **given):
    client.get("/sign-in")
    return client.submit(client.page.form("/sign-in"), email=email, password=password, status=status, **given)


def mails_to(session, address):
    session.rollback()
    return [m for m in session.query(Mail).order_by(Mail.id) if m.address == address]


def link_in(mail, path):
    return next(word for word in text_of(mail).split() if path in word).split("8000", 1)[1]


def acts(session):
    session.rollback()
    return [a.act for a in session.query(AccessLog).order_by(AccessLog.id)]


def test_a_person_signs_in_and_out(client, session):
    who = person(session)
    assert sign_in(client, who.email.upper()).status == 200
    assert client.get("/profile").h1 == "내 정보"
    client.submit(client.page.form("/sign-out"))
    page = client.get("/profile", 303)
    assert page.location.startswith("/sign-in")
    assert "sign-in" in acts(session)


def test_wrong_and_unknown_answer_alike(client, session):
    who = person(session)
    texts = []
    for email in (who.email, "nobody@example.org"):
        page = sign_in(client, email, "wrong", 422)
        assert page.all("input", name="email")[0].get("value") == email
        assert page.all("input", name="password")[0].get("value") in (None, "")
        texts.append(page.words())
    assert texts[0] == texts[1]
    assert acts(session).count("sign-in-failed") == 2


def test_five_failures_lock_for_a_quarter_of_an_hour(client, session, today):
    today(NOON)
    who = person(session)
    for _ in range(tries.FAILURES):
        locked = sign_in(client, who.email, "wrong", 422)
    right = sign_in(client, who.email, PASSWORD, 422)
    assert right.words() == locked.words(), "nobody learns that the account is locked"
    assert [m.subject for m in mails_to(session, who.email)] == ["[보안] 로그인이 잠시 중지되었습니다"]
    assert acts(session)[-1] == "sign-in-locked"
    today(NOON + tries.LOCK + timedelta(seconds=1))
    sign_in(client, who.email)
    assert client.get("/profile").h1 == "내 정보"
    session.rollback()
    assert [t.place for t in session.query(SignInTries)] == [tries.ELSEWHERE], "what was counted here is forgiven"


def test_a_success_between_failures_starts_the_count_anew(client, session):
    who = person(session)
    for _ in range(2):
        for _ in range(tries.FAILURES - 1):
            sign_in(client, who.email, "wrong", 422)
        sign_in(client, who.email)
        client.submit(client.page.form("/sign-out"))


def test_suspended_people_stay_out(client, session):
    who = person(session)
    sign_in(client, who.email)
    session.get(User, who.id).active = False
    session.commit()
    client.get("/profile", 303)
    sign_in(client, who.email, status=422)


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("/profile?x=1", "/profile?x=1"),
        ("//evil.example", None),
        ("/\\evil.example", None),
        ("https://evil.example", None),
        ("javascript:alert(1)", None),
        ("/a\nb", None),
        ("", None),
        (None, None),
    ],
)
def test_next_stays_on_this_site(target, kept):
    assert safe_next(target) == kept


def test_the_page_wanted_before_signing_in_follows(client, session):
    who = person(session)
    page = client.follow("/profile")
    page = client.submit(page.form("/sign-in"), email=who.email, password=PASSWORD)
    assert page.h1 == "내 정보"


def test_signing_in_drops_what_the_session_held(client, session):
    who = person(session)
    with client.plain.session_transaction() as held:
        held["planted"], held["organisation_id"] = "x", 7
    sign_in(client, who.email)
    with client.plain.session_transaction() as held:
        assert not {"planted", "organisation_id"} & held.keys()
        assert held.permanent


def test_signing_out_everywhere_keeps_this_browser(app, client, session):
    from tests.client import CheckingClient

    who = person(session)
    other = CheckingClient(app)
    for browser in (client, other):
        sign_in(browser, who.email)
    client.get("/profile")
    client.submit(client.page.form("everywhere"))
    client.get("/profile")
    other.get("/profile", 303)


# ---- passwords --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad", ["short", "1234567890", "aaaaaaaaaaaa", "ababababab", "person@example.org", "qwertyuiop"]
)
def test_what_a_password_may_not_be(bad):
    assert passwords.weakness(bad, "person@example.org") is not None


@pytest.mark.parametrize("good", ["only lower letters", "가나다라마바사아자차", "4815162342"])
def test_no_kinds_of_signs_are_asked_for(good):
    assert passwords.weakness(good, "person@example.org") is None


def test_changing_the_password(client, session):
    who = person(session)
    sign_in(client, who.email)
    client.get("/profile")
    form = client.page.form("/profile/password")
    page = client.submit(
        form, password="not mine", new_password="another long one", again="another long one", status=422
    )
    assert "지금 비밀번호가 맞지 않습니다" in page.text
    page = client.submit(form, password=PASSWORD, new_password="another long one", again="another", status=422)
    assert "두 비밀번호가 서로 다릅니다" in page.text
    client.submit(form, password=PASSWORD, new_password="another long one", again="another long one")
    client.submit(client.page.form("/sign-out"))
    sign_in(client, who.email, status=422)
    sign_in(client, who.email, "another long one")


@pytest.mark.parametrize(("wrong", "status"), [(4, 200), (5, 422), (8, 422)])
def test_a_locked_account_changes_no_password(client, session, today, wrong, status):
    today(NOON)
    who = person(session)
    sign_in(client, who.email)
    form = client.get("/profile").form("/profile/password")
    new = {"new_password": "another long one", "again": "another long one"}
    for _ in range(wrong):
        client.submit(form, password="not mine", status=422, **new)
    page = client.submit(form, password=PASSWORD, status=status, **new)
    assert ("바꿀 수 없습니다" in page.words()) == (status == 422)
    today(NOON + tries.LOCK)
    session.rollback()
    assert passwords.matches(session.get(User, who.id).password_hash, PASSWORD) == (status == 422)


def test_a_forgotten_password_is_reset_once_within_an_hour(client, session, today):
    today(NOON)
    who = person(session)
    client.get("/password")
    known = client.submit(client.page.form("/password"), email=who.email)
    client.get("/password")
    unknown = client.submit(client.page.form("/password"), email="nobody@example.org")
    assert known.words() == unknown.words()
    assert mails_to(session, "nobody@example.org") == []
    link = link_in(mails_to(session, who.email)[0], "/password/")
    client.get(link)
    page = client.submit(client.page.form("/password/"), new_password="1234567890", again="1234567890", status=422)
    assert "널리 쓰여" in page.text
    client.submit(client.page.form("/password/"), new_password="my new sentence", again="my new sentence")
    client.get(link, 404)
    sign_in(client, who.email, "my new sentence")
    client.submit(client.page.form("/sign-out"))

    client.get("/password")
    client.submit(client.page.form("/password"), email=who.email)
    link = link_in(mails_to(session, who.email)[-1], "/password/")
    today(NOON + timedelta(minutes=61))
    client.get(link, 404)
    client.get(link[:-3] + "xyz", 404)


def test_an_address_gets_three_reset_mails_an_hour_and_the_page_never_tells(client, session, today):
    today(NOON)
    who = person(session)
    answers = set()
    for email in [who.email, who.email.upper()] * 3 + ["nobody@example.org"] * 5:
        client.get("/password")
        answers.add(client.submit(client.page.form("/password"), email=email).words())
    assert len(answers) == 1
    assert len(mails_to(session, who.email)) == 3
    assert acts(session).count("password-asked") == 11
    today(NOON + timedelta(minutes=61))
    client.get("/password")
    client.submit(client.page.form("/password"), email=who.email)
    assert len(mails_to(session, who.email)) == 4


# ---- second factor ----------------------------------------------------------------------------------------------------


def enrolled(session, *roles):
    who = person(session, *roles)
    secret = second_factor.new_secret()
    second_factor.enrol(who, secret)
    session.commit()
    return who, pyotp.TOTP(secret)


def test_an_official_without_a_factor_sets_one_up_first(client, session, today):
    today(NOON)
    who = person(session, "officer")
    page = sign_in(client, who.email)
    assert page.h1 == "2단계 인증 설정"
    assert client.get("/deputies", 303).location.startswith("/second-factor")
    page = client.follow("/deputies")
    assert "관리" not in [page.words(a) for a in page.all("a")], "the menu of officials stays closed"
    secret = page.words(page.all("span", class_="copyable__text")[0]).replace(" ", "")
    assert page.all("img", alt=page.all("img")[-1].get("alt"))[0].get("src").startswith("data:image/svg+xml")
    page = client.submit(page.form("/second-factor/new"), code="000000", status=422)
    assert "인증번호가 맞지 않거나" in page.text
    page = client.submit(page.form("/second-factor/new"), code=pyotp.TOTP(secret).at(NOON))
    assert page.h1 == "대리 지정"
    session.rollback()
    held = session.get(User, who.id).second_factor
    assert secret not in held, "kept encrypted"
    assert second_factor.opened(held) == secret


def test_a_code_is_asked_for_and_works_once(client, session, today):
    today(NOON)
    who, app_of = enrolled(session, "officer")
    assert sign_in(client, who.email).h1 == "2단계 인증"
    client.get("/second-factor/new", 303)
    page = client.get("/second-factor")
    page = client.submit(page.form("/second-factor"), code=app_of.at(NOON))
    assert client.get("/deputies").h1 == "대리 지정"
    client.submit(client.page.form("/sign-out"))
    page = sign_in(client, who.email)
    page = client.submit(page.form("/second-factor"), code=app_of.at(NOON), status=422)
    assert "이미 쓴 번호" in page.text
    today(NOON + timedelta(seconds=30))
    client.submit(page.form("/second-factor"), code=app_of.at(NOON + timedelta(seconds=30)))
    client.get("/deputies")


def test_guessing_codes_locks_the_account_though_the_password_is_right(client, session, today):
    today(NOON)
    who, _ = enrolled(session, "officer")
    page = sign_in(client, who.email)
    for n in range(tries.FAILURES):
        page = client.submit(page.form("/second-factor"), code="000000", status=200 if n == tries.FAILURES - 1 else 422)
    assert page.h1 == "로그인"
    sign_in(client, who.email, status=422)


def test_knowing_the_password_does_not_reset_the_count_of_wrong_codes(client, session, today):
    today(NOON)
    who, _ = enrolled(session, "officer")
    for _ in range(tries.FAILURES - 1):
        page = sign_in(client, who.email)
        client.submit(page.form("/second-factor"), code="000000", status=422)
        client.submit(client.page.form("/sign-out"))
    page = sign_in(client, who.email)
    assert client.submit(page.form("/second-factor"), code="000000").h1 == "로그인"


def test_others_may_have_a_factor_and_give_it_up(client, session, today):
    today(NOON)
    who, app_of = enrolled(session)
    page = sign_in(client, who.email)
    assert page.h1 == "2단계 인증"
    client.submit(page.form("/second-factor"), code=app_of.at(NOON))
    form = client.get("/profile").form("/second-factor/off")
    client.submit(form, status=422)
    page = client.submit(form, password="not mine", present_code="000000", status=422)
    assert "지금 비밀번호가 맞지 않습니다" in page.words()
    session.rollback()
    assert session.get(User, who.id).second_factor, "nobody who sits at an open browser takes it off"
    client.submit(page.form("/second-factor/off"), password=PASSWORD, status=422)
    today(later := NOON + timedelta(seconds=30))
    client.submit(page.form("/second-factor/off"), password=PASSWORD, present_code=app_of.at(later))
    client.submit(client.page.form("/sign-out"))
    sign_in(client, who.email)
    client.get("/profile")


def test_public_pages_treat_a_half_signed_in_official_as_a_stranger(client, session):
    who, _ = enrolled(session, "officer")
    sign_in(client, who.email)
    page = client.get("/password")
    assert who.name not in page.words(page.all("header")[0])

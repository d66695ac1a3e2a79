"""Sessions on the server: how long they last, who ends them, and what a cookie is worth that somebody kept."""

from datetime import datetime, timedelta

import pyotp
import pytest

from portal.core import clock, passwords, roles, second_factor
from portal.core.people import SYSTEM, User
from portal.shell.signing import sessions
from portal.shell.signing.models import OpenSession, SignInTries
from tests import factories as make
from tests.client import CheckingClient

PASSWORD = "a long sentence of mine"
HASH = passwords.hashed(PASSWORD)
NINE = datetime(2026, 11, 23, 0, tzinfo=clock.UTC)
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


def signed_in(app, session, client, *roles, browser=CHROME):
    """A person who signed in by the page, officials with their code."""
    who = make.user(*roles, password_hash=HASH, session_key="k")
    second_factor.enrol(who, secret := second_factor.new_secret()) if roles else None
    session.commit()
    enter(client, who.email, pyotp.TOTP(secret) if roles else None, browser)
    return who, pyotp.TOTP(secret) if roles else None


def enter(client, email, totp=None, browser=CHROME):
    client.plain.environ_base["HTTP_USER_AGENT"] = browser
    client.get("/sign-in")
    page = client.submit(client.page.form("/sign-in"), email=email, password=PASSWORD)
    if totp is not None:
        client.submit(page.form("/second-factor"), code=totp.at(clock.now()))


def cookie(client):
    return client.plain.get_cookie("portal").value


def open_of(session, who):
    session.rollback()
    return session.query(OpenSession).filter_by(user_id=who.id).order_by(OpenSession.id).all()


def with_cookie(app, value):
    other = CheckingClient(app)
    other.plain.set_cookie("portal", value)
    return other


def test_a_cookie_kept_from_before_the_sign_out_opens_nothing(app, client, session):
    who, _ = signed_in(app, session, client)
    kept = cookie(client)
    with_cookie(app, kept).get("/profile")
    client.submit(client.get("/profile").form("/sign-out"))
    assert open_of(session, who) == []
    assert with_cookie(app, kept).get("/profile", 303).location.startswith("/sign-in")


def test_the_key_is_another_one_once_the_second_factor_was_given(app, client, session, today):
    today(NINE)
    who = make.user("officer", password_hash=HASH, session_key="k")
    second_factor.enrol(who, secret := second_factor.new_secret())
    session.commit()
    enter(client, who.email)
    before = cookie(client)
    client.submit(client.page.form("/second-factor"), code=pyotp.TOTP(secret).at(NINE))
    client.get("/worklist")
    assert len(open_of(session, who)) == 1
    assert with_cookie(app, before).get("/second-factor", 303).location.startswith("/sign-in")


def test_signing_in_anew_ends_what_this_browser_had(app, client, session):
    who, _ = signed_in(app, session, client)
    kept = cookie(client)
    client.plain.delete_cookie("portal")
    client.plain.set_cookie("portal", kept)
    other = make.user(password_hash=HASH)
    session.commit()
    page = CheckingClient(app)
    page.plain.set_cookie("portal", kept)
    with page.plain.session_transaction() as held:
        held["_user_id"] = str(other.id)
    page.get("/profile", 303)  # the key is of somebody else
    assert len(open_of(session, who)) == 1


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(("of_roles", "minutes"), [((), 61), (("officer",), 31)], ids=["anybody", "official"])
@pytest.mark.parametrize(("more", "lasts"), [(-SECOND, True), (timedelta(0), False), (SECOND, False)])
def test_a_session_without_a_page_ends(app, client, session, today, of_roles, minutes, more, lasts):
    """An hour, half an hour for officials, and the minute within which a page is noted."""
    today(NINE)
    signed_in(app, session, client, *of_roles)
    today(NINE + timedelta(minutes=minutes) + more)
    client.get("/profile", 200 if lasts else 303)


@pytest.mark.parametrize(("of_roles", "hours"), [((), 24), (("officer",), 12)], ids=["anybody", "official"])
@pytest.mark.parametrize(("more", "lasts"), [(-SECOND, True), (timedelta(0), False), (SECOND, False)])
def test_a_session_ends_after_its_hours_whatever_happens(app, client, session, today, of_roles, hours, more, lasts):
    today(NINE)
    signed_in(app, session, client, *of_roles)
    for quarter in range(1, 4 * hours):
        today(NINE + timedelta(minutes=15 * quarter))
        client.plain.post("/session").close()
    today(NINE + timedelta(hours=hours) + more)
    client.get("/profile", 200 if lasts else 303)


@pytest.mark.parametrize(("seconds", "noted"), [(60, False), (61, True)])
def test_a_page_is_noted_after_a_minute_and_a_glance_never(app, client, session, today, seconds, noted):
    today(NINE)
    who, _ = signed_in(app, session, client)
    today(NINE + timedelta(seconds=seconds))
    client.plain.get("/session").close()
    client.plain.get("/kept?kept-page=/profile").close()
    assert [one.seen_at for one in open_of(session, who)] == [NINE]
    client.plain.get("/profile").close()
    assert [one.seen_at for one in open_of(session, who)] == [NINE + timedelta(seconds=seconds) if noted else NINE]


def test_a_person_sees_where_they_are_signed_in_and_ends_one(app, client, session):
    who, _ = signed_in(app, session, client)
    phone = CheckingClient(app)
    enter(phone, who.email, browser=SAFARI)
    words = client.get("/profile").words()
    assert "Chrome, Windows" in words
    assert "Safari, iPhone" in words
    assert "이 기기" in words
    first, second = open_of(session, who)
    assert not client.page.all("form", action=f"/profile/sessions/{first.id}/end"), "not the one in use"
    client.submit(client.page.form(f"/profile/sessions/{second.id}/end"))
    assert "그 기기에서 로그아웃했습니다" in client.page.words()
    assert "Safari, iPhone" not in client.page.words()
    phone.get("/profile", 303)
    client.get("/profile")


def test_nobody_ends_the_session_of_another(app, client, session):
    who, _ = signed_in(app, session, client)
    (held,) = open_of(session, who)
    stranger = CheckingClient(app)
    stranger.sign_in(make.user())
    stranger.get("/profile")
    stranger.post(f"/profile/sessions/{held.id}/end", follow=False)
    assert len(open_of(session, who)) == 1
    client.get("/profile")


def test_signing_out_everywhere_leaves_this_browser_alone(app, client, session):
    who, _ = signed_in(app, session, client)
    other = CheckingClient(app)
    enter(other, who.email)
    client.get("/profile")
    client.submit(client.page.form("/sign-out-everywhere"))
    client.get("/profile")
    other.get("/profile", 303)
    assert sessions.forget_ended() == 1
    session.commit()
    assert len(open_of(session, who)) == 1


@pytest.mark.parametrize("role", ["officer", "ministry", "admin"])
def test_who_becomes_an_official_or_is_none_any_more_signs_in_again(app, client, session, role):
    who, _ = signed_in(app, session, client)
    client.get("/profile")
    roles.grant(session.get(User, who.id), role, SYSTEM)
    make.user("admin")
    session.commit()
    client.get("/profile", 303)
    official = CheckingClient(app)
    official.sign_in(session.get(User, who.id))
    official.get("/profile")
    roles.withdraw(session.get(User, who.id), role, SYSTEM)
    session.commit()
    official.get("/profile", 303)


def test_a_role_that_is_not_an_officials_ends_no_session(app, client, session):
    who, _ = signed_in(app, session, client)
    roles.grant(session.get(User, who.id), "expert", SYSTEM)
    session.commit()
    client.get("/profile")


def test_a_suspended_person_is_out_at_once(app, client, session):
    who, _ = signed_in(app, session, client)
    roles.suspend(session.get(User, who.id), SYSTEM)
    session.commit()
    client.get("/profile", 303)


def test_choosing_a_language_writes_no_session(app, client, session):
    signed_in(app, session, client)
    with client.plain.get("/profile?lang=en") as answer:
        written = answer.headers.getlist("Set-Cookie")
    assert [one.split("=")[0] for one in written] == ["language"]
    assert client.get("/profile").h1 == "My account"
    client.submit(client.page.form("/sign-out"))
    assert client.page.h1 == "Sign in", "the browser keeps its language"
    client.plain.set_cookie("language", "xx")
    assert client.get("/sign-in").h1 == "로그인"


@pytest.mark.parametrize("forged", ["", "x" * 43, 7, None, ["a"]])
def test_a_forged_key_opens_nothing(app, client, session, forged):
    who, _ = signed_in(app, session, client)
    with client.plain.session_transaction() as held:
        held["key"] = forged
    client.get("/profile", 303)
    assert len(open_of(session, who)) == 1


def test_what_stands_here_does_not_open_anything(app, client, session):
    """Whoever reads the table holds no key."""
    who, _ = signed_in(app, session, client)
    (held,) = open_of(session, who)
    with client.plain.session_transaction() as cookie_:
        assert cookie_["key"] not in (held.key_hash, held.account_key)
        cookie_["key"] = held.key_hash
    client.get("/profile", 303)


# ---- both proofs ------------------------------------------------------------------------------------------------------


def new_password(page):
    return page.form("/profile/password")


def test_a_new_password_needs_the_present_one_and_the_code(app, client, session, today):
    today(NINE)
    who, totp = signed_in(app, session, client, "officer")
    chosen = {"new_password": "another long sentence", "again": "another long sentence"}
    page = client.submit(new_password(client.get("/profile")), password=PASSWORD, status=422, **chosen)
    page = client.submit(new_password(page), password=PASSWORD, present_code="000000", status=422, **chosen)
    assert "인증번호가 맞지 않거나" in page.words()
    page = client.submit(new_password(page), password=PASSWORD, present_code=totp.at(NINE), status=422, **chosen)
    assert "이미 쓴 번호" in page.words(), "the code of the sign-in was used up"
    session.rollback()
    held = session.get(User, who.id)
    assert [t.failures for t in session.query(SignInTries)] == [2], "of the known device"
    assert held.password_hash == HASH
    today(later := NINE + timedelta(seconds=30))
    wrong = chosen | {"again": "something else"}
    page = client.submit(new_password(page), password=PASSWORD, present_code=totp.at(later), status=422, **wrong)
    client.submit(new_password(page), password=PASSWORD, present_code=totp.at(later), **chosen)
    assert "비밀번호를 바꾸었습니다" in client.page.words(), "the code was not used up by the form that was not good"


def test_wrong_codes_lock_what_they_guard(app, client, session, today):
    today(NINE)
    who, totp = signed_in(app, session, client, "officer")
    chosen = {"new_password": "another long sentence", "again": "another long sentence"}
    page = client.get("/profile")
    for _ in range(5):
        page = client.submit(new_password(page), password=PASSWORD, present_code="000000", status=422, **chosen)
    today(later := NINE + timedelta(seconds=30))
    page = client.submit(new_password(page), password=PASSWORD, present_code=totp.at(later), status=422, **chosen)
    assert "15분 동안 바꿀 수 없습니다" in page.words()
    session.rollback()
    assert session.get(User, who.id).password_hash == HASH


def test_another_app_needs_the_password_and_the_present_app(app, client, session, today):
    today(NINE)
    who, totp = signed_in(app, session, client, "officer")
    held = session.get(User, who.id).second_factor
    page = client.get("/second-factor/new")
    fresh = pyotp.TOTP(page.words(page.all("span", class_="copyable__text")[0]).replace(" ", ""))
    today(later := NINE + timedelta(seconds=30))
    form = page.form("/second-factor/new")
    client.submit(form, code=fresh.at(later), password=PASSWORD, status=422)
    client.submit(form, code=fresh.at(later), password=PASSWORD, present_code="000000", status=422)
    client.submit(form, code=fresh.at(later), password="wrong", present_code=totp.at(later), status=422)
    session.rollback()
    assert session.get(User, who.id).second_factor == held
    client.submit(form, code=fresh.at(later), password=PASSWORD, present_code=totp.at(later))
    session.rollback()
    assert session.get(User, who.id).second_factor != held


# ---- small ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (CHROME, "Chrome, Windows"),
        (SAFARI, "Safari, iPhone"),
        (CHROME + " Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_shortly(told, shown):
    assert sessions.browser_of(told) == shown


def test_sessions_that_ended_are_destroyed(app, client, session, today):
    today(NINE)
    who, _ = signed_in(app, session, client)
    today(NINE + timedelta(minutes=61))
    assert sessions.forget_ended() == 0
    today(NINE + timedelta(minutes=61) + SECOND)
    assert sessions.forget_ended() == 1
    session.commit()
    assert open_of(session, who) == []

"""Nobody shuts a person out: wrong tries count by account and place, and a known device goes on."""

from datetime import datetime, timedelta

import pyotp
import pytest

from portal.core import clock, passwords, second_factor
from portal.core.mail import Mail
from portal.core.people import User
from portal.shell.signing import tries
from portal.shell.signing.models import KnownDevice, SignInTries
from tests import factories as make
from tests.client import CheckingClient

PASSWORD = "a long sentence of mine"
HASH = passwords.hashed(PASSWORD)
NINE = datetime(2026, 11, 23, 0, tzinfo=clock.UTC)
SECOND = timedelta(seconds=1)


def somebody(session, *roles):
    who = make.user(*roles, password_hash=HASH, session_key="k")
    secret = second_factor.new_secret() if roles else ""
    if secret:
        second_factor.enrol(who, secret)
    session.commit()
    return who, pyotp.TOTP(secret) if secret else None


def browser(app, address="127.0.0.1"):
    made = CheckingClient(app)
    made.plain.environ_base["REMOTE_ADDR"] = address
    return made


def enter(client, email, password=PASSWORD, totp=None, status=200):
    client.get("/sign-in")
    page = client.submit(client.page.form("/sign-in"), email=email, password=password, status=status)
    if totp is not None and status == 200:
        page = client.submit(page.form("/second-factor"), code=totp.at(clock.now()))
    return page


def spoil(client, email, times=5):
    for _ in range(times):
        enter(client, email, "wrong", status=422)


def test_five_wrong_passwords_from_elsewhere_do_not_shut_the_officer_out(app, session, today):
    today(NINE)
    who, totp = somebody(session, "officer")
    own, stranger, new = browser(app), browser(app, "203.0.113.9"), browser(app, "198.51.100.7")
    enter(own, who.email, totp=totp)
    own.submit(own.get("/profile").form("/sign-out"))
    spoil(stranger, who.email)
    assert "전자우편이나 비밀번호가 맞지 않습니다" in enter(stranger, who.email, status=422).words(), (
        "right, and not told"
    )
    today(NINE + timedelta(seconds=30))
    enter(own, who.email, totp=totp)
    own.get("/worklist")
    today(NINE + timedelta(seconds=60))
    enter(new, who.email, totp=totp)
    new.get("/worklist")
    assert session.query(Mail).filter(Mail.subject.contains("로그인이 잠시 중지")).count() == 1


def test_a_known_device_in_wrong_hands_is_locked_for_itself(app, session, today):
    today(NINE)
    who, _ = somebody(session)
    own, other = browser(app), browser(app, "198.51.100.7")
    enter(own, who.email)
    own.submit(own.get("/profile").form("/sign-out"))
    spoil(own, who.email)
    enter(own, who.email, status=422)
    enter(other, who.email)
    today(NINE + tries.LOCK - SECOND)
    enter(own, who.email, status=422)
    today(NINE + tries.LOCK)
    enter(own, who.email)


@pytest.mark.parametrize(("wrong", "status"), [(49, 200), (50, 422), (51, 422)])
def test_fifty_from_many_addresses_close_the_account_for_unknown_places_alone(app, session, today, wrong, status):
    today(NINE)
    who, _ = somebody(session)
    own = browser(app)
    enter(own, who.email)
    own.submit(own.get("/profile").form("/sign-out"))
    for n in range(wrong):
        spoil(browser(app, f"203.0.113.{n // 4}"), who.email, 1)
    enter(browser(app, "198.51.100.7"), who.email, status=status)
    enter(own, who.email)


def test_old_failures_count_no_more(app, session, today):
    today(NINE)
    who, _ = somebody(session)
    spoil(one := browser(app), who.email, 4)
    today(NINE + tries.LOCK)
    spoil(one, who.email, 1)
    enter(one, who.email)


def test_wrong_codes_from_elsewhere_do_not_shut_the_officer_out(app, session, today):
    today(NINE)
    who, totp = somebody(session, "ministry")
    own, stranger = browser(app), browser(app, "203.0.113.9")
    enter(own, who.email, totp=totp)
    page = enter(stranger, who.email)
    for n in range(5):
        page = stranger.submit(page.form("/second-factor"), code="000000", status=422 if n < 4 else 200)
    assert page.h1 == "로그인"
    today(NINE + timedelta(seconds=30))
    own.submit(own.get("/profile").form("/sign-out"))
    enter(own, who.email, totp=totp)
    own.get("/profile")


def test_a_device_is_known_for_whom_it_was_used_and_after_the_second_factor_alone(app, session, today):
    today(NINE)
    officer, totp = somebody(session, "officer")
    other, _ = somebody(session)
    one = browser(app)
    enter(one, officer.email)
    assert session.query(KnownDevice).count() == 0, "the password alone makes no device known"
    one.submit(one.page.form("/second-factor"), code=totp.at(NINE))
    session.rollback()
    assert [d.user_id for d in session.query(KnownDevice)] == [officer.id]
    one.submit(one.get("/profile").form("/sign-out"))
    spoil(one, other.email)
    session.rollback()
    places = {t.place for t in session.query(SignInTries).filter_by(user_id=other.id)}
    assert places == {"127.0.0.1", tries.ELSEWHERE}


@pytest.mark.parametrize(("days", "known"), [(179, True), (180, False), (181, False)])
def test_a_device_is_forgotten_after_half_a_year(app, session, today, days, known):
    today(NINE)
    who, _ = somebody(session)
    one = browser(app)
    enter(one, who.email)
    one.submit(one.get("/profile").form("/sign-out"))
    today(NINE + timedelta(days=days))
    spoil(one, who.email, 1)
    session.rollback()
    assert any(t.place.startswith("device:") for t in session.query(SignInTries)) == known
    today(NINE + timedelta(days=days, seconds=1))
    assert tries.forget_old() == (0 if known and days < 180 else 1)


def test_signing_out_everywhere_and_a_new_password_forget_other_devices(app, session, today):
    today(NINE)
    who, _ = somebody(session)
    own, lost = browser(app), browser(app, "203.0.113.9")
    enter(own, who.email)
    enter(lost, who.email)
    own.get("/profile")
    own.submit(own.page.form("/sign-out-everywhere"))
    session.rollback()
    assert session.query(KnownDevice).count() == 1
    spoil(lost, who.email, 1)
    session.rollback()
    assert {t.place for t in session.query(SignInTries)} == {"203.0.113.9", tries.ELSEWHERE}


def test_a_forged_device_is_unknown(app, session, today):
    today(NINE)
    who, _ = somebody(session)
    for forged in ("", "x", "x" * 43, "가" * 30):
        one = browser(app)
        one.plain.set_cookie("device", forged)
        spoil(one, who.email, 1)
    session.rollback()
    assert {t.place for t in session.query(SignInTries)} == {"127.0.0.1", tries.ELSEWHERE}


def test_an_address_that_sprays_does_not_stop_who_is_known_there(app, session, today):
    today(NINE)
    who, _ = somebody(session)
    own = browser(app)
    enter(own, who.email)
    own.submit(own.get("/profile").form("/sign-out"))
    sprayer = browser(app)
    for n in range(30):
        enter(sprayer, f"nobody{n}@example.org", "wrong", status=422)
    enter(sprayer, "nobody@example.org", "wrong", status=429)
    enter(own, who.email)


def test_who_sits_on_a_panel_signs_in_with_two_factors(app, session, today):
    today(NINE)
    who = make.user("panel", password_hash=HASH)
    session.commit()
    one = browser(app)
    assert enter(one, who.email).h1 == "2단계 인증 설정"
    one.get("/profile", 303)
    one.get("/panel/", 303)
    assert session.get(User, who.id).second_factor == ""

"""A crowd at the sign-in, and one who tries many accounts: neither stops anybody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event

import pytest

import wsgi
from portal.core import clock, passwords
from portal.core.cases import AccessLog
from portal.shell.signing import tries
from tests import factories as make

PASSWORD = "a long sentence of mine"
HASH = passwords.hashed(PASSWORD)
NOON = datetime(2026, 11, 23, 3, tzinfo=clock.UTC)


def sign_in(client, email, status, password=PASSWORD):
    client.get("/sign-in")
    return client.submit(client.page.form("/sign-in"), email=email, password=password, status=status)


def test_whoever_finds_no_place_is_told_at_once_and_few_wait(monkeypatch):
    """Two hash, two wait, twelve are told; nobody holds a thread for nothing."""
    go, hashing = Event(), []

    class Slow:
        def verify(self, *_given):
            hashing.append(1)
            go.wait(5)
            return True

    monkeypatch.setattr(passwords, "_hasher", Slow())

    def one(_n):
        try:
            return passwords.matches("x", "y")
        except passwords.Busy:
            return "busy"

    with ThreadPoolExecutor(16) as crowd:
        asked = [crowd.submit(one, n) for n in range(16)]
        told = 0
        for _ in range(100):
            told = sum(a.done() for a in asked)
            if told == 12:
                break
            Event().wait(0.02)
        assert (told, len(hashing)) == (12, 2)
        go.set()
        answers = [a.result(5) for a in asked]
    assert answers.count("busy") == 12
    assert answers.count(True) == 4


def test_a_full_sign_in_answers_429_in_the_form_and_keeps_the_address(client, session, monkeypatch):
    who = make.user(password_hash=HASH)
    session.commit()

    def full(*_given):
        raise passwords.Busy

    monkeypatch.setattr(passwords, "matches", full)
    page = sign_in(client, who.email, 429)
    assert "잠시 뒤에 다시 눌러 주세요" in page.words()
    assert page.values(page.form("/sign-in"))["email"] == who.email
    monkeypatch.undo()
    sign_in(client, who.email, 200)


def test_elsewhere_a_full_house_is_a_page_with_what_was_written(client, session, monkeypatch):
    def full(*_given):
        raise passwords.Busy

    monkeypatch.setattr(passwords, "hashed", full)
    page = client.get("/sign-up")
    data = page.values(page.form("/sign-up"))
    given = {
        "name": "가상 방문자",
        "email": "v@example.org",
        "phone": "02-000-0000",
        "new_password": PASSWORD,
        "again": PASSWORD,
        "business_number": make.business_number(),
        "founder": "company",
        "organisation_name": "가상의 아주 긴 이름을 가진 회사 하나",
        "category": "기업",
        "region": "서울",
        "address": "서울 가상구",
        "representative": "가상",
        "organisation_phone": "02-000-0000",
        "incorporated": "yes",
        "has_department": "no",
    }
    for key, value in given.items():
        data.setlist(key, [value])
    page = client.post("/sign-up", data, status=429)
    assert "가상의 아주 긴 이름을 가진 회사 하나" in page.words()
    assert PASSWORD not in page.text


@pytest.mark.parametrize(
    ("failed", "passed", "address", "status"),
    [
        (29, timedelta(), "127.0.0.1", 200),
        (30, timedelta(), "127.0.0.1", 429),
        (31, timedelta(), "127.0.0.1", 429),
        (30, timedelta(), "192.0.2.7", 200),
        (30, tries.LOCK - timedelta(seconds=1), "127.0.0.1", 429),
        (30, tries.LOCK, "127.0.0.1", 200),
    ],
)
def test_thirty_failures_from_one_address_whatever_the_accounts(
    client, session, today, failed, passed, address, status
):
    who = make.user(password_hash=HASH)
    for n in range(failed):
        session.add(AccessLog(at=NOON, act="sign-in-failed", subject=f"sprayed{n}@example.org", address=address))
    session.commit()
    today(NOON + passed)
    page = sign_in(client, who.email, status)
    assert ("이 인터넷 주소에서" in page.words()) == (status == 429)


@pytest.mark.parametrize(
    ("proxies", "sent", "seen"),
    [
        (0, "203.0.113.9", "127.0.0.1"),  # nobody's word is taken for it
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # what the client wrote itself is not believed
        (2, "203.0.113.9, 198.51.100.1", "203.0.113.9"),
    ],
)
def test_the_address_behind_a_proxy_is_that_of_the_client(tmp_path, proxies, sent, seen):
    app = wsgi.create(
        {
            "TESTING": True,
            "DATA_DIR": str(tmp_path),
            "SECRET_KEY": "proxied",
            "SQLALCHEMY_DATABASE_URI": "sqlite://",
            "TRUSTED_PROXIES": proxies,
        }
    )
    found = []

    @app.before_request
    def note():
        from flask import request

        found.append(request.remote_addr)

    app.test_client().get("/static/none.css", headers={"X-Forwarded-For": sent})
    assert found == [seen]

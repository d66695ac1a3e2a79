"""A form that is sent twice is carried out once, one after the other and at the same instant; a form opened anew is meant."""

import re
import threading
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.core import clock, once
from portal.core.cases import Case
from portal.core.db import db, writing
from portal.core.mail import Mail
from portal.core.once import SentForm
from portal.core.people import Invitation, Organisation
from tests import factories as make
from tests.client import CheckingClient, Page
from tests.pages.test_accounts_organisation import answers

NOON = datetime(2026, 11, 23, 3, tzinfo=clock.UTC)


@pytest.fixture
def manager(client, session, today):
    today(NOON)
    made = make.member(make.organisation(), "manager")
    session.commit()
    client.sign_in(made)
    return client


def filled(page, action, containing=None, **given):
    """(address, what a browser sends) of a form of the page."""
    form = page.form(action, containing)
    return form.get("action"), Page.values(form).to_dict() | given


def invite(client, email="new@example.org"):
    return filled(client.get("/organisation"), "/invitations", "email", email=email, role="viewer")


def test_a_double_click_makes_one_invitation(manager, session):
    action, given = invite(manager)
    first, second = (manager.plain.post(action, data=given) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    session.rollback()
    assert session.query(Invitation).count() == 1
    assert session.query(Mail).count() == 1


def test_a_form_opened_anew_and_another_content_are_meant(manager, session):
    action, given = invite(manager)
    manager.plain.post(action, data=given)
    manager.plain.post(action, data=given | {"email": "second@example.org"})
    action, anew = invite(manager, "third@example.org")
    assert anew["form_key"] != given["form_key"]
    manager.plain.post(action, data=anew)
    session.rollback()
    assert session.query(Invitation).count() == 3


def test_a_double_click_makes_one_draft(manager, session):
    action, given = filled(manager.get("/filings/start"), "/filings/start", case_type="CONSULT")
    before = session.scalar(select(func.count()).select_from(Case))
    led = [manager.plain.post(action, data=given) for _ in range(3)]
    assert len({one.location for one in led}) == 1
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Case)) == before + 1


def test_what_was_refused_may_be_sent_again(manager, session):
    action, given = invite(manager, "no address")
    assert manager.plain.post(action, data=given).status_code == 422
    assert manager.plain.post(action, data=given).status_code == 422
    session.rollback()
    assert session.query(SentForm).count() == 0


def test_the_key_of_another_person_does_nothing_for_them(app, manager, session):
    action, given = invite(manager)
    manager.plain.post(action, data=given)
    other = make.member(make.organisation(), "manager")
    session.commit()
    strange = CheckingClient(app)
    strange.sign_in(other)
    strange.plain.post(action, data={k: v for k, v in given.items() if k != "written_by"})
    session.rollback()
    assert session.query(Invitation).count() == 2


@pytest.mark.parametrize(("hours", "again"), [(23, False), (24, True), (25, True)])
def test_a_form_is_known_for_a_day(manager, session, today, hours, again, monkeypatch, app):
    for name in ("IDLE_MINUTES", "SESSION_HOURS"):
        monkeypatch.setitem(app.config, name, 10_000)
    action, given = invite(manager)
    manager.plain.post(action, data=given)
    held = session.query(Invitation).one()
    session.delete(held)
    today(NOON + timedelta(hours=hours))
    session.commit()
    manager.plain.post(action, data=given)
    session.rollback()
    assert session.query(Invitation).count() == again
    if again:
        assert once.forget_old() == 0


def test_two_at_the_same_instant_make_one(app, manager, session):
    """Real threads, each with the same form; both answers lead to the same place."""
    action, given = invite(manager)
    cookies = manager.plain.get_cookie("portal").value
    session.commit()
    db.session.remove()
    start, led, problems = threading.Barrier(4), [], []

    def click():
        with app.app_context():
            writing.set(True)
            browser = app.test_client()
            browser.set_cookie("portal", cookies)
            start.wait(10)
            try:
                with clock.at(NOON):
                    answer = browser.post(action, data=given)
                led.append((answer.status_code, answer.location))
            except Exception as problem:
                problems.append(problem)

    threads = [threading.Thread(target=click) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert problems == []
    assert len(set(led)) == 1
    assert led[0][0] == 303
    assert session.query(Invitation).count() == 1


def test_every_form_of_the_house_has_its_key():
    """Forms are made by the macros that write it; one written by hand asks for it."""
    silent = []
    for path in (Path(__file__).resolve().parents[2] / "portal" / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        for form in re.findall(r"<form[^>]*method=[\"']post[\"'].*?</form>", text, re.S):
            if "form_key" not in form and "csrf()" not in form:
                silent.append(path.name)
    assert silent == []


def test_files_count_with_their_content(app):
    def of(content):
        data = {"form_key": "k", "file": (BytesIO(content), "a.pdf")}
        with app.test_request_context("/x", method="POST", data=data):
            return once._digest(1)

    assert of(b"one") == of(b"one")
    assert of(b"one") != of(b"two")


def test_a_double_click_founds_one_organisation(client, session, today):
    today(NOON)
    client.sign_in(make.user())
    session.commit()
    asked = {
        key: text for key, text in answers().items() if key not in {"name", "email", "phone", "new_password", "again"}
    }
    action, given = filled(client.get("/organisation/new"), "/organisation/new", **asked)
    for _ in range(2):
        client.plain.post(action, data=given)
    session.rollback()
    assert session.query(Organisation).count() == 1

"""The demonstration's known accounts: there with the flag file, shut without it."""

from pathlib import Path

import pytest

from portal.core import clock, demo
from portal.shell.accounts.demo_people import make_demo_people


@pytest.fixture
def flagged(app, session):
    demo.begin()
    cast = demo.Cast(clock.today())
    make_demo_people(cast)
    make_demo_people(cast)
    session.commit()
    yield Path(app.config["DATA_DIR"]) / "demo"
    (Path(app.config["DATA_DIR"]) / "demo").unlink(missing_ok=True)


def test_the_sign_in_page_lists_the_accounts_and_the_factor_shows_its_code(client, flagged):
    page = client.get("/sign-in")
    assert demo.PASSWORD in page.text
    assert "admin@demo.example" in page.text
    page = client.get("/sign-in?email=officer@demo.example")
    page = client.submit(page.form("/sign-in"), password=demo.PASSWORD)
    assert "시연 계정이라" in page.text
    code = page.words(page.all("span", class_="copyable__text")[0])
    client.submit(page.form("/second-factor"), code=code)
    assert client.get("/deputies").h1 == "대리 지정"


def test_without_the_flag_nothing_is_shown_and_nobody_gets_in(client, flagged):
    flagged.unlink()
    page = client.get("/sign-in")
    assert demo.PASSWORD not in page.text
    assert "demo.example" not in page.text
    client.submit(page.form("/sign-in"), email="officer@demo.example", password=demo.PASSWORD, status=422)
    with pytest.raises(RuntimeError):
        demo.person("가상", at="x")

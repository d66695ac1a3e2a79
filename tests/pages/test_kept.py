"""What was typed and not sent is kept for its writer alone, for a month, and no secret with it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.core import carried, clock
from portal.shell.signing import kept
from portal.shell.signing.models import KeptText
from tests import factories as make
from tests.client import CheckingClient

TEXT = "아직 보내지 않은 긴 문장입니다."
PAGE = "/cases/7/moves/refuse?lang=ko"


def keep(client, text=TEXT, page=PAGE, status=200, **more):
    given = {"kept-page": page, "kept-form": "/cases/7/moves/refuse", "reason": text} | more
    return client.plain.post("/kept", data=given, headers={"X-Requested-With": "fetch"}).status_code == status


def given_back(client, page=PAGE):
    return client.plain.get("/kept", query_string={"kept-page": page}).json["forms"]


@pytest.fixture
def writer(client, session):
    who = make.user("officer")
    client.sign_in(who)
    return who


def test_it_is_given_back_as_it_was_typed_last_and_to_its_writer_alone(app, client, session, writer):
    assert given_back(client) == []
    assert keep(client, "처음")
    assert keep(client)
    (back,) = given_back(client)
    assert (back["form"], back["fields"]) == ("/cases/7/moves/refuse", [["reason", TEXT]])
    assert given_back(client, "/cases/8/moves/refuse") == []
    other = CheckingClient(app).sign_in(make.user("officer"))
    assert given_back(other) == []
    row = session.scalars(select(KeptText)).one()
    assert TEXT not in row.sealed, "nobody reads it in the database"
    client.plain.post("/kept/forget", data={"kept-page": PAGE, "kept-form": "/cases/7/moves/refuse"})
    assert given_back(client) == []


def test_nobody_keeps_without_being_signed_in(app, session):
    stranger = CheckingClient(app)
    assert keep(stranger, status=401)
    assert session.scalar(select(func.count()).select_from(KeptText)) == 0


def test_passwords_and_tokens_are_not_kept(client, writer):
    assert keep(client, password="geheim", csrf_token="t", written_by=carried.mark_of(writer.id))
    assert given_back(client)[0]["fields"] == [["reason", TEXT]]


@pytest.mark.parametrize(("length", "status"), [(299, 200), (300, 200), (301, 400)])
def test_an_address_is_as_long_as_its_column(client, writer, length, status):
    assert keep(client, page="/" + "a" * (length - 1), status=status)


@pytest.mark.parametrize("page", ["", "//evil.example", "https://evil.example/x", "/" + "a" * 300])
def test_only_pages_of_the_portal(client, writer, page):
    assert keep(client, page=page, status=400)


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 413)])
def test_up_to_a_million_bytes(client, writer, more, status):
    bare = carried.Carried(writer.id, "/cases/7/moves/refuse", [("reason", "")], [])
    assert keep(client, "a" * (carried.MOST - len(bare._packed()) + more), status=status)


@pytest.mark.parametrize(("written", "left"), [(49, 49), (50, 50), (51, 50)])
def test_fifty_pages_a_person_the_oldest_goes(client, session, writer, written, left):
    start = clock.now()
    for n in range(written):
        with clock.at(start + timedelta(seconds=n)):
            assert keep(client, page=f"/cases/{n}")
    session.rollback()
    pages = set(session.scalars(select(KeptText.page)))
    assert len(pages) == left
    assert ("/cases/0" in pages) == (written < 51)


@pytest.mark.parametrize(("days", "gone"), [(29, 0), (30, 0), (31, 1)])
def test_it_lasts_a_month(client, session, writer, days, gone):
    now = clock.now()
    with clock.at(now):
        assert keep(client)
    with clock.at(now + timedelta(days=days)):
        assert kept.forget_old_texts() == gone


def test_two_forms_of_a_page_are_kept_apart(client, writer):
    assert keep(client, "첫째")
    assert keep(client, "둘째", **{"kept-form": "/cases/7/moves/accept"})
    assert [one["fields"][0][1] for one in given_back(client)] == ["첫째", "둘째"]


@pytest.mark.parametrize(
    ("given", "kept_on"),
    [
        ({"name": "가상 새이름", "phone": "02-000-0000", "language": "ko"}, False),
        ({"name": "", "phone": "x"}, True),  # refused: whatever page tells of it, the text stays
    ],
)
def test_what_was_taken_is_forgotten_and_what_was_refused_is_not(client, writer, given, kept_on):
    assert keep(client, page="/profile", **{"kept-form": "/profile"})
    client.plain.post("/profile", data=given | {"kept-page": "/profile"})
    assert bool(given_back(client, "/profile")) == kept_on

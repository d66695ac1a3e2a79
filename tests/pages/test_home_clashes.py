"""Two requests that meet in the database are told to send again;
every other fault of the database stays a server error.
"""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from portal.core.db import db
from tests import factories as make


def test_the_same_number_twice_is_told_as_a_clash(client, session, monkeypatch):
    taken = make.organisation()
    user = make.user("officer")
    client.sign_in(user)

    def twice(*_args):
        make.organisation(business_number=taken.business_number)

    monkeypatch.setattr("portal.shell.home.notices.tell", twice)
    page = client.post("/notices/read", status=409)
    assert "겹쳤습니다" in page.words()


def test_a_table_that_is_missing_is_no_clash(client, monkeypatch):
    client.sign_in(make.user("officer"))
    monkeypatch.setattr("portal.shell.home.notices.tell", lambda *_: db.session.execute(text("SELECT 1 FROM nothing")))
    with pytest.raises(DatabaseError):
        client.post("/notices/read")

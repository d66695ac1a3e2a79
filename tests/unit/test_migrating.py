"""`flask db downgrade` names what would be lost and does nothing unasked; what it asked about stays whole."""

import pytest
from flask_migrate import upgrade
from sqlalchemy import inspect

from portal.core.db import db
from portal.core.migrating import would_lose
from portal.core.people import Organisation
from tests import factories as make


@pytest.fixture
def filled(session):
    """A database with one person, one organisation and one alias of it."""
    make.member(make.organisation())
    session.commit()
    db.session.remove()


def down(app, *args):
    done = app.test_cli_runner().invoke(args=["db", "downgrade", *args])
    db.session.remove()
    return done


def test_a_downgrade_that_loses_filled_tables_is_refused_where_nobody_can_be_asked(app, filled):
    done = down(app, "base")
    assert done.exit_code == 1, done.output
    assert "organisation (1)" in done.output
    assert "user_account (2)" in done.output or "user_account (1)" in done.output
    assert "--yes" in done.output
    assert db.session.query(Organisation).count() == 1


def test_a_column_that_holds_something_is_named_with_its_rows(app, filled):
    lost = {one.name: one.rows for one in would_lose("0002")}
    assert all(rows > 0 for rows in lost.values())
    assert not {name for name in lost if name == "organisation" or name.startswith("alembic")}
    assert {"content"}.isdisjoint(lost)  # it is empty


def test_a_rehearsal_leaves_everything_as_it_was(app, filled):
    before = set(inspect(db.engine).get_table_names())
    would_lose("base")
    assert set(inspect(db.engine).get_table_names()) == before
    assert db.session.query(Organisation).count() == 1


def test_one_that_loses_nothing_filled_goes_without_a_question(app, filled):
    assert down(app).exit_code == 0
    assert not inspect(db.engine).has_table("sent_form")
    upgrade()
    assert inspect(db.engine).has_table("sent_form")


def test_yes_goes_down_without_a_question(app, filled):
    done = down(app, "--yes", "base")
    assert done.exit_code == 0, done.output
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()


def test_whoever_is_asked_and_agrees_goes_down(app, filled, monkeypatch):
    monkeypatch.setattr("portal.core.migrating.click.confirm", lambda *_a, **_k: True)
    monkeypatch.setattr(
        "portal.core.migrating.sys", type("S", (), {"stdin": type("T", (), {"isatty": staticmethod(lambda: True)})})
    )
    assert down(app, "base").exit_code == 0
    upgrade()

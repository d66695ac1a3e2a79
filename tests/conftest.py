"""What every test stands on: one application a worker, a fresh copy of a migrated database a test, the checking client.

`--postgresql` runs the same tests on a temporary PostgreSQL server instead of SQLite.
"""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

os.environ.setdefault("SECRET_KEY", "tests")

from argon2 import PasswordHasher  # noqa: E402
from flask_migrate import upgrade  # noqa: E402

from portal.core import clock, passwords  # noqa: E402
from portal.core.db import db, writing  # noqa: E402
from tests.client import CheckingClient  # noqa: E402

# A password is hashed on purpose slowly; a hundred times a run that would only be waiting.
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
passwords._NOBODY = passwords._hasher.hash("nobody")


def pytest_addoption(parser):
    parser.addoption("--postgresql", action="store_true", help="run on a temporary PostgreSQL server instead of SQLite")


class SQLite:
    """A migrated file, copied over the working one before each test."""

    def __init__(self, folder: Path) -> None:
        self.template, self.path = folder / "template.sqlite3", folder / "test.sqlite3"
        self.url = f"sqlite:///{self.path}"

    def keep_template(self) -> None:
        db.engine.dispose()
        for source, target in ((self.path, self.template),):
            with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
                old.backup(new)

    def reset(self) -> None:
        db.engine.dispose()
        for leftover in self.path.parent.glob("test.sqlite3-*"):
            leftover.unlink()
        shutil.copyfile(self.template, self.path)


class PostgreSQL:
    """A migrated database of a temporary server, made anew from its template before each test."""

    def __init__(self, server, worker: str) -> None:
        self.server, self.name = server, f"test_{worker}"
        self.template = f"{self.name}_template"
        server.create(self.name)
        self.url = server.url(self.name)

    def keep_template(self) -> None:
        db.engine.dispose()
        self.server.rename(self.name, self.template)

    def reset(self) -> None:
        db.engine.dispose()
        self.server.drop(self.name)
        self.server.create(self.name, template=self.template)


@pytest.fixture(scope="session")
def database(request, tmp_path_factory):
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if request.config.getoption("--postgresql"):
        from tests import pg

        server = pg.start()
        yield PostgreSQL(server, worker)
        server.stop()
    else:
        yield SQLite(tmp_path_factory.mktemp("database"))


@pytest.fixture(scope="session")
def portal(database, tmp_path_factory):
    """The application of this worker, on a migrated database."""
    import wsgi

    made = wsgi.create(
        {
            "TESTING": True,
            "DATA_DIR": str(tmp_path_factory.mktemp("data")),
            "SQLALCHEMY_DATABASE_URI": database.url,
            "SECRET_KEY": "tests",
            "WTF_CSRF_ENABLED": False,
            "SERVER_NAME": None,
        }
    )
    with made.app_context():
        upgrade()
        db.session.remove()
        database.keep_template()
    return made


@pytest.fixture
def app(portal, database):
    """The application with a fresh database; its context is pushed."""
    with portal.app_context():
        writing.set(True)
        database.reset()
        yield portal
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app):  # noqa: ARG001
    return db.session


@pytest.fixture
def client(app):
    """A browser without JavaScript that checks every page it gets."""
    return CheckingClient(app)


@pytest.fixture
def today():
    """Sets the portal's now: `today(date(2026, 11, 23))` holds until the test ends."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield lambda instant: stack.enter_context(clock.at(instant))

"""What every test stands on: one application a worker, a fresh copy of a migrated database a test, the checking client.

`--postgresql` runs the same tests on a temporary PostgreSQL server instead of SQLite.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

os.environ.setdefault("SECRET_KEY", "the key of tests and documents alone")

import psycopg
from argon2 import PasswordHasher
from flask_migrate import upgrade
from hypothesis import settings
from psycopg import sql

from portal.core import clock, passwords
from portal.core.db import db, writing
from tests.client import CheckingClient

# A password is hashed on purpose slowly; a hundred times a run that would only be waiting.
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
passwords._NOBODY = passwords._hasher.hash("nobody")


# On a shared machine a slow moment is no failure of the code; how many examples are tried stays as each test says.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")


def pytest_addoption(parser):
    parser.addoption("--postgresql", action="store_true", help="run on a temporary PostgreSQL server instead of SQLite")


class SQLite:
    """A migrated file, copied over the working one before each test."""

    def __init__(self, folder: Path) -> None:
        self.template, self.path = folder / "template.sqlite3", folder / "test.sqlite3"
        self.url = f"sqlite:///{self.path}"

    def keep_template(self) -> None:
        db.engine.dispose()
        with closing(sqlite3.connect(self.path)) as old, closing(sqlite3.connect(self.template)) as new:
            old.backup(new)

    def reset(self) -> None:
        db.engine.dispose()
        for leftover in self.path.parent.glob("test.sqlite3-*"):
            leftover.unlink()
        shutil.copyfile(self.template, self.path)


class PostgreSQL:
    """A migrated database of a temporary server.

    Before each test whatever the last one wrote is deleted and the migrations' own rows are put back; where a test has
    changed the tables themselves, the database is made anew from its template.
    """

    TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    USED = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
    APART = "alembic_version"

    def __init__(self, server, worker: str) -> None:
        self.server, self.name = server, f"test_{worker}"
        self.template = f"{self.name}_template"
        server.create(self.name)
        self.url = server.url(self.name)

    def keep_template(self) -> None:
        db.engine.dispose()
        with self.server.connect(self.name) as connection:
            self.tables = {name for (name,) in connection.execute(self.TABLES)}
            each = [
                sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name))
                for name in sorted(self.tables - {self.APART})
            ]
            self.filled = sql.SQL(" UNION ALL ").join(each)
            self.seed = {name: self._rows(connection, name) for (name,) in connection.execute(self.filled)}
            self.reached = dict(connection.execute(self.USED).fetchall())
        self.server.rename(self.name, self.template)
        self.server.create(self.name, template=self.template)

    def reset(self) -> None:
        db.session.remove()
        try:
            with self.server.connect(self.name) as connection:
                if {name for (name,) in connection.execute(self.TABLES)} == self.tables:
                    self._empty(connection)
                    return
        except psycopg.errors.LockNotAvailable:
            pass  # a test left a transaction open: making the database anew ends it
        db.engine.dispose()
        self.server.drop(self.name)
        self.server.create(self.name, template=self.template)

    def _empty(self, connection) -> None:
        filled = [name for (name,) in connection.execute(self.filled)]
        used = [name for name, _ in connection.execute(self.USED)]
        with connection.transaction():
            connection.execute("SET LOCAL lock_timeout = '2s'")
            connection.execute("SET LOCAL session_replication_role = replica")  # in any order, whatever refers to what
            for name in filled:
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
            for name in used:
                reached = self.reached.get(name)
                connection.execute("SELECT setval(%s::regclass, %s, %s)", [name, reached or 1, reached is not None])
            for name, rows in self.seed.items():
                with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))) as copy:
                    copy.write(rows)

    @staticmethod
    def _rows(connection, name: str) -> bytes:
        with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))) as copy:
            return b"".join(bytes(part) for part in copy)


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
            "BASE_URL": "http://127.0.0.1:8000",  # whatever PORT says
            "WTF_CSRF_ENABLED": False,
            "SERVER_NAME": None,
        }
    )
    with made.app_context():
        upgrade()
        db.session.remove()
        database.keep_template()
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def app(portal, database):
    """The application with a fresh database; its context is pushed."""
    with portal.app_context():
        writing.set(True)
        database.reset()
        yield portal
        db.session.rollback()
        db.session.remove()


@pytest.fixture
def session(app):
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

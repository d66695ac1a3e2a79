"""The temporary PostgreSQL server: what the tests on PostgreSQL stand on."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import pg

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server():
    started = pg.start()
    yield started
    started.stop()


def ask(server, statement, database="postgres"):
    with server.connect(database) as connection:
        return connection.execute(statement).fetchone()[0]


def test_korean_is_letters_and_sorts_by_code_point(server):
    server.create("korean")
    assert ask(server, "SELECT '한글' ~ '^[[:alpha:]]+$'", "korean") is True
    assert ask(server, "SELECT lower('À')", "korean") == "à"
    assert (
        ask(server, "SELECT string_agg(w, '' ORDER BY w) FROM (VALUES ('하'), ('A'), ('가'), ('a')) v(w)", "korean")
        == "Aa가하"
    )
    with server.connect("korean") as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
    assert len(ask(server, "SELECT show_trgm('한국교육')", "korean")) == 5


def test_a_database_is_copied_from_its_template_and_dropped(server):
    server.create("first")
    with server.connect("first") as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (7)")
    server.rename("first", "template_of_mine")
    server.create("copy", template="template_of_mine")
    assert ask(server, "SELECT n FROM kept", "copy") == 7
    held = server.connect("copy")
    server.drop("copy")
    held.close()
    assert ask(server, "SELECT count(*) FROM pg_database WHERE datname = 'copy'") == 0


def test_the_url_is_what_sqlalchemy_takes(server):
    from sqlalchemy import create_engine, text

    engine = create_engine(server.create("by_url"))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT current_database()")) == "by_url"
    engine.dispose()


def test_stopping_leaves_nothing():
    started = pg.start()
    started.stop()
    assert started.process.poll() is not None
    assert not started.root.exists()


if sys.platform == "linux":  # the kernel tells a child that its parent died

    def test_the_server_ends_with_a_killed_parent():
        child = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from tests import pg; s = pg.start(); print(s.process.pid, s.root, flush=True); input()",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        number, root = child.stdout.readline().split()
        child.send_signal(signal.SIGKILL)
        child.communicate()
        until = time.monotonic() + 15
        while (alive := Path(f"/proc/{number}").exists()) and time.monotonic() < until:
            time.sleep(0.1)
        if alive:
            os.kill(int(number), signal.SIGKILL)
        shutil.rmtree(root, ignore_errors=True)
        assert not alive

"""A load of the demonstration that was killed at any moment can be run again, and is then whole."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from portal.core import demo
from portal.core.cases import Counter
from portal.core.db import db
from portal.shell.demo import NOT_EMPTY
from tests import factories as make

ROOT = Path(__file__).parents[2]
MOMENTS = int(os.environ.get("DEMO_KILLS") or 3)  # DEMO_KILLS=12 for a longer proof
SECONDS = 16  # about how long a load lasts


def begun(app, monkeypatch):
    """A load that ends half-way, with one organisation and one person in the database."""

    def half(_cast):
        make.organisation()
        make.user("officer", email="half@demo.example")
        db.session.commit()
        raise KeyboardInterrupt

    monkeypatch.setattr("portal.shell.demo.fill", half)
    app.test_cli_runner().invoke(args=["demo", "load"])
    monkeypatch.setattr("portal.shell.demo.fill", lambda _cast: None)


def load(app):
    done = app.test_cli_runner().invoke(args=["demo", "load"])
    db.session.remove()
    return done


@pytest.fixture
def clean(app):
    yield
    demo.flag().unlink(missing_ok=True)
    (demo.flag().parent / "demo-loading").unlink(missing_ok=True)


def test_a_half_load_is_taken_out_and_begun_anew(app, monkeypatch, clean):
    begun(app, monkeypatch)
    done = load(app)
    assert done.exit_code == 0, done.output
    assert "begun anew" in done.output
    assert db.session.query(Counter).filter(Counter.series.startswith("demo-loading")).count() == 0
    assert not (demo.flag().parent / "demo-loading").exists()


def test_a_database_with_somebody_of_the_real_world_is_refused(app, monkeypatch, clean):
    begun(app, monkeypatch)
    make.user("officer", email="someone@ministry.kr")
    db.session.commit()
    done = load(app)
    assert done.exit_code == 1
    assert NOT_EMPTY in done.output


def test_the_mark_of_another_database_opens_nothing(app, monkeypatch, clean):
    begun(app, monkeypatch)
    (demo.flag().parent / "demo-loading").write_text("0" * 32)
    assert NOT_EMPTY in load(app).output
    (demo.flag().parent / "demo-loading").write_text("")
    assert NOT_EMPTY in load(app).output
    (demo.flag().parent / "demo-loading").unlink()
    assert NOT_EMPTY in load(app).output


@pytest.mark.slow
def test_a_load_killed_at_any_moment_can_be_run_again(tmp_path, request):
    """Killed at so many random moments one after the other, each time begun again; the last one is whole."""
    if request.config.getoption("--postgresql"):
        pytest.skip("the child has an SQLite database of its own")
    environ = os.environ | {"DATA_DIR": str(tmp_path), "SECRET_KEY": "k" * 40, "DATABASE_URL": ""}
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run([*flask, "db", "upgrade"], cwd=ROOT, env=environ, check=True, capture_output=True, timeout=120)
    chance, killed = random.Random(7), 0
    for _ in range(MOMENTS):
        process = subprocess.Popen(
            [*flask, "demo", "load"], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.5, SECONDS * 0.6))
        process.send_signal(signal.SIGKILL)
        killed += process.wait(30) == -signal.SIGKILL
        subprocess.run([*flask, "db", "upgrade"], cwd=ROOT, env=environ, check=True, capture_output=True, timeout=120)
    assert killed >= MOMENTS * 2 // 3
    done = subprocess.run([*flask, "demo", "load"], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as held:
        assert held.execute("SELECT count(*) FROM filing WHERE imported").fetchone() == (162,)
        assert held.execute("SELECT count(*) FROM counter WHERE series LIKE 'demo-loading%'").fetchone() == (0,)
        assert held.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert held.execute("PRAGMA foreign_key_check").fetchall() == []

"""A real browser before a real server: every test gets a page, a fresh copy of a migrated SQLite database, and axe.

These tests run on SQLite only. A page that writes an error to its console, or breaks its own
content security policy, fails.
"""

import os
import sqlite3
import threading
from pathlib import Path

import pytest

from portal.core import clock
from tests.browser import chromium
from tests.browser.people import MONDAY, Portal, SetClock

SHOTS = Path(__file__).parent / "shots"
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {360: 800, 1280: 900}


def pytest_ignore_collect(collection_path, config):
    return True if config.getoption("--postgresql") else None


def pytest_itemcollected(item):
    item.add_marker(pytest.mark.browser)


class LiveServer:
    """The portal on a free loopback port, with a data folder and a database of its own."""

    def __init__(self, folder: Path) -> None:
        from flask_migrate import upgrade
        from waitress import create_server

        import wsgi
        from portal.core.db import db

        self.file, self.template = folder / "live.sqlite3", folder / "template.sqlite3"
        self.app = wsgi.create(
            {
                "TESTING": True,
                "SECRET_KEY": "browser tests",
                "DATA_DIR": str(folder),
                "SQLALCHEMY_DATABASE_URI": f"sqlite:///{self.file}",
            }
        )
        with self.app.app_context():
            upgrade()
            db.session.remove()
            db.engine.dispose()
        _copy(self.file, self.template)
        self.server = create_server(self.app, host="127.0.0.1", port=0, threads=4, clear_untrusted_proxy_headers=True)
        self.url = f"http://127.0.0.1:{self.server.effective_port}"
        self.app.config["BASE_URL"] = self.url
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()

    def reset(self) -> None:
        """Every table as the migrations leave it; open connections stay good."""
        _copy(self.template, self.file)

    def stop(self) -> None:
        from portal.core.db import db

        self.server.close()
        self.thread.join(10)
        with self.app.app_context():
            db.engine.dispose()


def _copy(source: Path, target: Path) -> None:
    old, new = sqlite3.connect(source), sqlite3.connect(target)
    try:
        old.backup(new)
    finally:
        old.close()
        new.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    started = LiveServer(tmp_path_factory.mktemp("live"))
    yield started
    started.stop()


@pytest.fixture
def live_server(served):
    """The running portal (`.url`, `.app`) with an empty, migrated database."""
    served.reset()
    return served


@pytest.fixture(scope="session")
def browser():
    node = chromium.driver_node()
    if node:
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = node
    from playwright.sync_api import sync_playwright

    found = chromium.find()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=found.program, args=found.flags, env={**os.environ, **found.environment}
        )
        yield started
        started.close()


@pytest.fixture
def page(browser):
    """A fresh page: Korean, Seoul, 1280 wide. Fails the test on what the browser itself calls an error."""
    context = browser.new_context(locale="ko-KR", timezone_id="Asia/Seoul", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    opened = context.new_page()
    problems = []
    _watch(opened, problems)
    yield opened
    context.close()
    assert not problems, problems


@pytest.fixture(scope="module")
def clock_of_module():
    """The portal's now for a module: a Monday, until the test sets another day."""
    now = SetClock()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "_set_now", now)
        yield now


@pytest.fixture(scope="module")
def peopled(served, browser, clock_of_module):
    """The portal with its people, made once a module."""
    served.reset()
    problems = []
    made = Portal(served, browser, lambda page: _watch(page, problems), clock_of_module)
    made.problems = problems
    yield made
    made.close()


@pytest.fixture
def portal_of_people(peopled):
    """The portal on its Monday; whoever the test lets come is gone after it."""
    peopled.now.to(MONDAY)
    peopled.problems.clear()
    yield peopled
    peopled.close()
    assert not peopled.problems, peopled.problems


def _watch(page, problems):
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: _note(problems, message))


def _note(problems, message):
    url = message.location.get("url", "")
    # the answer's status is the test's matter, a missing script or style sheet is not
    answered = message.text.startswith("Failed to load resource") and "/static/" not in url
    # without an address it is axe or the screenshot that tried to style the page
    ours = "Content Security Policy" in message.text and not url
    if message.type == "error" and not answered and not ours:
        problems.append(f"{message.text} ({url})")


@pytest.fixture(scope="session")
def axe():
    """`axe(page)` gives the violations of the page as it stands, one line each; [] is right.

    Colours are the slowest rule, and the same in both languages: `colours=False` leaves them out.
    """
    script = AXE.read_text(encoding="utf-8")

    def violations(page, *, colours=True):
        page.evaluate(script)
        wanted = {
            "runOnly": {"type": "tag", "values": RULES},
            "resultTypes": ["violations"],
            "rules": {"color-contrast": {"enabled": colours}},
        }
        found = page.evaluate("wanted => axe.run(document, wanted)", wanted)
        return [
            f"{v['id']} ({v['impact']}): {v['help']}: "
            + "; ".join(f"{n['target']} {n['html'][:120]}" for n in v["nodes"][:3])
            for v in found["violations"]
        ]

    return violations


@pytest.fixture
def overflow():
    """`overflow(page)` names what is wider than the page; [] is right."""

    def wider(page):
        return page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth ? [] :
                [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                    .slice(0, 10).map(e => `${e.tagName.toLowerCase()}.${e.className}`)"""
        )

    return wider


@pytest.fixture
def shot():
    """`shot(page, name)` keeps the page in full at 360 and 1280 under tests/browser/shots/ (for people,
    not compared).
    """

    def keep(page, name):
        SHOTS.mkdir(exist_ok=True)
        before = page.viewport_size
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            # one tall viewport: a full-page screenshot paints some KRDS pieces in the other layout
            whole = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": max(height, min(whole, 16_000))})
            page.evaluate("document.fonts.ready")
            page.screenshot(path=SHOTS / f"{name}-{width}.png")
        page.set_viewport_size(before)

    return keep

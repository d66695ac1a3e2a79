"""People at browsers: each signed in once, in a browser context of their own,
before a portal whose clock the test sets.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from portal.core import clock
from portal.core.db import db, writing
from tests import factories as make

MONDAY = date(2026, 11, 23)
COOKIE = "portal"


class SetClock:
    """Stands in for the portal's now in every thread of the server."""

    def __init__(self, day: date = MONDAY) -> None:
        self.to(day)

    def to(self, day: date) -> None:
        """Ten in the morning of the day, in Seoul."""
        self.instant = datetime.combine(day, time(10), clock.SEOUL).astimezone(clock.UTC)

    def get(self) -> datetime:
        return self.instant

    def set(self, instant: datetime) -> datetime:
        before, self.instant = self.instant, instant
        return before

    def reset(self, before: datetime) -> None:
        self.instant = before


class Portal:
    """The live server with an organisation, its people and the officials; `person(name)` opens a signed-in page."""

    def __init__(self, server: Any, browser: Any, watch: Callable[[Any], None], now: SetClock) -> None:
        self.server, self.browser, self.watch, self.now = server, browser, watch, now
        self.url: str = server.url
        self.states: dict[str, list[dict[str, str]]] = {}
        self.opened: list[Any] = []
        with self.inside():
            own = make.organisation(name="가상한빛병원", name_en="Fictional Hanbit Hospital", category="종합병원")
            people = {role: make.member(own, role, name=f"가상 {role}") for role in ("manager", "editor", "viewer")}
            people |= {role: make.user(role, name=f"가상 {role}") for role in ("officer", "ministry", "admin")}
            self.organisation_id, self.number = own.id, own.business_number
            db.session.commit()
            serializer = server.app.session_interface.get_signing_serializer(server.app)
            for name, user in people.items():
                held = make.signed_in(user)
                self.states[name] = [{"name": COOKIE, "value": serializer.dumps(held), "url": self.url}]
            self.ids = {name: user.id for name, user in people.items()}

    @contextmanager
    def inside(self) -> Iterator[None]:
        """The application's own side, for what a test makes or looks up beside the pages."""
        with self.server.app.app_context():
            token = writing.set(True)
            try:
                yield
                db.session.commit()
            finally:
                db.session.remove()
                writing.reset(token)

    def actor(self, name: str) -> Any:
        """The actor of a person; within `inside()`."""
        from portal.core.people import User

        return make.acting(db.session.get(User, self.ids[name]))

    def person(self, name: str = "", **settings: Any) -> Any:
        """A page of a new context, signed in as the person (nobody: a visitor)."""
        given = {"locale": "ko-KR", "timezone_id": "Asia/Seoul", "viewport": {"width": 1280, "height": 900}} | settings
        context = self.browser.new_context(**given)
        context.set_default_timeout(15_000)
        if name:
            context.add_cookies(self.states[name])
        page = context.new_page()
        self.watch(page)
        self.opened.append(context)
        return page

    def close(self) -> None:
        while self.opened:
            self.opened.pop().close()

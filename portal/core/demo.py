"""The demonstration: fictional people who share one known password and one known second factor,
and what happens to them.

Everything here holds only while the file `demo` stands in DATA_DIR; without it nothing is shown
and no such account is made.
"""

import heapq
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select

from portal.core import clock, second_factor
from portal.core.db import db
from portal.core.passwords import hashed
from portal.core.people import OFFICIALS, Actor, Organisation, User, actor_of

DOMAIN = "demo.example"
PASSWORD = "demo-portal-2026"  # noqa: S105 (shown on the sign-in page of a demonstration)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 (the same for every official of a demonstration)


def flag() -> Path:
    """The file whose being there makes this installation a demonstration."""
    return Path(current_app.config["DATA_DIR"]) / "demo"


def is_demo() -> bool:
    return flag().exists()


def begin() -> None:
    """Make this installation a demonstration."""
    flag().touch()


def is_closed(user: User) -> bool:
    """Whether it is a demonstration account outside a demonstration: nobody signs in with it."""
    return user.email.endswith("@" + DOMAIN) and not is_demo()


def person(name: str, *roles: str, at: str, **columns: object) -> User:
    """A demonstration account `at`@demo.example; made if it is missing. Officials and panel members get the known
    second factor."""
    if not is_demo():
        raise RuntimeError("demonstration accounts need the flag file")
    email = f"{at}@{DOMAIN}"
    found = db.session.scalar(select(User).where(User.email == email))
    if found is None:
        found = User(email=email, name=name, roles=list(roles), password_hash=_hash(), **columns)
        if {*OFFICIALS, "panel"}.intersection(roles):
            second_factor.enrol(found, SECRET)
        db.session.add(found)
        db.session.flush()
    return found


def people() -> list[User]:
    """The demonstration accounts in the order they were made; none unless this is a demonstration."""
    if not is_demo():
        return []
    wanted = select(User).where(User.email.endswith("@" + DOMAIN), User.active.is_(True)).order_by(User.id)
    return list(db.session.scalars(wanted))


def codes_ahead(user: User) -> int:
    """How early a code may come: a demonstration account is signed in with many times a minute,
    each time with a new code.
    """
    return 60 if shown_code(user) else second_factor.TOLERANCE


def shown_code(user: User) -> str | None:
    """The code to enter now for a demonstration account with the known secret."""
    known = is_demo() and user.email.endswith("@" + DOMAIN) and second_factor.opened(user.second_factor) == SECRET
    return second_factor.next_code(user, SECRET) if known else None


Scene = Generator[datetime, None, Any]
"""A story told in steps: yields the instant of its next step and is resumed when the clock stands there."""


@dataclass
class Cast:
    """What a module's `demo` is handed: the day of the load, organisations by key, who can act, and how far it is.

    `expect(n)` announces n pieces of work, `told(what)` one that is done. Modules run in their order; a later one may
    use what an earlier one made.
    """

    today: date
    expect: Callable[[int], object] = lambda _n: None
    told: Callable[[str], object] = lambda _what: None
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def user(self, at: str) -> User:
        """The demonstration account `at`@demo.example. Raises LookupError where there is none."""
        found: User | None = db.session.scalar(select(User).where(User.email == f"{at}@{DOMAIN}"))
        if found is None:
            raise LookupError(at)
        return found

    def actor(self, at: str) -> Actor:
        """Who that person is at the instant of the clock (a deputy on some days only)."""
        return actor_of(self.user(at))

    def play(self, scenes: Iterable[tuple[str, Scene]]) -> None:
        """Tell named scenes side by side, all steps in the order of their instants,
        each with the clock set to its own.
        """
        order = count()
        waiting = [(next(scene), next(order), name, scene) for name, scene in scenes]
        self.expect(len(waiting))
        heapq.heapify(waiting)
        while waiting:
            instant, _, name, scene = heapq.heappop(waiting)
            with clock.at(instant):
                following = next(scene, None)
            if following is None:
                self.told(name)
            else:
                heapq.heappush(waiting, (max(following, instant), next(order), name, scene))


def _hash() -> str:
    held: str | None = current_app.extensions.get("demo_hash")
    if held is None:
        held = current_app.extensions["demo_hash"] = hashed(PASSWORD)
    return held

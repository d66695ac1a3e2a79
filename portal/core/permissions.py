"""Who may do what: rules with two faces, one for an object and one for lists. The only place that says so.

A rule tells of one case whether it holds for an actor (`holds`), and of all cases which ones
(`filter`); a test compares both.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true

from portal.core.cases import Case
from portal.core.db import once_a_page
from portal.core.declared import all_kinds
from portal.core.people import MEMBER_ROLES, ROLES, Actor
from portal.core.text import Text


class Rule(ABC):
    """One condition on (actor, case). Subclasses give both faces and the words for the help page."""

    label: Text

    @abstractmethod
    def holds(self, actor: Actor, case: Case) -> bool:
        """The object face."""

    @abstractmethod
    def filter(self, actor: Actor) -> ColumnElement[bool]:
        """The list face."""


@dataclass(frozen=True)
class Member(Rule):
    """Members of the case's organisation with one of `roles`."""

    roles: tuple[str, ...] = tuple(MEMBER_ROLES)

    @property
    def label(self) -> Text:  # type: ignore[override]
        names = [MEMBER_ROLES[r] for r in self.roles]
        return Text(
            "신고 기관의 " + "·".join(n.ko for n in names), "Own organisation: " + ", ".join(n.en for n in names)
        )

    def holds(self, actor: Actor, case: Case) -> bool:
        return case.organisation_id is not None and actor.memberships.get(case.organisation_id) in self.roles

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        own = [organisation for organisation, role in actor.memberships.items() if role in self.roles]
        return Case.organisation_id.in_(own) if own else false()


@dataclass(frozen=True)
class HasRole(Rule):
    """Holders of one of the portal roles; drafts of others stay closed to them."""

    roles: tuple[str, ...]

    @property
    def label(self) -> Text:  # type: ignore[override]
        names = [ROLES[r] for r in self.roles]
        return Text("·".join(n.ko for n in names), ", ".join(n.en for n in names))

    def holds(self, actor: Actor, case: Case) -> bool:
        return actor.has(*self.roles) and case.state != "draft"

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        return Case.state != "draft" if actor.has(*self.roles) else false()


SYSTEM_WORDS = Text("시스템", "The portal itself")


@dataclass(frozen=True)
class System(Rule):
    """The portal itself, when the law or a timetable says so; open to nobody else."""

    label: Text = SYSTEM_WORDS

    def holds(self, actor: Actor, case: Case) -> bool:  # noqa: ARG002
        return actor.is_system

    def filter(self, actor: Actor) -> ColumnElement[bool]:
        return true() if actor.is_system else false()


MEMBERS = Member()
EDITORS = Member(("manager", "editor"))
OFFICER = HasRole(("officer",))
MINISTRY = HasRole(("ministry",))
OFFICIALS = HasRole(("officer", "ministry"))
SYSTEM_ONLY = System()


def holds_any(rules: tuple[Any, ...], actor: Actor, case: Case) -> bool:
    return any(rule.holds(actor, case) for rule in rules)


def may_see(actor: Actor, case: Case) -> bool:
    return actor.is_system or holds_any(case.declared.seen_by, actor, case)


@once_a_page
def visible(actor: Actor, *kinds: str) -> ColumnElement[bool]:
    """The list face of `may_see` over the named kinds (all, if none is named).

    A page that lists and counts says it once.
    """
    if actor.is_system:
        return Case.kind.in_(kinds) if kinds else true()
    wanted = [k for k in all_kinds() if not kinds or k.key in kinds]
    return or_(false(), *(and_(Case.kind == k.key, or_(*(r.filter(actor) for r in k.seen_by))) for k in wanted))

"""Kind and Module: what a domain declares and what it shows the shell. The shell knows nothing else of a domain."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import ModuleType
from typing import Any, Generic, TypeVar

import click
from flask import Blueprint

from portal.core.cases import Case
from portal.core.noted import Act
from portal.core.people import Actor, User
from portal.core.periods import Period
from portal.core.permissions import Rule
from portal.core.schema import Schema
from portal.core.text import Text
from portal.core.workflow import Workflow

C = TypeVar("C", bound=Case)
NO_ARTICLE = Text("", "")
Audience = Callable[[Case], list[User]]
"""Case → the people who are meant by a name in `Move.tells`, each once."""
FactWords = tuple[bool, Callable[[Case, Mapping[str, Any], Any], Text | None]]
"""How a fact of an event is told: whether to everybody or only to whom the event was meant, and (case, facts,
value) → words.
"""


@dataclass(frozen=True, kw_only=True)
class Term:
    """By when a case of a kind must be decided.

    `rule` names a declared period of the dated rule sets (`portal.core.periods`).
    """

    rule: str
    deems: bool = False
    law: Text = NO_ARTICLE


@dataclass(frozen=True)
class Reminder:
    """A mail that `left` working days before the due day (0: on it, below 0: after it) goes to the audiences `tells`.

    Only while the case is in one of `states`.
    """

    left: int
    tells: tuple[str, ...]
    states: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[C]):
    """One readable file of declarations: what is asked, what can happen, by when, in which words."""

    key: str
    title: Text
    model: type[C]
    schema: Schema
    workflow: Workflow[C]
    seen_by: tuple[Any, ...]
    term: Term | None = None
    due_on: Callable[[C], date | None] | None = None  # a kind whose due day is not a term of the rule sets
    series: str = ""  # prefix of the receipt number
    endpoint: str = ""  # the owner's page of one case; takes case_id
    desk: str = ""  # the officials' page of one case; takes case_id
    in_worklist: bool = True
    opens: Callable[[C, Actor, Any], bool] | None = None  # who of those who see the case may open a paper; None: all
    opened_at: Callable[[C, Actor, Any], str] | None = None  # endpoint where such a reader opens it instead, or ''
    reminders: Sequence[Reminder] = ()
    fact_words: Mapping[str, FactWords] = field(default_factory=dict)  # of facts that only its own events know

    def endpoint_for(self, case: C, actor: Actor) -> str:
        """The kind's own page of the case: the officials' for officials who are not of its organisation,
        else the owner's.
        """
        at_desk = actor.is_official and self.desk and case.organisation_id not in actor.memberships
        return self.desk if at_desk else self.endpoint


Clock = Callable[[Actor], Callable[[datetime], Text] | None]
"""Actor → how an instant is told to them; None where Seoul's clock is theirs."""

MENU_GROUPS = {
    "filings": Text("진출신고", "Filings"),
    "experts": Text("전문가", "Experts"),
    "programmes": Text("지원사업·ICT", "Programmes"),
    "finance": Text("펀드·금융", "Finance"),
    "markets": Text("국가·시장", "Markets"),
    "statistics": Text("통계", "Statistics"),
    "admin": Text("관리", "Administration"),
}
"""The groups of the main menu in their order."""


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    label: Text
    endpoint: str
    roles: frozenset[str] = frozenset()  # portal roles; 'member' = anyone of an organisation; empty = everybody
    group: str = ""  # of MENU_GROUPS; '': stands by itself. 'admin' is also what the administration page lists
    order: int = 50  # within the group; of an entry by itself: below 50 before the groups, else after them
    under: tuple[str, ...] = ()  # addresses, beside its own, under which the entry is the current one

    def concerns(self, actor: Actor) -> bool:
        """Whether it is shown to the actor."""
        return not self.roles or bool(self.roles & actor.roles) or ("member" in self.roles and bool(actor.memberships))


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A piece that a domain puts on somebody else's page (a country, a home page): template + what it shows."""

    key: str
    title: Text
    template: str
    load: Callable[..., Mapping[str, Any] | None]
    order: int = 50


@dataclass(frozen=True, kw_only=True)
class Module:
    """A domain as the shell sees it."""

    name: str
    kinds: Sequence[Kind[Any]] = ()
    periods: Sequence[Period] = ()  # that the dated rule sets say, beside those that the kernel reckons
    blueprints: Sequence[Blueprint] = ()
    views: Sequence[ModuleType] = ()  # files whose pages stand on a blueprint of another file
    menu: Sequence[MenuEntry] = ()
    sheets: Sequence[Any] = ()
    home_panels: Sequence[Panel] = ()
    country_panels: Sequence[Panel] = ()
    commands: Sequence[click.Command] = ()
    listens: Mapping[str, Sequence[Callable[..., None]]] = field(default_factory=dict)
    facts: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    demo: Callable[..., None] | None = None
    ticks: Sequence[Callable[[], Any]] = ()
    search: Sequence[Any] = ()
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    readers: Mapping[str, Rule] = field(default_factory=dict)  # of threads: who is meant by the name of an audience
    writers: Mapping[str, Rule] = field(
        default_factory=dict
    )  # who of an audience may write; one not named here does not
    open_while: Mapping[str, Callable[[Any], bool]] = field(
        default_factory=dict
    )  # by thread key; others always take messages
    told: Mapping[str, tuple[Text, str]] = field(default_factory=dict)  # words and tone of events that no move leaves
    fact_words: Mapping[str, FactWords] = field(default_factory=dict)  # of facts that several of its kinds share
    clocks: Mapping[str, Clock] = field(default_factory=dict)  # of holders of a portal role who live by another clock
    sealed_panels: Mapping[str, Any] = field(default_factory=dict)  # by kind: the `Panel` that judges its cases
    confirmed: Mapping[str, Any] = field(
        default_factory=dict
    )  # acts that two people do: `portal.core.confirm.TwoPeople`
    sealed: Sequence[tuple[str, Any]] = ()  # (purpose of `portal.core.keys`, column of texts that it keeps under seal)
    noted: Mapping[str, Act] = field(default_factory=dict)  # acts of the access log, in words
    retained: Sequence[Any] = ()  # what is destroyed by rule: `portal.core.audit.retention.Retention`
    keeps: Sequence[Callable[[], Iterable[str]]] = ()  # hashes of kept contents that stand inside other columns
    link_sources: Sequence[Callable[[], Iterable[tuple[str, Any]]]] = ()  # addresses outside, each with where it stands

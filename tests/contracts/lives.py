"""How the golden tables of moves are fired: for each kind,
how a test brings a case into a state and who then tries what.

A domain registers its kinds in a module `lives_<domain>.py` beside this one, as a tuple `LIVES`;
`tests.contracts.test_moves` does the rest.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from portal.core.cases import Case
from portal.core.db import db
from portal.core.people import SYSTEM, Actor, Organisation
from tests import factories as make

HERE = Path(__file__).resolve().parent
GOLDEN = HERE.parent / "golden"
MONDAY = date(2026, 11, 23)
Prepare = Callable[[Case, Actor], None]


def members_and_officials(case: Case) -> dict[str, Actor]:
    """An actor for each role of an organisation's case; the members read English,
    so that mails of both languages are made.
    """
    own = db.session.get(Organisation, case.organisation_id)
    members = {role: make.acting(make.member(own, role, language="en")) for role in ("manager", "editor", "viewer")}
    stranger = make.acting(make.member(make.organisation()))
    officials = {role: make.acting(make.user(role)) for role in ("officer", "ministry", "admin")}
    return {**members, "stranger": stranger, **officials, "system": SYSTEM}


@dataclass(frozen=True, kw_only=True)
class Life:
    """The table of one kind, brought to life.

    `bring(state)` makes a case and brings it into the state by its moves, from `begins` on. `given(case, move)` is what
    the move is handed. `day(state)` is the day on which all moves are tried. `prepare[move]` does what must come before
    a move that is allowed. `unfired` are states that stand only within a transaction: their moves are compared, not
    fired. `idle` are (state, move) pairs that the table allows but a need refuses as the case stands. `slow`: bringing
    a case takes long; its triples are fired in the full run only. The fast run fires those of one state of every other
    kind, and of all states where the kind is `whole`.
    """

    kind: str
    bring: Callable[[str], Case]
    given: Callable[[Case, str], Mapping[str, Any]]
    cast: Callable[[Case], dict[str, Actor]] = members_and_officials
    begins: date = MONDAY
    day: Callable[[str], date] = lambda _state: MONDAY
    prepare: Mapping[str, Prepare] = field(default_factory=dict)
    unfired: frozenset[str] = frozenset()
    idle: frozenset[tuple[str, str]] = frozenset()
    slow: bool = False
    whole: bool = False

    def table(self) -> dict[tuple[str, str], set[str]]:
        return table(self.kind)

    def states(self) -> list[str]:
        return sorted({state for state, _ in self.table()})

    @property
    def quick(self) -> set[str]:
        """The states whose triples the fast run fires: the one from which the most moves are open, or all, or none."""
        table = self.table()
        if self.whole:
            return set(self.states())
        open_from = {of: len(set().union(*(table[key] for key in table if key[0] == of))) for of in self.states()}
        fired = [state for state in self.states() if state not in self.unfired]
        return set() if self.slow else {max(fired, key=lambda state: open_from[state])}


def table(kind: str) -> dict[tuple[str, str], set[str]]:
    """The golden table of a kind: (state, role) → moves. Lines are `state role move move …`, with `-` for none."""
    found: dict[tuple[str, str], set[str]] = {}
    for line in (GOLDEN / f"moves_{kind}.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            state, role, *moves = line.split()
            assert (state, role) not in found, f"{kind}: {state} {role} stands twice"
            found[state, role] = set() if moves == ["-"] else set(moves)
    return found


def lives() -> list[Life]:
    """What every domain has registered."""
    modules = (importlib.import_module(f"tests.contracts.{path.stem}") for path in sorted(HERE.glob("lives_*.py")))
    return [life for module in modules for life in module.LIVES]

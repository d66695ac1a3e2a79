"""States and moves: what can happen to a case of a kind. Pure: knows neither database nor web.

A move is declared once; buttons, bulk acts, timeline words, the golden table and the diagrams are read from it.
Only `portal.core.fire` carries a move out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from portal.core.schema import Schema
from portal.core.text import Text

if TYPE_CHECKING:
    from portal.core.fire import Firing

C = TypeVar("C", contravariant=True)  # noqa: PLC0105  (the letter of Kind[C])
"""The class of the cases that a declaration is about: what serves any case serves each class of them."""

Need = Callable[[C, Mapping[str, Any]], Text | None]
"""(case, what the actor gave) → the sentence that says what is unmet, or None."""

Effect = Callable[[C, "Firing"], None]
"""(case, firing) → done in the transaction of the move; may add facts to `firing.facts`, which the event keeps."""


@dataclass(frozen=True, kw_only=True)
class State:
    key: str
    label: Text
    public: Text | None = None  # what the filer reads, where it differs
    tone: str = "neutral"
    open: bool = True


@dataclass(frozen=True, kw_only=True)
class Move(Generic[C]):
    """One way a case changes state.

    `by` are the permission rules of which one must hold; `event` is the past-tense tag it leaves. `to` None keeps the
    state. `when` (SYSTEM moves only) tells the legal day from which the move is due on a case, or None.
    """

    name: str
    label: Text
    source: tuple[str, ...]
    to: str | None
    by: tuple[Any, ...]
    event: str
    told: Text
    asks: Schema | None = None
    needs: tuple[Need[C], ...] = ()
    effects: tuple[Effect[C], ...] = ()
    when: Callable[[C], date | None] | None = None
    tells: tuple[str, ...] = ()  # audiences that get the event's mail (portal.core.mail.audience)
    bulk: bool = False
    tone: str = "secondary"
    button: bool = True  # False: fired from a page of its own, not by a plain button on the case

    def starts_from(self, state: str) -> bool:
        return state in self.source


@dataclass(frozen=True, kw_only=True)
class Workflow(Generic[C]):
    """The life of a kind: its states, its moves, and where a case begins."""

    start: str
    states: tuple[State, ...]
    moves: tuple[Move[C], ...]

    def __post_init__(self) -> None:
        keys = [s.key for s in self.states]
        names = [m.name for m in self.moves]
        if len(set(keys)) != len(keys) or len(set(names)) != len(names):
            raise ValueError("a state or move stands twice")
        for move in self.moves:
            unknown = {*move.source, move.to or self.start} - set(keys)
            if unknown:
                raise ValueError(f"{move.name}: unknown state {sorted(unknown)}")
        if self.start not in keys:
            raise ValueError(f"unknown start {self.start}")

    def state(self, key: str) -> State:
        return next(s for s in self.states if s.key == key)

    def move(self, name: str) -> Move[C] | None:
        return next((m for m in self.moves if m.name == name), None)

    def moves_from(self, state: str) -> list[Move[C]]:
        return [m for m in self.moves if m.starts_from(state)]

    def event_words(self, event: str) -> Text | None:
        return next((m.told for m in self.moves if m.event == event), None)


class Refused(Exception):
    """A move that did not happen, with each reason in words; nothing was changed."""

    def __init__(self, *reasons: Text, fields: Mapping[str, Text] | None = None) -> None:
        super().__init__("; ".join(r.ko for r in [*reasons, *(fields or {}).values()]))
        self.reasons = list(reasons)
        self.fields = dict(fields or {})


def within(text: str, longest: int, key: str = "") -> str:
    """The text without blanks around it.

    Raises Refused, at the field `key` if one is named, where it is too long: nothing is cut.
    """
    text = text.strip()
    if len(text) <= longest:
        return text
    said = Text(
        "{n}자 이내로 적어 주세요. 지금은 {now}자입니다.", "Use at most {n} characters; there are {now} now."
    ).format(n=f"{longest:,}", now=f"{len(text):,}")
    raise Refused(fields={key: said}) if key else Refused(said)

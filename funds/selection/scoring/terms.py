"""What goes into the arithmetic: the rubric of a call and the score sheet of its panel. Computes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Criterion:
    """`max` points at most; `min` is the lowest mean with which an application can pass, None where none is asked."""

    id: str
    label: str
    max: Decimal
    min: Decimal | None = None


@dataclass(frozen=True)
class Points:
    """A bonus or a penalty: `points` is never negative, the rubric's list says which way it counts."""

    id: str
    label: str
    points: Decimal


@dataclass(frozen=True)
class Rubric:
    """One version of the rules of a call. The maxima sum to 100; `decimals` is what means are rounded to."""

    version: str
    pass_mark: Decimal
    drop_extremes_from: int
    decimals: int
    bonus_cap: Decimal
    seats: int
    criteria: tuple[Criterion, ...]
    bonuses: tuple[Points, ...]
    penalties: tuple[Points, ...]
    tie_break: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The rubric in the shape of rubric.json."""
        return {
            "version": self.version,
            "pass_mark": plain(self.pass_mark),
            "drop_extremes_from": self.drop_extremes_from,
            "decimals": self.decimals,
            "bonus_cap": plain(self.bonus_cap),
            "seats": self.seats,
            "criteria": [
                {"id": c.id, "label": c.label, "max": plain(c.max), **({} if c.min is None else {"min": plain(c.min)})}
                for c in self.criteria
            ],
            "bonuses": [{"id": b.id, "label": b.label, "points": plain(b.points)} for b in self.bonuses],
            "penalties": [{"id": p.id, "label": p.label, "points": plain(p.points)} for p in self.penalties],
            "tie_break": list(self.tie_break),
        }


@dataclass(frozen=True)
class Application:
    """`bonuses` and `penalties` are ids of the rubric."""

    id: str
    bonuses: tuple[str, ...] = ()
    penalties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """`conflicts` holds (application, member) pairs; `scores` reads application → member → criterion → score."""

    applications: tuple[Application, ...]
    members: tuple[str, ...]
    conflicts: frozenset[tuple[str, str]]
    scores: Mapping[str, Mapping[str, Mapping[str, Decimal]]]

    def counted(self, application: str) -> tuple[str, ...]:
        """The members whose scores count for an application, smallest id first."""
        return tuple(sorted(member for member in self.members if (application, member) not in self.conflicts))

    def as_json(self) -> dict[str, Any]:
        """The sheet in the shape of scores.json."""
        return {
            "applications": [
                {"id": a.id, "bonuses": list(a.bonuses), "penalties": list(a.penalties)} for a in self.applications
            ],
            "members": list(self.members),
            "conflicts": [{"application": a, "member": m} for a, m in sorted(self.conflicts)],
            "scores": {
                application: {
                    member: {criterion: plain(score) for criterion, score in given.items()}
                    for member, given in by_member.items()
                }
                for application, by_member in self.scores.items()
            },
        }


def plain(value: Decimal, least_decimals: int = 0) -> str:
    """The exact value, no exponent, no trailing zeros beyond `least_decimals`: (80.0) → '80', (78.5, 2) → '78.50'."""
    whole, _, part = format(value, "f").partition(".")
    part = part.rstrip("0").ljust(least_decimals, "0")
    return f"{whole}.{part}" if part else whole

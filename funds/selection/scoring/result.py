"""What comes out of the arithmetic: every number beside the numbers it was made of. Computes nothing itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from funds.selection.scoring.terms import Points, plain


@dataclass(frozen=True, kw_only=True)
class Marks:
    """The numbers of one application.

    `kept` are the members whose totals entered the mean, `dropped` (lowest, then highest) those left out of it.
    `unrounded_*` are the exact means that minima and tie-breaks are held against; `bonuses` and `penalties` the granted
    points before the cap. `rank`, `passed` and `selected` as in the contract.
    """

    id: str
    member_totals: Mapping[str, Decimal]
    dropped: tuple[str, ...]
    kept: tuple[str, ...]
    unrounded_mean: Decimal
    mean: Decimal
    unrounded_criterion_means: Mapping[str, Decimal]
    criterion_means: Mapping[str, Decimal]
    bonuses: tuple[Points, ...]
    bonus: Decimal
    penalties: tuple[Points, ...]
    penalty: Decimal
    final: Decimal
    failed_criteria: tuple[str, ...]
    passed: bool
    rank: int = 0
    selected: bool = False


@dataclass(frozen=True)
class Result:
    """`applications` by rank, then id; `tie_at_line` the ids of equals that the last seat would have parted."""

    rubric_version: str
    decimals: int
    applications: tuple[Marks, ...]
    tie_at_line: tuple[str, ...]

    @property
    def selected(self) -> tuple[str, ...]:
        return tuple(marks.id for marks in self.applications if marks.selected)

    def of(self, application: str) -> Marks:
        """The numbers of one application; LookupError where there is none of that id."""
        for marks in self.applications:
            if marks.id == application:
                return marks
        raise LookupError(application)

    def as_json(self) -> dict[str, Any]:
        """The result in the shape of result.json: numbers are strings, means with the declared decimals."""
        return {
            "rubric_version": self.rubric_version,
            "applications": [self._as_json(marks) for marks in self.applications],
            "tie_at_line": list(self.tie_at_line),
        }

    def _as_json(self, marks: Marks) -> dict[str, Any]:
        return {
            "id": marks.id,
            "member_totals": {member: plain(total) for member, total in marks.member_totals.items()},
            "dropped": list(marks.dropped),
            "criterion_means": {c: plain(mean, self.decimals) for c, mean in marks.criterion_means.items()},
            "mean": plain(marks.mean, self.decimals),
            "bonus": plain(marks.bonus),
            "penalty": plain(marks.penalty),
            "final": plain(marks.final, self.decimals),
            "failed_criteria": list(marks.failed_criteria),
            "passed": marks.passed,
            "rank": marks.rank,
            "selected": marks.selected,
        }

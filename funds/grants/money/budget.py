"""The arithmetic of a budget: sums by source, the own share, the cells that a change moves, whether a budget stands.

Pure: whole won as int; neither web nor database. Shares are compared exactly, never as they are rounded for reading.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from funds.selection.programmes.declaration import Budget
from portal.core.text import Text

STATE = "state"
Cell = tuple[str, str]
"""(item, source)."""


def by_source(cells: Mapping[Cell, int]) -> dict[str, int]:
    """The sums of a budget or of spending, by source."""
    found: dict[str, int] = {}
    for (_, source), amount in cells.items():
        found[source] = found.get(source, 0) + amount
    return found


def percent(part: int, whole: int) -> Decimal:
    """`part` of `whole` in percent with two decimals, half up; 0 of nothing."""
    if not whole:
        return Decimal(0)
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def own_share(sums: Mapping[str, int], own_sources: Iterable[str]) -> Decimal:
    """The own share of the whole cost, in percent."""
    own = sum(sums.get(source, 0) for source in set(own_sources))
    return percent(own, sum(sums.values()))


def enough_own(sums: Mapping[str, int], own_sources: Iterable[str], needed: int) -> bool:
    """Whether own money makes up `needed` percent of the whole or more; compared exactly, not as rounded."""
    own = sum(sums.get(source, 0) for source in set(own_sources))
    return own * 100 >= needed * sum(sums.values())


class Shift(NamedTuple):
    """One cell of the budget that moves."""

    item: str
    source: str
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before

    @property
    def percent(self) -> Decimal | None:
        """How far it moves, in percent of what stood there; None where nothing stood there."""
        return percent(abs(self.change), self.before) if self.before else None

    def within(self, tolerance: int) -> bool:
        """Whether it may move without approval: at most `tolerance` percent of a cell that had money."""
        return self.before > 0 and abs(self.change) * 100 <= tolerance * self.before


def shifts(before: Mapping[Cell, int], after: Mapping[Cell, int]) -> list[Shift]:
    """The cells that move, in order of item and source."""
    cells = sorted(set(before) | set(after))
    found = [Shift(*cell, before.get(cell, 0), after.get(cell, 0)) for cell in cells]
    return [s for s in found if s.change]


def budget_problem(
    declared: Budget, budget: Mapping[Cell, int], state: int, needed: int, own: tuple[str, ...]
) -> Text | None:
    """What keeps a budget from standing: its items, negative money, the state's sum, the own share."""
    if any(item not in declared.items or source not in declared.sources for item, source in budget):
        return Text("이 사업에 없는 비목이나 재원이 있습니다.", "An item or source is not known to this programme.")
    if any(amount < 0 for amount in budget.values()):
        return Text("금액은 0원 이상이어야 합니다.", "Sums are 0 or more.")
    sums = by_source(budget)
    if sums.get(STATE, 0) != state:
        return Text(
            "국비의 합 {s}원이 지원액 {t}원과 다릅니다.", "State money sums to KRW {s}; the support is KRW {t}."
        ).format(s=f"{sums.get(STATE, 0):,}", t=f"{state:,}")
    if not enough_own(sums, own, needed):
        return Text(
            "자부담이 총사업비의 {p}%로, 정한 {n}%보다 적습니다.",
            "The own share is {p}% of the whole cost; {n}% is asked.",
        ).format(p=own_share(sums, own), n=needed)
    return None

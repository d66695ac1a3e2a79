"""The budget line under a ranking: how far the money reaches. It informs; people decide. Never part of a score."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from funds.selection.scoring.result import Result
from funds.unusable import Unusable
from portal.core.text import Text


@dataclass(frozen=True)
class BudgetLine:
    """`within` by rank; `first_out` those of the first rank that does not fit (several where they are equals);
    `below` the selected ones after them; `used` and `left` in whole won."""

    within: tuple[str, ...]
    first_out: tuple[str, ...]
    below: tuple[str, ...]
    used: Decimal
    left: Decimal


def budget_line(result: Result, awards: Mapping[str, Decimal], budget: Decimal) -> BudgetLine:
    """Walk the selected by rank and stop at the first rank whose awards do not fit, even where a later one would.

    `awards` holds the award of each selected application, in the currency of `budget`. Raises `Unusable` where an award
    is missing or negative, or the budget is negative.
    """
    selected = [marks for marks in result.applications if marks.selected]
    problems = [
        Text(
            "{id} 신청의 지원액이 없거나 0보다 작습니다.", "The award of application {id} is missing or negative."
        ).format(id=marks.id)
        for marks in selected
        if awards.get(marks.id, Decimal(-1)) < 0
    ]
    if budget < 0:
        problems.append(Text("예산은 0보다 작을 수 없습니다.", "A budget cannot be negative."))
    if problems:
        raise Unusable(problems)
    within: list[str] = []
    used = Decimal(0)
    ranks = [[marks.id for marks in equals] for _, equals in groupby(selected, key=lambda marks: marks.rank)]
    for place, ids in enumerate(ranks):
        asked = sum((awards[id_] for id_ in ids), Decimal(0))
        if used + asked > budget:
            below = tuple(id_ for later in ranks[place + 1 :] for id_ in later)
            return BudgetLine(tuple(within), tuple(ids), below, used, budget - used)
        within += ids
        used += asked
    return BudgetLine(tuple(within), (), (), used, budget - used)

"""How far the members of a panel stand apart: figures for the chair, before a result is closed. Changes no score."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from statistics import median

from funds.selection.scoring.arithmetic import ARITHMETIC, rounded
from funds.selection.scoring.result import Marks, Result

FAR = Decimal(15)


@dataclass(frozen=True)
class Spread:
    """Of one application: lowest and highest total, the middle one, and the members `far` or more points from it."""

    application: str
    lowest: Decimal
    highest: Decimal
    middle: Decimal
    outliers: tuple[str, ...]


def spread(marks: Marks, far: Decimal = FAR) -> Spread:
    """Outliers are members whose total lies at least `far` points from the median of all counted totals.

    The median, not the mean: one wild score must not make the others look wild.
    """
    totals = marks.member_totals
    with localcontext(ARITHMETIC):
        middle = median(totals.values())
        outliers = tuple(member for member, total in totals.items() if abs(total - middle) >= far)
    return Spread(marks.id, min(totals.values()), max(totals.values()), middle, outliers)


def leanings(result: Result) -> Mapping[str, Decimal]:
    """Member → how much above (+) or below (−) the panel's mean that member scores on average, to two decimals.

    Over the applications which the member scored; the panel's mean is that of all counted totals, nothing dropped.
    """
    apart: dict[str, list[Decimal]] = {}
    with localcontext(ARITHMETIC):
        for marks in result.applications:
            panel = sum(marks.member_totals.values(), Decimal(0)) / len(marks.member_totals)
            for member, total in marks.member_totals.items():
                apart.setdefault(member, []).append(total - panel)
        return {m: rounded(sum(each, Decimal(0)) / len(each), 2) for m, each in sorted(apart.items())}

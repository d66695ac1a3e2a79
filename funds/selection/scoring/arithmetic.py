"""The computation itself, in decimal arithmetic: totals, dropping, means, bonus, pass, rank, seats.

Must not read files, know a page or decide anything that the rubric does not declare: where equals stand at the last
seat, it names them and selects none of them.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from itertools import groupby

from funds.selection.scoring.result import Marks, Result
from funds.selection.scoring.terms import Application, Criterion, Points, Rubric, Sheet
from funds.unusable import Unusable
from portal.core.text import Text

FEWEST_MEMBERS = 3
ARITHMETIC = Context(prec=60, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow])


def score(rubric: Rubric, sheet: Sheet) -> Result:
    """Rank every application of a complete sheet. Order of members or applications never changes the result.

    Raises `Unusable` where an application has fewer than three counted members.
    """
    few = [problem for a in sheet.applications if (problem := too_few(sheet, a.id))]
    if few:
        raise Unusable(few)
    with localcontext(ARITHMETIC):
        ranked = _rank(rubric, [_measure(rubric, sheet, application) for application in sheet.applications])
        selected, tie = _seat(rubric.seats, ranked)
    return Result(
        rubric_version=rubric.version,
        decimals=rubric.decimals,
        applications=tuple(replace(marks, selected=marks.id in selected) for marks in ranked),
        tie_at_line=tie,
    )


def too_few(sheet: Sheet, application: str) -> Text | None:
    """The sentence that refuses an application with too few counted members, or None."""
    count = len(sheet.counted(application))
    if count >= FEWEST_MEMBERS:
        return None
    return Text(
        "{id} 신청은 이해충돌이 없는 위원이 {count}명뿐입니다. 적어도 {fewest}명이 필요합니다.",
        "Application {id} has only {count} counted member(s); at least {fewest} are needed.",
    ).format(id=application, count=count, fewest=FEWEST_MEMBERS)


def automatic_score(value: Decimal) -> Decimal:
    """A computed criterion as every member's score: rounded half up to one decimal."""
    return rounded(value, 1)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """`value` rounded half up (away from zero at a tie) to `decimals` places, whatever the caller's context says."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=ARITHMETIC)


def _measure(rubric: Rubric, sheet: Sheet, application: Application) -> Marks:
    given = sheet.scores[application.id]
    counted = sheet.counted(application.id)
    totals = {member: _sum(given[member][c.id] for c in rubric.criteria) for member in counted}
    dropped = _drop(totals) if len(counted) >= rubric.drop_extremes_from else ()
    kept = tuple(member for member in counted if member not in dropped)
    mean = _sum(totals[member] for member in kept) / len(kept)
    sums = {c.id: _sum(given[member][c.id] for member in counted) for c in rubric.criteria}
    criterion_means = {criterion: total / len(counted) for criterion, total in sums.items()}
    failed = tuple(c.id for c in rubric.criteria if _fails(c, sums[c.id], len(counted)))
    bonuses = _granted(rubric.bonuses, application.bonuses)
    penalties = _granted(rubric.penalties, application.penalties)
    bonus = min(_sum(b.points for b in bonuses), rubric.bonus_cap)
    penalty = _sum(p.points for p in penalties)
    final = rounded(mean, rubric.decimals) + bonus - penalty
    return Marks(
        id=application.id,
        member_totals=totals,
        dropped=dropped,
        kept=kept,
        unrounded_mean=mean,
        mean=rounded(mean, rubric.decimals),
        unrounded_criterion_means=criterion_means,
        criterion_means={criterion: rounded(value, rubric.decimals) for criterion, value in criterion_means.items()},
        bonuses=bonuses,
        bonus=bonus,
        penalties=penalties,
        penalty=penalty,
        final=final,
        failed_criteria=failed,
        passed=final >= rubric.pass_mark and not failed,
    )


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def _drop(totals: dict[str, Decimal]) -> tuple[str, ...]:
    """The lowest total, then the highest of the rest; of equal totals the smallest member id."""
    lowest = min(totals, key=lambda member: (totals[member], member))
    highest = min((member for member in totals if member != lowest), key=lambda member: (-totals[member], member))
    return lowest, highest


def _fails(criterion: Criterion, total: Decimal, count: int) -> bool:
    """Whether the unrounded mean is under the minimum; multiplied out, so that no division can blur it."""
    return criterion.min is not None and total < criterion.min * count


def _granted(declared: tuple[Points, ...], ids: tuple[str, ...]) -> tuple[Points, ...]:
    return tuple(points for points in declared if points.id in ids)


def _rank(rubric: Rubric, measured: list[Marks]) -> list[Marks]:
    def standing(marks: Marks) -> tuple[Decimal, ...]:
        return (-marks.final, *(-marks.unrounded_criterion_means[criterion] for criterion in rubric.tie_break))

    ranked: list[Marks] = []
    for _, equals in groupby(sorted(measured, key=lambda marks: (standing(marks), marks.id)), key=standing):
        rank = len(ranked) + 1
        ranked += [replace(marks, rank=rank) for marks in equals]
    return ranked


def _seat(seats: int, ranked: list[Marks]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The selected ids, and the ids of those who would have to be parted at the last seat."""
    selected: list[str] = []
    passed = (marks for marks in ranked if marks.passed)
    for _, equals in groupby(passed, key=lambda marks: marks.rank):
        group = [marks.id for marks in equals]
        left = seats - len(selected)
        if len(group) > left:
            return frozenset(selected), tuple(group) if left else ()
        selected += group
    return frozenset(selected), ()

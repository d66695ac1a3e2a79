"""Who would change sides (selected or not) if one weight moved a little or one member were left out.

Every variation is an ordinary rubric and sheet put through the ordinary `score`; nothing here computes a rank of its
own. It informs the people who decide and changes no result.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from funds.selection.scoring.arithmetic import ARITHMETIC, rounded, score
from funds.selection.scoring.result import Result
from funds.selection.scoring.terms import Criterion, Rubric, Sheet, plain
from funds.unusable import Unusable
from portal.core.text import Text

SHIFT = Decimal(5)
SCALED_DECIMALS = 10


@dataclass(frozen=True, kw_only=True)
class Variation:
    """One what-if.

    `kind` is 'weight' or 'member', `subject` the id of the criterion or member, `shift` the points moved.
    `gained` and `lost` are the ids selected only here and only in the base result; `result` is None where the variation
    cannot be computed, and `impossible` then says why.
    """

    kind: str
    subject: str
    shift: Decimal
    what: Text
    result: Result | None
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    impossible: Text | None = None


@dataclass(frozen=True)
class Sensitivity:
    """The base result and every variation: weights in the rubric's order (less, then more), then members by id."""

    base: Result
    variations: tuple[Variation, ...]

    def movers(self) -> dict[str, tuple[Variation, ...]]:
        """Application id → the variations under which it changes sides; by id, only those that do."""
        ids = sorted({id_ for v in self.variations for id_ in (*v.gained, *v.lost)})
        return {id_: tuple(v for v in self.variations if id_ in v.gained or id_ in v.lost) for id_ in ids}


def sensitivity(rubric: Rubric, sheet: Sheet, shift: Decimal = SHIFT) -> Sensitivity:
    """Each criterion's maximum moved by −`shift` and +`shift` points, the others rescaled to keep the sum at 100; and
    each member left out in turn. Scores and minima scale with their maximum.

    Raises `Unusable` where the base cannot be scored or `shift` is not more than 0.
    """
    if shift <= 0:
        raise Unusable([Text("움직일 배점은 0보다 커야 합니다.", "The points to move must be more than 0.")])
    base = score(rubric, sheet)
    return Sensitivity(base, (*_weights(rubric, sheet, base, shift), *_members(rubric, sheet, base)))


def reweighted(rubric: Rubric, sheet: Sheet, criterion: str, shift: Decimal) -> tuple[Rubric, Sheet]:
    """Rubric and sheet with the maximum of `criterion` moved by `shift` points and all others rescaled.

    A score keeps its share of the maximum; scaled numbers are rounded half up to ten decimals, so that the
    varied sheet is itself a list of plain decimals that can be re-computed. Raises `Unusable` where no
    maximum above 0 would be left.
    """
    with localcontext(ARITHMETIC):
        moved = next(c for c in rubric.criteria if c.id == criterion)
        total = sum((c.max for c in rubric.criteria), Decimal(0))
        target = moved.max + shift
        if not 0 < target < total or moved.max == total:
            raise Unusable(
                [
                    Text(
                        "배점이 {target}점이 되어 다른 항목과 나눌 수 없습니다.",
                        "Its maximum would become {target}, which leaves nothing to share.",
                    ).format(target=plain(target))
                ]
            )
        others = (total - target) / (total - moved.max)
        factors = {c.id: target / moved.max if c.id == criterion else others for c in rubric.criteria}

        def scaled(value: Decimal, id_: str) -> Decimal:
            return rounded(value * factors[id_], SCALED_DECIMALS)

        criteria = tuple(
            Criterion(c.id, c.label, scaled(c.max, c.id), None if c.min is None else scaled(c.min, c.id))
            for c in rubric.criteria
        )
        scores = {
            application: {
                member: {id_: scaled(value, id_) for id_, value in given.items()} for member, given in by_member.items()
            }
            for application, by_member in sheet.scores.items()
        }
    return replace(rubric, criteria=criteria), replace(sheet, scores=scores)


def without(sheet: Sheet, member: str) -> Sheet:
    """The sheet as if `member` had never sat on the panel."""
    scores = {
        application: {m: given for m, given in by_member.items() if m != member}
        for application, by_member in sheet.scores.items()
    }
    return replace(sheet, members=tuple(m for m in sheet.members if m != member), scores=scores)


def _weights(rubric: Rubric, sheet: Sheet, base: Result, shift: Decimal) -> Iterator[Variation]:
    for criterion in rubric.criteria:
        for moved in (-shift, shift):
            what = Text("{label} 배점 {moved}점", "{label}: maximum {moved} points").format(
                label=criterion.label, moved=("+" if moved > 0 else "") + plain(moved)
            )
            try:
                result = score(*reweighted(rubric, sheet, criterion.id, moved))
            except Unusable as unusable:
                yield _impossible("weight", criterion.id, moved, what, unusable)
            else:
                yield _variation("weight", criterion.id, moved, what, base, result)


def _members(rubric: Rubric, sheet: Sheet, base: Result) -> Iterator[Variation]:
    for member in sorted(sheet.members):
        what = Text("{member} 위원 제외", "Without member {member}").format(member=member)
        try:
            result = score(rubric, without(sheet, member))
        except Unusable as unusable:
            yield _impossible("member", member, Decimal(0), what, unusable)
        else:
            yield _variation("member", member, Decimal(0), what, base, result)


def _impossible(kind: str, subject: str, shift: Decimal, what: Text, unusable: Unusable) -> Variation:
    return Variation(kind=kind, subject=subject, shift=shift, what=what, result=None, impossible=unusable.problems[0])


def _variation(kind: str, subject: str, shift: Decimal, what: Text, base: Result, result: Result) -> Variation:
    before, after = set(base.selected), set(result.selected)
    return Variation(
        kind=kind,
        subject=subject,
        shift=shift,
        what=what,
        result=result,
        gained=tuple(sorted(after - before)),
        lost=tuple(sorted(before - after)),
    )

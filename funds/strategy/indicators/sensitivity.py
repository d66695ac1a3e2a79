"""How the ranking answers when one weight moves: who enters or leaves the top,
and between which ranks a country lies.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from funds.strategy.indicators.figures import Figure
from funds.strategy.indicators.ranking import Ranking, rank
from funds.strategy.indicators.weights import Weights
from funds.unusable import Unusable
from portal.core.text import Text

POINTS = Decimal(5)
TOP = 10


@dataclass(frozen=True)
class Shift:
    """One measure's weight moved by `points` of the whole, the others rescaled; `entered` and `left` the top."""

    measure: str
    points: Decimal
    ranking: Ranking
    entered: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class RankRange:
    """Best and worst rank of a country over the base and all shifts."""

    best: int
    worst: int


@dataclass(frozen=True)
class RankingSensitivity:
    """`shifts` in the order of the measures, less before more; `ranges` of every country with a rank throughout."""

    base: Ranking
    top: int
    shifts: tuple[Shift, ...]
    ranges: dict[str, RankRange]


def rank_sensitivity(
    figures: Iterable[Figure], weights: Weights, year: int | None = None, points: Decimal = POINTS, top: int = TOP
) -> RankingSensitivity:
    """Move each weight by −`points` and +`points` per cent of the whole weight. Moves that would take a weight to 0 or
    less, or leave nothing for the others, are left out. Raises `Unusable` where `points` is not above 0."""
    if points <= 0:
        raise Unusable([Text("움직일 가중치는 0보다 커야 합니다.", "The weight to move must be more than 0.")])
    held = tuple(figures)
    base = rank(held, weights, year)
    before = set(base.top(top))
    shifts = []
    for measure in weights.measures:
        for moved in (-points, points):
            varied = shifted(weights, measure.id, moved)
            if varied is None:
                continue
            ranking = rank(held, varied, year)
            after = set(ranking.top(top))
            shifts.append(
                Shift(measure.id, moved, ranking, tuple(sorted(after - before)), tuple(sorted(before - after)))
            )
    return RankingSensitivity(base, top, tuple(shifts), _ranges([base, *(shift.ranking for shift in shifts)]))


def shifted(weights: Weights, measure: str, points: Decimal) -> Weights | None:
    """Weights that sum to 100, with `measure` moved by `points`; None where that leaves a weight at 0 or less."""
    shares = {each.id: 100 * each.weight / weights.total for each in weights.measures}
    target = shares[measure] + points
    if not 0 < target < 100 or shares[measure] == 100:
        return None
    factor = (100 - target) / (100 - shares[measure])
    return weights.moved({id_: target if id_ == measure else share * factor for id_, share in shares.items()})


def _ranges(rankings: list[Ranking]) -> dict[str, RankRange]:
    ranks: dict[str, list[int]] = {}
    for ranking in rankings:
        for row in ranking.rows:
            if row.rank is not None:
                ranks.setdefault(row.iso3, []).append(row.rank)
    return {iso3: RankRange(min(all_), max(all_)) for iso3, all_ in ranks.items() if len(all_) == len(rankings)}

"""Figures of a plan: how good it is for all, for the worst served, and how evenly it loads. Must not change a plan."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from experts.matching.assignment import Problem

Flags = npt.NDArray[np.bool_]


class Report(NamedTuple):
    """`objective`: Σ(affinity + bonus) − load price − unassigned price of the plan.

    `affinity`: Σ affinity; `optimum`: the best possible Σ affinity at the same number of cases first; `ratio`: their
    quotient. `least`, `p5`: worst and 5th percentile pair. `gini`: of load ÷ most load over experts (0 even).
    `blocking`: pairs who would both rather have each other. `pref_hit`: share of requests with wishes that got one.
    `idle`: experts without any case. `seconds`: taken.
    """

    objective: float
    affinity: float
    optimum: float
    ratio: float
    least: float
    p5: float
    gini: float
    blocking: int
    pref_hit: float
    idle: int
    assigned: int
    unassigned: int
    seconds: float


def report(x: Flags, best: Flags, p: "Problem", seconds: float) -> Report:
    """The figures of plan `x` against `best`, the plan of the highest Σ affinity."""
    total, optimum = float(p.affinity[x].sum(dtype=np.float64)), float(p.affinity[best].sum(dtype=np.float64))
    pairs = np.sort(p.affinity[x].astype(np.float64))
    left = np.maximum(p.demand - x.sum(axis=1), 0)
    wishing = np.any(p.pref > 0, axis=1)
    granted = np.any((p.pref > 0) & x, axis=1)
    loads = p.load + x.sum(axis=0)
    return Report(
        objective=objective(x, p),
        affinity=total,
        optimum=optimum,
        ratio=total / optimum if optimum else 1.0,
        least=float(pairs[0]) if len(pairs) else 0.0,
        p5=float(np.percentile(pairs, 5)) if len(pairs) else 0.0,
        gini=gini(loads / np.maximum(p.load + p.capacity, 1)),
        blocking=blocking(x, p),
        pref_hit=float(granted[wishing].mean()) if wishing.any() else 0.0,
        idle=int((loads == 0).sum()),
        assigned=int(x.sum()),
        unassigned=int(left.sum()),
        seconds=seconds,
    )


def objective(x: Flags, p: "Problem") -> float:
    """What the flow maximises, of any plan `x`, in points of affinity. Fixed pairs pay no load price."""
    gain = p.affinity.astype(np.float64) + np.array([0.0, *p.terms.bonus])[p.pref]
    running = p.load + p.fixed.sum(axis=0)
    free = np.maximum(p.capacity - p.fixed.sum(axis=0), 0)
    new = (x & ~p.fixed).sum(axis=0)
    steps = running * new + new * (new - 1) / 2
    price = p.terms.load_price * steps / np.maximum(running + free, 1)
    left = np.maximum(p.demand - x.sum(axis=1), 0).sum()
    return float(gain[x].sum() - price.sum() - p.terms.unassigned_price * left)


def gini(values: npt.NDArray[Any]) -> float:
    """Gini coefficient of non-negative `values`; 0 when all are equal or all are 0."""
    ordered = np.sort(np.asarray(values, np.float64))
    total, count = ordered.sum(), len(ordered)
    if not total:
        return 0.0
    return float((2 * np.arange(1, count + 1) - count - 1) @ ordered / (count * total))


def blocking(x: Flags, p: "Problem") -> int:
    """Eligible pairs outside the plan whose request and expert would both rather have each other."""
    worst_of_request = np.where(x, p.affinity, np.inf).min(axis=1, initial=np.inf)
    worst_of_expert = np.where(x, p.affinity, np.inf).min(axis=0, initial=np.inf)
    short = x.sum(axis=1) < p.demand
    spare = x.sum(axis=0) < p.capacity
    wants = (p.affinity > worst_of_request[:, None]) | short[:, None]
    takes = (p.affinity > worst_of_expert[None, :]) | spare[None, :]
    asked, able = (p.demand > 0)[:, None], (p.capacity > 0)[None, :]
    return int((p.ok & ~x & wants & takes & asked & able).sum())

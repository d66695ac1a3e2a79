"""Many requests at once: one exact minimum-cost flow over eligible pairs, with a price for leaving a case unassigned.

Pure; ortools is loaded on first use. Same input in any order gives the same plan, because both sides are sorted by id.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from experts.matching.fairness import Report, report
from experts.matching.people import BadInput

Affinity = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.integer[Any]]

UNIT = 1_000_000  # one point of affinity in whole cost units
FLOOR_SHARE = 0.9  # of the bottleneck, where tau is 'bottleneck'


@dataclass(frozen=True, slots=True)
class Terms:
    """What the plan weighs beside the fit (all in points of affinity, 0-1).

    `tau`: pairs below are never assigned; 'bottleneck': FLOOR_SHARE of the best possible worst pair. `bonus`: for the
    applicant's 1st, 2nd, 3rd wish. `load_price`: what a fully loaded expert's next case costs more than an idle one's.
    `unassigned_price`: what leaving a case unassigned costs beside its lost fit; 1 serves as many as possible."""

    tau: float | Literal["bottleneck"] = 0.0
    bonus: tuple[float, float, float] = (0.10, 0.06, 0.03)
    load_price: float = 0.05
    unassigned_price: float = 1.0


DEFAULT_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Problem:
    """A batch: row = request, column = expert. `demand` and `capacity` in cases (capacity = free places), `pref` 0-3,
    `fixed` pairs already accepted (counted against both), `load` cases that experts already run. `junior`: pairs in
    whose row a further expert must lead, one of the row's other pairs; all False where nobody need lead.
    """

    affinity: Affinity  # (R, E)
    ok: Flags  # (R, E)
    demand: Counts  # (R,)
    capacity: Counts  # (E,)
    pref: Counts  # (R, E)
    fixed: Flags  # (R, E)
    load: Counts  # (E,)
    terms: Terms
    junior: Flags | None = None  # (R, E)


class Plan(NamedTuple):
    """`x`: bool (R, E); `unassigned`: cases left, int (R,); `tau`: the floor that was used; `report`: the figures."""

    x: Flags
    unassigned: Counts
    tau: float
    report: Report


def assign(
    affinity: Affinity,
    ok: Flags,
    demand: Counts,
    capacity: Counts,
    pref: Counts | None = None,
    fixed: Flags | None = None,
    *,
    load: Counts | None = None,
    junior: Flags | None = None,
    request_ids: Sequence[str] | None = None,
    expert_ids: Sequence[str] | None = None,
    terms: Terms = DEFAULT_TERMS,
) -> Plan:
    """The best plan: maximises Σ X·(affinity + bonus) − load price − unassigned price, exactly (to 1e-6 a pair).

    Ids, when given, make the plan independent of the order of rows and columns. A demand above the supply gives a
    partial plan. BadInput when shapes do not fit or a number is negative or not finite.
    """
    shape = affinity.shape
    problem = Problem(
        affinity,
        ok,
        demand,
        capacity,
        np.zeros(shape, np.int8) if pref is None else pref,
        np.zeros(shape, np.bool_) if fixed is None else fixed,
        np.zeros(len(capacity), np.int64) if load is None else load,
        terms,
        junior if junior is not None and junior.any() else None,
    )
    _check(problem)
    started = time.perf_counter()
    by_request = np.argsort(np.array(request_ids), kind="stable") if request_ids is not None else np.arange(shape[0])
    by_expert = np.argsort(np.array(expert_ids), kind="stable") if expert_ids is not None else np.arange(shape[1])
    ordered = _permuted(problem, by_request, by_expert)
    tau = _floor(ordered)
    x = _solve(ordered, tau)
    best = _solve(_plainly(ordered), 0.0, by_id=False) if tau > 0 or terms.load_price > 0 or ordered.pref.any() else x
    made = report(x, best, ordered, time.perf_counter() - started)
    back = np.zeros(shape, np.bool_)
    back[np.ix_(by_request, by_expert)] = x
    return Plan(back, np.maximum(demand - back.sum(axis=1), 0), tau, made)


def rematch(
    x: Flags,
    declined: Iterable[tuple[int, int]],
    affinity: Affinity,
    ok: Flags,
    demand: Counts,
    capacity: Counts,
    pref: Counts | None = None,
    *,
    accepted: Flags | None = None,
    load: Counts | None = None,
    junior: Flags | None = None,
    request_ids: Sequence[str] | None = None,
    expert_ids: Sequence[str] | None = None,
    terms: Terms = DEFAULT_TERMS,
) -> tuple[Plan, list[tuple[int, int]]]:
    """After `declined` pairs (row, column): forbid them, keep the `accepted` pairs (all others of `x` when None),
    solve again.

    Returns the new plan and the pairs that changed (declined, released or new), sorted.
    """
    refused = list(declined)
    allowed, kept = ok.copy(), (x if accepted is None else accepted & x).copy()
    for row, column in refused:
        allowed[row, column] = kept[row, column] = False
    plan = assign(
        affinity,
        allowed,
        demand,
        capacity,
        pref,
        kept,
        load=load,
        junior=junior,
        request_ids=request_ids,
        expert_ids=expert_ids,
        terms=terms,
    )
    changed = sorted((int(r), int(e)) for r, e in zip(*np.nonzero(plan.x != x), strict=True))
    return plan, changed


def _check(problem: Problem) -> None:
    rows, columns = problem.affinity.shape
    shapes = [problem.ok.shape, problem.pref.shape, problem.fixed.shape]
    vectors = (problem.demand.shape, problem.capacity.shape, problem.load.shape)
    if any(shape != (rows, columns) for shape in shapes) or vectors != ((rows,), (columns,), (columns,)):
        raise BadInput("배정 표의 크기가 서로 맞지 않습니다.", "The tables of the batch do not fit each other.")
    negative = min((int(v.min(initial=0)) for v in (problem.demand, problem.capacity, problem.load)), default=0) < 0
    if negative or not np.isfinite(problem.affinity).all():
        raise BadInput(
            "수요, 여력, 점수는 0 이상의 수여야 합니다.", "Demand, capacity and scores must be numbers from 0."
        )


def _permuted(p: Problem, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]) -> Problem:
    both = np.ix_(rows, columns)
    return Problem(
        p.affinity[both],
        p.ok[both],
        p.demand[rows],
        p.capacity[columns],
        p.pref[both],
        p.fixed[both],
        p.load[columns],
        p.terms,
        None if p.junior is None else p.junior[both],
    )


def _plainly(p: Problem) -> Problem:
    terms = Terms(0.0, (0.0, 0.0, 0.0), 0.0, p.terms.unassigned_price)
    return replace(p, pref=np.zeros_like(p.pref), terms=terms)


def _free(p: Problem, tau: float) -> tuple[Flags, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pairs still open, and what demand and capacity the fixed pairs leave."""
    demand = np.maximum(p.demand.astype(np.int64) - p.fixed.sum(axis=1), 0)
    capacity = np.maximum(p.capacity.astype(np.int64) - p.fixed.sum(axis=0), 0)
    open_pairs = p.ok & ~p.fixed & (demand > 0)[:, None] & (capacity > 0)[None, :]
    return (open_pairs & (p.affinity >= tau) if tau > 0 else open_pairs), demand, capacity


def _solve(p: Problem, tau: float, *, by_id: bool = True) -> Flags:
    from ortools.graph.python import min_cost_flow

    rows, columns = p.affinity.shape
    open_pairs, demand, capacity = _free(p, tau)
    x = p.fixed.copy()
    at_row, at_column = np.nonzero(open_pairs)
    total = int(demand.sum())
    if not total or not len(at_row):
        return x
    ties = total * max(rows, columns) + 1 if by_id else 1  # costs come first, then the smaller ids
    gain = p.affinity[at_row, at_column].astype(np.float64)
    gain = gain + np.array([0.0, *p.terms.bonus])[p.pref[at_row, at_column]]
    cost = np.rint((1 - gain) * UNIT).astype(np.int64) * ties + at_column * by_id
    slot_expert, slot_cost = _slots(p, capacity)
    sink = rows + columns
    waiting = np.flatnonzero(demand)
    flow = min_cost_flow.SimpleMinCostFlow()
    led = _led(p, at_row, at_column, demand, sink + 1)
    if len(led.rows):
        flow.add_arcs_with_capacity_and_unit_cost(led.rows, led.nodes, led.most, np.zeros(len(led.rows), np.int64))
    pairs = flow.add_arcs_with_capacity_and_unit_cost(led.tails, at_column + rows, np.ones(len(at_row), np.int64), cost)
    flow.add_arcs_with_capacity_and_unit_cost(
        slot_expert + rows, np.full(len(slot_expert), sink), np.ones(len(slot_expert), np.int64), slot_cost * ties
    )
    left = round((1 + p.terms.unassigned_price) * UNIT) * ties + (rows - 1 - waiting) * by_id
    flow.add_arcs_with_capacity_and_unit_cost(waiting, np.full(len(waiting), sink), demand[waiting], left)
    flow.set_nodes_supplies(np.append(waiting, sink), np.append(demand[waiting], -total))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"the flow has no optimum (status {status})")
    taken = flow.flows(pairs) > 0
    x[at_row[taken], at_column[taken]] = True
    return x


class _Led(NamedTuple):
    """Where the arcs of pairs begin: those of juniors at a node of their row that lets through all but the one who
    leads.
    """

    tails: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    nodes: npt.NDArray[np.int64]
    most: npt.NDArray[np.int64]


def _led(
    p: Problem, at_row: npt.NDArray[np.intp], at_column: npt.NDArray[np.intp], demand: npt.NDArray[np.int64], node: int
) -> _Led:
    tails = at_row.astype(np.int64)
    if p.junior is None:
        none = np.zeros(0, np.int64)
        return _Led(tails, none, none, none)
    rows = np.flatnonzero(p.junior.any(axis=1)).astype(np.int64)
    seniors: Flags = p.fixed & ~p.junior
    has_lead = seniors[rows].any(axis=1)
    nodes = node + np.arange(len(rows), dtype=np.int64)
    through = np.zeros(len(p.demand), np.int64)
    through[rows] = nodes
    below = p.junior[at_row, at_column]
    tails[below] = through[at_row[below]]
    return _Led(tails, rows, nodes, np.maximum(demand[rows] - np.where(has_lead, 0, 1), 0))


def _slots(p: Problem, capacity: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """One arc a free place: expert column and price, rising with the share of the load, so that work is spread."""
    expert = np.repeat(np.arange(len(capacity)), capacity)
    first = np.cumsum(capacity) - capacity
    running = p.load.astype(np.int64) + p.fixed.sum(axis=0)
    before = running[expert] + np.arange(len(expert)) - first[expert]
    price = p.terms.load_price * before / np.maximum(running + capacity, 1)[expert]
    return expert.astype(np.int64), np.rint(price * UNIT).astype(np.int64)


def _floor(p: Problem) -> float:
    if p.terms.tau != "bottleneck":
        return float(p.terms.tau)
    return FLOOR_SHARE * bottleneck(p)


def bottleneck(p: Problem) -> float:
    """The highest floor under which as many cases can be assigned as without one (0 when nothing can be)."""
    open_pairs, demand, _ = _free(p, 0.0)
    most = _most(p, 0.0)
    if not most:
        return 0.0
    values = np.unique(p.affinity[open_pairs])
    low, high = 0, len(values) - 1
    if most == int(demand.sum()):  # everybody is served, so nobody can get more than the least of the best
        ranked = -np.sort(-np.where(open_pairs, p.affinity, -1.0), axis=1)
        waiting = np.flatnonzero(demand)
        least = ranked[waiting, demand[waiting] - 1].min()
        high = int(np.searchsorted(values, least))
    if _most(p, float(values[high])) == most:
        return float(values[high])
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _most(p, float(values[middle])) == most else (low, middle)
    return float(values[low])


def _most(p: Problem, tau: float) -> int:
    """How many cases can be assigned over pairs of at least `tau`."""
    from ortools.graph.python import max_flow

    rows, columns = p.affinity.shape
    open_pairs, demand, capacity = _free(p, tau)
    at_row, at_column = np.nonzero(open_pairs)
    flow = max_flow.SimpleMaxFlow()
    source, sink = rows + columns, rows + columns + 1
    led = _led(p, at_row, at_column, demand, sink + 1)
    if len(led.rows):
        flow.add_arcs_with_capacity(led.rows, led.nodes, led.most)
    flow.add_arcs_with_capacity(led.tails, at_column + rows, np.ones(len(at_row), np.int64))
    flow.add_arcs_with_capacity(np.full(rows, source), np.arange(rows), demand)
    flow.add_arcs_with_capacity(np.arange(columns) + rows, np.full(columns, sink), capacity)
    flow.solve(source, sink)
    return int(flow.optimal_flow())

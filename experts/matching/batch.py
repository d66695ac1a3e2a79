"""A batch as the officer sees it: who gets whom, who stays unassigned and why. The arithmetic is in assignment."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from experts.matching.assignment import DEFAULT_TERMS, Plan, Terms, assign
from experts.matching.fairness import Report
from experts.matching.gates import ASIDE, BELOW, CONFLICT, DECLINED, FULL, JUNIOR, NO_LEAD, UNAVAILABLE
from experts.matching.index import Floats, Index
from experts.matching.people import BadInput, Request
from experts.matching.scoring import DEFAULT, Weights, score_one
from experts.matching.shortlist import suits
from portal.core.organisation_names import bare_name
from portal.core.text import Text

FAIR = Terms(tau="bottleneck")
_GATES = {
    UNAVAILABLE: Text("활동 중지", "not available"),
    FULL: Text("한도 도달", "fully loaded"),
    CONFLICT: Text("이해상충", "conflict of interest"),
    JUNIOR: Text("경력 7년 미만", "under seven years"),
    DECLINED: Text("이미 사양", "already declined"),
    NO_LEAD: Text("심화 자문을 이끌 경력 부족", "not senior enough to lead"),
    ASIDE: Text("담당자가 뺌", "put aside by the officer"),
    BELOW: Text("주제·국가 경력 부족", "no fitting experience"),
}
WISHES_GRANTED = 2  # how often within a year one applicant's wish for one expert weighs; then it counts for nothing


class Assigned(NamedTuple):
    """One pair of the plan. `note` says why the request did not get its highest-scored expert (None: it did)."""

    request_id: str
    expert_id: str
    affinity: float
    note: Text | None


class Left(NamedTuple):
    """A request with `missing` cases unassigned, and why."""

    request_id: str
    missing: int
    why: Text


@dataclass(frozen=True, slots=True)
class Batch:
    """The plan in words, and its arrays: rows are `request_ids`, columns `expert_ids`, both sorted by id."""

    assigned: tuple[Assigned, ...]
    left: tuple[Left, ...]
    report: Report
    tau: float
    plan: Plan
    affinity: Floats
    why: npt.NDArray[np.uint16]
    request_ids: tuple[str, ...]
    expert_ids: tuple[str, ...]
    capped: tuple[tuple[str, str], ...]  # wishes (request, expert) that weighed nothing: granted often enough


def plan_batch(
    requests: Sequence[Request],
    index: Index,
    *,
    terms: Terms = FAIR,
    weights: Weights = DEFAULT,
    fixed: Sequence[tuple[str, str]] = (),
    aside: Sequence[tuple[str, str]] = (),
) -> Batch:
    """Assign `requests` to the pool.

    Only experts who suit are assigned; `fixed` are accepted (request, expert) ids, `aside` pairs that an officer does
    not want (those that name nobody are passed over). BadInput when a fixed pair names nobody of the batch.
    """
    ordered = sorted(requests, key=lambda r: r.id)
    rows, size = {r.id: i for i, r in enumerate(ordered)}, len(index.experts)
    affinity = np.zeros((len(ordered), size), np.float32)
    why = np.zeros((len(ordered), size), np.uint16)
    pref = np.zeros((len(ordered), size), np.int8)
    junior = np.zeros((len(ordered), size), np.bool_)
    wishes: Counter[tuple[str, str]] = Counter()
    capped = []
    for i, request in enumerate(ordered):
        row = score_one(request, index, weights=weights)
        affinity[i], why[i] = row.score, row.why
        why[i, ~suits(row, index) & row.ok] |= BELOW
        if request.indepth and request.needed > 1:
            junior[i] = ~index.senior
        for rank, wished in enumerate(request.preferred[:3], 1):
            if wished not in index.row or pref[i, index.row[wished]]:
                continue
            by = (bare_name(request.applicant_org), wished)
            if request.applicant_org and request.granted.get(wished, 0) + wishes[by] >= WISHES_GRANTED:
                capped.append((request.id, wished))
                continue
            pref[i, index.row[wished]] = rank
            wishes[by] += 1
    for request_id, expert_id in aside:
        if request_id in rows and expert_id in index.row:
            why[rows[request_id], index.row[expert_id]] |= ASIDE
    accepted = np.zeros((len(ordered), size), np.bool_)
    for request_id, expert_id in fixed:
        if request_id not in rows or expert_id not in index.row:
            raise BadInput(
                f"확정된 배정 {request_id}–{expert_id}를 찾을 수 없습니다.",
                f"The accepted pair {request_id}–{expert_id} is not part of the batch.",
            )
        accepted[rows[request_id], index.row[expert_id]] = True
    plan = assign(
        affinity,
        why == 0,
        np.array([r.needed for r in ordered], np.int64),
        np.array([e.free for e in index.experts], np.int64) + accepted.sum(axis=0),
        pref,
        accepted,
        load=np.array([e.current_load for e in index.experts], np.int64),
        junior=junior,
        terms=terms,
    )
    experts = tuple(index.row)
    return Batch(
        tuple(_assigned(plan, affinity, why, tuple(rows), experts)),
        tuple(_left(plan, affinity, why, tuple(rows))),
        plan.report,
        plan.tau,
        plan,
        affinity,
        why,
        tuple(rows),
        experts,
        tuple(capped),
    )


def _assigned(
    plan: Plan, affinity: Floats, why: npt.NDArray[np.uint16], requests: tuple[str, ...], experts: tuple[str, ...]
) -> list[Assigned]:
    pairs = []
    for row, request in enumerate(requests):
        given = sorted(np.flatnonzero(plan.x[row]), key=lambda at: (-affinity[row, at], at))
        open_to = np.flatnonzero((why[row] == 0) & ~plan.x[row])
        best = int(open_to[np.argmax(affinity[row, open_to])]) if len(open_to) else -1
        for at in given:
            note = None
            if best >= 0 and affinity[row, best] > affinity[row, at]:
                gap = float(affinity[row, best] - affinity[row, at])
                note = Text(
                    "이 요청의 최고 점수는 {best}({top})이지만, 모든 요청의 적합도와 업무 부담을 함께 따져 정했습니다."
                    " 차이 −{gap}",
                    "{best} ({top}) scores highest here, but the fit and load of the whole plan decided; difference −{gap}",
                ).format(best=experts[best], top=f"{affinity[row, best]:.2f}", gap=f"{gap:.2f}")
            pairs.append(Assigned(request, experts[at], float(affinity[row, at]), note))
    return pairs


def _left(plan: Plan, affinity: Floats, why: npt.NDArray[np.uint16], requests: tuple[str, ...]) -> list[Left]:
    found = []
    for row in np.flatnonzero(plan.unassigned):
        fitting = (why[row] == 0) & ~plan.x[row]
        above = fitting & (affinity[row] >= plan.tau)
        if above.any():
            reason = Text(
                "적합한 전문위원 {n}명의 남은 한도를 다른 요청이 모두 썼습니다.",
                "The remaining load of the {n} fitting experts is used up by other requests.",
            ).format(n=int(above.sum()))
        elif fitting.any():
            reason = Text(
                "남은 전문위원의 적합도가 배정 기준 {tau}에 못 미칩니다.",
                "The remaining experts are below the floor {tau}.",
            ).format(tau=f"{plan.tau:.2f}")
        else:
            reason = _barred(why[row], given=int(plan.x[row].sum()))
        found.append(Left(requests[row], int(plan.unassigned[row]), reason))
    return found


def _barred(why: npt.NDArray[np.uint16], *, given: int) -> Text:
    counts = [(name, int(((why & bit) > 0).sum())) for bit, name in _GATES.items()]
    named = [(name, count) for name, count in counts if count]
    head = (
        Text("더 배정할 적합한 전문위원이 없습니다", "No further expert suits")
        if given
        else Text("적합한 전문위원이 없습니다", "No expert suits")
    )
    ko = ", ".join(f"{name.ko} {count}명" for name, count in named)
    en = ", ".join(f"{name.en} {count}" for name, count in named)
    return Text(f"{head.ko} ({ko}).", f"{head.en} ({en}).") if named else Text(f"{head.ko}.", f"{head.en}.")


__all__ = ["DEFAULT_TERMS", "FAIR", "Assigned", "Batch", "Left", "plan_batch"]

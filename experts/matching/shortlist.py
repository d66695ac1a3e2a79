"""The shortlist of one request: best candidates, near misses with their gates, and whether anybody suits at all."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from experts.matching.explain import Evidence, evidence
from experts.matching.gates import reason_for_applicant, reasons
from experts.matching.index import Floats, Index, codes
from experts.matching.people import Request
from experts.matching.scoring import DEFAULT, Row, Weights, score_one
from experts.matching.wishes import Wish
from portal.core.text import Text

WORKED = 0.35  # evidence of one weak mention: less says nothing about own work
NEIGHBOUR = 0.34  # a neighbouring topic (.5), clearly named once
SAME_FIELD, OWN_COUNTRY, SOME_REACH = 0.9, 0.8, 0.3
CLEAR = 0.55  # evidence of one mention
ALIKE = 0.5  # shared words, of the most that anybody shares: enough only where no topic could be read
HIGH, MEDIUM, LOW = "high", "medium", "low"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One proposed expert.

    `factors` and `contributions` follow FACTORS (C F K T L Q U); contributions sum to `score`.
    """

    expert_id: str
    score: float
    factors: tuple[float, ...]
    contributions: tuple[float, ...]
    evidence: tuple[Evidence, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class Excluded:
    """An expert whom a gate excludes: a wished one (`wished` 1-3) or one who would have been on the list (0)."""

    expert_id: str
    score: float
    wished: int
    why: int
    reasons: tuple[Text, ...]
    for_applicant: Text


@dataclass(frozen=True, slots=True)
class Shortlist:
    """`candidates` best first; `nobody` says why no candidate suits (None: somebody does).

    `wish`: what was understood.
    """

    request_id: str
    wish: Wish
    candidates: tuple[Candidate, ...]
    excluded: tuple[Excluded, ...]
    nobody: Text | None


def topk(request: Request, index: Index, k: int = 5, *, weights: Weights = DEFAULT) -> Shortlist:
    """The `k` best eligible experts with their explanation, ties by id; also who is excluded and why."""
    row = score_one(request, index, weights=weights)
    order = _order(row.score, np.flatnonzero(row.ok), k)
    suited = suits(row, index)
    candidates = tuple(
        Candidate(
            index.experts[at].id,
            float(row.score[at]),
            tuple(float(value) for value in row.factors[at]),
            contributions(row, at, weights),
            evidence(request, row, at, index),
            _confidence(row, at, fits=bool(suited[at])),
        )
        for at in order
    )
    return Shortlist(request.id, row.wish, candidates, _excluded(request, row, index, k), _nobody(row, suited))


def ranking(request: Request, index: Index, k: int = 5, *, weights: Weights = DEFAULT) -> list[str]:
    """Ids of the `k` best eligible experts, best first; empty where nobody suits."""
    row = score_one(request, index, weights=weights)
    if _nobody(row, suits(row, index)) is not None:
        return []
    return [index.experts[at].id for at in _order(row.score, np.flatnonzero(row.ok), k)]


def _order(score: Floats, among: npt.NDArray[np.intp], k: int) -> list[int]:
    """The `k` best rows of `among`; equal scores by row, that is by expert id."""
    if len(among) > 4 * k:
        floor = np.partition(score[among], -k)[-k]
        among = among[score[among] >= floor]
    best = np.lexsort((among, -score[among]))[:k]
    return [int(at) for at in among[best]]


def suits(row: Row, index: Index) -> npt.NDArray[np.bool_]:
    """Who is a defensible proposal, bool (E,): the asked work itself within reach,
    or its nearest neighbour at the place.
    """
    columns = codes()
    country, field = row.factors[:, 0], row.factors[:, 1]
    at_place = (field >= SAME_FIELD) & (country >= OWN_COUNTRY) & row.ok
    if not row.wish.shares:
        alike = row.factors[:, 3] >= ALIKE
        return at_place if row.wish.bare else at_place & (alike | (index.evidence.max(axis=1) == 0))
    main = [columns.concept_at[code] for code in row.wish.main]
    local = columns.local[main]
    within = country >= SOME_REACH
    worked = index.evidence[:, main] >= WORKED
    own = (worked & (~local | within[:, None])).any(axis=1)
    neighbour = row.near > NEIGHBOUR
    unread = index.evidence.max(axis=1) == 0
    fitting: npt.NDArray[np.bool_] = (own & row.ok) | ((neighbour | unread) & at_place)
    return fitting


def _nobody(row: Row, suited: npt.NDArray[np.bool_]) -> Text | None:
    if suited.any():
        return None
    if not row.ok.any():
        return Text("모든 전문위원이 배정 불가입니다.", "Every expert is excluded by a gate.")
    if not row.wish.shares:
        return Text(
            "요청 주제를 읽지 못해 추천하지 않습니다. 요청 내용을 보완해 주십시오.",
            "The topic could not be read, so nobody is proposed. Please add to the request.",
        )
    columns = codes()
    main = [columns.concept_at[code] for code in row.wish.main]
    if float(row.own[row.ok].max(initial=0.0)) < WORKED:
        return Text(
            "이 주제를 수행한 경력이 확인되는 전문위원이 없습니다.", "No available expert shows work on this topic."
        )
    if columns.local[main].any():
        return Text(
            "해당 국가·권역에서 이 주제를 수행한 전문위원이 없습니다.",
            "No available expert has done this work in the country or region.",
        )
    return Text("적합한 전문위원이 없습니다.", "No available expert suits.")


def _confidence(row: Row, at: int, *, fits: bool) -> str:
    if not fits:
        return LOW
    clear = row.own[at] >= CLEAR and row.factors[at, 0] >= OWN_COUNTRY and bool(row.spoken[at])
    return HIGH if clear else MEDIUM


def contributions(row: Row, at: int, weights: Weights = DEFAULT) -> tuple[float, ...]:
    """What each factor adds to the score of expert row `at`, in the order of FACTORS; they sum to the score.

    F, K and T count as if without any country experience; C is what the country then adds to them."""
    country, field, concept, words, language, satisfaction, room = (float(value) for value in row.factors[at])
    speech = 1.0 if row.spoken[at] else weights.language_missing
    scale = weights.relevance * speech / (weights.field + weights.concept + weights.words)
    topic = np.array([weights.field * field, weights.concept * concept, weights.words * words]) * scale
    reach = float(row.reach[at])
    base = (reach - country) / (1 - country) if country < 1 else min(weights.abroad, reach)
    by_topic = topic * base
    by_country = float(topic.sum()) * (reach - base)
    tail = (weights.language * language, weights.satisfaction * satisfaction, weights.room * room)
    return (by_country, *(float(value) for value in by_topic), *tail)


def _excluded(request: Request, row: Row, index: Index, k: int) -> tuple[Excluded, ...]:
    """The wished experts whom a gate excludes, in their rank, then those whom only a gate keeps off the first `k`."""
    wished = {index.row[key]: rank for rank, key in enumerate(request.preferred, 1) if key in index.row}
    inside = _order(row.score, np.flatnonzero(row.ok), k)
    floor = float(row.score[inside[-1]]) if len(inside) == k else 0.0
    barred = np.flatnonzero(row.why != 0)
    near = [
        at for at in _order(row.score, barred, k) if at not in wished and row.score[at] >= floor and row.near[at] > 0
    ]
    first = sorted((at for at in wished if row.why[at]), key=lambda at: wished[at])
    return tuple(
        Excluded(
            index.experts[at].id,
            float(row.score[at]),
            wished.get(at, 0),
            int(row.why[at]),
            reasons(int(row.why[at]), index.experts[at], request),
            reason_for_applicant(int(row.why[at])),
        )
        for at in [*first, *near]
    )

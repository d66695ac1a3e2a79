"""The officer's shortlist: candidates with scores as parts that add up, near misses, what-if weights;
and the choice, logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import NamedTuple

from experts import matching
from experts.choice import profiles
from experts.choice.models import ShownList
from experts.matching.gates import CONFLICT, DECLINED, FULL, JUNIOR, NO_LEAD, SENIOR
from experts.models import Consultation, Expert
from experts.pool import queries
from portal.core.db import db
from portal.core.people import Actor
from portal.core.reading import sent_number
from portal.core.text import Text
from portal.core.workflow import within

SHOWN = 5
NAMES = {
    "F": Text("분야", "Field"),
    "K": Text("주제", "Topic"),
    "T": Text("낱말", "Words"),
    "C": Text("국가", "Country"),
    "L": Text("언어", "Language"),
    "Q": Text("만족도", "Satisfaction"),
    "U": Text("여유", "Room"),
}
"""The parts of a score in the order in which they are shown."""

SLIDERS = (
    ("concept", Text("주제", "Topic"), 0.30),
    ("field", Text("분야", "Field"), 0.20),
    ("words", Text("낱말", "Words"), 0.10),
    ("abroad", Text("해당 국가 경력이 없을 때 남는 비율", "What remains without country experience"), 0.35),
    ("satisfaction", Text("만족도", "Satisfaction"), 0.03),
    ("room", Text("여유(업무량)", "Room (load)"), 0.03),
)
"""What an officer may move: attribute of Weights, words, default."""

CONFIDENCE = {
    "high": (Text("확실함", "Clear"), "success"),
    "medium": (Text("보통", "Fair"), "info"),
    "low": (Text("근거 부족", "Weak"), "warning"),
}


class Part(NamedTuple):
    """One stretch of a score bar: `left` and `width` in per cent of the bar, `points` as they add up."""

    key: str
    name: Text
    points: float
    left: float
    width: float


class Proposal(NamedTuple):
    rank: int
    expert: Expert
    score: float
    parts: list[Part]
    evidence: tuple[matching.Evidence, ...]
    confidence: str
    wished: int
    load: int


class NearMiss(NamedTuple):
    expert: Expert
    score: float
    wished: int
    reasons: tuple[Text, ...]
    gate: Text


class Proposed(NamedTuple):
    """A shortlist with rows; `nobody` says why nobody suits, `notes` what to know of the request."""

    proposals: list[Proposal]
    misses: list[NearMiss]
    nobody: Text | None
    wish: matching.Wish
    weights: matching.Weights


def weights_of(args: Mapping[str, str]) -> matching.Weights:
    """What the sliders say (per cent, 0 to 100); what is missing or senseless stays as shipped."""
    moved = {}
    for name, _words, _default in SLIDERS:
        share = sent_number(args.get(name), 100)
        if share is not None:
            moved[name] = share / 100
    made = replace(matching.DEFAULT, **moved)
    made = replace(made, abroad_portable=max(made.abroad_portable, made.abroad))
    return made if made.field + made.concept + made.words > 0 else matching.DEFAULT


def moved(weights: matching.Weights) -> bool:
    return weights != matching.DEFAULT


def propose(case: Consultation, weights: matching.Weights, k: int = SHOWN) -> Proposed:
    """The best for a request, those whom a gate keeps out, with their rows."""
    request, index, load = profiles.request_of(case), profiles.index(), queries.loads()
    found = matching.topk(request, index, k, weights=weights)
    rows = queries.named([c.expert_id for c in found.candidates] + [x.expert_id for x in found.excluded])
    wished = {code: n for n, code in enumerate(request.preferred, 1)}
    proposals = [
        Proposal(
            n,
            rows[c.expert_id],
            c.score,
            parts_of(c.contributions),
            c.evidence,
            c.confidence,
            wished.get(c.expert_id, 0),
            load.get(queries.id_of(c.expert_id), 0),
        )
        for n, c in enumerate(found.candidates, 1)
    ]
    misses = [
        NearMiss(rows[x.expert_id], x.score, x.wished, x.reasons, gate_words(x, rows[x.expert_id], load))
        for x in found.excluded
    ]
    return Proposed(proposals, misses, found.nobody, found.wish, weights)


def parts_of(contributions: tuple[float, ...]) -> list[Part]:
    """The seven contributions as stretches of one bar, one after the other; their points sum to the score."""
    points = dict(zip(matching.FACTORS, contributions, strict=True))
    parts, left = [], 0.0
    for key, words in NAMES.items():
        width = round(max(0.0, points[key]) * 100, 2)
        parts.append(Part(key, words, points[key], round(left, 2), width))
        left += width
    return parts


def gate_words(missed: matching.Excluded, expert: Expert, load: Mapping[int, int]) -> Text:
    """The gate in a few words, e.g. '1순위 희망 전문가: 한도 3/3'."""
    if missed.why & FULL:
        gate = Text("한도 {n}/{m}", "load {n}/{m}").format(n=load.get(expert.id, 0), m=expert.max_load)
    elif missed.why & CONFLICT:
        gate = Text("이해상충", "conflict of interest")
    elif missed.why & DECLINED:
        gate = Text("이미 사양", "passed it on")
    elif missed.why & JUNIOR:
        gate = Text("경력 7년 미만", "under seven years")
    elif missed.why & NO_LEAD:
        gate = Text("심화 자문을 이끌 경력 {n}년 미만", "under {n} years, cannot lead in-depth consulting").format(
            n=SENIOR
        )
    else:
        gate = Text("일정", "not available")
    if not missed.wished:
        return gate
    return Text("{r}순위 희망 전문가: {g}", "Wished expert no. {r}: {g}").format(r=missed.wished, g=gate)


def keep(case: Consultation, shown: Proposed, chosen: Expert, reason: str, actor: Actor, batch: str = "") -> int:
    """Log what was shown, what was chosen and why; the rank of the choice on the list (0: not on it)."""
    rank = next((p.rank for p in shown.proposals if p.expert.id == chosen.id), 0)
    db.session.add(
        ShownList(
            case_id=case.id,
            by_id=actor.user_id,
            batch=batch,
            shown=[
                {
                    "expert": p.expert.id,
                    "score": round(p.score, 4),
                    "parts": {x.key: round(x.points, 4) for x in p.parts},
                }
                for p in shown.proposals
            ],
            excluded=[{"expert": m.expert.id, "score": round(m.score, 4), "gate": m.gate.ko} for m in shown.misses],
            weights={k: float(v) for k, v in asdict(shown.weights).items()},
            chosen_id=chosen.id,
            rank=rank,
            reason=within(reason, 1000),
        )
    )
    return rank

"""The score of every expert for a request: hard gates first, then the product formula of docs/matching.md."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from experts.matching.gates import BELOW, gates
from experts.matching.index import Floats, Index, codes
from experts.matching.people import Request
from experts.matching.wishes import Wish, wish
from experts.matching.words import tokens

FACTORS = ("C", "F", "K", "T", "L", "Q", "U")


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the formula, as an official may move them in a what-if. Defaults are the a-priori ones."""

    field: float = 0.20
    concept: float = 0.30
    words: float = 0.10
    relevance: float = 0.90
    abroad: float = 0.35  # what remains of the topic without any country experience
    abroad_portable: float = 0.60  # the same for work that is not bound to a country (design, systems, accreditation)
    language: float = 0.04
    satisfaction: float = 0.03
    room: float = 0.03
    language_missing: float = 0.60  # factor on the topic when a required language is missing


DEFAULT = Weights()


@dataclass(frozen=True, slots=True)
class Row:
    """One request against the pool: score (E,), factors (E, 7) in the order of FACTORS, gates (E,),
    all by expert row.
    """

    wish: Wish
    score: Floats
    factors: Floats
    own: Floats  # (E,) best evidence of work on a main topic itself
    near: Floats  # (E,) best evidence on a main topic or a neighbour of it
    reach: Floats  # (E,) factor that the country leaves of the topic
    spoken: npt.NDArray[np.bool_]  # (E,) every required language is spoken
    why: npt.NDArray[np.uint16]

    @property
    def ok(self) -> npt.NDArray[np.bool_]:
        """Who may be asked, bool (E,)."""
        return np.equal(self.why, 0)


@dataclass(frozen=True, slots=True)
class Scores:
    """Many requests against the pool; rows are requests by id, columns experts by id."""

    request_ids: tuple[str, ...]
    expert_ids: tuple[str, ...]
    affinity: Floats  # (R, E) in 0-1
    ok: npt.NDArray[np.bool_]  # (R, E)
    why: npt.NDArray[np.uint16]  # (R, E)
    factors: Floats  # (R, E, 7)


def score(requests: Sequence[Request], index: Index, *, tau: float = 0.0, weights: Weights = DEFAULT) -> Scores:
    """Score `requests` (any order; rows by id). Pairs below `tau` (0-1) are gated as BELOW."""
    ordered = sorted(requests, key=lambda r: r.id)
    size = len(index.experts)
    affinity = np.zeros((len(ordered), size), np.float32)
    why = np.zeros((len(ordered), size), np.uint16)
    factors = np.zeros((len(ordered), size, len(FACTORS)), np.float32)
    for i, request in enumerate(ordered):
        row = score_one(request, index, weights=weights)
        affinity[i], why[i], factors[i] = row.score, row.why, row.factors
    if tau > 0:
        why[(affinity < tau) & (why == 0)] |= BELOW
    return Scores(tuple(r.id for r in ordered), tuple(index.row), affinity, why == 0, why, factors)


def score_one(request: Request, index: Index, *, weights: Weights = DEFAULT) -> Row:
    """Score one request against the whole pool."""
    asked = wish(request)
    why = gates(request, index)
    size = len(index.experts)
    factors = np.zeros((size, len(FACTORS)), np.float32)
    factors[:, 0] = _country(asked, index)
    factors[:, 1] = _field(asked, index)
    factors[:, 2], own, near = _concept(asked, index)
    factors[:, 3] = _words(request, asked, index, why == 0)
    factors[:, 4], spoken = _language(asked, index)
    factors[:, 5], factors[:, 6] = index.satisfaction, index.room
    topic_of, reach = _topic(factors, weights), _reach(factors[:, 0], asked, weights)
    speech = np.where(spoken, 1.0, weights.language_missing)
    total = weights.relevance * topic_of * reach * speech
    total += weights.language * factors[:, 4]
    total += weights.satisfaction * factors[:, 5] + weights.room * factors[:, 6]
    return Row(asked, total.astype(np.float32), factors, own, near, reach, spoken, why)


def _topic(factors: Floats, weights: Weights) -> Floats:
    parts = np.array([weights.field, weights.concept, weights.words], np.float32)
    topic: Floats = factors[:, 1:4] @ (parts / parts.sum())
    return topic


def _reach(country: Floats, asked: Wish, weights: Weights) -> Floats:
    columns = codes()
    portable = sum(share for code, share in asked.shares.items() if not columns.local[columns.concept_at[code]])
    base = weights.abroad + (weights.abroad_portable - weights.abroad) * portable
    reach: Floats = (base + (1 - base) * country).astype(np.float32)
    return reach


def _country(asked: Wish, index: Index) -> Floats:
    columns = codes()
    if not asked.countries and not asked.regions:
        return np.ones(len(index.experts), np.float32)
    best = np.zeros(len(index.experts), np.float32)
    for code, weight in asked.countries.items():
        np.maximum(best, index.countries[:, columns.country_at[code]] * np.float32(weight), out=best)
    for code, weight in asked.regions.items():
        np.maximum(best, index.regions[:, columns.region_at[code]] * np.float32(weight), out=best)
    return best


def _field(asked: Wish, index: Index) -> Floats:
    columns = codes()
    best = np.zeros(len(index.experts), np.float32)
    for code, weight in asked.fields.items():
        np.maximum(best, index.fields[:, columns.field_at[code]] * np.float32(weight), out=best)
    return best


def _concept(asked: Wish, index: Index) -> tuple[Floats, Floats, Floats]:
    """K, and for the main topics the best own evidence and the best evidence of a neighbour (all (E,))."""
    columns = codes()
    size = len(index.experts)
    if not asked.shares:
        return np.zeros(size, np.float32), np.zeros(size, np.float32), np.zeros(size, np.float32)
    at = [columns.concept_at[code] for code in asked.shares]
    shares = np.array(list(asked.shares.values()), np.float32)
    topics = index.topics[:, at]
    everything = topics @ shares
    foremost = (topics * (shares / shares.max())).max(axis=1)
    main = [columns.concept_at[code] for code in asked.main]
    own, near = index.evidence[:, main].max(axis=1), index.topics[:, main].max(axis=1)
    return ((everything + foremost) / 2).astype(np.float32), own, near


def _words(request: Request, asked: Wish, index: Index, ok: npt.NDArray[np.bool_]) -> Floats:
    signs = [*(f"c:{c}" for c in asked.shares), *(f"p:{c}" for c in asked.countries)]
    found = index.words.score(tokens(f"{request.title} {request.text}", signs))
    most = float(found[ok].max(initial=0.0))
    return np.minimum(found / most, 1.0).astype(np.float32) if most > 0 else np.zeros_like(found)


def _language(asked: Wish, index: Index) -> tuple[Floats, npt.NDArray[np.bool_]]:
    size = len(index.experts)
    if not asked.languages:
        return np.ones(size, np.float32), np.ones(size, np.bool_)
    none = np.zeros(size, np.bool_)
    spoken = np.array([index.languages.get(language, none) for language in asked.languages])
    share: Floats = spoken.mean(axis=0).astype(np.float32)
    return share, np.all(spoken, axis=0)

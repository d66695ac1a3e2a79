"""The expert pool as arrays, rebuilt when a profile changes. Row = expert, sorted by id; must not know requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from experts.concepts.lexicon import lexicon
from experts.concepts.understanding import Understanding, understand
from experts.matching.gates import FULL, JUNIOR, SENIOR, UNAVAILABLE, YEARS
from experts.matching.people import Expert
from experts.matching.words import WordIndex, index_words, tokens

Floats = npt.NDArray[np.float32]

DECLARED, IN_TEXT, IN_BLOC, SAME_REGION, WORLDWIDE = 1.0, 0.85, 0.6, 0.45, 0.35
DOUBTED = 0.2  # ticked, but the career speaks of it only as interest, talks or "no experience"
TICKED_ONLY, REGION_IN_TEXT = 0.85, 0.7  # a region ticked without a country; a region only written about
SAME, SIBLING = 1.0, 0.35  # the same concept; another concept of the same field
INFERRED = 0.6  # a field read in the text, not ticked
LARGE = 300  # experts: the careers of so many hold most phrases, so that all are prepared at once
CONFIRMED = 3.0  # mentions that a confirmed concept counts for
MEAN_RATING, PRIOR_RATINGS = 4.0, 3  # a satisfaction mean is shrunk towards 4.0 as if three more had voted


@dataclass(frozen=True, slots=True)
class Codes:
    """Columns of the arrays: codes in fixed order."""

    fields: tuple[str, ...]
    concepts: tuple[str, ...]
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    field_at: dict[str, int]
    concept_at: dict[str, int]
    country_at: dict[str, int]
    region_at: dict[str, int]
    field_nearness: Floats  # (F, F)
    concept_nearness: Floats  # (C, C)
    parent: npt.NDArray[np.int32]  # concept → field column
    local: npt.NDArray[np.bool_]  # concept is bound to its country
    context: npt.NDArray[np.bool_]  # concept is usually a setting


@cache
def codes() -> Codes:
    """The columns, from the lexicon."""
    book = lexicon()
    fields, concepts = tuple(book.fields), tuple(book.concepts)
    countries, regions = tuple(book.countries), tuple(r for r in book.regions if r != "GLOBAL")
    field_at, concept_at = {c: i for i, c in enumerate(fields)}, {c: i for i, c in enumerate(concepts)}
    field_nearness = np.eye(len(fields), dtype=np.float32)
    for (one, other), nearness in book.field_relations.items():
        field_nearness[field_at[one], field_at[other]] = nearness
    parent = np.array([field_at[book.concepts[c].field] for c in concepts], np.int32)
    concept_nearness = np.where(parent[:, None] == parent[None, :], SIBLING, 0.0).astype(np.float32)
    for (one, other), nearness in book.concept_relations.items():
        concept_nearness[concept_at[one], concept_at[other]] = nearness
    np.fill_diagonal(concept_nearness, SAME)
    return Codes(
        fields,
        concepts,
        countries,
        regions,
        field_at,
        concept_at,
        {c: i for i, c in enumerate(countries)},
        {c: i for i, c in enumerate(regions)},
        field_nearness,
        concept_nearness,
        parent,
        np.array([book.concepts[c].local for c in concepts]),
        np.array([book.concepts[c].context for c in concepts]),
    )


@dataclass(frozen=True, slots=True)
class Index:
    """The pool. All factor arrays are float32 in 0-1."""

    experts: tuple[Expert, ...]
    readings: tuple[Understanding, ...]
    row: dict[str, int]
    fields: Floats  # (E, F) nearness of the expert's nearest field
    evidence: Floats  # (E, C) 1 - exp(-1.2 mentions)
    topics: Floats  # (E, C) best nearness × evidence over the expert's concepts
    countries: Floats  # (E, K)
    regions: Floats  # (E, R)
    languages: dict[str, npt.NDArray[np.bool_]]
    satisfaction: Floats  # (E,)
    room: Floats  # (E,) 1 - load / max
    barred: npt.NDArray[np.uint16]  # (E,) gates that no request can lift
    senior: npt.NDArray[np.bool_]  # (E,) may lead in-depth consulting
    bound: dict[str | int, npt.NDArray[np.int64]]  # key of a name, or id of an organisation → rows bound to it
    words: WordIndex


def build_index(experts: Sequence[Expert]) -> Index:
    """Index `experts` (any order; kept by id).

    Reads every career once; the first large index of a process also prepares the phrases. ValueError on a repeated id.
    """
    columns = codes()
    if len(experts) >= LARGE:
        lexicon().phrases.prepare()
    pool = tuple(sorted(experts, key=lambda e: e.id))
    row = {expert.id: i for i, expert in enumerate(pool)}
    if len(row) != len(pool):
        raise ValueError("두 전문위원의 id가 같습니다.")
    readings = tuple(understand(expert.career) for expert in pool)
    size = len(pool)
    evidence = np.zeros((size, len(columns.concepts)), np.float32)
    fields = np.zeros((size, len(columns.fields)), np.float32)
    countries = np.zeros((size, len(columns.countries)), np.float32)
    regions = np.zeros((size, len(columns.regions)), np.float32)
    documents = []
    for i, (expert, reading) in enumerate(zip(pool, readings, strict=True)):
        counts = mentions(expert, reading)
        for code, count in counts.items():
            evidence[i, columns.concept_at[code]] = 1 - np.exp(-1.2 * count)
        _place(expert, reading, countries[i], regions[i])
        own = np.zeros(len(columns.fields), np.float32)
        for code in counts:
            own[columns.parent[columns.concept_at[code]]] = INFERRED * min(1.0, counts[code])
        for code in expert.fields & set(columns.field_at):
            own[columns.field_at[code]] = 1.0
        fields[i] = (own[:, None] * columns.field_nearness).max(axis=0)
        signs = [*(f"c:{c}" for c in counts), *(f"p:{c}" for c in reading.weights("country"))]
        documents.append(tokens(expert.career, signs))
    return Index(
        pool,
        readings,
        row,
        fields,
        evidence,
        _topics(evidence, columns.concept_nearness),
        countries,
        regions,
        _languages(pool),
        np.array([_satisfaction(e) for e in pool], np.float32),
        np.array([max(0.0, 1 - e.current_load / max(1, e.max_load)) for e in pool], np.float32),
        np.array([_barred(e) for e in pool], np.uint16),
        np.array([e.years >= SENIOR for e in pool], np.bool_),
        _bound(pool),
        index_words(documents),
    )


def mentions(expert: Expert, reading: Understanding) -> dict[str, float]:
    """Concept → mentions as work. What the expert has confirmed replaces what was read."""
    known = codes().concept_at
    if expert.confirmed is not None:
        return {code: CONFIRMED for code in sorted(expert.confirmed) if code in known}
    return reading.weights("concept")


def _place(expert: Expert, reading: Understanding, countries: Floats, regions: Floats) -> None:
    """Fill one expert's country and region rows with the best level known of each (see docs/matching.md)."""
    columns, book = codes(), lexicon()
    worked, read_regions = reading.weights("country"), reading.weights("region")
    doubted = reading.only_mentioned("country")
    own = {c for c in expert.countries if c in columns.country_at}
    home = {book.countries[c].region for c in own | (set(worked) - own)}
    ticked = {r for r in expert.regions | home if r in columns.region_at}
    near = DOUBTED if own and own <= doubted else SAME_REGION
    everywhere = "GLOBAL" in expert.regions or "GLOBAL" in read_regions
    if everywhere:
        countries[:] = regions[:] = WORLDWIDE
    for country, at in columns.country_at.items():
        if book.countries[country].region in ticked | set(read_regions):
            countries[at] = max(countries[at], near)
    for bloc in reading.blocs:
        for country in bloc:
            countries[columns.country_at[country]] = max(countries[columns.country_at[country]], IN_BLOC)
    for country in worked:
        countries[columns.country_at[country]] = IN_TEXT
    for country in own - doubted:
        countries[columns.country_at[country]] = DECLARED
    firm = {book.countries[c].region for c in (own - doubted) | set(worked)}
    for region, at in columns.region_at.items():
        ticked_level = DOUBTED if own and own <= doubted else TICKED_ONLY
        level = DECLARED if region in firm else ticked_level if region in ticked else 0.0
        regions[at] = max(regions[at], level, REGION_IN_TEXT if region in read_regions else 0.0)


def _topics(evidence: Floats, nearness: Floats) -> Floats:
    topics = np.zeros_like(evidence)
    for wanted in range(nearness.shape[0]):
        near = np.flatnonzero(nearness[wanted])
        topics[:, wanted] = (evidence[:, near] * nearness[wanted, near]).max(axis=1, initial=0.0)
    return topics


def _languages(pool: Sequence[Expert]) -> dict[str, npt.NDArray[np.bool_]]:
    spoken = {language for expert in pool for language in expert.languages}
    return {language: np.array([language in e.languages for e in pool]) for language in sorted(spoken)}


def _satisfaction(expert: Expert) -> float:
    votes = expert.rating_n if expert.rating_avg is not None else 0
    return (PRIOR_RATINGS * MEAN_RATING + votes * (expert.rating_avg or 0.0)) / (PRIOR_RATINGS + votes) / 5


def _barred(expert: Expert) -> int:
    bits = 0 if expert.available else UNAVAILABLE
    bits |= FULL if expert.current_load >= expert.max_load else 0
    return bits | (JUNIOR if expert.years < YEARS else 0)


def _bound(pool: Sequence[Expert]) -> dict[str | int, npt.NDArray[np.int64]]:
    rows: dict[str | int, list[int]] = {}
    for i, expert in enumerate(pool):
        for tie in expert.ties:
            rows.setdefault(tie, []).append(i)
    return {tie: np.array(found, np.int64) for tie, found in rows.items()}

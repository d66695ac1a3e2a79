"""How well and how fast the matching works: quality on the hand-written set, latencies, the batch against its optimum.

`python -m tests.bench.bench_matching [SPLIT_DIR]` prints one JSON object; a split folder holds experts.json,
requests.json and qrels.json. The synthetic pool is drawn from the careers of the hand-written set with a fixed seed.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from experts.matching import (
    Expert,
    Request,
    Terms,
    assign,
    build_index,
    experts_from,
    ranking,
    requests_from,
    score,
    topk,
)
from tests.unit import matching_set


def pool(size: int, seed: int = 7) -> list[Expert]:
    """`size` fictional experts: every career of the hand-written set mixed with another one's sentence and
    countries.
    """
    draw, source = random.Random(seed), matching_set.experts()
    made = []
    for number in range(size):
        one, other = draw.choice(source), draw.choice(source)
        most = draw.randint(2, 5)
        made.append(
            replace(
                one,
                id=f"BE-{number:05}",
                career=f"{one.career} {other.career}",
                countries=one.countries | (other.countries if draw.random() < 0.5 else frozenset()),
                years=draw.randint(5, 30),
                max_load=most,
                current_load=draw.randint(0, most),
                affiliation_org=f"BO-{draw.randint(0, size)}",
                available=draw.random() > 0.05,
            )
        )
    return made


def asked(size: int, seed: int = 8) -> list[Request]:
    draw, source = random.Random(seed), matching_set.requests()
    return [
        replace(draw.choice(source), id=f"BR-{n:05}", applicant_org=f"BO-{draw.randint(0, 999)}") for n in range(size)
    ]


def quality(experts: list[Expert], requests: list[Request], relevance: dict[str, dict[str, int]]) -> dict[str, Any]:
    """nDCG@3, recall@3, success@1, empty lists among the answerable and gate violations."""
    index = build_index(experts)
    run = {r.id: ranking(r, index) for r in requests}
    ndcg, recall, success = matching_set.figures(run, relevance)
    known = {e.id: e for e in experts}
    wrong = sum(matching_set.gated(known[who], r) for r in requests for who in run[r.id])
    empty = sum(not run[key] for key, graded in relevance.items() if max(graded.values(), default=0) >= 2)
    return {"ndcg3": ndcg, "recall3": recall, "success1": success, "empty": empty, "gate_violations": wrong}


def latency(size: int, rounds: int = 200) -> dict[str, float]:
    """Milliseconds (one thread) of a ranking and of a full shortlist with evidence,
    each with the reading of a new request.
    """
    started = time.perf_counter()
    index = build_index(pool(size))
    built = time.perf_counter() - started
    questions = asked(rounds)
    found: dict[str, float] = {"build_s": built}
    acts: tuple[tuple[str, Callable[[Request], object]], ...] = (
        ("rank", lambda r: ranking(r, index)),
        ("shortlist", lambda r: topk(r, index)),
    )
    for name, act in acts:
        for question in questions[:20]:
            act(question)
        wall, work = zip(*(_milliseconds(act, question) for question in questions), strict=True)
        found[f"{name}_p50_ms"], found[f"{name}_p95_ms"] = (float(np.percentile(wall, p)) for p in (50, 95))
        found[f"{name}_cpu_p95_ms"] = float(np.percentile(work, 95))
    return found


def _milliseconds(act: Callable[[Request], object], question: Request) -> tuple[float, float]:
    """Wall clock and processor time of one call."""
    wall, work = time.perf_counter(), time.thread_time()
    act(question)
    return (time.perf_counter() - wall) * 1000, (time.thread_time() - work) * 1000


def batch(requests: int = 1000, experts: int = 300) -> dict[str, Any]:
    """Processor seconds and figures of `assign` on a ready matrix: the plain optimum, the fair terms,
    and a permuted input.
    """
    index = build_index(pool(experts))
    scores = score(asked(requests), index)
    capacity = np.random.default_rng(3).integers(6, 12, experts)
    demand = np.ones(requests, np.int64)
    plain = Terms(0.0, (0.0, 0.0, 0.0), 0.0)
    ids = {"request_ids": scores.request_ids, "expert_ids": scores.expert_ids}
    result: dict[str, Any] = {}
    for name, terms in (("plain", plain), ("fair", Terms(tau="bottleneck"))):
        taken = []
        for _ in range(3):
            before = time.thread_time()
            plan = assign(scores.affinity, scores.ok, demand, capacity, terms=terms, **ids)
            taken.append(time.thread_time() - before)
        result[name] = {"cpu_seconds": min(taken), **{k: v for k, v in plan.report._asdict().items() if k != "seconds"}}
    draw = np.random.default_rng(5)
    rows, columns = draw.permutation(requests), draw.permutation(experts)
    both = np.ix_(rows, columns)
    mixed = assign(
        scores.affinity[both],
        scores.ok[both],
        demand[rows],
        capacity[columns],
        terms=Terms(tau="bottleneck"),
        request_ids=[scores.request_ids[i] for i in rows],
        expert_ids=[scores.expert_ids[i] for i in columns],
    )
    result["permuted_same"] = bool((mixed.x == plan.x[both]).all())
    return result


def run(split: Path | None = None) -> dict[str, Any]:
    """All figures; with `split`, also the quality on that folder."""
    experts, requests = matching_set.experts(), matching_set.requests()
    index = build_index(experts)
    nobody = matching_set.requests("nobody.txt")
    result: dict[str, Any] = {
        "golden": quality(experts, requests, matching_set.grades()),
        "nobody_fits_flagged": sum(not ranking(r, index) for r in nobody),
        "nobody_fits": len(nobody),
        "latency_1000": latency(1000),
        "latency_10000": latency(10_000, rounds=100),
        "batch_1000x300": batch(),
    }
    if split:
        people, wishes, graded = (
            json.loads((split / f"{n}.json").read_text()) for n in ("experts", "requests", "qrels")
        )
        result["split"] = quality(experts_from(people), requests_from(wishes), graded)
        public = build_index(experts_from(people))
        result["split"]["nobody_fits_flagged"] = sum(not ranking(r, public) for r in nobody)
    return result


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    sys.stdout.write(json.dumps(run(folder), indent=1, ensure_ascii=False) + "\n")

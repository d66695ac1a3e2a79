"""No list and no plan ever holds an expert whom a gate excludes: fixed cases and 10⁵ random pairs."""

import random
from datetime import date

import pytest

from experts.matching import Expert, Request, build_index, plan_batch, ranking, score_one, topk
from tests.unit import matching_set

ORGANISATIONS = [f"O-{n}" for n in range(12)]
CAREERS = [e.career for e in matching_set.experts()]
TEXTS = [(r.title, r.text, r.fields, r.countries, r.regions) for r in matching_set.requests()]


def drawn_expert(draw, number):
    most = draw.randint(0, 3)
    return Expert(
        id=f"E{number:03}",
        fields=frozenset(draw.sample(("legal", "ict", "finance", "med_device", "hospital_ops"), 2)),
        countries=frozenset(draw.sample(("VN", "KZ", "AE", "SA", "CN", "JP", "US"), draw.randint(0, 3))),
        career=draw.choice(CAREERS),
        years=draw.choice((0, 6, 6.9, 7, 8, 20)),
        available=draw.random() > 0.15,
        away=((date(2026, 3, 1), date(2026, 3, 31)),) if draw.random() < 0.2 else (),
        max_load=most,
        current_load=draw.randint(0, 3),
        affiliation_org=draw.choice([*ORGANISATIONS, ""]),
        conflict_orgs=frozenset(draw.sample(ORGANISATIONS, draw.randint(0, 3))),
    )


def drawn_request(draw, number):
    title, text, fields, countries, regions = draw.choice(TEXTS)
    return Request(
        id=f"R{number:03}",
        title=title,
        text=text,
        fields=fields,
        countries=countries,
        regions=regions,
        applicant_org=draw.choice([*ORGANISATIONS, ""]),
        counterparty_orgs=frozenset(draw.sample(ORGANISATIONS, draw.randint(0, 2))),
        preferred=tuple(f"E{draw.randint(0, 60):03}" for _ in range(draw.randint(0, 3))),
        declined=frozenset(f"E{draw.randint(0, 49):03}" for _ in range(draw.randint(0, 4))),
        starts_on=draw.choice((None, date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1))),
        needed=draw.randint(0, 3),
    )


def forbidden(expert, request):
    """The gates said once more, plainly, so that the test does not trust the code it tests."""
    parties = {request.applicant_org, *request.counterparty_orgs} - {""}
    return (
        not expert.available
        or expert.current_load >= expert.max_load
        or expert.years < 7
        or bool(parties & {*expert.conflict_orgs, expert.affiliation_org})
        or expert.id in request.declined
        or any(first <= request.starts_on <= last for first, last in expert.away if request.starts_on)
    )


@pytest.mark.slow
def test_no_gate_is_broken_in_a_hundred_thousand_random_pairs():
    draw, pairs, shown, planned = random.Random(20260301), 0, 0, 0
    for _ in range(50):
        experts = [drawn_expert(draw, n) for n in range(50)]
        requests = [drawn_request(draw, n) for n in range(40)]
        index, known = build_index(experts), {e.id: e for e in experts}
        for request in requests:
            row = score_one(request, index)
            for at, expert in enumerate(index.experts):
                pairs += 1
                assert bool(row.why[at] == 0) is not forbidden(expert, request)
            listed = topk(request, index, 10)
            for candidate in listed.candidates:
                shown += 1
                assert not forbidden(known[candidate.expert_id], request)
            assert all(not forbidden(known[key], request) for key in ranking(request, index))
            assert all(x.reasons for x in listed.excluded)
        batch = plan_batch(requests, index)
        used = dict.fromkeys(known, 0)
        asked = {r.id: r for r in requests}
        for given in batch.assigned:
            planned += 1
            used[given.expert_id] += 1
            assert not forbidden(known[given.expert_id], asked[given.request_id])
        assert all(used[key] <= known[key].free for key in known)
        got = {key: sum(a.request_id == key for a in batch.assigned) for key in asked}
        missing = {left.request_id: left.missing for left in batch.left}
        assert all(got[key] + missing.get(key, 0) == asked[key].needed for key in asked)
    assert pairs == 100_000
    assert shown > 5_000
    assert planned > 100


@pytest.mark.parametrize(
    ("given", "request_given", "word"),
    [
        ({"available": False}, {}, "활동 중지"),
        ({"current_load": 3}, {}, "3/3"),
        ({"conflict_orgs": frozenset({"X"})}, {}, "이해상충"),
        ({"affiliation_org": "Y"}, {"counterparty_orgs": frozenset({"Y"})}, "소속 기관"),
        ({"years": 6.5}, {}, "6.5년"),
        ({}, {"declined": frozenset({"A"})}, "사양"),
        ({"away": ((date(2026, 3, 1), date(2026, 3, 9)),)}, {"starts_on": date(2026, 3, 5)}, "희망 시작일"),
    ],
)
def test_each_gate_says_its_reason(given, request_given, word):
    expert = Expert(**{"id": "A", "years": 9, "max_load": 3, "career": "하노이 병원 개설 허가", **given})
    request = Request(
        **{"id": "R", "applicant_org": "X", "text": "하노이 병원 개설 허가", "preferred": ("A",), **request_given}
    )
    made = topk(request, build_index([expert]))
    assert not made.candidates
    assert word in "".join(text.ko for text in made.excluded[0].reasons)
    assert made.nobody is not None

"""The batch: the exact optimum of its objective, fairness, fixed pairs, declines, shortage,
and the order of the input.
"""

import numpy as np
import pytest
from ortools.linear_solver import pywraplp

from experts.matching import BadInput, Expert, Request, Terms, assign, build_index, plan_batch, rematch
from experts.matching.assignment import Problem, bottleneck
from experts.matching.fairness import blocking, gini, objective

PLAIN = Terms(0.0, (0.0, 0.0, 0.0), 0.0)


def instance(seed, rows=14, columns=8, *, tight=False):
    draw = np.random.default_rng(seed)
    affinity = draw.random((rows, columns)).astype(np.float32)
    ok = draw.random((rows, columns)) < 0.7
    demand = draw.integers(0, 3, rows)
    capacity = draw.integers(0, 2 if tight else 5, columns)
    pref = np.where(draw.random((rows, columns)) < 0.15, draw.integers(1, 4, (rows, columns)), 0)
    return affinity, ok, demand, capacity, pref, draw.integers(0, 3, columns)


def problem_of(case, terms, fixed=None):
    affinity, ok, demand, capacity, pref, load = case
    none = np.zeros(ok.shape, bool)
    return Problem(affinity, ok, demand, capacity, pref, none if fixed is None else fixed, load, terms)


def lp_optimum(case, terms):
    """The same objective as a linear programme of an independent solver."""
    affinity, ok, demand, capacity, pref, load = case
    solver = pywraplp.Solver.CreateSolver("GLOP")
    goal = solver.Objective()
    goal.SetMaximization()
    of_row = [solver.Constraint(float(d), float(d)) for d in demand]
    of_column = [solver.Constraint(0.0, 0.0) for _ in capacity]
    for r, e in zip(*np.nonzero(ok), strict=True):
        x = solver.NumVar(0, 1, "")
        goal.SetCoefficient(x, float(affinity[r, e]) + [0, *terms.bonus][pref[r, e]])
        of_row[r].SetCoefficient(x, 1)
        of_column[e].SetCoefficient(x, 1)
    for r, row in enumerate(of_row):
        left = solver.NumVar(0, float(demand[r]), "")
        goal.SetCoefficient(left, -terms.unassigned_price)
        row.SetCoefficient(left, 1)
    for e, column in enumerate(of_column):
        for k in range(int(capacity[e])):
            place = solver.NumVar(0, 1, "")
            goal.SetCoefficient(place, -terms.load_price * (load[e] + k) / max(1, load[e] + capacity[e]))
            column.SetCoefficient(place, -1)
    assert solver.Solve() == pywraplp.Solver.OPTIMAL
    return goal.Value()


@pytest.mark.parametrize("terms", [PLAIN, Terms(), Terms(load_price=0.3, unassigned_price=0.0)])
@pytest.mark.parametrize("seed", range(12))
def test_the_plan_is_the_exact_optimum_of_its_objective(seed, terms):
    case = instance(seed, tight=seed % 2 == 1)
    affinity, ok, demand, capacity, pref, load = case
    plan = assign(affinity, ok, demand, capacity, pref, load=load, terms=terms)
    assert plan.report.objective == pytest.approx(lp_optimum(case, terms), abs=1e-4)
    assert plan.report.objective == pytest.approx(objective(plan.x, problem_of(case, terms)))
    assert not (plan.x & ~ok).any()
    assert (plan.x.sum(axis=0) <= capacity).all()
    assert (plan.x.sum(axis=1) + plan.unassigned == demand).all()


@pytest.mark.parametrize("seed", range(8))
def test_permuted_input_gives_the_same_plan_bit_for_bit(seed):
    affinity, ok, demand, capacity, pref, load = instance(seed, 40, 20)
    affinity = np.round(affinity, 1)  # many equal scores
    requests, experts = [f"R{i:02}" for i in range(40)], [f"E{i:02}" for i in range(20)]
    plan = assign(affinity, ok, demand, capacity, pref, load=load, request_ids=requests, expert_ids=experts)
    draw = np.random.default_rng(seed + 100)
    rows, columns = draw.permutation(40), draw.permutation(20)
    both = np.ix_(rows, columns)
    mixed = assign(
        affinity[both],
        ok[both],
        demand[rows],
        capacity[columns],
        pref[both],
        load=load[columns],
        request_ids=[requests[i] for i in rows],
        expert_ids=[experts[i] for i in columns],
    )
    assert np.array_equal(mixed.x, plan.x[both])


def test_equal_scores_go_to_the_smaller_id():
    plan = assign(np.full((1, 3), 0.5), np.ones((1, 3), bool), np.array([1]), np.array([1, 1, 1]))
    assert plan.x.tolist() == [[True, False, False]]


def test_the_bottleneck_is_the_best_possible_worst_pair():
    affinity = np.array([[0.9, 0.5], [0.8, 0.1]])
    ok, ones = np.ones((2, 2), bool), np.array([1, 1])
    case = (affinity, ok, ones, ones, np.zeros((2, 2), int), np.zeros(2, int))
    assert bottleneck(problem_of(case, PLAIN)) == 0.5
    greedy = assign(affinity, ok, ones, ones, terms=PLAIN)
    assert greedy.report.affinity == pytest.approx(1.3)
    fair = assign(affinity, ok, ones, ones, terms=Terms(tau="bottleneck"))
    assert fair.tau == pytest.approx(0.45)
    assert fair.report.least == 0.5


@pytest.mark.parametrize("seed", range(6))
def test_the_bottleneck_agrees_with_trying_every_value(seed):
    affinity, ok, demand, capacity, pref, load = instance(seed, 9, 6, tight=True)
    case = problem_of((affinity, ok, demand, capacity, pref, load), PLAIN)
    most = assign(affinity, ok, demand, capacity, terms=PLAIN).report.assigned
    held = [
        v for v in np.unique(affinity[ok]) if assign(affinity, ok & (affinity >= v), demand, capacity).x.sum() == most
    ]
    assert bottleneck(case) == pytest.approx(max(held, default=0.0) if most else 0.0)


def test_a_request_never_gets_one_expert_twice():
    plan = assign(np.array([[0.9, 0.1]]), np.ones((1, 2), bool), np.array([2]), np.array([5, 5]))
    assert plan.x.tolist() == [[True, True]]


def test_accepted_pairs_stay_and_a_declined_pair_moves_on():
    affinity = np.array([[0.9, 0.8, 0.1], [0.9, 0.2, 0.3]])
    ok, demand, capacity = np.ones((2, 3), bool), np.array([1, 1]), np.array([1, 1, 1])
    first = assign(affinity, ok, demand, capacity, terms=PLAIN)
    assert first.x.tolist() == [[False, True, False], [True, False, False]]
    second, changed = rematch(first.x, [(0, 1)], affinity, ok, demand, capacity, terms=PLAIN)
    assert second.x.tolist() == [[False, False, True], [True, False, False]]
    assert changed == [(0, 1), (0, 2)]
    third, _ = rematch(first.x, [(0, 1)], affinity, ok, demand, capacity, accepted=np.zeros((2, 3), bool), terms=PLAIN)
    assert third.x.tolist() == [[True, False, False], [False, False, True]]


def test_fixed_pairs_count_against_demand_and_capacity():
    fixed = np.array([[True, False], [False, False]])
    plan = assign(np.full((2, 2), 0.5), np.ones((2, 2), bool), np.array([1, 1]), np.array([1, 0]), None, fixed)
    assert plan.x.tolist() == fixed.tolist()
    assert plan.unassigned.tolist() == [0, 1]


def test_preferences_help_within_their_bounds():
    affinity, ok, one = np.array([[0.60, 0.55]]), np.ones((1, 2), bool), np.array([1])
    assert assign(affinity, ok, one, np.array([1, 1]), np.array([[0, 1]])).x.tolist() == [[False, True]]
    far = np.array([[0.90, 0.55]])
    assert assign(far, ok, one, np.array([1, 1]), np.array([[0, 1]])).x.tolist() == [[True, False]]


def test_the_load_price_spreads_work_between_equals():
    plan = assign(np.full((4, 2), 0.5), np.ones((4, 2), bool), np.ones(4, int), np.array([4, 4]))
    assert plan.x.sum(axis=0).tolist() == [2, 2]
    assert plan.report.gini == 0


def test_figures():
    assert gini(np.array([1, 1, 1])) == pytest.approx(0)
    assert gini(np.array([0, 0, 1])) == pytest.approx(2 / 3)
    case = (np.array([[0.9, 0.1]]), np.ones((1, 2), bool), np.array([1]), np.array([1, 1]), np.zeros((1, 2), int))
    assert blocking(np.array([[False, True]]), problem_of((*case, np.zeros(2, int)), PLAIN)) == 1


@pytest.mark.parametrize("bad", ["shape", "negative", "nan"])
def test_tables_that_do_not_fit_are_refused(bad):
    affinity, ok = np.full((2, 2), np.nan if bad == "nan" else 0.5), np.ones((2, 2), bool)
    demand = np.array([1, -1] if bad == "negative" else [1] if bad == "shape" else [1, 1])
    with pytest.raises(BadInput):
        assign(affinity, ok, demand, np.array([1, 1]))


def test_nothing_to_do_is_no_error():
    empty = assign(np.zeros((0, 0)), np.zeros((0, 0), bool), np.zeros(0, int), np.zeros(0, int))
    assert empty.x.shape == (0, 0)
    assert assign(np.zeros((2, 1)), np.zeros((2, 1), bool), np.array([1, 1]), np.array([1])).unassigned.tolist() == [
        1,
        1,
    ]


def licensing(key, **given):
    plain = {"fields": frozenset({"legal"}), "countries": frozenset({"VN"}), "years": 9, "max_load": 1}
    return Expert(**{"id": key, "career": "하노이 병원 개설 허가를 대리하였다.", **plain, **given})


def asking(key, **given):
    plain = {"title": "하노이 병원 개설 허가", "fields": frozenset({"legal"}), "countries": frozenset({"VN"})}
    return Request(**{"id": key, **plain, **given})


def test_demand_above_supply_gives_a_partial_plan_with_names_and_reasons():
    index = build_index([licensing("A"), licensing("B")])
    batch = plan_batch(
        [asking("R1"), asking("R2"), asking("R3"), asking("R4", title="칠레 병원 개설 허가", countries=frozenset())],
        index,
    )
    assert batch.report.assigned == 2
    left = {x.request_id: x.why.ko for x in batch.left}
    assert len(left) == 2
    assert "주제·국가 경력 부족" in left.pop("R4")
    assert "다른 요청이 모두" in next(iter(left.values()))


def test_all_wished_experts_excluded_still_gives_a_plan():
    index = build_index([licensing("A", conflict_orgs=frozenset({"X"})), licensing("B")])
    batch = plan_batch([asking("R1", applicant_org="X", preferred=("A", "nobody"))], index)
    assert [(a.request_id, a.expert_id) for a in batch.assigned] == [("R1", "B")]


def test_the_plan_says_why_a_request_did_not_get_its_best():
    index = build_index([licensing("A", rating_avg=5.0, rating_n=50), licensing("B", rating_avg=2.0, rating_n=50)])
    batch = plan_batch([asking("R1"), asking("R2")], index)
    notes = [a.note for a in batch.assigned if a.note]
    assert len(notes) == 1
    assert "A" in notes[0].ko


def test_accepted_pairs_by_id_are_kept_and_unknown_ones_refused():
    index = build_index([licensing("A"), licensing("B", current_load=1)])
    batch = plan_batch([asking("R1"), asking("R2")], index, fixed=[("R1", "B")])
    assert ("R1", "B") in [(a.request_id, a.expert_id) for a in batch.assigned]
    with pytest.raises(BadInput):
        plan_batch([asking("R1")], index, fixed=[("R9", "B")])


def test_in_depth_work_gets_a_senior_wherever_one_is_free():
    for seed in range(20):
        affinity, ok, demand, capacity, pref, load = instance(seed, tight=seed % 2 == 1)
        draw = np.random.default_rng(seed)
        senior, lead = draw.random(len(capacity)) < 0.4, draw.random(len(demand)) < 0.6
        junior = lead[:, None] & ~senior[None, :]
        plan = assign(affinity, ok, demand, capacity, pref, load=load, junior=junior)
        assert not (plan.x & ~ok).any()
        assert (plan.x.sum(axis=1) + plan.unassigned == demand).all()
        assert (plan.x.sum(axis=0) <= capacity).all()
        led = (plan.x & senior).any(axis=1)
        assert all(led[r] or plan.unassigned[r] > 0 for r in np.flatnonzero(lead & (demand > 0)))


def test_a_kept_senior_leads_and_juniors_may_fill_the_rest():
    affinity = np.array([[0.9, 0.8, 0.7]], np.float32)
    junior = np.array([[True, True, False]])
    given = (affinity, np.ones((1, 3), bool), np.array([2]), np.array([1, 1, 1]))
    assert assign(*given, junior=junior, terms=PLAIN).x.tolist() == [[True, False, True]]
    fixed = np.array([[False, False, True]])
    assert assign(*given, fixed=fixed, junior=junior, terms=PLAIN).x.tolist() == [[True, False, True]]
    only = np.array([[True, True, False]])
    alone = assign(affinity, only, np.array([2]), np.array([1, 1, 1]), junior=junior, terms=PLAIN)
    assert alone.x.tolist() == [[True, False, False]]
    assert alone.unassigned.tolist() == [1]


LAWYER = {"fields": frozenset({"legal"}), "countries": frozenset({"KZ"}), "languages": frozenset({"ko"}), "max_load": 9, "career": "카자흐스탄에서 의료기관 개설 허가를 5건 받았다."}  # fmt: skip
LICENCE = {"title": "개설 허가", "text": "카자흐스탄 의료기관 개설 허가 절차를 알고 싶습니다.", "fields": frozenset({"legal"}), "countries": frozenset({"KZ"})}  # fmt: skip


def test_who_leads_in_depth_consulting_has_ten_years():
    index = build_index([Expert("E1", years=9, **LAWYER), Expert("E2", years=10, **LAWYER)])
    plan = plan_batch(
        [Request("R1", indepth=True, **LICENCE), Request("R2", **LICENCE)], index, terms=Terms(load_price=0.5)
    )
    assert {(a.request_id, a.expert_id) for a in plan.assigned} == {("R1", "E2"), ("R2", "E1")}
    alone = plan_batch([Request("R1", indepth=True, **LICENCE)], build_index([Expert("E1", years=9, **LAWYER)]))
    assert "심화 자문을 이끌 경력 부족 1명" in alone.left[0].why.ko


def test_a_wish_granted_twice_within_a_year_weighs_nothing_more():
    index = build_index([Expert("E1", years=9, **LAWYER), Expert("E2", years=9, **LAWYER)])
    wishing = LICENCE | {"applicant_org": "가상병원", "preferred": ("E2",)}
    plan = plan_batch([Request(f"R{n}", **wishing) for n in (1, 2, 3)], index, terms=Terms(load_price=0.0))
    assert plan.capped == (("R3", "E2"),)
    assert {a.request_id: a.expert_id for a in plan.assigned} == {"R1": "E2", "R2": "E2", "R3": "E1"}
    again = plan_batch([Request("R1", granted={"E2": 2}, **wishing)], index, terms=Terms(load_price=0.0))
    assert again.capped == (("R1", "E2"),)
    assert again.assigned[0].expert_id == "E1"


def test_kept_pairs_stand_and_pairs_put_aside_are_not_made():
    index = build_index([Expert(f"E{n}", years=9, **LAWYER) for n in (1, 2, 3)])
    asked = [Request("R1", **LICENCE), Request("R2", **LICENCE)]
    plan = plan_batch(asked, index, fixed=[("R1", "E3")], aside=[("R2", "E1"), ("R9", "E1")])
    assert {(a.request_id, a.expert_id) for a in plan.assigned} == {("R1", "E3"), ("R2", "E2")}

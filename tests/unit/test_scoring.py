"""The committee arithmetic against results computed by hand, and laws that hold for every panel."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.selection import scoring
from funds.selection.scoring.arithmetic import rounded
from funds.selection.scoring.workings import workings

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "scoring").glob("*.json"))
MEMBERS = ["M1", "M2", "M3", "M4", "M5", "M6"]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_hand_computed_results(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    rubric, sheet = scoring.parse(case["rubric"], case["scores"])
    result = scoring.score(rubric, sheet).as_json()
    assert result == case["result"]
    assert [list(a) for a in result["applications"]] == [list(a) for a in case["result"]["applications"]]


def tenths(most: int) -> st.SearchStrategy[str]:
    return st.integers(0, most * 10).map(lambda n: str(Decimal(n) / 10))


@st.composite
def panels(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A rubric and a complete sheet; few distinct scores, so that ties are common."""
    share = draw(st.integers(1, 99))
    criteria = [{"id": "a", "label": "가", "max": str(share)}, {"id": "b", "label": "나", "max": str(100 - share)}]
    if draw(st.booleans()):
        criteria[0]["min"] = draw(tenths(share))
    rubric = {
        "version": "v",
        "pass_mark": str(draw(st.integers(0, 100))),
        "drop_extremes_from": draw(st.integers(1, 8)),
        "decimals": draw(st.integers(0, 3)),
        "bonus_cap": str(draw(st.integers(0, 4))),
        "seats": draw(st.integers(0, 5)),
        "criteria": criteria,
        "bonuses": [{"id": "x", "label": "x", "points": "2"}, {"id": "y", "label": "y", "points": "1.5"}],
        "penalties": [{"id": "late", "label": "late", "points": "1"}],
        "tie_break": draw(st.sampled_from([[], ["a"], ["b"], ["b", "a"]])),
    }
    members = MEMBERS[: draw(st.integers(3, 6))]
    ids = [f"A{n}" for n in range(1, draw(st.integers(1, 5)) + 1)]
    conflicts = [
        {"application": id_, "member": m} for id_ in ids for m in draw(st.lists(st.sampled_from(members), unique=True))
    ]
    conflicts = [
        c for c in conflicts if sum(k["application"] == c["application"] for k in conflicts) <= len(members) - 3
    ]
    barred = {(c["application"], c["member"]) for c in conflicts}
    few = {c["id"]: draw(st.lists(tenths(int(c["max"])), min_size=1, max_size=2)) for c in criteria}
    scores = {
        id_: {
            m: {c: draw(st.sampled_from(values)) for c, values in few.items()}
            for m in members
            if (id_, m) not in barred
        }
        for id_ in ids
    }
    applications = [
        {
            "id": id_,
            "bonuses": draw(st.lists(st.sampled_from(["x", "y"]), unique=True)),
            "penalties": draw(st.lists(st.just("late"), max_size=1)),
        }
        for id_ in ids
    ]
    return rubric, {"applications": applications, "members": members, "conflicts": conflicts, "scores": scores}


@given(panels(), st.randoms(use_true_random=False))
def test_order_of_members_and_applications_never_changes_a_result(panel: Any, random: Any) -> None:
    rubric, scores = panel
    first = scoring.score(*scoring.parse(rubric, scores))

    def shuffled(items: Any) -> list[Any]:
        items = list(items)
        random.shuffle(items)
        return items

    mixed = {
        "applications": shuffled(scores["applications"]),
        "members": shuffled(scores["members"]),
        "conflicts": shuffled(scores["conflicts"]),
        "scores": {
            a: {m: dict(shuffled(scores["scores"][a][m].items())) for m in shuffled(scores["scores"][a])}
            for a in shuffled(scores["scores"])
        },
    }
    second = scoring.score(*scoring.parse(rubric, mixed))
    assert json.dumps(first.as_json()) == json.dumps(second.as_json())


@given(panels())
def test_means_agree_with_exact_fractions(panel: Any) -> None:
    rubric, sheet = scoring.parse(*panel)
    for marks in scoring.score(rubric, sheet).applications:
        totals = {m: sum(Fraction(s) for s in sheet.scores[marks.id][m].values()) for m in sheet.counted(marks.id)}
        assert len(marks.dropped) == (2 if len(totals) >= rubric.drop_extremes_from else 0)
        if marks.dropped:
            low, high = marks.dropped
            assert (totals[low], low) == min((t, m) for m, t in totals.items())
            rest = {m: t for m, t in totals.items() if m != low}
            assert high == min(m for m, t in rest.items() if t == max(rest.values()))
        kept = [t for m, t in totals.items() if m not in marks.dropped]
        exact = sum(kept) / len(kept)
        half_up = Fraction(int(exact * 10**rubric.decimals + Fraction(1, 2)), 10**rubric.decimals)
        assert Fraction(marks.mean) == half_up
        assert marks.final == marks.mean + marks.bonus - marks.penalty
        assert marks.bonus <= rubric.bonus_cap


@given(panels())
def test_ranks_and_seats_obey_the_contract(panel: Any) -> None:
    rubric, sheet = scoring.parse(*panel)
    result = scoring.score(rubric, sheet)
    marks = result.applications
    for each in marks:
        better = sum(other.final > each.final for other in marks)
        assert each.rank == 1 + sum(other.rank < each.rank for other in marks)
        assert each.rank >= 1 + better
        assert not each.selected or each.passed
    assert [(m.rank, m.id) for m in marks] == sorted((m.rank, m.id) for m in marks)
    assert len(result.selected) <= rubric.seats
    worst = max((m.rank for m in marks if m.selected), default=0)
    skipped = [m.id for m in marks if m.passed and not m.selected]
    assert all(result.of(id_).rank > worst for id_ in skipped)
    if len(result.selected) < rubric.seats and skipped:
        assert len(result.tie_at_line) > rubric.seats - len(result.selected)
        assert len({result.of(id_).rank for id_ in result.tie_at_line}) == 1
        assert set(result.tie_at_line) <= set(skipped)
    else:
        assert result.tie_at_line == ()


@given(panels())
def test_inputs_survive_writing_and_reading(panel: Any) -> None:
    rubric, sheet = scoring.parse(*panel)
    again = scoring.read(json.dumps(rubric.as_json()).encode(), json.dumps(sheet.as_json()).encode())
    assert again == (rubric, sheet)


@given(st.integers(0, 40), st.lists(st.integers(0, 400), min_size=3, max_size=8))
def test_a_constant_on_every_score_moves_the_mean_by_that_constant(constant: int, tenth_scores: list[int]) -> None:
    def mean(added: int) -> Decimal:
        members = [f"M{n}" for n in range(len(tenth_scores))]
        rubric = scoring.parse_rubric(
            {
                **one_criterion(),
                "drop_extremes_from": 5,
            }
        )
        scores = {m: {"a": str(Decimal(n) / 10 + added)} for m, n in zip(members, tenth_scores, strict=True)}
        return scoring.score(rubric, scoring.parse_scores(one_application(scores), rubric)).applications[0].mean

    assert mean(constant) == mean(0) + constant


def one_criterion() -> dict[str, Any]:
    return {
        "version": "v",
        "pass_mark": "70",
        "drop_extremes_from": 5,
        "decimals": 2,
        "bonus_cap": "5",
        "seats": 1,
        "criteria": [{"id": "a", "label": "가", "max": "100"}],
        "bonuses": [],
        "penalties": [],
        "tie_break": [],
    }


def one_application(scores: dict[str, dict[str, str]]) -> dict[str, Any]:
    return {
        "applications": [{"id": "A", "bonuses": [], "penalties": []}],
        "members": list(scores),
        "conflicts": [],
        "scores": {"A": scores},
    }


def totals_of(*values: str) -> scoring.Marks:
    rubric = scoring.parse_rubric(one_criterion())
    scores = {f"M{n}": {"a": value} for n, value in enumerate(values, 1)}
    return scoring.score(rubric, scoring.parse_scores(one_application(scores), rubric)).applications[0]


def test_five_equal_members_lose_the_two_smallest_ids() -> None:
    assert totals_of("70", "70", "70", "70", "70").dropped == ("M1", "M2")


def test_the_highest_is_taken_of_the_rest() -> None:
    marks = totals_of("60", "80", "60", "80", "70")
    assert marks.dropped == ("M1", "M2")
    assert marks.kept == ("M3", "M4", "M5")
    assert marks.mean == Decimal("70.00")


def test_four_members_lose_nobody() -> None:
    assert totals_of("0", "70", "70", "100").dropped == ()


def test_an_exact_half_is_rounded_up() -> None:
    assert totals_of("70", "70", "70", "70.1").mean == Decimal("70.03")
    assert rounded(Decimal("2.5"), 0) == 3


def test_notation_does_not_change_what_is_written() -> None:
    assert scoring.score(
        *scoring.parse(one_criterion(), one_application({key: {"a": "80.0"} for key in "MNO"}))
    ).as_json()["applications"][0]["member_totals"] == {"M": "80", "N": "80", "O": "80"}


def test_penalties_may_press_a_result_below_zero() -> None:
    rubric = one_criterion() | {"penalties": [{"id": "late", "label": "late", "points": "3.5"}]}
    scores = one_application({key: {"a": "1"} for key in "MNO"})
    scores["applications"][0]["penalties"] = ["late"]
    assert scoring.score(*scoring.parse(rubric, scores)).as_json()["applications"][0]["final"] == "-2.50"


def test_no_seats_select_nobody_and_name_no_tie() -> None:
    scores = one_application({key: {"a": "90"} for key in "MNO"})
    result = scoring.score(*scoring.parse(one_criterion() | {"seats": 0}, scores))
    assert result.selected == ()
    assert result.tie_at_line == ()
    assert result.applications[0].passed


def test_no_applications_are_an_empty_result() -> None:
    empty = {"applications": [], "members": ["M1"], "conflicts": [], "scores": {}}
    assert scoring.score(*scoring.parse(one_criterion(), empty)).as_json() == {
        "rubric_version": "v",
        "applications": [],
        "tie_at_line": [],
    }


def test_the_callers_decimal_context_has_no_say() -> None:
    from decimal import ROUND_DOWN, localcontext

    with localcontext() as context:
        context.prec, context.rounding = 3, ROUND_DOWN
        assert totals_of("99.9", "99.8", "99.9").mean == Decimal("99.87")


def test_an_automatic_score_has_one_decimal() -> None:
    assert scoring.automatic_score(Decimal("12.25")) == Decimal("12.3")


def test_every_number_opens_what_it_was_made_of() -> None:
    case = json.loads(next(p for p in GOLDEN if p.stem == "extremes-and-cap").read_text("utf-8"))
    rubric, sheet = scoring.parse(case["rubric"], case["scores"])
    result = scoring.score(rubric, sheet)
    lines = workings(rubric, sheet, result.of("B1"))
    assert lines["member_totals.M3"].ko == "55 + 35 = 90"
    assert lines["dropped"].en == "lowest M1 (80) and highest M3 (90) dropped"
    assert lines["mean"].en == "(80 + 90 + 85 + 85) ÷ 4 = 85.0 (1 decimals, half up)"
    assert lines["criterion_means.plan"].ko == "(50 + 48 + 55 + 54 + 51 + 50) ÷ 6 = 51.3 (소수 1자리, 반올림)"
    best = workings(rubric, sheet, result.of("B3"))
    assert best["bonus"].en == "수출 실적 3 + 동반진출 4, capped at 5 → 5"
    assert best["final"].en == "95.4 + 5 − 0 = 100.4"
    assert best["dropped"].ko == "반영 위원이 4명으로 5명 미만이라 제외하지 않음"
    assert best["passed"].ko == "100.4 ≥ 70"


def test_the_workings_name_a_failed_criterion() -> None:
    case = json.loads(next(p for p in GOLDEN if p.stem == "three-members").read_text("utf-8"))
    rubric, sheet = scoring.parse(case["rubric"], case["scores"])
    marks = scoring.score(rubric, sheet).of("A2")
    assert workings(rubric, sheet, marks)["passed"].ko == "81.00 ≥ 70, 과락: 전문인력"

"""The views around a result: sensitivity, spread of the panel, budget line."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from funds.selection import scoring
from funds.selection.scoring.budget import budget_line
from funds.selection.scoring.sensitivity import reweighted
from funds.selection.scoring.spread import leanings, spread

GOLDEN = Path(__file__).parents[1] / "golden" / "scoring"


def golden(name: str) -> tuple[scoring.Rubric, scoring.Sheet]:
    case = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    return scoring.parse(case["rubric"], case["scores"])


def close_race(**changes: Any) -> tuple[scoring.Rubric, scoring.Sheet]:
    """X leads by the first criterion, Y by the second: X 50×.8+50×.7 = 75, Y 50×.68+50×.8 = 74; one seat."""
    rubric = {
        "version": "v",
        "pass_mark": "60",
        "drop_extremes_from": 9,
        "decimals": 2,
        "bonus_cap": "0",
        "seats": 1,
        "criteria": [{"id": "a", "label": "가", "max": "50"}, {"id": "b", "label": "나", "max": "50"}],
        "bonuses": [],
        "penalties": [],
        "tie_break": [],
    } | changes
    scores = {"X": {m: {"a": "40", "b": "35"} for m in "PQRS"}, "Y": {m: {"a": "34", "b": "40"} for m in "PQRS"}}
    scores["Y"]["S"] = {"a": "33", "b": "40.5"}
    scores["X"]["S"] = {"a": "41", "b": "35.5"}
    sheet = {
        "applications": [{"id": i, "bonuses": [], "penalties": []} for i in "XY"],
        "members": list("PQRS"),
        "conflicts": [],
        "scores": scores,
    }
    return scoring.parse(rubric, sheet)


def test_a_weight_that_decides_is_named() -> None:
    view = scoring.sensitivity(*close_race(), shift=Decimal(5))
    assert view.base.selected == ("X",)
    assert [(v.kind, v.subject, v.shift) for v in view.variations] == [
        ("weight", "a", -5),
        ("weight", "a", 5),
        ("weight", "b", -5),
        ("weight", "b", 5),
        ("member", "P", 0),
        ("member", "Q", 0),
        ("member", "R", 0),
        ("member", "S", 0),
    ]
    # a 45, b 55: X 40.25×.9 + 35.125×1.1 = 74.8625; Y 33.75×.9 + 40.125×1.1 = 74.5125. Ten points turn it.
    assert view.movers() == {}
    wide = scoring.sensitivity(*close_race(), shift=Decimal(10))
    assert {i: [(v.subject, v.shift) for v in vs] for i, vs in wide.movers().items()} == {
        "X": [("a", -10), ("b", 10)],
        "Y": [("a", -10), ("b", 10)],
    }
    assert wide.movers()["Y"][0].gained == ("Y",)
    assert wide.movers()["Y"][0].what.en == "가: maximum -10 points"


def test_moved_weights_still_sum_to_one_hundred_and_keep_shares() -> None:
    rubric, sheet = golden("three-members")
    moved, scaled = reweighted(rubric, sheet, "staff", Decimal(5))
    assert [c.max for c in moved.criteria] == [25, 75]
    assert moved.criteria[0].min == 10
    assert scaled.scores["A1"]["M1"] == {"staff": Decimal("18.75"), "growth": Decimal("57.65625")}
    assert reweighted(moved, scaled, "staff", Decimal(-5)) == (rubric, sheet)


def test_a_weight_with_nothing_to_share_says_so() -> None:
    view = scoring.sensitivity(*close_race(), shift=Decimal(50))
    assert [v.impossible is not None for v in view.variations[:4]] == [True] * 4
    assert view.variations[0].impossible is not None
    assert view.variations[0].impossible.en == "Its maximum would become 0, which leaves nothing to share."


def test_a_panel_of_three_cannot_spare_a_member() -> None:
    view = scoring.sensitivity(*golden("three-members"))
    members = [v for v in view.variations if v.kind == "member"]
    assert all(v.result is None for v in members)
    assert members[0].impossible is not None
    assert members[0].impossible.en == "Application A1 has only 2 counted member(s); at least 3 are needed."


def test_the_points_to_move_must_be_positive() -> None:
    with pytest.raises(scoring.Unusable):
        scoring.sensitivity(*close_race(), shift=Decimal(0))


def test_a_member_who_decides_is_named() -> None:
    rubric, sheet = close_race()
    scores = {a: dict(by_member) for a, by_member in sheet.scores.items()}
    scores["Y"]["S"] = {"a": Decimal(50), "b": Decimal(50)}
    tilted = scoring.Sheet(sheet.applications, sheet.members, sheet.conflicts, scores)
    view = scoring.sensitivity(rubric, tilted)
    assert view.base.selected == ("Y",)
    assert [v.subject for v in view.movers()["X"]] == ["S"]


def test_outliers_stand_far_from_the_middle() -> None:
    rubric, sheet = golden("extremes-and-cap")
    marks = scoring.score(rubric, sheet).of("B1")
    seen = spread(marks, far=Decimal(5))
    assert (seen.lowest, seen.highest, seen.middle) == (80, 90, 85)
    assert seen.outliers == ("M1", "M2", "M3", "M4")
    assert spread(marks).outliers == ()


def test_leanings_of_the_members_cancel_out() -> None:
    result = scoring.score(*golden("three-members"))
    # A1: panel 233/3, A2: panel 82. M1: (76.5 − 77.666…  + 0.5)/2 = −0.333…
    assert leanings(result) == {"M1": Decimal("-0.33"), "M2": Decimal("-1.58"), "M3": Decimal("1.92")}


def test_the_budget_line_stops_at_the_first_that_does_not_fit() -> None:
    result = scoring.score(*golden("unrounded-comparisons"))
    awards = {"D1": Decimal(100), "D2": Decimal(90), "D4": Decimal(10)}
    line = budget_line(result, awards, Decimal(150))
    assert line.within == ("D1",)
    assert line.first_out == ("D2",)
    assert line.below == ("D4",)
    assert (line.used, line.left) == (100, 50)
    assert budget_line(result, awards, Decimal(200)).within == ("D1", "D2", "D4")


def test_equals_at_the_budget_line_stay_together() -> None:
    rubric, sheet = golden("tie-at-the-line")
    result = scoring.score(scoring.Rubric(**{**vars(rubric), "seats": 3}), sheet)
    line = budget_line(result, {"C1": Decimal(1), "C2": Decimal(1), "C3": Decimal(1)}, Decimal(2))
    assert line.first_out == ("C2", "C3")
    assert line.within == ("C1",)


def test_a_budget_line_needs_every_award() -> None:
    with pytest.raises(scoring.Unusable) as caught:
        budget_line(scoring.score(*golden("unrounded-comparisons")), {"D1": Decimal(-5)}, Decimal(-1))
    assert len(caught.value.problems) == 4

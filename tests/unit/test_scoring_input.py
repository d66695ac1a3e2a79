"""What the scoring command turns down: each flaw is a sentence, and one flaw never hides another."""

import copy
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from funds.selection import scoring

RUBRIC: dict[str, Any] = {
    "version": "2026-1",
    "pass_mark": "70",
    "drop_extremes_from": 5,
    "decimals": 2,
    "bonus_cap": "5",
    "seats": 3,
    "criteria": [
        {"id": "staff", "label": "전문인력", "max": "20", "min": "8"},
        {"id": "growth", "label": "성장성", "max": "80"},
    ],
    "bonuses": [{"id": "package", "label": "동반진출", "points": "2"}],
    "penalties": [{"id": "late", "label": "기한 후 보완", "points": "1"}],
    "tie_break": ["growth", "staff"],
}
SCORES: dict[str, Any] = {
    "applications": [
        {"id": "A1", "bonuses": ["package"], "penalties": []},
        {"id": "A2", "bonuses": [], "penalties": []},
    ],
    "members": ["M1", "M2", "M3", "M4"],
    "conflicts": [{"application": "A1", "member": "M4"}],
    "scores": {
        "A1": {m: {"staff": "15", "growth": "61.5"} for m in ("M1", "M2", "M3")},
        "A2": {m: {"staff": "14", "growth": "60"} for m in ("M1", "M2", "M3", "M4")},
    },
}
Change = Callable[[dict[str, Any], dict[str, Any]], object]


def problems(change: Change) -> list[str]:
    """The English sentences for the valid pair above after `change(rubric, scores)`."""
    rubric, scores = copy.deepcopy(RUBRIC), copy.deepcopy(SCORES)
    change(rubric, scores)
    with pytest.raises(scoring.Unusable) as caught:
        scoring.parse(rubric, scores)
    assert all(problem.ko and problem.en and "\n" not in problem.ko + problem.en for problem in caught.value.problems)
    return [problem.en for problem in caught.value.problems]


def test_the_pair_is_valid_before_it_is_spoilt() -> None:
    assert scoring.score(*scoring.parse(RUBRIC, SCORES)).selected == ("A1", "A2")


ONE_SENTENCE: dict[str, tuple[Change, str]] = {
    "missing score": (
        lambda r, s: s["scores"]["A1"]["M2"].pop("staff"),
        "Member M2 has no score for application A1, criterion staff.",
    ),
    "member who has not scored": (
        lambda r, s: s["scores"]["A2"].pop("M3"),
        "Member M3 has not scored application A2.",
    ),
    "application without scores": (lambda r, s: s["scores"].pop("A2"), "Application A2 has no scores at all."),
    "score above the maximum": (
        lambda r, s: s["scores"]["A1"]["M2"].update(staff="20.1"),
        (
            "Member M2's score for application A1, criterion staff must be a number from 0 to 20 with at most one decimal, "
            'but it is "20.1".'
        ),
    ),
    "surplus criterion": (
        lambda r, s: s["scores"]["A1"]["M2"].update(extra="1"),
        'Member M2\'s scores for application A1 hold "extra", which is not a criterion.',
    ),
    "score in spite of a conflict": (
        lambda r, s: s["scores"]["A1"].update(M4={"staff": "1", "growth": "1"}),
        "Member M4 has a conflict with application A1 and must not score it.",
    ),
    "fewer than three counted": (
        lambda r, s: (s["conflicts"].append({"application": "A1", "member": "M3"}), s["scores"]["A1"].pop("M3")),
        "Application A1 has only 2 counted member(s); at least 3 are needed.",
    ),
    "scores for an unknown application": (
        lambda r, s: s["scores"].update(A9={}),
        'scores.scores: "A9" is not one of the applications.',
    ),
    "scores by an unknown member": (
        lambda r, s: s["scores"]["A1"].update(M9={"staff": "1", "growth": "1"}),
        'scores.scores.A1: "M9" is not one of the members.',
    ),
    "conflict of an unknown member": (
        lambda r, s: s["conflicts"].append({"application": "A2", "member": "M9"}),
        'scores.conflicts[2]: "M9" is not one of the members.',
    ),
    "conflict with an unknown application": (
        lambda r, s: s["conflicts"].append({"application": "A9", "member": "M1"}),
        'scores.conflicts[2]: "A9" is not one of the applications.',
    ),
    "unknown bonus": (
        lambda r, s: s["applications"][0].update(bonuses=["pakage"]),
        "scores.applications[1].bonuses: pakage is not declared in the rubric.",
    ),
    "unknown penalty": (
        lambda r, s: s["applications"][1].update(penalties=["package"]),
        "scores.applications[2].penalties: package is not declared in the rubric.",
    ),
    "bonus claimed twice": (
        lambda r, s: s["applications"][0].update(bonuses=["package", "package"]),
        "scores.applications[1].bonuses: package stands there more than once.",
    ),
    "application twice": (
        lambda r, s: s["applications"].append(s["applications"][0]),
        "scores.applications: A1 stands there more than once.",
    ),
    "member twice": (lambda r, s: s["members"].append("M1"), "scores.members: M1 stands there more than once."),
    "maxima not 100": (
        lambda r, s: r["criteria"][1].update(max="80.5"),
        "rubric.criteria: the maxima must sum to 100, but they sum to 100.5.",
    ),
    "criterion twice": (
        lambda r, s: (
            r["criteria"][0].update(max="15"),
            r["criteria"][1].update(max="70"),
            r["criteria"].append(r["criteria"][0]),
        ),
        "rubric.criteria: staff stands there more than once.",
    ),
    "minimum above the maximum": (
        lambda r, s: r["criteria"][0].update(min="21"),
        "rubric.criteria[1].min: the minimum 21 is above the maximum 20.",
    ),
    "unknown tie-break": (
        lambda r, s: r["tie_break"].append("price"),
        "rubric.tie_break: price is not a criterion.",
    ),
    "tie-break twice": (
        lambda r, s: r["tie_break"].append("staff"),
        "rubric.tie_break: staff stands there more than once.",
    ),
    "missing key": (lambda r, s: r.pop("pass_mark"), "rubric: the key pass_mark is missing."),
    "unknown key": (lambda r, s: r.update(minimum="8"), 'rubric: the key "minimum" is unknown.'),
    "unknown key of an application": (
        lambda r, s: s["applications"][0].update(bonus="2"),
        'scores.applications[1]: the key "bonus" is unknown.',
    ),
    "seats are no whole number": (
        lambda r, s: r.update(seats=Decimal("2.5")),
        'rubric.seats: a whole number from 0 to 1000000 is expected, but it is "2.5".',
    ),
    "seats are true": (
        lambda r, s: r.update(seats=True),
        "rubric.seats: a whole number from 0 to 1000000 is expected, but it is true.",
    ),
    "negative seats": (
        lambda r, s: r.update(seats=-1),
        "rubric.seats: a whole number from 0 to 1000000 is expected, but it is -1.",
    ),
    "negative points": (
        lambda r, s: r["penalties"][0].update(points="-1"),
        'rubric.penalties[1].points: a number of 0 or more without sign or exponent is expected, but it is "-1".',
    ),
    "empty id": (
        lambda r, s: r.update(version=" "),
        'rubric.version: text of 1 to 100 characters without blanks around it is expected, but it is " ".',
    ),
    "a list where an object belongs": (
        lambda r, s: s["scores"].update(A1=[]),
        "scores.scores.A1: an object is expected, but it is [].",
    ),
    "an object where a list belongs": (
        lambda r, s: r.update(bonuses={}),
        "rubric.bonuses: a list is expected, but it is {}.",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), ONE_SENTENCE.values(), ids=ONE_SENTENCE.keys())
def test_one_flaw_is_one_sentence(change: Change, sentence: str) -> None:
    assert problems(change) == [sentence]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "abc",
        "-1",
        "+1",
        "1e1",
        "1E0",
        "NaN",
        "Infinity",
        " 1",
        "1 ",
        "1.",
        ".5",
        "1,5",
        "1_0",
        "１",
        "12.25",
        "12.50",
        None,
        True,
        [],
        {},
        1.5,
        Decimal("1E+1"),
        -1,
        Decimal("0.05"),
        "9" * 40,
    ],
)
def test_what_is_not_a_plain_score_is_refused(value: Any) -> None:
    (sentence,) = problems(lambda r, s: s["scores"]["A1"]["M1"].update(growth=value))
    assert sentence.startswith("Member M1's score for application A1, criterion growth must be a number from 0 to 80")


@pytest.mark.parametrize("value", ["0", "80", "80.0", "0.0", 80, Decimal("79.9")])
def test_the_ends_of_the_range_are_scores(value: Any) -> None:
    scores = copy.deepcopy(SCORES)
    scores["scores"]["A1"]["M1"]["growth"] = value
    _, sheet = scoring.parse(RUBRIC, scores)
    assert sheet.scores["A1"]["M1"]["growth"] == Decimal(str(value))


def test_flaws_of_both_files_are_told_together() -> None:
    def spoil(rubric: dict[str, Any], scores: dict[str, Any]) -> None:
        rubric["criteria"][1]["max"] = "70"
        rubric.pop("seats")
        scores["applications"][0]["bonuses"] = ["nothing"]
        scores["scores"]["A1"]["M1"].pop("staff")
        scores["scores"]["A2"]["M1"]["growth"] = "71"
        scores["conflicts"].append({"application": "A7", "member": "M1"})

    assert problems(spoil) == [
        "rubric: the key seats is missing.",
        "rubric.criteria: the maxima must sum to 100, but they sum to 90.",
        "scores.applications[1].bonuses: nothing is not declared in the rubric.",
        'scores.conflicts[2]: "A7" is not one of the applications.',
        "Member M1 has no score for application A1, criterion staff.",
        (
            "Member M1's score for application A2, criterion growth must be a number from 0 to 70 with at most one decimal, "
            'but it is "71".'
        ),
    ]


def test_an_unreadable_list_of_criteria_does_not_spoil_every_score() -> None:
    assert problems(lambda r, s: r.update(criteria="staff", tie_break=[])) == [
        'rubric.criteria: a list is expected, but it is "staff".'
    ]


def test_an_unreadable_maximum_is_one_sentence() -> None:
    (sentence,) = problems(lambda r, s: r["criteria"][1].update(max="eighty"))
    assert sentence.startswith("rubric.criteria[2].max: a number of 0 or more")


@pytest.mark.parametrize("value", [None, [], "x", 3])
def test_files_that_hold_something_else(value: Any) -> None:
    with pytest.raises(scoring.Unusable) as caught:
        scoring.parse(value, value)
    assert [problem.en.partition(":")[0] for problem in caught.value.problems] == ["rubric", "scores"]


def test_each_reader_stands_alone() -> None:
    rubric = scoring.parse_rubric(RUBRIC)
    assert scoring.parse_scores(SCORES, rubric) == scoring.parse(RUBRIC, SCORES)[1]
    with pytest.raises(scoring.Unusable):
        scoring.parse_rubric({})
    with pytest.raises(scoring.Unusable):
        scoring.parse_scores({}, rubric)

"""The strategy-country ranking, re-computed by hand, and laws that hold for any figures."""

import json
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.strategy.indicators.figures import Figure, shipped_figures
from funds.strategy.indicators.ranking import Ranking, percentile, rank
from funds.strategy.indicators.sensitivity import rank_sensitivity, shifted
from funds.strategy.indicators.weights import Weights, read_weights, shipped_weights
from funds.unusable import Unusable

D = Decimal


def weights(**measures: str) -> Weights:
    """Weights of made-up measures: spend = S ÷ G (higher), doctors (lower), people (higher)."""
    codes = {"spend": ["S", "G"], "doctors": ["DOC"], "people": ["POP"]}
    return read_weights(
        {
            "version": "t",
            "status": ["예시", "sample"],
            "year": 2023,
            "shown_from_percent": 80,
            "excluded": ["KOR"],
            "groups": [{"id": "g", "label": ["묶음", "group"]}],
            "measures": [
                {
                    "id": id_,
                    "group": "g",
                    "label": [id_, id_],
                    "codes": codes[id_],
                    "better": "lower" if id_ == "doctors" else "higher",
                    "weight": weight,
                    "why": ["까닭", "why"],
                }
                for id_, weight in measures.items()
            ],
        }
    )


def figures(year: int = 2023, **countries: dict[str, str]) -> list[Figure]:
    return [Figure(i, code, year, D(value), "s") for i, held in countries.items() for code, value in held.items()]


FIGURES = figures(
    AAA={"S": "100", "G": "1000", "DOC": "1", "POP": "50"},
    BBB={"S": "50", "G": "1000", "DOC": "2", "POP": "50"},
    CCC={"S": "90", "G": "1000", "DOC": "3", "POP": "10"},
    DDD={"S": "20", "G": "1000", "POP": "90"},
    KOR={"S": "999", "G": "1000", "DOC": "9", "POP": "99"},
)
WEIGHTS = weights(spend="50", doctors="20", people="30")


def test_a_ranking_by_hand() -> None:
    # spend .10 .05 .09 .02 → 87.5 37.5 62.5 12.5; doctors, fewer is better, of three: 83.33 50 16.67; people 50 50 10 90:
    # AAA and BBB share (1 + 2/2)/4 = 50, CCC 12.5, DDD 87.5. Korea is not among the candidates.
    ranking = rank(FIGURES, WEIGHTS)
    assert [(row.rank, row.iso3, row.score) for row in ranking.rows] == [
        (1, "AAA", D("75.42")),  # (50×87.5 + 20×83.33 + 30×50) ÷ 100 = 75.416
        (2, "BBB", D("43.75")),  # (50×37.5 + 20×50 + 30×50) ÷ 100
        (3, "DDD", D("40.63")),  # (50×12.5 + 30×87.5) ÷ 80 = 40.625
        (4, "CCC", D("38.33")),  # (50×62.5 + 20×16.67 + 30×12.5) ÷ 100 = 38.334
    ]
    assert ranking.top(2) == ("AAA", "BBB")


def test_every_score_opens_its_inputs() -> None:
    row = rank(FIGURES, WEIGHTS).of("AAA")
    spend, doctors, people = row.inputs
    assert (spend.value, spend.worse, spend.equal, spend.among) == (D("0.1"), 3, 1, 4)
    assert [part.indicator for part in spend.parts] == ["S", "G"]
    assert (doctors.worse, doctors.among, doctors.percentile) == (2, 3, D("83.33"))
    assert (people.equal, people.percentile, people.contribution) == (2, D("50.00"), D("15.00"))
    words = row.workings()
    assert words is not None
    assert words.ko == "(50 × 87.50 + 20 × 83.33 + 30 × 50.00) ÷ 100 = 75.42"


def test_what_is_missing_is_said_and_never_guessed() -> None:
    late = [*FIGURES, Figure("DDD", "DOC", 2019, D("0.5"), "s")]
    row = rank(late, WEIGHTS).of("DDD")
    doctors = row.inputs[1]
    assert (doctors.value, doctors.percentile, doctors.contribution) == (None, None, None)
    assert doctors.missing is not None
    assert doctors.missing.en == "no DOC for 2023"
    assert [(part.year, part.value) for part in doctors.last_known] == [(2019, D("0.5"))]
    assert row.present_percent == D("80.0")
    assert row.score == rank(FIGURES, WEIGHTS).of("DDD").score


def test_a_score_needs_eighty_percent_of_the_weight() -> None:
    ranking = rank(FIGURES, weights(spend="49", doctors="21", people="30"))
    row = ranking.rows[-1]
    assert (row.iso3, row.score, row.rank, row.present_percent) == ("DDD", None, None, D("79.0"))
    assert row.workings() is None
    assert row.inputs[0].percentile == D("12.50")


def test_a_quotient_needs_both_figures_and_something_to_divide_by() -> None:
    odd = figures(AAA={"S": "1"}, BBB={"G": "1"}, CCC={"S": "1", "G": "0"}, DDD={"S": "1", "G": "2"})
    ranking = rank(odd, weights(spend="100"))
    assert [(row.iso3, row.score) for row in ranking.rows] == [
        ("DDD", D(50)),
        ("AAA", None),
        ("BBB", None),
        ("CCC", None),
    ]
    assert all(row.inputs[0].missing for row in ranking.rows[1:])


def test_equal_scores_share_a_rank() -> None:
    ranking = rank(figures(AAA={"POP": "5"}, BBB={"POP": "5"}, CCC={"POP": "1"}), weights(people="100"))
    assert [(row.rank, row.iso3) for row in ranking.rows] == [(1, "AAA"), (1, "BBB"), (3, "CCC")]


def test_only_the_chosen_year_counts() -> None:
    both = [*figures(2022, AAA={"POP": "1"}, BBB={"POP": "2"}), *figures(2023, AAA={"POP": "9"})]
    assert rank(both, weights(people="100"), 2022).top(1) == ("BBB",)
    later = rank(both, weights(people="100"))
    assert (later.year, later.top(9)) == (2023, ("AAA",))


def test_a_figure_given_twice_is_refused() -> None:
    with pytest.raises(Unusable) as caught:
        rank([*FIGURES, *FIGURES[:1]], WEIGHTS)
    assert caught.value.problems[0].en == "There is more than one figure of AAA, S, 2023."


def test_percentiles_take_the_middle_of_equals() -> None:
    assert percentile(0, 1, 1) == D("50.00")
    assert percentile(3, 1, 4) == D("87.50")
    assert percentile(0, 3, 3) == D("50.00")
    assert percentile(1, 1, 3) == D("50.00")
    assert percentile(0, 1, 3) == D("16.67")


@given(st.dictionaries(st.sampled_from(["AAA", "BBB", "CCC", "DDD", "EEE"]), st.integers(-5, 5), min_size=1))
def test_percentiles_of_higher_and_lower_mirror_each_other(values: dict[str, int]) -> None:
    held = figures(**{i: {"POP": str(v), "DOC": str(v)} for i, v in values.items()})
    for row in rank(held, weights(people="50", doctors="50")).rows:
        higher, lower = (i.percentile for i in row.inputs)
        assert higher is not None
        assert lower is not None
        assert abs(higher + lower - 100) <= D("0.01")


@given(st.permutations(FIGURES), st.integers(1, 1000))
def test_order_and_scale_never_change_a_ranking(mixed: list[Figure], factor: int) -> None:
    scaled = [Figure(f.iso3, f.indicator, f.year, f.value * factor, f.source) for f in mixed]

    def told(ranking: Ranking) -> Any:
        return [(row.iso3, row.rank, row.score) for row in ranking.rows]

    assert told(rank(scaled, WEIGHTS)) == told(rank(FIGURES, WEIGHTS))


def test_sliders_move_weights() -> None:
    moved = WEIGHTS.moved({"people": D(80), "spend": D(0)})
    assert rank(FIGURES, moved).top(1) == ("DDD",)
    for bad in ({"people": D(-1)}, {"people": D(101)}, {"none": D(1)}, {"people": D("NaN")}):
        with pytest.raises(Unusable):
            WEIGHTS.moved(bad)
    with pytest.raises(Unusable) as caught:
        WEIGHTS.moved(dict.fromkeys(("spend", "doctors", "people"), D(0)))
    assert caught.value.problems[0].en == "All weights are 0."


def test_sensitivity_names_who_enters_and_leaves() -> None:
    view = rank_sensitivity(FIGURES, WEIGHTS, points=D(20), top=2)
    assert [(s.measure, s.points) for s in view.shifts] == [
        ("spend", -20),
        ("spend", 20),
        ("doctors", 20),  # −20 would leave doctors without weight
        ("people", -20),
        ("people", 20),
    ]
    by_name = {(s.measure, s.points): s for s in view.shifts}
    assert by_name["people", D(20)].entered == ("DDD",)
    assert by_name["people", D(20)].left == ("BBB",)
    assert view.ranges["AAA"].best == view.ranges["AAA"].worst == 1
    with pytest.raises(Unusable):
        rank_sensitivity(FIGURES, WEIGHTS, points=D(0))


def test_a_shift_keeps_the_whole_at_one_hundred() -> None:
    moved = shifted(WEIGHTS, "spend", D(10))
    assert moved is not None
    assert [measure.weight for measure in moved.measures] == [60, 16, 24]
    assert shifted(weights(people="100"), "people", D(-5)) is None


def test_the_shipped_weights_rank_the_shipped_figures() -> None:
    shipped = shipped_weights()
    assert shipped.total == 100
    assert shipped.status.ko == "예시(비공식)"
    held = shipped_figures()
    codes = sorted({f.iso3 for f in held})
    presence = [Figure(i, c, 2023, D(0), "portal") for i in codes for c in ("KR.FILINGS", "KR.MOUS")]
    ranking = rank([*held, *presence], shipped)
    assert len(ranking.rows) == 60
    assert sum(row.score is not None for row in ranking.rows) >= 55
    assert all(0 < (row.score or 50) < 100 for row in ranking.rows)
    assert "KOR" not in {row.iso3 for row in ranking.rows}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d["measures"][0].update(better="more"), "must be higher or lower"),
        (lambda d: d["measures"][0].update(codes=[]), "one or two indicator codes"),
        (lambda d: d["measures"][0].update(group="x"), "group is unknown"),
        (lambda d: d["measures"][0].update(weight="-1"), "must lie in 0 to 100"),
        (lambda d: d["measures"].append(d["measures"][0]), "stands there twice"),
        (lambda d: d.pop("year"), "another shape"),
        (lambda d: d["measures"][0].update(weight="much"), "another shape"),
    ],
)
def test_weights_with_a_flaw_are_refused(change: Any, words: str) -> None:
    data = json.loads((resources.files("funds.strategy.indicators") / "strategy-2026-1.json").read_text("utf-8"))
    change(data)
    with pytest.raises(Unusable) as caught:
        read_weights(data)
    assert words in caught.value.problems[0].en


def test_an_unknown_version_is_no_weights() -> None:
    with pytest.raises(LookupError):
        shipped_weights("strategy-1999-1")

"""The credit scorecard: points, reasons and steps by hand, and a fit that is checked against what it must satisfy."""

import copy
import json
import random
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from funds import commands
from funds.finance.credit import calibration
from funds.finance.credit import scorecard as credit
from funds.finance.credit.outcomes import read_outcomes
from funds.finance.credit.plot import reliability_svg
from funds.unusable import Unusable

MODEL = credit.shipped_model()
# 8 + 5 + 7 + 6 = 26; 5 + 5 + 6 = 16; 8 + 4 = 12; 4 + 1 + 2 = 7; together 61
VALUES: dict[str, Decimal | str | None] = {
    "debt_ratio": Decimal(150),
    "current_ratio": Decimal(120),
    "operating_margin": Decimal("2.0"),
    "interest_coverage": Decimal(2),
    "years_operated": Decimal(7),
    "occupancy": Decimal("79.9"),
    "overseas_projects": Decimal(1),
    "country_class": Decimal(3),
    "remittance": "approval",
    "payment_security": "escrow",
    "dispute": "local_court",
    "contract_years": Decimal(5),
}


def test_points_add_up_by_hand() -> None:
    found = credit.assess(MODEL, VALUES)
    assert found.group_points() == {
        "financial": (26, 40),
        "operation": (16, 25),
        "country": (12, 20),
        "contract": (7, 15),
    }
    assert found.points == 61
    assert found.grade is not None
    assert found.grade.id == "C"
    assert found.covered == 100
    assert found.missing == ()


def test_reasons_are_said_in_words() -> None:
    reasons = {line.factor.id: line.reason for line in credit.assess(MODEL, VALUES).lines}
    assert reasons["debt_ratio"].ko == "부채비율 150 %(100 % 이상 200 % 미만): 12점 중 8점"
    assert reasons["debt_ratio"].en == "Debt ratio 150 % (100 % or more, under 200 %): 8 of 12 points"
    assert reasons["years_operated"].ko == "운영 연수 7년(5년 이상 10년 미만): 7점 중 5점"
    assert reasons["dispute"].en == "Settlement of disputes local courts: 1 of 4 points"


def test_what_would_raise_the_grade() -> None:
    found = credit.assess(MODEL, VALUES)
    assert found.next_grade is not None
    assert (found.next_grade.id, found.points_needed) == ("B", 9)
    assert [(s.factor.id, s.gain) for s in found.steps] == [
        ("debt_ratio", 4),
        ("interest_coverage", 4),
        ("overseas_projects", 4),
        ("current_ratio", 3),
        ("operating_margin", 3),
        ("occupancy", 3),
        ("payment_security", 3),
        ("dispute", 3),
        ("contract_years", 2),
    ]
    assert found.steps[0].words.ko == "부채비율: 100 % 미만(이)면 +4점"
    assert [s.factor.id for s in found.path] == ["debt_ratio", "interest_coverage", "overseas_projects"]


def test_nobody_is_told_to_change_what_they_cannot() -> None:
    ids = {step.factor.id for step in credit.assess(MODEL, VALUES).steps}
    assert not ids & {"country_class", "remittance", "years_operated"}


def test_missing_data_are_no_points_and_no_guess() -> None:
    partly = VALUES | {"debt_ratio": None, "country_class": None}
    found = credit.assess(MODEL, partly)
    assert found.points == 45
    assert found.covered == Decimal("76.0")
    assert found.grade is None
    assert found.best_grade.id == "C"
    assert [factor.id for factor in found.missing] == ["debt_ratio", "country_class"]
    assert found.lines[0].reason.ko == "부채비율: 자료 없음, 12점 중 0점"


def test_eighty_percent_of_the_points_are_enough_for_a_grade() -> None:
    found = credit.assess(MODEL, VALUES | {"debt_ratio": None, "occupancy": None})
    assert found.covered == Decimal("80.0")
    assert found.grade is not None


def test_the_best_has_nothing_above() -> None:
    best = credit.assess(
        MODEL,
        {f.id: f.levels[-1].id if f.levels else _best_number(f) for f in MODEL.factors},
    )
    assert (best.points, best.next_grade, best.points_needed, best.path, best.steps) == (100, None, 0, (), ())


def _best_number(factor: Any) -> Decimal:
    rising = factor.bands[-1].points > factor.bands[0].points
    return factor.bands[-1].start if rising else Decimal(0)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"magic": Decimal(1)}, "magic is not a factor of the model."),
        ({"debt_ratio": Decimal(-1)}, "Debt ratio must be 0 or more."),
        ({"country_class": Decimal(8)}, "Country risk class must be 7 or less."),
        ({"debt_ratio": Decimal("NaN")}, "Debt ratio must be a number."),
        ({"debt_ratio": "high"}, "Debt ratio must be a number."),
        ({"remittance": "maybe"}, "Limits on remittance: maybe is not one of its levels."),
        ({"remittance": Decimal(1)}, "Limits on remittance: 1 is not one of its levels."),
    ],
)
def test_values_that_do_not_fit_are_refused(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Unusable) as caught:
        credit.assess(MODEL, values)
    assert [problem.en for problem in caught.value.problems] == [sentence]


@given(st.fixed_dictionaries({f.id: st.none() | st.decimals(0, 7, places=1) for f in MODEL.factors if not f.levels}))
def test_more_data_never_lower_the_points(values: dict[str, Decimal | None]) -> None:
    found = credit.assess(MODEL, dict(values))
    fewer = credit.assess(MODEL, dict(values) | {"debt_ratio": None})
    assert fewer.points <= found.points <= 100
    assert found.best_grade.start >= MODEL.grade_of(found.points).start


def test_ratios_from_statements() -> None:
    accounts = {
        "liabilities": Decimal(300),
        "equity": Decimal(200),
        "current_assets": Decimal(100),
        "current_liabilities": Decimal(80),
        "revenue": Decimal(900),
        "operating_profit": Decimal(-18),
        "interest": Decimal(0),
    }
    assert credit.financial_ratios(accounts) == {
        "debt_ratio": Decimal("150.0"),
        "current_ratio": Decimal("125.0"),
        "operating_margin": Decimal("-2.0"),
        "interest_coverage": Decimal(-9999),
    }
    broke = credit.financial_ratios({"liabilities": Decimal(300), "equity": Decimal(-50)})
    assert broke == {"debt_ratio": Decimal(9999)}
    assert credit.assess(MODEL, dict(broke)).points == 0
    with pytest.raises(Unusable) as caught:
        credit.financial_ratios({"liabilities": Decimal(-1), "goodwill": Decimal(1)})
    assert len(caught.value.problems) == 2


def test_the_card_says_that_it_is_not_calibrated() -> None:
    assert MODEL.status.ko == "예시(비공식)"
    assert "부도 자료로 보정되지 않았습니다" in MODEL.card[0].ko
    assert "not calibrated on defaults" in MODEL.card[0].en


def shipped_data() -> Any:
    return json.loads((resources.files("funds.finance.credit") / "credit-2026-1.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d["factors"].pop(), "must sum to 100"),
        (
            lambda d: d["factors"][0].update(levels=[{"id": "x", "label": ["x", "x"], "points": 1}]),
            "either bands or levels",
        ),
        (lambda d: d["factors"][0]["bands"][0].update({"from": "1"}), "begin at null and ascend"),
        (lambda d: d["factors"][0]["bands"][2].update({"from": "50"}), "begin at null and ascend"),
        (lambda d: d["factors"][0].update(group="none"), "group is unknown"),
        (lambda d: d["factors"][0]["bands"][3].update(points=-1), "0 or more"),
        (lambda d: d["factors"].append(d["factors"][0]), "stands there twice"),
        (lambda d: d["grades"].reverse(), "must descend"),
        (lambda d: d.pop("card"), "another shape"),
    ],
)
def test_a_model_with_a_flaw_is_refused(change: Any, words: str) -> None:
    data = shipped_data()
    change(data)
    with pytest.raises(Unusable) as caught:
        credit.read_model(copy.deepcopy(data))
    assert words in caught.value.problems[0].en


def test_an_unknown_version_is_no_model() -> None:
    with pytest.raises(LookupError):
        credit.shipped_model("credit-1999-1")


def outcomes(rows: int = 200, seed: int = 7) -> str:
    """Invented outcomes in which debt makes default likely, and nothing else matters."""
    dice = random.Random(seed)
    lines = [",".join([*(f.id for f in MODEL.factors), "defaulted"])]
    for _ in range(rows):
        debt = dice.choice([50, 150, 250, 350])
        defaulted = dice.random() < {50: 0.05, 150: 0.2, 250: 0.5, 350: 0.8}[debt]
        row = {f.id: dice.choice(f.levels).id if f.levels else str(dice.randint(0, 7)) for f in MODEL.factors}
        lines.append(",".join([*(row | {"debt_ratio": str(debt)}).values(), str(int(defaulted))]))
    return "\n".join(lines) + "\n"


def test_the_fit_finds_what_matters() -> None:
    found = calibration.calibrate(MODEL, outcomes())
    assert min(found.coefficients, key=lambda id_: found.coefficients[id_]) == "debt_ratio"
    assert 0.7 < found.auc < 1
    assert found.brier < found.brier_of_the_mean
    assert sum(b.rows for b in found.bins) == found.rows == 200
    assert [b.predicted for b in found.bins] == sorted(b.predicted for b in found.bins)
    assert reliability_svg(found.bins).count("<circle") == 5


def test_the_fit_satisfies_its_own_equations() -> None:
    shares, defaulted = read_outcomes(MODEL, outcomes())
    found = calibration.calibrate(MODEL, outcomes(), penalty=2.0)
    slopes = np.array([found.coefficients[f.id] for f in MODEL.factors])
    residual = defaulted - 1 / (1 + np.exp(-(found.intercept + shares @ slopes)))
    assert abs(float(residual.sum())) < 1e-6  # the intercept is not penalised: predictions sum to the defaults
    np.testing.assert_allclose(shares.T @ residual, 2.0 * slopes, atol=1e-6)


def test_perfectly_parted_data_do_not_run_away() -> None:
    rows = outcomes(rows=80).splitlines()
    parted = [rows[0]]
    for place, row in enumerate(rows[1:]):
        debt = 50 if place % 2 else 350
        parted.append(f"{debt}{row[row.index(',') : row.rindex(',')]},{int(debt == 350)}")
    found = calibration.calibrate(MODEL, "\n".join(parted))
    assert found.auc == 1
    assert all(abs(each) < 20 for each in found.coefficients.values())


def test_thin_data_are_refused() -> None:
    with pytest.raises(Unusable) as caught:
        calibration.calibrate(MODEL, outcomes(rows=30))
    assert caught.value.problems[0].en.startswith("Too little data: 30 rows")
    with pytest.raises(Unusable):
        calibration.calibrate(MODEL, outcomes(rows=0))


def test_each_bad_row_is_named() -> None:
    lines = outcomes(rows=60).splitlines()
    lines[3] = lines[3].rpartition(",")[0] + ",maybe"
    lines[5] = "abc" + lines[5][lines[5].index(",") :]
    lines[7] = lines[7][lines[7].index(",") :]
    lines[8] = "-3" + lines[8][lines[8].index(",") :]
    with pytest.raises(Unusable) as caught:
        calibration.calibrate(MODEL, "\n".join(lines))
    assert [problem.en for problem in caught.value.problems] == [
        "Line 4: defaulted must be 0 or 1.",
        "Line 6: A value is not a number.",
        "Line 8: Debt ratio is empty.",
        "Line 9: Debt ratio must be 0 or more.",
    ]
    with pytest.raises(Unusable) as caught:
        calibration.calibrate(MODEL, "debt_ratio\n1\n")
    assert caught.value.problems[-1].en == "The column defaulted is missing."


def test_the_command_writes_report_and_plot(tmp_path: Path) -> None:
    app = Flask(__name__)
    app.cli.add_command(commands.funds_group)
    runner = app.test_cli_runner()
    (tmp_path / "o.csv").write_text(outcomes(), "utf-8-sig")
    out, plot = tmp_path / "c.json", tmp_path / "p.svg"
    arguments = ["funds", "calibrate-credit", "--outcomes", str(tmp_path / "o.csv"), "--out", str(out)]
    done = runner.invoke(args=[*arguments, "--plot", str(plot)])
    assert done.exit_code == 0
    assert done.output.startswith("AUC 0.")
    report = json.loads(out.read_text("utf-8"))
    assert report["model_version"] == "credit-2026-1"
    assert set(report["coefficients"]) == {f.id for f in MODEL.factors}
    assert plot.read_text("utf-8").startswith("<svg")
    refused = runner.invoke(args=[*arguments, "--model", "none"])
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    (tmp_path / "o.csv").write_bytes(b"\xff\xfe")
    assert runner.invoke(args=arguments).exit_code == 2

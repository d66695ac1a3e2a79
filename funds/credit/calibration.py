"""Fits the scorecard to outcomes: a logistic regression on each factor's share of its points, and how well it foretells.

Fitted by Newton's method (iteratively reweighted least squares) with an L2 penalty on all coefficients but the intercept,
in double precision with numpy; no other library is needed. AUC, Brier score and the reliability bins are measured on
predictions for rows that the fit had not seen (folds), so that they do not flatter. Refuses data too thin to say anything.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funds.credit.model import Factor, Model
from funds.credit.scorecard import Value, assess
from funds.unusable import Unusable
from portal.core.text import Text

FEWEST_ROWS = 50
FEWEST_OF_EACH = 10
FOLDS = 5
BINS = 5
OUTCOME = "defaulted"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Bin:
    """Rows with a predicted probability in `low` … `high`: how many, mean prediction, share that defaulted."""

    low: float
    high: float
    rows: int
    predicted: float
    observed: float


@dataclass(frozen=True)
class Calibration:
    """`coefficients` factor id → change of the log-odds of default from no points to full points of that factor."""

    model_version: str
    rows: int
    defaults: int
    penalty: float
    intercept: float
    coefficients: dict[str, float]
    auc: float
    brier: float
    brier_of_the_mean: float
    bins: tuple[Bin, ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def calibrate(model: Model, source: str, penalty: float = 1.0) -> Calibration:
    """Fit `model` to a CSV of outcomes.

    `source`: a header naming every factor of the model and `defaulted` (0 or 1; other columns are ignored), then one row
    an institution. Raises `Unusable` for an unreadable row, or fewer than 50 rows or 10 of either outcome.
    """
    shares, defaulted = read_outcomes(model, source)
    _refuse_thin(defaulted)
    unseen = np.empty_like(defaulted)
    folds = _folds(defaulted)
    for fold in range(FOLDS):
        beta = fit(shares[folds != fold], defaulted[folds != fold], penalty)
        unseen[folds == fold] = probability(beta, shares[folds == fold])
    beta = fit(shares, defaulted, penalty)
    return Calibration(
        model_version=model.version,
        rows=len(defaulted),
        defaults=int(defaulted.sum()),
        penalty=penalty,
        intercept=float(beta[0]),
        coefficients={factor.id: float(b) for factor, b in zip(model.factors, beta[1:], strict=True)},
        auc=auc(defaulted, unseen),
        brier=float(np.mean((unseen - defaulted) ** 2)),
        brier_of_the_mean=float(np.mean((defaulted.mean() - defaulted) ** 2)),
        bins=reliability(defaulted, unseen),
    )


def fit(shares: Floats, defaulted: Floats, penalty: float) -> Floats:
    """Intercept and coefficients that maximise the penalised likelihood; (1 + factors,) floats."""
    design = np.column_stack([np.ones(len(defaulted)), shares])
    ridge = np.diag([0.0, *[penalty] * shares.shape[1]])
    beta = np.zeros(design.shape[1])
    for _ in range(100):
        expected = probability(beta, shares)
        gradient = design.T @ (defaulted - expected) - ridge @ beta
        curvature = (design * (expected * (1 - expected))[:, None]).T @ design + ridge
        try:
            step = np.linalg.solve(curvature, gradient)
        except np.linalg.LinAlgError:
            break
        beta = beta + step
        if float(np.abs(step).max()) < 1e-10:
            return beta
    raise Unusable(
        [Text("보정이 수렴하지 않았습니다. 벌점을 키워 주세요.", "The fit did not settle. Use a larger penalty.")]
    )


def probability(beta: Floats, shares: Floats) -> Floats:
    """Probability of default for rows of factor shares."""
    log_odds: Floats = beta[0] + shares @ beta[1:]
    return np.asarray((1 + np.tanh(log_odds / 2)) / 2, dtype=np.float64)  # the logistic function, without overflow


def auc(defaulted: Floats, predicted: Floats) -> float:
    """The chance that a defaulted row was given a higher probability than a repaid one; equal ones count half."""
    bad, good = predicted[defaulted == 1], predicted[defaulted == 0]
    above = (bad[:, None] > good[None, :]).mean()
    equal = (bad[:, None] == good[None, :]).mean()
    return float(above + equal / 2)


def reliability(defaulted: Floats, predicted: Floats) -> tuple[Bin, ...]:
    """Rows in order of prediction, cut into five bins of as equal size as can be."""
    order = np.argsort(predicted, kind="stable")
    return tuple(
        Bin(
            low=float(predicted[part].min()),
            high=float(predicted[part].max()),
            rows=len(part),
            predicted=float(predicted[part].mean()),
            observed=float(defaulted[part].mean()),
        )
        for part in np.array_split(order, BINS)
    )


def read_outcomes(model: Model, source: str) -> tuple[Floats, Floats]:
    """(rows × factors) shares of points in 0 … 1, and (rows,) outcomes, 1 = defaulted. Raises `Unusable`."""
    rows = csv.DictReader(io.StringIO(source.removeprefix("\ufeff")))
    absent = [name for name in (*(f.id for f in model.factors), OUTCOME) if name not in (rows.fieldnames or ())]
    if absent:
        raise Unusable(
            [Text("열 {name}이(가) 없습니다.", "The column {name} is missing.").format(name=name) for name in absent]
        )
    problems: list[Text] = []
    shares: list[list[float]] = []
    outcomes: list[float] = []
    for row in rows:
        try:
            values = {factor.id: _value(factor, row[factor.id]) for factor in model.factors}
            assessment = assess(model, values)
            outcomes.append({"0": 0.0, "1": 1.0}[(row[OUTCOME] or "").strip()])
        except (Unusable, InvalidOperation, KeyError) as wrong:
            problems.append(_row_problem(rows.line_num, wrong))
        else:
            shares.append([line.points / line.factor.most_points for line in assessment.lines])
    if problems:
        raise Unusable(problems)
    return np.array(shares, dtype=np.float64).reshape(-1, len(model.factors)), np.array(outcomes, dtype=np.float64)


def _value(factor: Factor, written: str | None) -> Value:
    wording = (written or "").strip()
    if not wording:
        raise Unusable([Text("{label} 값이 비어 있습니다.", "{label} is empty.").format(label=factor.label)])
    return wording if factor.levels else Decimal(wording)


def _row_problem(line: int, wrong: Exception) -> Text:
    if isinstance(wrong, Unusable):
        said: Sequence[Text] = wrong.problems
    elif isinstance(wrong, InvalidOperation):
        said = [Text("숫자가 아닌 값이 있습니다.", "A value is not a number.")]
    else:
        said = [Text("defaulted 는 0 또는 1이어야 합니다.", "defaulted must be 0 or 1.")]
    return Text(
        f"{line}번째 줄: {' '.join(each.ko for each in said)}", f"Line {line}: {' '.join(each.en for each in said)}"
    )


def _refuse_thin(defaulted: Floats) -> None:
    least = min(int(defaulted.sum()), int((1 - defaulted).sum())) if len(defaulted) else 0
    if len(defaulted) < FEWEST_ROWS or least < FEWEST_OF_EACH:
        raise Unusable(
            [
                Text(
                    "자료가 모자랍니다: {rows}건, 드문 쪽 결과 {least}건. 적어도 {most}건과 {few}건이 필요합니다.",
                    "Too little data: {rows} rows, {least} of the rarer outcome. At least {most} and {few} are needed.",
                ).format(rows=len(defaulted), least=least, most=FEWEST_ROWS, few=FEWEST_OF_EACH)
            ]
        )


def _folds(defaulted: Floats) -> NDArray[np.int64]:
    """Fold of each row: both outcomes are dealt out in turn, in file order, so that every fold holds both."""
    folds = np.empty(len(defaulted), dtype=np.int64)
    for outcome in (0, 1):
        places = np.flatnonzero(defaulted == outcome)
        folds[places] = np.arange(len(places)) % FOLDS
    return folds

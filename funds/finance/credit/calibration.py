"""Fits the scorecard to outcomes: a logistic regression on each factor's share of its points,
and how well it foretells.

scikit-learn fits and measures; it is loaded only when there is something to fit. AUC, Brier score and the reliability
bins are measured on predictions for rows that the fit had not seen (folds), so that they do not flatter.
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from funds.finance.credit.factors import Model
from funds.finance.credit.outcomes import Floats, read_outcomes

FOLDS = 5
BINS = 5


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
    """Fit `model` to a CSV of outcomes, as `read_outcomes` takes it. `penalty` > 0: strength of the L2 penalty on all
    coefficients but the intercept. Folds are cut in file order. Raises `Unusable`.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import brier_score_loss, roc_auc_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    shares, defaulted = read_outcomes(model, source)
    regression = LogisticRegression(C=1 / penalty, solver="newton-cholesky", tol=1e-10, max_iter=1000)
    unseen: Floats = cross_val_predict(
        regression, shares, defaulted, cv=StratifiedKFold(FOLDS), method="predict_proba"
    )[:, 1]
    fitted = regression.fit(shares, defaulted)
    return Calibration(
        model_version=model.version,
        rows=len(defaulted),
        defaults=int(defaulted.sum()),
        penalty=penalty,
        intercept=float(fitted.intercept_[0]),
        coefficients={factor.id: float(b) for factor, b in zip(model.factors, fitted.coef_[0], strict=True)},
        auc=float(roc_auc_score(defaulted, unseen)),
        brier=float(brier_score_loss(defaulted, unseen)),
        brier_of_the_mean=float(np.mean((defaulted.mean() - defaulted) ** 2)),
        bins=reliability(defaulted, unseen),
    )


def reliability(defaulted: Floats, predicted: Floats) -> tuple[Bin, ...]:
    """Rows in order of prediction, cut into five bins of as equal size as can be, the first ones larger by one."""
    import pandas as pd

    frame = pd.DataFrame({"predicted": predicted, "defaulted": defaulted}).sort_values("predicted", kind="stable")
    bins = np.repeat(np.arange(BINS), [len(part) for part in np.array_split(frame.index, BINS)])
    held = frame.groupby(bins).agg(
        low=("predicted", "min"),
        high=("predicted", "max"),
        rows=("predicted", "size"),
        predicted=("predicted", lambda part: part.to_numpy().mean()),  # adds in the order of numpy: the same last digit
        observed=("defaulted", "mean"),
    )
    return tuple(
        Bin(float(row.low), float(row.high), int(row.rows), float(row.predicted), float(row.observed))
        for row in held.itertuples()
    )

"""Outcomes of institutions as a CSV file: each row's share of every factor's points, and whether it defaulted.

Reads strictly, every bad row a sentence, and refuses data too thin to say anything.
"""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import numpy as np
from numpy.typing import NDArray

from funds.finance.credit.factors import Factor, Model
from funds.finance.credit.scorecard import Value, assess
from funds.unusable import Unusable
from portal.core.text import Text

FEWEST_ROWS = 50
FEWEST_OF_EACH = 10
OUTCOME = "defaulted"
Floats = NDArray[np.float64]


def read_outcomes(model: Model, source: str) -> tuple[Floats, Floats]:
    """(rows × factors) shares of points in 0 … 1, and (rows,) outcomes, 1 = defaulted.

    `source`: a header naming every factor of the model and `defaulted` (0 or 1; other columns are ignored), then one
    row an institution. Raises `Unusable` for an unreadable row, or fewer than 50 rows or 10 of either outcome.
    """
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
    _refuse_thin(outcomes)
    return np.array(shares, dtype=np.float64), np.array(outcomes, dtype=np.float64)


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


def _refuse_thin(outcomes: Sequence[float]) -> None:
    defaults = int(sum(outcomes))
    least = min(defaults, len(outcomes) - defaults)
    if len(outcomes) < FEWEST_ROWS or least < FEWEST_OF_EACH:
        raise Unusable(
            [
                Text(
                    "자료가 모자랍니다: {rows}건, 드문 쪽 결과 {least}건. 적어도 {most}건과 {few}건이 필요합니다.",
                    "Too little data: {rows} rows, {least} of the rarer outcome. At least {most} and {few} are needed.",
                ).format(rows=len(outcomes), least=least, most=FEWEST_ROWS, few=FEWEST_OF_EACH)
            ]
        )

"""Committee scoring: from a rubric and a score sheet to ranks and a selection that anybody can re-compute.

Pure: knows neither the web nor the database. `contract` turns JSON into `Rubric` and `Sheet` or refuses it,
`arithmetic` computes, `sensitivity` runs the same computation under other weights or without a member, `workings`
says in words what a number was made of, `spread` flags outliers for the chair, `budget` draws the budget line.
Money never enters a score.
"""

from funds.selection.scoring.arithmetic import automatic_score, score
from funds.selection.scoring.contract import parse, parse_rubric, parse_scores, read
from funds.selection.scoring.result import Marks, Result
from funds.selection.scoring.sensitivity import Sensitivity, Variation, sensitivity
from funds.selection.scoring.terms import Application, Criterion, Points, Rubric, Sheet
from funds.unusable import Unusable

__all__ = [
    "Application",
    "Criterion",
    "Marks",
    "Points",
    "Result",
    "Rubric",
    "Sensitivity",
    "Sheet",
    "Unusable",
    "Variation",
    "automatic_score",
    "parse",
    "parse_rubric",
    "parse_scores",
    "read",
    "score",
    "sensitivity",
]

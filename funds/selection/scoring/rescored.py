"""Named criteria scored again by new reviewers: their mean enters as an automatic criterion does,
the same for every member.

So the result of an objection is computed by the same function from files of the same shape. Pure.
"""

from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal, localcontext
from typing import Any

from funds.selection.scoring.arithmetic import ARITHMETIC, automatic_score
from funds.selection.scoring.terms import plain


def new_means(sheets: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Criterion → the mean of the new reviewers' scores, rounded half up to one decimal.

    `sheets`: reviewer → criterion → score.
    """
    criteria = list(next(iter(sheets.values())))
    with localcontext(ARITHMETIC):
        return {
            c: plain(automatic_score(sum((Decimal(given[c]) for given in sheets.values()), Decimal(0)) / len(sheets)))
            for c in criteria
        }


def with_means(scores: Mapping[str, Any], application: str, means: Mapping[str, str]) -> dict[str, Any]:
    """A copy of scores.json in which every counted member's score of the named criteria of one application is the new
    mean.
    """
    made = deepcopy(dict(scores))
    for given in made["scores"][application].values():
        given.update(means)
    return made


def side_by_side(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Old and new ranking of every application of two result.json, in the new order: {id, old, new, moved}."""
    old = {marks["id"]: marks for marks in before["applications"]}
    return [
        {"id": new["id"], "old": old[new["id"]], "new": new, "moved": old[new["id"]]["rank"] - new["rank"]}
        for new in after["applications"]
    ]

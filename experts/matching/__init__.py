"""Matching of experts and requests: pure arithmetic over profiles and texts (numpy; ortools for the batch).

Knows neither the web nor the database. docs/matching.md says the formula, the gates and what is measured.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experts.matching.assignment import DEFAULT_TERMS, Plan, Terms, assign, rematch
    from experts.matching.batch import FAIR, Assigned, Batch, Left, plan_batch
    from experts.matching.explain import Evidence
    from experts.matching.fairness import Report
    from experts.matching.index import Index, build_index
    from experts.matching.people import BadInput, Expert, Request, experts_from, requests_from
    from experts.matching.scoring import DEFAULT, FACTORS, Row, Scores, Weights, score, score_one
    from experts.matching.shortlist import Candidate, Excluded, Shortlist, contributions, ranking, suits, topk
    from experts.matching.wishes import Wish, wish

_HOMES = {
    "assignment": (
        "DEFAULT_TERMS",
        "Plan",
        "Terms",
        "assign",
        "rematch",
    ),
    "batch": (
        "FAIR",
        "Assigned",
        "Batch",
        "Left",
        "plan_batch",
    ),
    "explain": ("Evidence",),
    "fairness": ("Report",),
    "index": (
        "Index",
        "build_index",
    ),
    "people": (
        "BadInput",
        "Expert",
        "Request",
        "experts_from",
        "requests_from",
    ),
    "scoring": (
        "DEFAULT",
        "FACTORS",
        "Row",
        "Scores",
        "Weights",
        "score",
        "score_one",
    ),
    "shortlist": (
        "Candidate",
        "Excluded",
        "Shortlist",
        "contributions",
        "ranking",
        "suits",
        "topk",
    ),
    "wishes": (
        "Wish",
        "wish",
    ),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """A name is loaded with its module when it is first asked for: a web page that matches nobody never loads numpy."""
    if name not in _HOME_OF:
        raise AttributeError(name)
    found = getattr(import_module(f"experts.matching.{_HOME_OF[name]}"), name)
    globals()[name] = found
    return found


__all__ = [
    "DEFAULT",
    "DEFAULT_TERMS",
    "FACTORS",
    "FAIR",
    "Assigned",
    "BadInput",
    "Batch",
    "Candidate",
    "Evidence",
    "Excluded",
    "Expert",
    "Index",
    "Left",
    "Plan",
    "Report",
    "Request",
    "Row",
    "Scores",
    "Shortlist",
    "Terms",
    "Weights",
    "Wish",
    "assign",
    "build_index",
    "contributions",
    "experts_from",
    "plan_batch",
    "ranking",
    "rematch",
    "requests_from",
    "score",
    "score_one",
    "suits",
    "topk",
    "wish",
]

"""Matching of experts and requests: pure arithmetic over profiles and texts (numpy; ortools for the batch).

Knows neither the web nor the database. docs/matching.md says the formula, the gates and what is measured.
"""

from experts.matching.assignment import DEFAULT_TERMS, Plan, Terms, assign, rematch
from experts.matching.batch import FAIR, Assigned, Batch, Left, plan_batch
from experts.matching.explain import Evidence
from experts.matching.fairness import Report
from experts.matching.index import Index, build_index
from experts.matching.people import BadInput, Expert, Request, experts_from, requests_from
from experts.matching.scoring import DEFAULT, FACTORS, Row, Scores, Weights, score, score_one
from experts.matching.shortlist import Candidate, Excluded, Shortlist, contributions, ranking, suits, topk
from experts.matching.wish import Wish, wish

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

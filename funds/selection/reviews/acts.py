"""What a panel over one case begins and ends with; between them the one machine works (`portal.core.panels.acts`)."""

from collections.abc import Mapping
from typing import Any

from funds.selection import scoring
from funds.selection.reviews.models import Review
from funds.selection.reviews.queries import review_of
from funds.selection.scoring.files import digest
from portal.core.cases import Case
from portal.core.db import db
from portal.core.fire import Firing
from portal.core.panels.panel import FEWEST
from portal.core.panels.queries import seats_of
from portal.core.text import Text
from portal.core.workflow import Refused


def may_call_off(case: Case, _given: Mapping[str, Any]) -> Text | None:
    """Only where the reviewers cannot be found: nobody looks at how many have scored and then thinks again."""
    held = review_of(case)
    if held is not None and held.draw_order and len(seats_of(case)) >= FEWEST:
        return Text(
            "위원이 {n}명 이상 있어 평가를 그만둘 수 없습니다.", "With {n} or more reviewers it cannot be called off."
        ).format(n=FEWEST)
    return None


def open_review(case: Case, criteria: list[dict[str, Any]], wanted: int) -> Review:
    """Make room for a panel of `wanted` who score `criteria`;
    one that was called off begins anew with a draw of its own.
    """
    if wanted < FEWEST:
        raise Refused(
            fields={"wanted": Text("위원은 {n}명 이상이어야 합니다.", "At least {n} members.").format(n=FEWEST)}
        )
    held = review_of(case)
    if held is None:
        held = Review(case_id=case.id)
        db.session.add(held)
    for seat in seats_of(case):
        seat.state, seat.reason = "replaced", "평가를 그만두었음"
    held.criteria, held.wanted = criteria, wanted
    held.draw_seed, held.draw_hash, held.draw_pool, held.draw_order = "", "", [], []
    db.session.flush()
    return held


def keep_result(case: Case, firing: Firing, rubric: dict[str, Any], scores: dict[str, Any], **beside: Any) -> None:
    """Run the portal's one arithmetic on what the sheets came to; keep its files,
    their hashes and what the kind keeps beside.
    """
    held = review_of(case)
    assert held is not None
    files = {"rubric": rubric, "scores": scores, "result": scoring.score(*scoring.parse(rubric, scores)).as_json()}
    hashes = {f"{name}.json": digest(body) for name, body in files.items()}
    held.result = files | {"sha256": hashes} | beside
    handed = {s.label: s.handed_in_at.isoformat() for s in seats_of(case) if s.handed_in_at}
    firing.facts |= {"sha256": hashes, "handed_in": handed}

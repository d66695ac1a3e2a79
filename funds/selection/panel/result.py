"""What the opened sheets come to: the one arithmetic, an applicant's own numbers only,
for chair and desk every number with its workings.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from funds.selection import scoring
from funds.selection.lots.acts import lot_of
from funds.selection.models import Application, Call
from funds.selection.panel.models import ScoreSheet, Seat
from funds.selection.panel.sealed import judged, rubric_json, scores_json
from funds.selection.queries import round_result
from funds.selection.scoring.spread import leanings, spread
from funds.selection.scoring.workings import workings
from portal.core.db import db


@dataclass(frozen=True)
class Computed:
    """One run of the arithmetic with what went into it."""

    rubric_data: dict[str, Any]
    scores_data: dict[str, Any]
    rubric: scoring.Rubric
    sheet: scoring.Sheet
    result: scoring.Result


def seats_now(call: Call) -> int:
    """How many pass the running round: the places of the call in the last one, else who advances."""
    stage = call.rounds[call.round_no - 1] if call.round_no <= len(call.rounds) else {}
    return int(stage.get("advance") or call.seats) if not is_last_round(call) else call.seats


def is_last_round(call: Call) -> bool:
    return call.round_no >= max(len(call.rounds), 1)


def compute(call: Call) -> Computed:
    """Run the arithmetic on the opened sheets; on the frozen ones once the chair has closed. Raises Unusable."""
    if call.result is not None:
        rubric_data, scores_data = call.result["rubric"], call.result["scores"]
    else:
        rubric_data, scores_data = rubric_json(call, seats_now(call)), scores_json(call)
    rubric, sheet = scoring.parse(rubric_data, scores_data)
    return Computed(rubric_data, scores_data, rubric, sheet, scoring.score(rubric, sheet))


def own_result(case: Application) -> dict[str, Any] | None:
    """After the decision: own criterion means, spread of the totals, comments without names; nobody else's.

    None before.
    """
    held = round_result(case) if case.call.state == "decided" else None
    if held is None:
        return None
    marks = next(m for m in held["result"]["applications"] if m["id"] == case.number)
    totals = sorted(Decimal(v) for v in marks["member_totals"].values())
    assert case.call.rubric is not None
    words = {c["id"]: c for c in case.call.rubric.body["criteria"]}
    return {
        "marks": marks,
        "round": held["round"],
        "means": [(words.get(c["id"], {}) | c, marks["criterion_means"][c["id"]]) for c in held["rubric"]["criteria"]],
        "lowest": totals[0],
        "highest": totals[-1],
        "count": len(totals),
        "comments": comments_on(case),
    }


def comments_on(case: Application) -> list[tuple[str, str]]:
    """(criterion id or '', words) of the sitting members, in an order that follows nobody: by the words themselves."""
    wanted = (
        select(ScoreSheet)
        .join(Seat, Seat.id == ScoreSheet.seat_id)
        .where(ScoreSheet.application_id == case.id, Seat.state == "accepted")
    )
    found = []
    for sheet in db.session.scalars(wanted):
        found += [(key, words) for key, words in (sheet.comments or {}).items()]
        if sheet.remark:
            found.append(("", sheet.remark))
    return sorted(found)


def result_rows(done: Computed, applications: list[Application]) -> list[dict[str, Any]]:
    """One row an application by rank: its case, marks, the line behind each number, spread and outliers."""
    by_number = {a.number: a for a in applications}
    return [
        {
            "case": by_number[marks.id],
            "marks": marks,
            "workings": workings(done.rubric, done.sheet, marks),
            "spread": spread(marks),
        }
        for marks in done.result.applications
        if marks.id in by_number
    ]


def member_leanings(done: Computed) -> dict[str, Decimal]:
    return dict(leanings(done.result))


def presented(call: Call) -> list[Application]:
    """The applications in the drawn order of presentation; empty before it was drawn."""
    held = lot_of(call, "presentation")
    by_id = {a.id: a for a in judged(call)}
    return [by_id[i] for i in (held.order if held else []) if i in by_id]


def place_of(case: Application) -> int | None:
    """An application's own place in the drawn order of presentation; None before the draw, once decided,
    or where it has none.
    """
    order = [] if case.call.state == "decided" else [a.id for a in presented(case.call)]
    return order.index(case.id) + 1 if case.id in order else None

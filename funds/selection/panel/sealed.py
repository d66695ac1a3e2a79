"""Score sheets under seal: who may read them when, saving and handing in, and the files of the contract once opened.

Before the opening nobody but their own member learns anything of a sheet: no score, no comment, no count, no time.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import select

from funds.selection.forms.answers import automatic_points
from funds.selection.models import Application, Call
from funds.selection.panel.models import HandIn, ScoreSheet, Seat
from funds.selection.queries import open_applications
from funds.selection.scoring.carry import CARRIED, carried_body, carried_points, scaled_points
from funds.selection.scoring.contract import contract_body
from portal.core.db import db
from portal.core.panels.queries import seats_of
from portal.core.text import Text
from portal.core.workflow import Refused

OPENED = ("opened", "concluded", "proposed", "decided")


def is_open(call: Call) -> bool:
    """Whether the seal of the running round is off."""
    return call.state in OPENED


def body_of(call: Call) -> dict[str, Any]:
    """The rubric's body as it holds in the running round: with what is carried over from the one before."""
    assert call.rubric is not None
    return carried_body(call.rubric.body, carry_of(call))


def carry_of(call: Call) -> int:
    """How many percent of the earlier round's mean count in the running one; 0 where nothing is carried."""
    stage = call.rounds[call.round_no - 1] if call.round_no <= len(call.rounds) else {}
    return int(stage.get("carry") or 0) if call.earlier_results else 0


def computed_points(call: Call, application: Application, criterion: str) -> str:
    """An automatic criterion as it counts in the running round, the same for every member."""
    percent = carry_of(call)
    if criterion == CARRIED:
        earlier = call.earlier_results[-1]["result"]["applications"]
        return carried_points(next(m["mean"] for m in earlier if m["id"] == application.number), percent)
    points = automatic_points(application, criterion)
    return scaled_points(points, Decimal(100 - percent) / 100) if percent else points


def judged(call: Call) -> list[Application]:
    """The applications of the running round: eligible, and not left behind in an earlier one."""
    after = ("eligible", "selected", "reserve", "rejected")
    return [a for a in open_applications(call) if a.state in after and a.out_in_round is None]


def theirs(seat: Seat) -> list[Application]:
    """What a member judges: everything but what they have a conflict with."""
    barred = {c.application_id for c in seat.conflicts}
    return [a for a in judged(seat.call) if a.id not in barred]


def criteria_judged(call: Call) -> list[dict[str, Any]]:
    return [c for c in body_of(call)["criteria"] if not c.get("automatic")]


# ---- a member's own work ---------------------------------------------------------------------------------------------------------


def own_sheet(seat: Seat, application_id: int) -> ScoreSheet | None:
    return db.session.scalar(
        select(ScoreSheet).where(
            ScoreSheet.seat_id == seat.id,
            ScoreSheet.application_id == application_id,
            ScoreSheet.round_no == seat.call.round_no,
        )
    )


def handed_in(seat: Seat) -> HandIn | None:
    return db.session.scalar(select(HandIn).where(HandIn.seat_id == seat.id, HandIn.round_no == seat.call.round_no))


# ---- after the opening -----------------------------------------------------------------------------------------------------------


def sheets_of(call: Call, round_no: int | None = None) -> list[ScoreSheet]:
    """The counted sheets of a round. Raises Refused while they are under seal."""
    wanted_round = round_no or call.round_no
    if not is_open(call) and wanted_round == call.round_no:
        raise Refused(Text("모든 위원이 제출할 때까지 봉인되어 있습니다.", "Sealed until every member has handed in."))
    sitting = [s.id for s in seats_of(call)]
    wanted = select(ScoreSheet).where(ScoreSheet.seat_id.in_(sitting), ScoreSheet.round_no == wanted_round)
    return list(db.session.scalars(wanted.order_by(ScoreSheet.application_id, ScoreSheet.seat_id)))


def rubric_json(call: Call, seats: int | None = None) -> dict[str, Any]:
    """rubric.json of the contract: the call's rubric version without what only pages need."""
    assert call.rubric is not None
    return contract_body(body_of(call), call.rubric.version, call.seats if seats is None else seats)


def scores_json(call: Call) -> dict[str, Any]:
    """scores.json of the contract: members by label, applications by number,
    automatic criteria the same for every member.
    """
    seats = seats_of(call)
    automatic = [c["id"] for c in body_of(call)["criteria"] if c.get("automatic")]
    applications = judged(call)
    given = {(s.application_id, s.seat_id): s.scores for s in sheets_of(call)}
    conflicts = {(c.application_id, s.id) for s in seats for c in s.conflicts}
    numbers = {a.id: a.number or str(a.id) for a in applications}
    return {
        "applications": [
            {"id": numbers[a.id], "bonuses": list(a.granted), "penalties": list(a.penalties)} for a in applications
        ],
        "members": [s.label for s in seats],
        "conflicts": [
            {"application": numbers[a.id], "member": s.label}
            for a in applications
            for s in seats
            if (a.id, s.id) in conflicts
        ],
        "scores": {
            numbers[a.id]: {
                s.label: dict(given.get((a.id, s.id), {})) | {k: computed_points(call, a, k) for k in automatic}
                for s in seats
                if (a.id, s.id) not in conflicts
            }
            for a in applications
        },
    }

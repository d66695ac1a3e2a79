"""Score sheets under seal: who may read them when, saving and handing in, and the files of the contract once opened.

Before the opening nobody but their own member learns anything of a sheet: no score, no comment, no count, no time.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from funds.selection.forms.answers import automatic_points
from funds.selection.models import Application, Call
from funds.selection.panel.attendance import attend
from funds.selection.panel.committee import seats_of
from funds.selection.panel.models import HandIn, ScoreSheet, Seat
from funds.selection.queries import open_applications
from funds.selection.scoring.carry import CARRIED, carried_body, carried_points, scaled_points
from funds.selection.scoring.contract import contract_body
from funds.selection.scoring.sheets import right_score
from portal.core import clock
from portal.core.db import db, lock_row
from portal.core.fire import fire
from portal.core.people import SYSTEM
from portal.core.text import Text
from portal.core.workflow import Refused, within

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


def is_whole(call: Call, sheet: ScoreSheet | None) -> bool:
    """Whether every judged criterion has its score."""
    return sheet is not None and all(sheet.scores.get(c["id"]) for c in criteria_judged(call))


def save_sheet(
    seat: Seat, application: Application, scores: Mapping[str, str], comments: Mapping[str, str], remark: str
) -> dict[str, Text]:
    """Keep what is right of a sheet; gives a sentence by criterion for what is not.

    A blank score is kept as not given.
    """
    lock_row(seat)
    _may_write(seat, application)
    sheet = own_sheet(seat, application.id)
    if sheet is None:
        sheet = ScoreSheet(seat_id=seat.id, application_id=application.id, round_no=seat.call.round_no)
        db.session.add(sheet)
    kept, wrong = dict(sheet.scores or {}), {}
    for criterion in criteria_judged(seat.call):
        typed = str(scores.get(criterion["id"], "")).strip()
        if not typed:
            kept.pop(criterion["id"], None)
            continue
        right = right_score(typed, Decimal(criterion["max"]))
        if right is None:
            wrong[criterion["id"]] = Text(
                "0점에서 {m}점까지, 소수 한 자리로 적어 주세요.", "Give 0 to {m} points, with one decimal at most."
            ).format(m=criterion["max"])
        else:
            kept[criterion["id"]] = right
    sheet.scores = kept
    sheet.comments = {k: within(str(v), 2000, f"comment-{k}") for k, v in comments.items() if str(v).strip()}
    sheet.remark = within(remark, 4000, "remark")
    sheet.saved_at = clock.now()
    db.session.flush()
    return wrong


def _may_write(seat: Seat, application: Application) -> None:
    if seat.state != "accepted" or seat.declared_at is None or seat.call.state != "scoring":
        raise Refused(Text("지금은 점수를 적을 수 없습니다.", "Scores cannot be given now."))
    if application.id not in {a.id for a in theirs(seat)}:
        raise Refused(Text("평가하지 않는 신청입니다.", "This application is not yours to judge."))
    if handed_in(seat) is not None:
        raise Refused(Text("이미 제출해 고칠 수 없습니다.", "You handed in already: nothing can be changed."))


def hand_in(seat: Seat, *, present: bool = True) -> None:
    """Close a member's sheets, `present` at the meeting or from afar;
    with the last one of the committee the seal comes off.
    """
    lock_row(seat.call)
    lock_row(seat)
    if seat.state != "accepted" or seat.call.state != "scoring":
        raise Refused(Text("지금은 제출할 수 없습니다.", "It is not possible now."))
    if handed_in(seat) is not None:
        raise Refused(Text("이미 제출했습니다.", "You handed in already."))
    missing = [a for a in theirs(seat) if not is_whole(seat.call, own_sheet(seat, a.id))]
    if missing:
        numbers = ", ".join(a.number or "" for a in missing)
        raise Refused(Text("점수를 다 적지 않은 신청이 있습니다: {n}", "Not scored in full: {n}").format(n=numbers))
    db.session.add(HandIn(seat_id=seat.id, round_no=seat.call.round_no))
    if present:
        attend(seat)
    db.session.flush()
    unseal_if_all_in(seat.call)


def unseal_if_all_in(call: Call) -> None:
    """SYSTEM opens the sheets when nobody is missing (also when the one who was missing left without a stand-in)."""
    seats = seats_of(call)
    if call.state == "scoring" and seats and all(handed_in(s) is not None for s in seats):
        fire(call, "unseal", SYSTEM)


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

"""The committee of a call as a sealed panel: many applications in rounds, conflicts that bar from one of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from funds.selection.models import Application, Call
from funds.selection.panel import conflicts, sealed
from funds.selection.panel.models import HandIn, ScoreSheet, Seat
from funds.selection.queries import open_applications
from portal.core import clock
from portal.core.db import db
from portal.core.panels.panel import Panel

EVENTS = {
    "draw_committed": "call.draw_committed",
    "drawn": "call.drawn",
    "invited": "call.member_invited",
    "accepted": "call.seat_accepted",
    "refused": "call.seat_refused",
    "replaced": "call.member_replaced",
    "filled": "call.seat_filled",
    "pledged": "call.member_pledged",
}


class Committee(Panel):
    seats = Seat
    names_case = "call_id"
    letter = "M"
    opens = "unseal"
    fewest_in = 1  # who was replaced without a stand-in must not keep the call under seal for ever

    def drawn_in(self, _case: Call) -> Sequence[str]:
        return ("open", "review")

    def seated_in(self, _case: Call) -> Sequence[str]:
        return ("open", "review", "scoring")

    def judging_in(self, _case: Call) -> Sequence[str]:
        return ("scoring",)

    def event(self, _case: Call, what: str) -> str:
        return EVENTS.get(what, "")

    def drawn(self, case: Call) -> Call:
        return case

    def inviter(self, case: Call) -> int | None:
        return case.created_by_id

    def subjects(self, seat: Seat) -> Sequence[Application]:
        return sealed.theirs(seat)

    def criteria(self, case: Call) -> Sequence[Mapping[str, Any]]:
        return sealed.criteria_judged(case)

    def sheet(self, seat: Seat, subject: Application) -> ScoreSheet | None:
        return sealed.own_sheet(seat, subject.id)

    def new_sheet(self, seat: Seat, subject: Application) -> ScoreSheet:
        made = ScoreSheet(seat_id=seat.id, application_id=subject.id, round_no=seat.call.round_no)
        db.session.add(made)
        return made

    def handed_in_at(self, seat: Seat) -> datetime | None:
        held = sealed.handed_in(seat)
        return held.at if held is not None else None

    def take_in(self, seat: Seat) -> None:
        db.session.add(HandIn(seat_id=seat.id, round_no=seat.call.round_no))

    def seated(self, seat: Seat) -> None:
        conflicts.compute_conflicts(seat)

    def left(self, seat: Seat) -> None:
        seat.ended_at, seat.chair = clock.now(), False
        db.session.execute(delete(HandIn).where(HandIn.seat_id == seat.id))

    def pledged(self, seat: Seat, declared: Mapping[int, str]) -> Mapping[str, Any]:
        """Keep the conflicts told, and what the portal sees since: who had no account when invited may belong to an
        applicant by now.
        """
        seat.pledged_at = seat.declared_at
        known = sorted({a.id for a in open_applications(seat.call)} & declared.keys())
        for application_id in known:
            conflicts.add_conflict(seat, application_id, "declared", declared[application_id].strip())
        conflicts.compute_conflicts(seat)
        return {"conflicts": known}


COMMITTEE = Committee()

"""Lots among applications, only where the programme's rules ask for one: the order of presentation,
equals on the reserve list.

As with the committee the hash of the seed is logged first and the seed revealed with the order, so
that anybody can draw again.
"""

import secrets

from sqlalchemy import select

from funds.selection.lots.models import Lot
from funds.selection.models import Application, Call
from funds.selection.programmes import PROGRAMMES
from portal.core import clock, records
from portal.core.db import db, lock_row
from portal.core.panels.draw import commitment, draw
from portal.core.people import Actor
from portal.core.text import Text
from portal.core.workflow import Refused

PRESENTED = ("face", "visit")
"""Rounds in which applicants appear in person."""


def lot_of(call: Call, purpose: str) -> Lot | None:
    """The lot of the running round."""
    wanted = select(Lot).where(Lot.call_id == call.id, Lot.purpose == purpose, Lot.round_no == call.round_no)
    return db.session.scalar(wanted)


def lots_of(call: Call) -> list[Lot]:
    return list(db.session.scalars(select(Lot).where(Lot.call_id == call.id).order_by(Lot.id)))


def is_drawn_for(call: Call, purpose: str) -> bool:
    """Whether the rules of the programme have it decided by lot."""
    return purpose in PROGRAMMES[call.programme].lots


def is_presented(call: Call) -> bool:
    """Whether the running round is one in which applicants appear, in an order drawn by lot."""
    stage = call.rounds[call.round_no - 1] if call.round_no <= len(call.rounds) else {}
    return stage.get("key") in PRESENTED and is_drawn_for(call, "presentation")


def commit_lot(call: Call, purpose: str, actor: Actor) -> Lot | None:
    """Log the hash of a fresh seed; None where the rules know no such lot or it stands already."""
    if not is_drawn_for(call, purpose) or lot_of(call, purpose) is not None:
        return None
    seed = secrets.token_hex(32)
    made = Lot(call_id=call.id, purpose=purpose, round_no=call.round_no, seed=seed, hash=commitment(seed))
    db.session.add(made)
    db.session.flush()
    facts = {"hash": made.hash, "purpose": purpose, "round": call.round_no}
    records.record(call, "call.lot_committed", actor, state_to=call.state, facts=facts)
    return made


def reveal_lot(call: Call, purpose: str, among: list[Application], actor: Actor) -> list[int]:
    """The drawn order of application ids; the same seed and applications give it to anybody.

    Raises Refused before the hash.
    """
    lock_row(call)
    held = lot_of(call, purpose)
    if held is None:
        raise Refused(Text("먼저 추첨 수의 해시를 남겨 주세요.", "Log the hash of the seed first."))
    if held.revealed_at is None:
        numbers = {a.id: a.number or "" for a in among}
        held.order, held.revealed_at = draw(held.seed, numbers), clock.now()
        facts = {"seed": held.seed, "hash": held.hash, "purpose": purpose, "order": [numbers[i] for i in held.order]}
        records.record(call, "call.lot_drawn", actor, state_to=call.state, facts=facts)
    return list(held.order)

"""A comparison asked for: dry, or kept with the hash of the file, the day and who.

The settlement's own rows are never touched.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from funds.grants.models import Settlement
from funds.grants.reconciling.models import ColumnSet, ReconciledRow, Reconciliation
from funds.grants.reconciling.pairs import AGREES, Ours, Outcome, match
from funds.grants.reconciling.workbook import Reading, read
from portal.core import clock
from portal.core.db import db
from portal.core.people import Actor
from portal.core.reading import file_name as kept_name
from portal.core.text import Text
from portal.core.workflow import Refused, within


def columns_now() -> ColumnSet | None:
    """The headings that an officer declared last; None: the shipped ones hold."""
    return db.session.scalars(select(ColumnSet).order_by(ColumnSet.id.desc()).limit(1)).first()


def declare_columns(aliases: dict[str, list[str]], source: str, actor: Actor) -> ColumnSet:
    made = ColumnSet(aliases=aliases, source=source, by_id=actor.user_id)
    db.session.add(made)
    db.session.flush()
    return made


class Compared(NamedTuple):
    """What came of a file: its rows with faults, and the outcomes where there is none."""

    reading: Reading
    outcomes: Sequence[Outcome]


def compare(settlement: Settlement, content: bytes) -> Compared:
    """Read and match; nothing is written. Raises Unusable for a file that cannot be read at all."""
    declared = columns_now()
    reading = read(content, declared.aliases if declared else None)
    ours = [Ours(r.id, r.spent_on, r.amount, r.payee, r.evidence_no) for r in settlement.rows]
    return Compared(reading, [] if reading.wrong else match(ours, reading.rows))


def same_file(settlement: Settlement, content: bytes) -> Reconciliation | None:
    digest = hashlib.sha256(content).hexdigest()
    return db.session.scalar(
        select(Reconciliation).where(Reconciliation.settlement_id == settlement.id, Reconciliation.sha256 == digest)
    )


def keep(settlement: Settlement, content: bytes, file_name: str, actor: Actor) -> tuple[Reconciliation, bool]:
    """Keep the comparison; (it, whether it is new).

    The same file twice changes nothing. Raises Unusable, or Refused for wrong cells.
    """
    held = same_file(settlement, content)
    if held is not None:
        return held, False
    compared = compare(settlement, content)
    if compared.reading.wrong:
        raise Refused(Text("틀린 칸이 있어 보관하지 않았습니다.", "Nothing was kept: some cells are wrong."))
    made = Reconciliation(
        settlement_id=settlement.id,
        file_name=kept_name(file_name),
        sha256=hashlib.sha256(content).hexdigest(),
        on=clock.today(),
        by_id=actor.user_id,
        rows=[_kept(one) for one in compared.outcomes],
    )
    db.session.add(made)
    db.session.flush()
    return made, True


def _kept(one: Outcome) -> ReconciledRow:
    return ReconciledRow(
        verdict=one.verdict,
        spending_id=one.ours.id if one.ours else None,
        line=one.told.line if one.told else None,
        told=one.told.as_json() if one.told else {},
        ours=_plain(one.ours) if one.ours else {},
        differing=list(one.differing),
    )


def _plain(row: Ours) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row._asdict().items()}


def mark(row: ReconciledRow, reason: str, actor: Actor) -> None:
    """Say why a difference stands. Raises Refused for a row that agrees or a reason without words."""
    if row.verdict == AGREES:
        raise Refused(Text("일치하는 줄입니다.", "The row agrees."))
    if not reason.strip():
        raise Refused(fields={"reason": Text("사유를 적어 주세요.", "Give a reason.")})
    row.reason, row.marked_by_id, row.marked_at = within(reason, 1000, "reason"), actor.user_id, clock.now()


def unmarked(one: Reconciliation) -> int:
    return sum(1 for r in one.rows if r.verdict != AGREES and not r.reason)


def kept_for(settlement: Settlement) -> list[Reconciliation]:
    wanted = select(Reconciliation).where(Reconciliation.settlement_id == settlement.id)
    return list(db.session.scalars(wanted.order_by(Reconciliation.id.desc())))

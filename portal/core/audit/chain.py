"""The chain of digests over the append-only tables: laid by the tick, walked by `flask audit verify`.

A link holds the digest of a row and a digest of that with the link before, so that nothing can be changed, taken out
or put in behind without the chain showing it. No transaction waits for it: rows are chained ten minutes after they
were written, when none with a lower number can still come.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import func, insert, select

from portal.core import clock
from portal.core.audit.models import AuditAnchor, AuditLink, Destruction
from portal.core.cases import AccessLog, Event
from portal.core.db import db
from portal.core.people import RightsChange
from portal.core.periods import all_periods
from portal.core.text import Text

SETTLED = timedelta(minutes=10)  # no transaction lasts longer
MOST = 20_000  # rows that one tick chains
BATCH = 2_000
START = "0" * 64
FILE = "audit-anchors.txt"
KEPT: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "event": (Event, ("id", "case_id", "name", "on", "at", "actor_id", "acting_for_id", "state_from", "state_to", "facts")),
    "rights_change": (RightsChange, ("id", "at", "user_id", "organisation_id", "act", "role", "before", "by_id", "reason")),
    "access_log": (AccessLog, ("id", "at", "user_id", "address", "act", "subject", "path", "why")),
    "audit_destruction": (Destruction, ("id", "at", "rule", "table_name", "first_id", "last_id", "count", "before")),
}  # fmt: skip
"""Each kept table with the columns that are chained; one that comes later is not, or old digests would not hold."""
DESTROYED = {"user_id": None, "address": "", "act": "destroyed", "subject": "", "path": "", "why": ""}
"""What stands in a row of the access log whose content was destroyed; its number and instant stay."""


def digest(table: str, row: Sequence[Any]) -> str:
    """SHA-256 of a row, the same on both databases."""
    said = json.dumps([table, *row], ensure_ascii=False, sort_keys=True, default=_written)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _written(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no digest of {type(value).__name__}")


def linked(before: str, content: str) -> str:
    """The chain's digest of a link, after the one before."""
    return hashlib.sha256(f"{before}{content}".encode()).hexdigest()


def lay() -> int:
    """Chain what was written and has settled, and set the day's anchor; how many rows."""
    reached = {row[0]: row[1] for row in db.session.execute(_reached())}
    before = db.session.scalar(select(AuditLink.chain).order_by(AuditLink.id.desc()).limit(1)) or START
    made: list[dict[str, Any]] = []
    for table, (model, _) in KEPT.items():
        fresh = model.id > reached.get(table, 0)
        lately = model.at.between(clock.now() - SETTLED, clock.now() + SETTLED)  # one of a wrong clock holds up nobody
        young = select(func.min(model.id)).where(fresh, lately).scalar_subquery()
        settled = model.id < func.coalesce(young, 2**31 - 1)  # none is passed over, or it would look put in behind
        wanted = _columns(table).where(fresh, settled).order_by(model.id).limit(MOST - len(made))
        for row in db.session.execute(wanted):
            content = digest(table, row)
            before = linked(before, content)
            made.append({"table_name": table, "row_id": row[0], "digest": content, "chain": before})
    if made:
        db.session.execute(insert(AuditLink), made)
    _anchor()
    return len(made)


def _reached() -> Any:
    return select(AuditLink.table_name, func.max(AuditLink.row_id)).group_by(AuditLink.table_name)


def _columns(table: str) -> Any:
    model, names = KEPT[table]
    return select(*(getattr(model, name) for name in names))


def _anchor() -> None:
    """The first tick of a day keeps where the chain stands, in the database and in a file beside it."""
    today = clock.today()
    last = db.session.execute(select(AuditLink.id, AuditLink.chain).order_by(AuditLink.id.desc()).limit(1)).first()
    if last is None or db.session.scalar(select(AuditAnchor.id).where(AuditAnchor.day == today)):
        return
    made = AuditAnchor(day=today, link_id=last[0], chain=last[1])
    db.session.add(made)
    db.session.commit()  # the file never runs ahead of the database
    with (Path(current_app.config["DATA_DIR"]) / FILE).open("a", encoding="ascii") as out:
        out.write(made.line + "\n")


# ---- walking it -------------------------------------------------------------------------------------------------------


@dataclass
class Walk:
    """What a walk over the chain found: rows that hold, rows destroyed by rule, and the first break in words."""

    links: int = 0
    destroyed: dict[tuple[str, str], int] = field(default_factory=dict)  # (rule, day) → rows
    broken: Text | None = None


def walk(anchors: Sequence[str] = (), seen: Any = None) -> Walk:
    """Walk the whole chain. `anchors`: lines kept outside the database; `seen`: called with the number of links of each
    batch. Raises ValueError for a line that is no anchor.
    """
    found, before = Walk(), START
    here = {one.line for one in db.session.scalars(select(AuditAnchor))}
    waiting: dict[int, list[tuple[str, str]]] = {}
    for line in [*here, *anchors]:
        day, link, chain = line.split()
        waiting.setdefault(int(link), []).append((day, chain))
    destructions = list(db.session.scalars(select(Destruction).order_by(Destruction.id)))
    for links in _batches():
        rows = {table: _rows(table, [one.row_id for one in links if one.table_name == table]) for table in KEPT}
        for one in links:
            before = linked(before, one.digest)
            found.broken = _broken(one, rows[one.table_name].get(one.row_id), before, found, destructions)
            for day, chain in waiting.pop(one.id, ()):
                if found.broken is None and chain != one.chain:
                    found.broken = ANCHOR.format(day=day)
            if found.broken is not None:
                return found
            found.links += 1
        if seen is not None:
            seen(len(links))
    found.broken = _left(waiting, [line for line in anchors if line not in here])
    return found


def _left(waiting: dict[int, list[tuple[str, str]]], strange: list[str]) -> Text | None:
    """What is wrong once all links were walked: anchors beyond them or unknown here, rows put in behind or left out."""
    if waiting:
        link = min(waiting)
        last = db.session.scalar(select(func.max(AuditLink.id))) or 0
        return (GONE if link > last else ANCHOR).format(day=min(waiting[link])[0])
    if strange:
        return ANCHOR.format(day=min(strange).split()[0])
    late = _behind()
    if late is not None:
        return BEHIND.format(table=late[0], id=late[1])
    waits = _forgotten()
    return FORGOTTEN.format(table=waits[0], id=waits[1]) if waits is not None else None


CHANGED = Text("{table} {id}번({day}): 내용이 바뀌었습니다.", "{table} {id} ({day}): its content was changed.")
REMOVED = Text("{table} {id}번: 지워졌습니다.", "{table} {id}: it was removed.")
LINK = Text(
    "{table} {id}번의 고리: 앞의 고리가 빠지거나 바뀌었습니다.",
    "the link of {table} {id}: one before was taken out or changed.",
)
ANCHOR = Text("{day}의 기준점이 사슬과 다릅니다.", "the anchor of {day} is not where the chain stood.")
GONE = Text("{day}의 기준점 뒤로 사슬이 끊겨 있습니다.", "the chain ends before the anchor of {day}.")
FORGOTTEN = Text(
    "{table} {id}번부터 하루 넘게 고리로 이어지지 않았습니다. `flask clock tick`이 돌고 있는지 확인해 주세요.",
    "{table} {id} and what follows was not chained for more than a day: see that `flask clock tick` runs.",
)
BEHIND = Text("{table} {id}번: 나중에 끼워 넣은 줄입니다.", "{table} {id}: it was put in behind.")


def _broken(
    link: Any, row: Sequence[Any] | None, chain: str, found: Walk, destructions: list[Destruction]
) -> Text | None:
    named = {"table": link.table_name, "id": link.row_id}
    if link.chain != chain:
        return LINK.format(**named)
    if row is None:
        return REMOVED.format(**named)
    if digest(link.table_name, row) == link.digest:
        return None
    held = dict(zip(KEPT[link.table_name][1], row, strict=True))
    by_rule = _destroyed_by(link.table_name, held, destructions)
    if by_rule is None:
        return CHANGED.format(day=clock.seoul(held["at"]).date().isoformat(), **named)
    key = (by_rule.rule, clock.seoul(by_rule.at).date().isoformat())
    found.destroyed[key] = found.destroyed.get(key, 0) + 1
    return None


def _destroyed_by(table: str, held: dict[str, Any], destructions: Sequence[Destruction]) -> Destruction | None:
    """The destruction that names a blank row which was old enough for its rule."""
    if table != "access_log" or any(held[name] != value for name, value in DESTROYED.items()):
        return None
    day, number = clock.seoul(held["at"]).date(), held["id"]
    named = (d for d in destructions if d.table_name == table and d.first_id <= number <= d.last_id and day < d.before)
    return next((d for d in named if _is_lawful(d)), None)


def _is_lawful(held: Destruction) -> bool:
    """Whether a declared rule could have destroyed so much on that day: never younger than its least."""
    rule = all_periods().get(held.rule)
    return rule is not None and held.before <= clock.seoul(held.at).date() - timedelta(days=rule.least)


def _batches() -> Iterator[Sequence[Any]]:
    """The links in their order, as plain rows, some at a time."""
    held, last = AuditLink, 0
    columns = select(held.id, held.table_name, held.row_id, held.digest, held.chain).order_by(held.id).limit(BATCH)
    while links := db.session.execute(columns.where(held.id > last)).all():
        yield links
        last = links[-1].id


def _rows(table: str, ids: list[int]) -> dict[int, Sequence[Any]]:
    model, _ = KEPT[table]
    return {row[0]: row for row in db.session.execute(_columns(table).where(model.id.in_(ids)))} if ids else {}


def _forgotten() -> tuple[str, int] | None:
    """The first row that was not chained although a day has passed."""
    reached = {row[0]: row[1] for row in db.session.execute(_reached())}
    for table, (model, _) in KEPT.items():
        old = (model.id > reached.get(table, 0), model.at < clock.now() - timedelta(days=1))
        found = db.session.scalar(select(model.id).where(*old).order_by(model.id).limit(1))
        if found is not None:
            return table, found
    return None


def _behind() -> tuple[str, int] | None:
    """A row without a link although later ones of its table have theirs."""
    for table, last in db.session.execute(_reached()):
        model, _ = KEPT[table]
        links = select(AuditLink.row_id).where(AuditLink.table_name == table)
        found = db.session.scalar(
            select(model.id).where(model.id <= last, model.id.not_in(links)).order_by(model.id).limit(1)
        )
        if found is not None:
            return table, found
    return None

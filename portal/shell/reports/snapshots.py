"""Freezing a workbook and comparing two: what was released stays as it was, whatever is re-classified later."""

import tempfile
from typing import Any, BinaryIO, NamedTuple

from sqlalchemy import select

from portal.core import contents
from portal.core.db import db
from portal.core.people import Actor
from portal.core.records import next_number
from portal.core.workflow import within
from portal.shell.reports import annual
from portal.shell.reports.models import Snapshot


def freeze(year: int, actor: Actor, note: str = "", progress: annual.Progress | None = None) -> Snapshot:
    """Make the workbook of `year`, keep file and figures, and return the snapshot (flushed, not committed)."""
    number = next_number("snapshot")
    with tempfile.TemporaryFile() as file:
        made_by = "" if actor.is_system else actor.name
        made = annual.make(year, file, made_by=made_by, snapshot=f"S-{number}", progress=progress)
        file.seek(0)
        kept = contents.keep_own(file)
    snapshot = Snapshot(
        id=number,
        year=year,
        as_of=made.as_of,
        note=within(note, 300),
        sha256=kept.sha256,
        size=kept.size,
        figures=made.as_json(),
        by_id=actor.user_id,
    )
    db.session.add(snapshot)
    db.session.flush()
    return snapshot


def workbook(snapshot: Snapshot) -> BinaryIO:
    """The frozen file."""
    return contents.opened(snapshot.sha256)


def snapshots() -> list[Snapshot]:
    return list(db.session.scalars(select(Snapshot).order_by(Snapshot.id.desc())))


class Difference(NamedTuple):
    """One figure that differs: table key, the row's label, the column, both values (None where the row is missing)."""

    table: str
    row: str
    column: str
    before: Any
    after: Any


def compare(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Every figure in which two reports differ, table by table, rows matched by their labels."""
    found: list[Difference] = []
    for key in dict.fromkeys([*before, *after]):
        one, other = before.get(key), after.get(key)
        if isinstance(one, list) or isinstance(other, list):
            found.extend(_compare_tables(key, one or [], other or []))
        elif isinstance(one, dict) or isinstance(other, dict):
            columns = dict.fromkeys([*(one or {}), *(other or {})])
            found.extend(_differing(key, "", columns, one or {}, other or {}))
        elif one != other:
            found.append(Difference(key, "", "", one, other))
    return found


def _compare_tables(key: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Difference]:
    ones, others = _by_label(before), _by_label(after)
    found: list[Difference] = []
    for label in dict.fromkeys([*ones, *others]):
        one, other = ones.get(label, {}), others.get(label, {})
        columns = dict.fromkeys([*one, *other])
        found.extend(_differing(key, label, columns, one, other))
    return found


def _by_label(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        texts = [str(v) for v in row.values() if isinstance(v, str)]
        found[" ".join(texts) or str(next(iter(row.values()), ""))] = row
    return found


def _differing(table: str, label: str, columns: Any, one: dict[str, Any], other: dict[str, Any]) -> list[Difference]:
    return [Difference(table, label, c, one.get(c), other.get(c)) for c in columns if one.get(c) != other.get(c)]

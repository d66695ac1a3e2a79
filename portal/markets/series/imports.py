"""Imports of published series: a checked workbook waits with its differences, is kept by one act,
and stays on record; and the figures that ship.

A kept import holds what stood there before each of its figures, the file it came from, who kept it and when.
"""

import csv
import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal
from importlib import resources
from typing import Any, BinaryIO, NamedTuple

from sqlalchemy import select

from portal.core import clock, contents, reading
from portal.core.db import db, lock_row
from portal.core.people import Actor
from portal.core.sniff import XLSX, Unfit, sniff
from portal.core.text import Text
from portal.core.workflow import Refused
from portal.markets.series import queries, workbook
from portal.markets.series.models import PublishedFigure, SeriesImport
from portal.markets.series.sums import Problem

LIMIT = 10 * 1024 * 1024


class Difference(NamedTuple):
    """A figure of a workbook beside what is held: `how` new, changed or same; (value, share,
    source) before and after.
    """

    how: str
    row: dict[str, Any]
    before: list[Any] | None
    after: list[Any]


def check(series: str, stream: BinaryIO, name: str, actor: Actor) -> SeriesImport | list[Problem]:
    """Judge a workbook against the series.

    What is right waits to be kept; what is not is said by cell and leaves no trace.
    """
    try:
        if sniff(stream, name) != XLSX:
            raise Unfit(Text("엑셀(.xlsx) 파일만 가져올 수 있습니다.", "Only .xlsx workbooks can be imported."))
        before = queries.rows(queries.of(series))
        found = workbook.read(series, stream, before)
        if found.problems:
            return found.problems
        stream.seek(0)
        kept = contents.keep(stream, LIMIT)
    except Unfit as problem:
        return [Problem("", problem.sentence)]
    made = SeriesImport(
        series=series,
        name=reading.file_name(name),
        size=kept.size,
        sha256=kept.sha256,
        base=_mark(before),
        rows=[_plain(row) for row in found.rows],
        by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def differences(one: SeriesImport) -> list[Difference]:
    """What keeping it changes; of a kept one, what it changed."""
    known = (
        {} if one.state == "kept" else {_key(row): _said(_plain(row)) for row in queries.rows(queries.of(one.series))}
    )
    found = []
    for row in one.rows:
        before, after = (row.get("was") if one.state == "kept" else known.get(_key(row))), _said(row)
        found.append(
            Difference("new" if before is None else "same" if before == after else "changed", row, before, after)
        )
    return found


def untouched(one: SeriesImport) -> int:
    """Figures of the same periods and kinds that the workbook leaves out: they stay as they are."""
    groups = {(row["period"], row["dimension"]) for row in one.rows}
    given = {_key(row) for row in one.rows}
    rows = queries.rows(queries.of(one.series))
    return sum((row["period"], row["dimension"]) in groups and _key(row) not in given for row in rows)


def keep(one: SeriesImport, actor: Actor) -> int:
    """Write the figures; how many changed. Refused if the series changed since the workbook was checked."""
    lock_row(one)
    _still_open(one)
    figures = {(f.period, f.dimension, f.label): f for f in queries.of(one.series)}
    if _mark(queries.rows(figures.values())) != one.base:
        raise Refused(
            Text(
                "그 사이에 이 통계가 바뀌었습니다. 파일을 다시 올려 달라진 값을 확인해 주세요.",
                "The series has changed since. Upload the workbook again and look at the differences.",
            )
        )
    now, rows, changed = clock.now(), [], 0
    for row in one.rows:
        key = {k: row[k] for k in ("period", "dimension", "label")}
        figure = figures.get(tuple(key.values()))
        was = _said(_plain(queries.rows([figure])[0])) if figure else None
        rows.append(row | {"was": was})
        if was == _said(row):
            continue
        figure = figure or PublishedFigure(series=one.series, **key)
        figure.value, figure.source = row["value"], row["source"]
        figure.share = Decimal(row["share"]) if row["share"] is not None else None
        figure.by_id, figure.at = actor.user_id, now
        db.session.add(figure)
        changed += 1
    one.rows, one.state, one.decided_by_id, one.decided_at = rows, "kept", actor.user_id, now
    db.session.flush()
    return changed


def drop(one: SeriesImport, actor: Actor) -> None:
    """Give it up; nothing was changed by it."""
    lock_row(one)
    _still_open(one)
    one.state, one.decided_by_id, one.decided_at = "dropped", actor.user_id, clock.now()


def imports_of(series: str) -> list[SeriesImport]:
    """The imports of a series, the latest first."""
    wanted = select(SeriesImport).where(SeriesImport.series == series).order_by(SeriesImport.id.desc())
    return list(db.session.scalars(wanted.limit(50)))


def _still_open(one: SeriesImport) -> None:
    if one.state != "checked":
        raise Refused(Text("이미 처리한 가져오기입니다.", "This import was decided already."))


def _key(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["period"], row["dimension"], row["label"]


def _said(row: dict[str, Any]) -> list[Any]:
    return [row["value"], row["share"], row["source"]]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """As JSON keeps it: the share as text, without the line of the workbook."""
    share = row["share"]
    return {k: v for k, v in row.items() if k != "line"} | {"share": None if share is None else f"{Decimal(share):.1f}"}


def _mark(rows: Sequence[dict[str, Any]]) -> str:
    said = sorted(json.dumps(_plain(row), ensure_ascii=False, sort_keys=True) for row in rows)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


# ---- the figures that ship with the portal ---------------------------------------------------------------------------------


def load_shipped() -> int:
    """Put the figures that ship with the portal into an empty table; how many."""
    if db.session.scalar(select(PublishedFigure.id).limit(1)):
        return 0
    found = shipped()
    for row in found:
        db.session.add(PublishedFigure(**row))
    db.session.flush()
    return len(found)


def shipped() -> list[dict[str, Any]]:
    """The figures of the file that ships with the portal."""
    text = (resources.files("portal.markets.series") / "published.csv").read_text("utf-8")
    return [
        row
        | {
            "value": int(row["value"]) if row["value"] else None,
            "share": Decimal(row["share"]) if row["share"] else None,
        }
        for row in csv.DictReader(text.splitlines())
    ]

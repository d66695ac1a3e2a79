"""One import of a register from file to result: read, stage, compare, and write if nothing keeps it from being written.

Used by the command and by the browser alike; an import that dies anywhere before its last commit has written nothing.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from filings.register import staging, write
from filings.register.file.problems import Problem
from filings.register.file.reading import Reading, read
from filings.register.file.refusals import Refused
from filings.register.models import ImportRun
from portal.core import clock
from portal.core.db import db
from portal.core.people import Actor
from portal.core.reading import file_name
from portal.core.text import Text, shortened

SHOWN_PROBLEMS = 500
ABANDONED = timedelta(hours=1)
CHUNK = 5_000


@dataclass
class Outcome:
    """What came of it.

    `rows_written` counts new and re-classified rows; `halt` says why right rows were not written.
    """

    run_id: int | None = None
    refused: Text | None = None
    halt: Text | None = None
    rows_read: int = 0
    rows_ready: int = 0
    rows_written: int = 0
    rows_new: int = 0
    changed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    reading: Reading | None = None

    @property
    def exit_status(self) -> int:
        if self.refused is not None:
            return 2
        return 1 if self.problems or self.halt is not None else 0

    def as_json(self, language: str = "ko") -> dict[str, Any]:
        return {
            "refused": self.refused.in_(language) if self.refused else None,
            "rows_read": self.rows_read,
            "rows_ready": self.rows_ready,
            "rows_written": self.rows_written,
            "rows_new": self.rows_new,
            "reclassified": self.changed,
            "message": self.halt.in_(language) if self.halt else None,
            "problems": [p.as_dict(language) for p in self.problems],
        }


def import_register(
    path: Path,
    actor: Actor,
    *,
    filename: str | None = None,
    dry_run: bool = False,
    take_good_rows: bool = False,
    as_of: date | None = None,
    run_id: int | None = None,
    told: Callable[[int], object] | None = None,
    expected: Callable[[int], object] | None = None,
) -> Outcome:
    """Import a register file; commits by itself.

    `told(n)` is called for every n rows read, `expected(n)` once with their number.
    `run_id` goes on with a run that was checked and that the caller has claimed (state 'reading').
    """
    outcome = Outcome()
    try:
        reading = read(path, filename=filename)
    except Refused as problem:
        outcome.refused = problem.reason
        return outcome
    if expected is not None:
        expected(reading.expected or 0)
    if run_id is None:
        run_id = _begin(filename or path.name, actor, reading)
    outcome.run_id = run_id
    try:
        staging.stage(run_id, reading.chunks(CHUNK), told)
        outcome.reading, outcome.problems = reading, reading.problems
        outcome.rows_read, outcome.rows_ready = reading.rows_read, reading.rows_ready
        outcome.rows_new, outcome.changed = write.compare(run_id)
        if dry_run:
            if outcome.changed and as_of is None and not outcome.problems:
                outcome.halt = _needs_as_of(len(outcome.changed))
        elif not outcome.problems or take_good_rows:
            _write(run_id, outcome, actor, as_of)
    except Refused as problem:
        db.session.rollback()
        outcome.refused, outcome.rows_ready, outcome.problems = problem.reason, 0, []
    except BaseException:
        db.session.rollback()
        raise
    finally:
        staging.clear(run_id)
    _end(run_id, outcome, as_of, dry_run=dry_run)
    return outcome


def _begin(filename: str, actor: Actor, reading: Reading) -> int:
    for left in staging.unfinished(before=clock.now() - ABANDONED):
        left.state = "dropped"
        staging.clear(left.id)
    run = ImportRun(filename=file_name(filename), by_id=actor.user_id, sha256=_sha256(reading.inspected.path))
    db.session.add(run)
    db.session.commit()
    return run.id


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(run_id: int, outcome: Outcome, actor: Actor, as_of: date | None) -> None:
    try:
        new, changed = write.write(run_id, actor, as_of)
        db.session.commit()
    except write.Unwritable as problem:
        db.session.rollback()
        outcome.halt = problem.reason
        return
    outcome.rows_written = new + changed


def _end(run_id: int, outcome: Outcome, as_of: date | None, *, dry_run: bool) -> None:
    run = db.session.get_one(ImportRun, run_id)
    run.state = "refused" if outcome.refused else "checked" if dry_run or not _was_written(outcome) else "written"
    if outcome.refused:
        run.refused, run.refused_en = (shortened(words, 500) for words in outcome.refused)
    run.as_of = as_of
    run.rows_read, run.rows_ready = outcome.rows_read, outcome.rows_ready
    run.rows_new, run.rows_changed = outcome.rows_new, len(outcome.changed)
    run.problem_count = len(outcome.problems)
    run.problems = [p.as_dict() | {"message_en": p.message.en} for p in outcome.problems[:SHOWN_PROBLEMS]]
    run.changed = outcome.changed[:SHOWN_PROBLEMS]
    db.session.commit()


def _was_written(outcome: Outcome) -> bool:
    return outcome.rows_written > 0 or (not outcome.problems and outcome.halt is None)


def _needs_as_of(count: int) -> Text:
    return Text(
        "저장된 내용과 다른 행이 {n}건 있습니다. 쓰려면 언제부터 바뀐 것인지 기준일을 정해 주세요.",
        "{n} rows differ from what is stored. To write them, say from which day the change holds.",
    ).format(n=count)

"""Staging: rows of a register file, checked and judged, before one transaction writes them.

Rows go in by the driver's fastest way in short transactions, so that nobody waits for a large file; what an interrupted
import leaves here is never read and is cleared by the next one.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import delete, func, select, text

from filings import terms
from filings.certificate_numbers import year_and_serial
from filings.columns.register import COLUMNS, FIELDS
from filings.register.models import ImportRun, StagedRow
from portal.core import clock, countries, periods
from portal.core.db import db
from portal.core.titles import joined

JUDGED = (
    "certificate_year", "certificate_serial", "certificate_code", "title", "title_en", "founder", "obliged", "due_on", "file_due_on",
    "late_days", "deemed", "days_taken", "in_time",
)  # fmt: skip
"""What is found of a row beside its own columns, by the names of the staging table."""

ROW = (*FIELDS, *JUDGED)
_EMPTY = [(i, column.empty) for i, column in enumerate(COLUMNS) if column.blank and column.empty is not None]


class Judge:
    """How an imported row is judged: lateness, deeming and working days, by the rule sets and holidays that hold now.

    Days are few and rows many: each answer is kept by its days.
    """

    def __init__(self) -> None:
        self._calendar = periods.calendar()
        self._sets = periods.all_rules()
        self.rules_on = lru_cache(None)(lambda day: periods.rules_on(day, self._sets))
        self.file_due = lru_cache(None)(self._file_due)
        self.handled = lru_cache(None)(self._handled)

    def _file_due(self, trigger_on: date) -> date | None:
        return clock.civil_period(trigger_on, self.rules_on(trigger_on).days("file_days"), self._calendar).due_on

    def _handled(self, received_on: date, accepted_on: date) -> tuple[date, bool, int | None, bool]:
        """(due day, deemed, working days taken, in time).

        Deemed: after the due day, where the rule set knows deeming.
        """
        held = self.rules_on(received_on)
        due = clock.processing_period(received_on, held.days("decide_days"), self._calendar).due_on
        assert due is not None
        if accepted_on > due and held.deems:
            return due, True, None, False
        return due, False, clock.working_days_taken(received_on, accepted_on, self._calendar), accepted_on <= due

    def judged(self, row: Any) -> list[Any]:
        """The staged values (by ROW) of a row as the reader gives it (see `filings.columns.register.Row`)."""
        received_on = row.received_on
        due, deemed, taken, in_time = self.handled(received_on, row.accepted_on)
        founder = terms.founder_of(row.category)
        obliged = self.rules_on(received_on).must_file(founder)
        file_due = self.file_due(row.trigger_on) if obliged else None
        late = (received_on - file_due).days if file_due and received_on > file_due else None
        title = joined(row.organisation_name, countries.named(row.country), terms.TYPES[row.type])
        year, serial = year_and_serial(row.certificate_no)
        code = secrets.token_hex(6).upper()
        values: list[Any]
        _, *values = row
        for at, empty in _EMPTY:
            if values[at] is None:
                values[at] = empty
        values += year, serial, code, title.ko, title.en, founder, obliged, due, file_due, late, deemed, taken, in_time
        return values


def stage(run_id: int, rows: Iterable[list[Any]], told: Callable[[int], object] | None = None) -> int:
    """Judge and store the rows, a transaction a chunk; how many were stored."""
    judge = Judge()
    count = 0
    columns = ["run_id", "seq", "action", "case_id", *ROW]
    for chunk in rows:
        ids = _case_ids(len(chunk))
        made = [(run_id, count + n, "new", ids[n - 1], *judge.judged(row)) for n, row in enumerate(chunk, start=1)]
        _load(columns, made)
        count += len(chunk)
        if told is not None:
            told(len(chunk))
    return count


def _case_ids(count: int) -> Sequence[int | None]:
    """Numbers for cases, where a sequence gives some that nobody else gets; else the writing transaction gives them.

    Those of rows that become no new case stay unused.
    """
    if db.engine.dialect.name != "postgresql":
        return [None] * count
    one = func.nextval(text("pg_get_serial_sequence('cases', 'id')"))
    return db.session.scalars(select(one).select_from(func.generate_series(1, count))).all()


def clear(run_id: int) -> None:
    """Take a run's rows out of the staging table."""
    db.session.execute(
        delete(StagedRow).where(StagedRow.run_id == run_id), execution_options={"synchronize_session": False}
    )
    db.session.commit()


def unfinished(before: datetime) -> list[ImportRun]:
    """Imports begun before that instant which never came to an end."""
    return list(db.session.scalars(select(ImportRun).where(ImportRun.state == "reading", ImportRun.at < before)))


def _load(columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    """Insert by the driver itself: COPY on PostgreSQL, executemany on SQLite, committed at once."""
    connection = db.session.connection()
    raw: Any = connection.connection.driver_connection
    names = ", ".join(columns)
    if connection.dialect.name == "postgresql":
        with raw.cursor() as cursor, cursor.copy(f"COPY register_staging ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join("?" * len(columns))
        raw.executemany(f"INSERT INTO register_staging ({names}) VALUES ({marks})", _for_sqlite(rows))  # noqa: S608
    db.session.commit()


@lru_cache(8192)
def _iso(day: date) -> str:
    return day.isoformat()


def _for_sqlite(rows: list[tuple[Any, ...]]) -> Iterator[list[Any]]:
    for row in rows:
        yield [_iso(v) if type(v) is date else v for v in row]

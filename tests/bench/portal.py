"""Portals to measure: a fresh migrated database, filled with a register of any size. Not a test."""

import datetime
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask_migrate import upgrade

from portal.core.db import db, writing
from tests.factories import business_number
from tests.unit.register_maker import clean_rows


@contextmanager
def portal(url: str | None = None) -> Iterator[Any]:
    """An application on an empty migrated database (SQLite in a temporary folder unless `url` is given),
    its context pushed.
    """
    import wsgi

    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "TESTING": True,
            "DATA_DIR": folder,
            "SQLALCHEMY_DATABASE_URI": url or f"sqlite:///{folder}/bench.sqlite3",
            "SECRET_KEY": "bench",
            "WTF_CSRF_ENABLED": False,
        }
        app = wsgi.create(settings)
        with app.app_context():
            writing.set(True)
            upgrade()
            db.session.remove()
            yield app
            db.session.remove()
            db.engine.dispose()


def write_register(path: Path, count: int) -> None:
    """A clean register of `count` rows with certificate numbers and organisations of their own (XlsxWriter,
    dates as dates).
    """
    import xlsxwriter

    from filings.columns.register import COLUMNS
    from tests.unit.register_maker import clean_cells

    pattern = [clean_cells(row) for row in clean_rows(400, seed=1)]
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("신고대장")
    sheet.write_row(0, 0, [c.heading for c in COLUMNS])
    for n in range(count):
        cells = list(pattern[n % len(pattern)])
        year = _year(cells[2])
        cells[0] = f"제{year}-{n + 1:04d}호"
        cells[7] = business_number(n // 5)
        for column, value in enumerate(cells):
            _write(sheet, n + 1, column, value)
    book.close()


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, datetime.date):
        sheet.write_datetime(row, column, datetime.datetime.combine(value, datetime.time()))
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write(row, column, value)


def _year(value: Any) -> int:
    return value.year if isinstance(value, datetime.date) else int(str(value)[:4])


TAIL = """
import resource, sys
from pathlib import Path
used = resource.getrusage(resource.RUSAGE_SELF)
status = Path("/proc/self/status")
# ru_maxrss of a child also counts what its parent held when it was forked; VmHWM begins anew with the program
lines = status.read_text().splitlines() if status.exists() else []
peak = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), used.ru_maxrss)
print(used.ru_utime + used.ru_stime, peak)
"""


def peak_of(code: str, *arguments: str) -> tuple[float, float]:
    """(CPU seconds, peak MiB) of a fresh Python process that runs `code`; it prints nothing itself."""
    import subprocess

    place = dict(
        os.environ,
        PYTHONPATH=str(Path(__file__).resolve().parents[2]),
        SECRET_KEY="the key of the bench and nothing else",
    )
    done = subprocess.run(
        [sys.executable, "-c", code + TAIL, *arguments], capture_output=True, text=True, check=True, env=place
    )
    seconds, kilobytes = done.stdout.split()[-2:]
    return round(float(seconds), 2), round(int(kilobytes) / 1024, 1)

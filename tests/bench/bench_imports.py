"""Import of a large register against the time python-calamine needs to read the same file into Python rows."""

import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.portal import peak_of, portal, write_register

ROWS = 100_000
FLOOR = "import sys; from python_calamine import CalamineWorkbook as W; W.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()"


def run(rows: int = ROWS) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        write_register(path, rows)
        found: dict[str, Any] = {
            "rows": rows,
            "bound_sqlite": 8,
            "bound_postgresql": 12,
            "bound_peak_mib": 600,
            "bound_lock_s": 5,
        }
        found["sqlite"] = _against_floor(path, f"sqlite:///{folder}/import.sqlite3", folder)
        from tests import pg

        server = pg.start()
        try:
            server.create("import")
            found["postgresql"] = _against_floor(path, server.url("import"), folder)
        finally:
            server.stop()
        return found


IMPORT = """
import sys
from pathlib import Path
import wsgi
app = wsgi.create({"SQLALCHEMY_DATABASE_URI": sys.argv[2], "DATA_DIR": sys.argv[3], "SECRET_KEY": "bench"})
with app.app_context():
    from filings.register.imports import import_register
    from portal.core.people import SYSTEM
    outcome = import_register(Path(sys.argv[1]), SYSTEM)
    assert outcome.exit_status == 0 and outcome.rows_written, outcome.problems[:3]
"""


def _against_floor(path: Path, url: str, folder: str) -> dict[str, Any]:
    """Both as fresh processes in turn; wall clock, since PostgreSQL works in a process of its own."""
    with portal(url):
        pass
    started = time.perf_counter()
    peak_of(FLOOR, str(path))
    floor = time.perf_counter() - started
    started = time.perf_counter()
    cpu, peak = peak_of(IMPORT, str(path), url, folder)
    seconds = time.perf_counter() - started
    return {
        "floor_s": round(floor, 2),
        "import_s": round(seconds, 2),
        "ratio": round(seconds / floor, 2),
        "cpu_s": cpu,
        "peak_mib": peak,
        "longest_lock_s": _write_time(path, url),
    }


def _write_time(path: Path, url: str) -> float:
    """How long the one writing transaction takes, measured on a second import of the same rows under new numbers."""
    from filings.register import staging, write
    from filings.register.file.reading import read
    from portal.core.db import db
    from portal.core.people import SYSTEM

    with portal(None if url.startswith("sqlite") else url):
        if not url.startswith("sqlite"):
            db.session.execute(db.text("TRUNCATE cases, filing, filing_content, event, organisation CASCADE"))
            db.session.commit()
        staging.stage(1, read(path).chunks(5000))
        write.compare(1)
        started = time.perf_counter()
        write.write(1, SYSTEM, None)
        db.session.commit()
        return round(time.perf_counter() - started, 2)

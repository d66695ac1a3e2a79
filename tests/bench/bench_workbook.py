"""The annual workbook of a large register against a bare XlsxWriter loop over the same cells of its last sheet,
and its memory.
"""

import tempfile
from pathlib import Path
from typing import Any

from tests.bench.portal import peak_of, portal, write_register

YEAR = 2025
ANNUAL = """
import sys
import wsgi
app = wsgi.create({"SQLALCHEMY_DATABASE_URI": sys.argv[1], "DATA_DIR": sys.argv[2], "SECRET_KEY": "bench"})
with app.app_context():
    from portal.core.db import writing
    from portal.shell.reports import annual
    writing.set(False)
    with open(sys.argv[3], "wb") as file:
        assert annual.make(int(sys.argv[4]), file).register_rows > 0
"""
BARE = """
import sys, xlsxwriter
from openpyxl import load_workbook
import pickle
rows = pickle.load(open(sys.argv[1], "rb"))
import time; started = time.process_time()
book = xlsxwriter.Workbook(sys.argv[2], {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
sheet = book.add_worksheet()
for n, row in enumerate(rows):
    for c, value in enumerate(row):
        if value is not None:
            sheet.write(n, c, value)
book.close()
print(time.process_time() - started)
"""


def run(sizes: tuple[int, int] = (20_000, 100_000)) -> dict[str, Any]:
    found: dict[str, Any] = {"bound_ratio": 1.5, "bound_growth": 1.2}
    peaks = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/annual.sqlite3"
            _fill(url, folder, size)
            seconds, peak = peak_of(ANNUAL, url, folder, f"{folder}/annual.xlsx", str(YEAR))
            idle, _ = peak_of(
                "import sys, wsgi\nwsgi.create({'SQLALCHEMY_DATABASE_URI': sys.argv[1], 'DATA_DIR': sys.argv[2], 'SECRET_KEY': 'b'})",
                url,
                folder,
            )
            bare = _bare(url, folder)
            found[str(size)] = {
                "cpu_s": seconds,
                "start_cpu_s": idle,
                "bare_xlsxwriter_cpu_s": bare,
                "ratio": round(seconds / bare, 2),
                "peak_mib": peak,
            }
            peaks.append(peak)
    found["growth"] = round(peaks[1] / peaks[0], 2)
    return found


def _fill(url: str, folder: str, size: int) -> None:
    from filings.register.imports import import_register
    from portal.core.people import SYSTEM

    path = Path(folder) / "register.xlsx"
    write_register(path, size)
    with portal(url):
        assert import_register(path, SYSTEM).exit_status == 0


def _bare(url: str, folder: str) -> float:
    """CPU seconds of the bare loop over the register sheet's own cells."""
    import pickle
    import subprocess
    import sys

    from filings.statistics.sheets import register
    from portal.shell.reports.annual import as_of_year

    with portal(url):
        rows = [list(row) for row in register(as_of_year(YEAR)).rows]
    with open(f"{folder}/rows.pickle", "wb") as file:
        pickle.dump(rows, file)
    done = subprocess.run(
        [sys.executable, "-c", BARE, f"{folder}/rows.pickle", f"{folder}/bare.xlsx"],
        capture_output=True,
        text=True,
        check=True,
    )
    return round(float(done.stdout.split()[-1]), 2)

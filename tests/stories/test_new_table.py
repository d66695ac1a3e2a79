"""The table of docs/adding-a-table.md, word for word, in a scratch copy: its figures, and its sheet in the workbook."""

import pytest

from tests import scratch

PAGE = "adding-a-table.md"
SEEN = """
from portal.shell.reports import annual


def test_the_workbook_has_the_sheet(app, today):
    assert "objections" in {table.key for table in annual.report_tables()}
"""


@pytest.mark.slow
def test_a_table_added_as_the_page_says_is_in_the_workbook(tmp_path):
    changes = scratch.blocks(PAGE)
    assert sorted(changes) == [
        "funds/sheets.py",
        "funds/sheets.py (import)",
        "tests/pages/test_reports.py",
        "tests/unit/test_objections_table.py",
    ]
    scratch.apply(
        scratch.copied(tmp_path), {path.removesuffix(" (import)"): c for path, c in changes.items() if "import" in path}
    )
    scratch.apply(tmp_path, {path: c for path, c in changes.items() if "import" not in path})
    (tmp_path / "tests/unit/test_seen.py").write_text(SEEN, "utf-8")
    done = scratch.tested(
        tmp_path, "tests/unit/test_objections_table.py", "tests/unit/test_seen.py", "tests/pages/test_reports.py"
    )
    assert done.returncode == 0, done.stdout + done.stderr

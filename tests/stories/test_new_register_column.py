"""The column of docs/adding-a-register-column.md, word for word, in a scratch copy of the source:
it is at every place or is missed.
"""

import re

import pytest

from tests import scratch
from tests.scratch import ROOT

PAGE = (ROOT / "docs" / "adding-a-register-column.md").read_text("utf-8")
SOURCE = ("filings", "experts", "funds", "portal", "migrations")
CHECKS = (
    "tests/contracts/test_house.py::test_models_equal_the_migrated_schema",
    "tests/unit/test_register_columns.py",
    "tests/contracts/test_house.py::test_each_migration_goes_down_and_up_again",
)


def parts():
    """What the page changes;
    the migration is numbered after the newest one.
    """
    found = scratch.blocks("adding-a-register-column.md")
    (path,) = set(re.findall(r"`(migrations/versions/\w+\.py)`", PAGE))
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    newest = max(p.name[:4] for p in (ROOT / "migrations" / "versions").glob("0*.py"))
    numbers = {"0004": newest, "0005": f"{int(newest) + 1:04d}"}
    path, code = (re.sub("000[45]", lambda number: numbers[number[0]], text) for text in (path, code))
    found[path] = ("", code)
    return found


def with_column(to, *, but=""):
    """A copy of the source with what the page says, but for one file."""
    scratch.apply(scratch.copied(to), parts(), but=but)


def test_the_page_changes_three_files_and_adds_a_migration():
    files = sorted(parts())
    source = [path for path in files if path.startswith(SOURCE) and not path.startswith("migrations/")]
    assert source == ["filings/columns/register.py", "filings/filing/questions.py", "filings/models.py"]
    others = [path for path in files if path not in source]
    assert others[1:] == ["tests/unit/test_register_columns.py"]
    assert re.fullmatch(r"migrations/versions/\d{4}_operating_rooms\.py", others[0])


@pytest.mark.slow
def test_a_column_added_as_the_page_says_is_at_every_place(tmp_path):
    with_column(tmp_path)
    done = scratch.tested(tmp_path, *CHECKS)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("left_out", sorted(parts()))
def test_a_step_left_out_is_noticed(tmp_path, left_out):
    with_column(tmp_path, but=left_out)
    done = scratch.tested(tmp_path, *CHECKS)
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"\d (failed|error)", done.stdout)

"""What the two README commands promise of a machine: which Python is enough, and that nothing asks for a newer one unsaid."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOOR = (3, 11, 2)  # the Python of Debian 12
LOCKS = ("requirements.txt", "requirements-test.txt", "requirements-node.txt")
SOURCES = ("portal", "filings", "experts", "funds", "migrations", "tests")
LATER_ARGUMENTS = {  # what came between 3.11.2 and 3.12, which a check of minor versions cannot see: call → argument
    "extract": "filter",
    "extractall": "filter",
    "unpack_archive": "filter",
    "getaddresses": "strict",
    "parseaddr": "strict",
}
LATER_NAMES = {"data_filter", "tar_filter", "fully_trusted_filter", "FilterError"}


def python_files():
    return [
        path for folder in SOURCES for path in sorted((ROOT / folder).rglob("*.py")) if "node_modules" not in path.parts
    ]


def test_the_floor_is_said_alike_everywhere():
    said = ".".join(map(str, FLOOR))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["requires-python"] == f">={said}"
    assert f"sys.version_info < ({', '.join(map(str, FLOOR))})" in (ROOT / "run").read_text("utf-8")
    for page in ("README.md", "docs/development.md"):
        assert f"Python {said}" in (ROOT / page).read_text("utf-8"), page


def later_than_the_floor(tree):
    """(line, what) of calls and names that Python 3.11.2 does not know."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if LATER_ARGUMENTS.get(called) in {k.arg for k in node.keywords} - {None}:
                yield node.lineno, called
        if isinstance(node, ast.Attribute) and node.attr in LATER_NAMES:
            yield node.lineno, node.attr


def test_no_call_is_younger_than_the_floor():
    found = [
        f"{path.relative_to(ROOT)}:{line} {what}"
        for path in python_files()
        for line, what in later_than_the_floor(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line", ["a.extractall(b, filter='data')", "shutil.unpack_archive(a, filter='data')", "tarfile.data_filter"]
)
def test_what_is_younger_is_seen(line):
    assert list(later_than_the_floor(ast.parse(line)))


def test_nothing_asks_for_a_later_minor_version():
    vermin = Path(sys.executable).parent / "vermin"
    wanted = [ROOT / folder for folder in (*SOURCES, "wsgi.py")]
    told = [vermin, "-t=3.11-", "--violations", "--no-tips", "--exclude-regex", "node_modules", *wanted]
    done = subprocess.run(told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_gives_every_python_the_same_release(lock):
    """A marker may leave a package out on another system; two releases of one would let a check depend on the interpreter."""
    named = re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==", (ROOT / lock).read_text("utf-8"), re.M)
    assert named
    assert sorted(named) == sorted(set(named))


def test_the_checks_type_for_the_floor():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["mypy"]["python_version"] == "3.11"
    assert project["tool"]["ruff"]["target-version"] == "py311"

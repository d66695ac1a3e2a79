"""What the two README commands promise of a machine: which Python is enough,
and that nothing asks for a newer one unsaid.
"""

import ast
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from portal import frontend
from tests.browser import chromium

ROOT = Path(__file__).resolve().parents[2]
FLOOR = (3, 11, 2)  # the Python of Debian 12
LOCKS = ("requirements.txt", "requirements-test.txt", "requirements-node.txt")
SOURCES = ("portal", "filings", "experts", "funds", "migrations", "tests")
NOISE = "a line that only the tool understands"
LATER_ARGUMENTS = {  # what came between 3.11.2 and 3.12, which a check of minor versions cannot see: call → argument
    "extract": "filter",
    "extractall": "filter",
    "unpack_archive": "filter",
    "getaddresses": "strict",
    "parseaddr": "strict",
}
LATER_NAMES = {"data_filter", "tar_filter", "fully_trusted_filter", "FilterError"}


def python_files():
    found = [path for folder in SOURCES for path in sorted((ROOT / folder).rglob("*.py"))]
    return [ROOT / "wsgi.py", *(path for path in found if "node_modules" not in path.parts)]


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
        if isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, alias.name) for alias in node.names if alias.name in LATER_NAMES)


def test_no_call_is_younger_than_the_floor():
    found = [
        f"{path.relative_to(ROOT)}:{line} {what}"
        for path in python_files()
        for line, what in later_than_the_floor(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "a.extractall(b, filter='data')",
        "shutil.unpack_archive(a, filter='data')",
        "tarfile.data_filter",
        "from tarfile import data_filter",
    ],
)
def test_what_is_younger_is_seen(line):
    assert list(later_than_the_floor(ast.parse(line)))


@pytest.mark.slow
def test_nothing_asks_for_a_later_minor_version():
    vermin = Path(sys.executable).parent / "vermin"
    wanted = [ROOT / folder for folder in (*SOURCES, "wsgi.py")]
    told = [
        vermin,
        "-t=3.11-",
        "--violations",
        "--no-tips",
        "--no-parse-comments",
        "--exclude-regex",
        "node_modules",
        *wanted,
    ]
    done = subprocess.run(told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_gives_every_python_the_same_release(lock):
    """A marker may leave a package out on another system;
    two releases of one would let a check depend on the interpreter.
    """
    named = re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==", (ROOT / lock).read_text("utf-8"), re.M)
    assert named
    assert sorted(named) == sorted(set(named))


def test_the_checks_type_for_the_floor():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["mypy"]["python_version"] == "3.11"
    assert project["tool"]["ruff"]["target-version"] == "py311"


def set_up(folder, python):
    """`./run --environment` in a folder of its own, by a Python that is a few lines of shell."""
    shutil.copy(ROOT / "run", folder)
    (folder / "requirements.txt").write_text("flask==1\n")
    named = folder / "python"
    named.write_text(f"#!/bin/sh\n{python}\n")
    named.chmod(0o755)
    told = [folder / "run", "--environment", "requirements.txt"]
    environment = {**os.environ, "PYTHON": str(named)}
    return subprocess.run(
        told, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


def test_packages_that_cannot_be_brought_are_told_in_a_sentence_and_a_log(tmp_path):
    """The Python makes an environment, whose pip brings nothing."""
    answers = [
        "*hashlib*) echo wanted",
        "-c*) ",
        '*venv*) mkdir -p .venv/bin; cp "$0" .venv/bin/python',
        f"*) echo '{NOISE}' >&2; exit 1",
    ]
    done = set_up(tmp_path, f'case "$*" in {";; ".join(answers)};; esac')
    assert done.returncode == 1
    assert "인터넷 연결을 확인하고" in done.stdout
    assert "Check the network" in done.stdout
    assert NOISE not in done.stdout
    assert done.stdout.count("setup.log") == 1
    assert NOISE in (tmp_path / "setup.log").read_text()
    assert not (tmp_path / ".venv" / ".stamp-requirements.txt").exists()


def test_a_python_below_the_floor_is_told_before_anything_is_made(tmp_path):
    done = set_up(tmp_path, "exit 1")
    assert done.returncode == 1
    assert "apt-get install python3 python3-venv" in done.stdout
    assert not (tmp_path / ".venv").exists()


def test_a_step_that_fails_names_its_log_and_keeps_what_the_tool_said_there(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(frontend, "LOG", tmp_path / "setup.log")
    with pytest.raises(RuntimeError, match=re.escape(f"{frontend.NO_PACKAGES} 까닭 / Why: {tmp_path}/setup.log")):
        frontend.step("화면 / Pages", ["sh", "-c", f"echo {NOISE} >&2; exit 3"], frontend.NO_PACKAGES)
    assert NOISE not in "".join(capsys.readouterr())
    assert NOISE in (tmp_path / "setup.log").read_text()


def test_a_machine_that_the_brought_browser_is_not_built_for_is_told_what_to_install(monkeypatch):
    monkeypatch.setenv("PORTAL_CHROMIUM", "npm")
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    with pytest.raises(RuntimeError, match="apt-get install chromium"):
        chromium.find()


def test_a_browser_that_cannot_be_run_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(RuntimeError, match="실행할 수 없습니다"):
        chromium.find()

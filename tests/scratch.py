"""Pages of docs/ that show how to add a thing, done word for word in a scratch copy of the source.

A block ```diff that begins with `+++ path` changes lines of a file; a block ```python, ```text or ```jinja whose first
line is `# path` or `{# path #}` (`path` alone in a text) is a new file.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ("filings", "experts", "funds", "portal", "migrations", "tests")
NEW = re.compile(r"```(?:python|text|jinja)\n(?:# |\{# )?([\w./]+\.(?:py|txt|html))(?: #\})?\n(.*?)```", re.DOTALL)


def blocks(page: str) -> dict[str, tuple[str, str]]:
    """{path: (what stands there, what shall stand there)} of a page of docs/; of a new file nothing stands there."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    found = {path: ("", body) for path, body in NEW.findall(text)}
    for block in re.findall(r"```diff\n\+\+\+ (.*?)```", text, re.DOTALL):
        path, *lines = block.splitlines()
        before, after = ("".join(f"{line[1:]}\n" for line in lines if line[:1] in signs) for signs in (" -", " +"))
        found[path] = (before, after)
    return found


def copied(to: Path) -> Path:
    left_out = shutil.ignore_patterns("__pycache__", "vendor", "node_modules", "bench", "browser", "shots")
    for folder in SOURCE:
        shutil.copytree(ROOT / folder, to / folder, ignore=left_out)
    for name in ("wsgi.py", "pyproject.toml"):
        shutil.copy(ROOT / name, to / name)
    return to


def apply(to: Path, changes: dict[str, tuple[str, str]], *, but: str = "") -> None:
    """Write the changes into a copy, but for those of one file."""
    for path, (before, after) in changes.items():
        if path == but:
            continue
        file = to / path
        held = file.read_text("utf-8") if file.exists() else ""
        assert held.count(before) == 1 or not (held or before), f"the page shows lines that {path} does not have"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(held.replace(before, after) if before else after, "utf-8")


def tested(where: Path, *checks: str) -> "subprocess.CompletedProcess[str]":
    """Run tests in a copy; one process, so that it says which failed first."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", *checks]
    return subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)

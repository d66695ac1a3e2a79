"""What the documents draw is what the code declares."""

import re
from pathlib import Path

from portal.core.declared import all_kinds
from tests.contracts.states import TARGET, drawn

ROOT = Path(__file__).resolve().parents[2]


def test_the_diagrams_are_those_of_the_declarations(app):
    assert TARGET.read_text(encoding="utf-8") == drawn(list(all_kinds())), "run: python -m tests.contracts.states"


def test_what_the_docs_name_is_there():
    """Files, folders and modules in `code` of the docs and the README; what an example is about to make is left out."""
    made = {"funds/selection/programmes/telemedicine.py", "tests/browser/shots/"}
    gone = []
    for page in [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]:
        for name in set(re.findall(r"`((?:portal|filings|experts|funds|tests)[/.][\w/.]+)`", page.read_text("utf-8"))):
            parts = name.split(".")
            as_modules = [ROOT.joinpath(*parts[:n]) for n in range(2, len(parts) + 1)]
            held = (ROOT / name).exists() or (
                "/" not in name and any(m.is_dir() or m.with_suffix(".py").is_file() for m in as_modules)
            )
            if not held and name not in made:
                gone.append((page.name, name))
    assert gone == []

"""What the kernel's machines do is written once: no room has an own version of a step that belongs to one of them."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("portal", "filings", "experts", "funds")
STEPS = {
    "portal/core/panels": (
        "commit_draw",
        "carry_out_draw",
        "fresh_pool",
        "stand_in",
        "save_sheet",
        "is_whole",
        "open_if_all_in",
    ),
    "portal/core/writing": (
        "take_papers",
        "remove_paper",
        "form_rows",
        "autosaved",
        "not_autosaved",
        "too_late_page",
        "tell_merged",
        "fields_on_page",
    ),
}
PAGES = {"commit_draw", "carry_out_draw"}
"""Names that views bear, too: a view only calls the step."""


def defined():
    found = defaultdict(list)
    for top in SOURCES:
        for path in (ROOT / top).rglob("*.py"):
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef):
                    is_view = any("access" in ast.unparse(d) for d in node.decorator_list)
                    if not (is_view and node.name in PAGES):
                        found[node.name].append(path.relative_to(ROOT).as_posix())
    return found


@pytest.mark.parametrize("machine", STEPS)
def test_each_step_of_a_machine_is_written_once(machine):
    found = defined()
    for step in STEPS[machine]:
        others = [path for path in found[step] if not path.startswith(f"{machine}/")]
        assert others == [], f"{step} belongs to {machine}"
        assert len(found[step]) == 1, step

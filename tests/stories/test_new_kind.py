"""The kind of docs/adding-a-kind.md, word for word, in a scratch copy: every move in every state by every role, its mail,
its words; and what is left out is noticed.
"""

import re
import subprocess
import sys

import pytest

from tests import scratch

PAGE = "adding-a-kind.md"
CHECKS = ("tests/contracts/test_moves.py", "-k", "suggestion or table or told_well")


def applied(to, but=""):
    changes = scratch.blocks(PAGE)
    scratch.copied(to)
    for path, change in changes.items():
        scratch.apply(to, {path.removesuffix(" (import)"): change}, but=but)
    return changes


@pytest.mark.slow
def test_a_kind_added_as_the_page_says_lives(tmp_path):
    changes = applied(tmp_path)
    assert len(changes) == 8
    done = scratch.tested(tmp_path, *CHECKS)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= 8
    (tmp_path / "docs").mkdir()
    drawn = subprocess.run(
        [sys.executable, "-m", "tests.contracts.states"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert drawn.returncode == 0, drawn.stderr
    assert "suggestion" in (tmp_path / "docs" / "states.md").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ("portal/templates/mail/experts/suggestion.answered.txt", "KeyError: 'suggestion.answered'"),
        ("tests/golden/moves_suggestion.txt", "moves_suggestion.txt"),
        ("experts/module.py", "suggestion"),
    ],
)
def test_a_step_left_out_is_noticed(tmp_path, left_out, said):
    applied(tmp_path, but=left_out)
    done = scratch.tested(tmp_path, *CHECKS)
    assert done.returncode != 0, done.stdout + done.stderr
    assert said in done.stdout + done.stderr

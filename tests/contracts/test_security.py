"""What docs/security.md promises: the tests that it names are there, and each chapter is gone through."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")


def test_the_tests_that_it_names_exist():
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", TEXT))
    assert len(named) > 20
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_each_chapter_of_the_standard_is_gone_through():
    rows = re.findall(r"^\| V(\d+) [^|]*\|([^|]*)\|([^|]*)\|", TEXT, re.M)
    assert [int(number) for number, _, _ in rows] == list(range(1, 18))
    for number, where, test in rows:
        assert "not used" in where or "`tests/" in test, f"V{number} names no test"

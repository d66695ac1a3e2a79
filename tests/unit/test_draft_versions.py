"""Which version of a draft a form names: only one that there was, of the round that runs."""

from types import SimpleNamespace

import pytest

from portal.core import records
from portal.core.writing.drafts import Writing


@pytest.fixture
def writing(monkeypatch):
    """A draft at version 4 of a case that was submitted once."""
    monkeypatch.setattr(records, "revisions_count", lambda _case_id: 1)
    return Writing(SimpleNamespace(id=7), SimpleNamespace(version=4), None, None)


@pytest.mark.parametrize(
    ("sent", "base"),
    [
        ("1-0", None),
        ("1-1", 1),
        ("1-3", 3),
        ("1-4", 4),
        ("1-5", None),  # never was
        ("1--1", None),
        ("1-", None),
        ("4", None),
        ("", None),
        ("x", None),
    ],
)
def test_only_a_version_that_was_is_one(writing, sent, base):
    assert writing.version == "1-4"
    assert writing.base(sent) == base


@pytest.mark.parametrize(("sent", "over"), [("0-4", True), ("1-4", False), ("2-4", True), ("4", False), ("", False)])
def test_a_form_of_another_round_is_over(writing, sent, over):
    assert writing.is_over(sent) == over

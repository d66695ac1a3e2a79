"""What the documents draw is what the code declares."""

from portal.core.declared import all_kinds
from tests.contracts.states import TARGET, drawn


def test_the_diagrams_are_those_of_the_declarations(app):
    assert TARGET.read_text(encoding="utf-8") == drawn(list(all_kinds())), "run: python -m tests.contracts.states"

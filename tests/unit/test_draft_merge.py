"""Drafts of two colleagues: whatever they type in whatever order, no text is lost silently."""

from types import SimpleNamespace
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core import records
from portal.core.cases import Draft
from portal.core.people import Actor
from portal.core.records import save_draft
from portal.core.schema import is_blank

KEYS = ("city", "partner")
TEXTS = st.sampled_from(["", "가", "나", "다"])
PEOPLE = {name: Actor(user_id=n, name=name) for n, name in enumerate(("one", "two"), 1)}
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("open"), st.sampled_from(sorted(PEOPLE))),
        st.tuples(st.just("save"), st.sampled_from(sorted(PEOPLE)), st.fixed_dictionaries(dict.fromkeys(KEYS, TEXTS))),
    ),
    max_size=60,
)


def same(one, other):
    return one == other or (is_blank(one) and is_blank(other))


def saved(draft, values, base, actor):
    """`save_draft` on a draft that no database holds."""
    with patch.object(records, "lock_row"), patch.object(records.db, "session", SimpleNamespace(flush=lambda: None)):
        return save_draft(draft, values, base, actor)


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_a_save_never_overwrites_what_its_page_did_not_show(steps):
    draft = Draft(case_id=1, answers={}, trail={}, version=1)
    pages = {name: (1, {}) for name in PEOPLE}
    for step in steps:
        name = step[1]
        if step[0] == "open":
            pages[name] = (draft.version, dict(draft.answers))
            continue
        base, seen = pages[name]
        before, mine = dict(draft.answers), step[2]
        clashes = {c.key: c for c in saved(draft, mine, base, PEOPLE[name])}
        for key in KEYS:
            typed = not same(mine[key], seen.get(key))
            stands = draft.answers.get(key)
            if key in clashes:
                assert same(stands, before.get(key)), "a clash left what stood"
                assert same(clashes[key].mine, mine[key]), "a clash gives back what was typed"
            elif typed:
                assert same(stands, mine[key]), "what was typed is kept"
                assert same(before.get(key), seen.get(key)) or same(before.get(key), mine[key]), (
                    "and overwrote nothing unseen"
                )
            else:
                assert same(stands, before.get(key)), "what was not typed is not touched"


def test_fields_that_are_not_open_are_passed_over():
    draft = Draft(case_id=1, answers={"city": "가", "partner": "나"}, trail={}, version=1, open_fields=["city"])
    assert saved(draft, {"city": "다", "partner": "다"}, 1, PEOPLE["one"]) == []
    assert draft.answers == {"city": "다", "partner": "나"}


def test_who_changed_a_field_since_a_version_is_known():
    draft = Draft(case_id=1, answers={}, trail={}, version=1)
    saved(draft, {"city": "가"}, 1, PEOPLE["one"])
    saved(draft, {"partner": "나"}, 2, PEOPLE["two"])
    assert records.changed_since(draft, "city", 1).user_id == 1
    assert records.changed_since(draft, "city", 2) is None
    assert records.changed_since(draft, "partner", 2).user_id == 2
    assert records.changed_since(draft, "note", 0) is None

"""The thresholds of the matching, each on its value, just below and just above: which expert suits,
and who would rather have whom.
"""

from types import SimpleNamespace

import numpy as np
import pytest

from experts import matching
from experts.matching import fairness, gates, scoring, shortlist
from tests import expert_forms as forms

LITTLE = 0.01


def around(value):
    return [(value - LITTLE, False), (value, True), (value + LITTLE, True)]


def row(*, country=1.0, field=1.0, words=0.0, near=0.0, own=0.0, shares=(), bare=True):
    """One expert as scored: factors C, F, K, T and what they have done."""
    wish = SimpleNamespace(shares=shares, bare=bare, main=[code for code, _ in shares])
    return SimpleNamespace(
        factors=np.array([[country, field, 0.0, words, 0.0, 0.0, 0.0]]),
        ok=np.array([True]),
        wish=wish,
        near=np.array([near]),
        own=np.array([own]),
        spoken=np.array([True]),
    )


def suited(scored, evidence=0.5) -> bool:
    return bool(shortlist.suits(scored, SimpleNamespace(evidence=np.array([[evidence]])))[0])


@pytest.fixture
def topic(monkeypatch):
    """A topic that is done in the country itself."""
    columns = SimpleNamespace(concept_at={"licence": 0}, local=np.array([True]))
    monkeypatch.setattr(shortlist, "codes", lambda: columns)


@pytest.mark.parametrize(("field", "fits"), around(0.9))
def test_a_bare_request_is_for_its_own_field(topic, field, fits):
    assert suited(row(field=field)) == fits


@pytest.mark.parametrize(("country", "fits"), around(0.8))
def test_a_bare_request_is_for_its_own_country(topic, country, fits):
    assert suited(row(country=country)) == fits


@pytest.mark.parametrize(("words", "fits"), around(0.5))
def test_where_no_topic_could_be_read_shared_words_are_enough(topic, words, fits):
    assert suited(row(words=words, bare=False)) == fits


ASKED = (("licence", 1.0),)


@pytest.mark.parametrize(("evidence", "fits"), around(0.35))
def test_own_work_is_one_weak_mention_at_least(topic, evidence, fits):
    assert suited(row(country=0.5, shares=ASKED), evidence) == fits


@pytest.mark.parametrize(("country", "fits"), around(0.3))
def test_local_work_is_done_within_reach(topic, country, fits):
    assert suited(row(country=country, shares=ASKED)) == fits


@pytest.mark.parametrize(("near", "fits"), [(0.33, False), (0.34, False), (0.35, True)])
def test_a_neighbour_is_nearer_than_a_neighbouring_topic(topic, near, fits):
    assert suited(row(near=near, shares=ASKED), 0.2) == fits


@pytest.mark.parametrize(("own", "done"), around(0.35))
def test_nobody_suits_is_said_for_its_reason(topic, own, done):
    said = shortlist._nobody(row(own=own, shares=ASKED), np.array([False]))
    assert ("이 주제를 수행한 경력이 확인되는" not in said.ko) == done


@pytest.mark.parametrize(("own", "clear"), around(0.55))
def test_a_proposal_is_sure_from_one_mention_on(own, clear):
    assert (shortlist._confidence(row(own=own), 0, fits=True) == shortlist.HIGH) == clear


@pytest.mark.parametrize(("country", "clear"), around(0.8))
def test_a_proposal_is_sure_in_the_own_country(country, clear):
    assert (shortlist._confidence(row(own=1.0, country=country), 0, fits=True) == shortlist.HIGH) == clear


# ---- scores and gates ----


def pool():
    return matching.build_index(
        (matching.Expert(id="E1", years=9, max_load=3, career=forms.LICENCE_CAREER, fields=frozenset({"legal"})),)
    )


def asking(**given):
    return matching.Request(id="R1", text=forms.LICENCE_TEXT, fields=frozenset({"legal"}), **given)


def test_a_pair_on_the_floor_is_not_below_it():
    found = scoring.score([asking()], pool()).affinity[0, 0]
    floors = [float(np.nextafter(found, np.float32(0))), float(found), float(np.nextafter(found, np.float32(1)))]
    assert [int(scoring.score([asking()], pool(), tau=tau).why[0, 0]) for tau in floors] == [0, 0, gates.BELOW]


@pytest.mark.parametrize(("granted", "capped"), [(0, False), (1, False), (2, True), (3, True)])
def test_a_wish_counts_twice_a_year(granted, capped):
    request = asking(preferred=("E1",), applicant_org="가상병원", granted={"E1": granted})
    found = matching.plan_batch([request], pool())
    assert (("R1", "E1") in found.capped) == capped


# ---- who would rather have whom ----


def problem(affinity, demand=(1, 1), capacity=(1, 1)):
    affinity = np.array(affinity)
    return SimpleNamespace(
        affinity=affinity, demand=np.array(demand), capacity=np.array(capacity), ok=np.ones(affinity.shape, bool)
    )


CROSSED = np.array([[False, True], [True, False]])


@pytest.mark.parametrize(("wanted", "blocking"), [(0.4, 0), (0.5, 0), (0.6, 1)])
def test_two_block_a_plan_only_where_both_gain(wanted, blocking):
    assert fairness.blocking(CROSSED, problem([[wanted, 0.5], [0.5, 0.1]])) == blocking


@pytest.mark.parametrize(("side", "blocking"), [("request", 0), ("expert", 0), ("both", 1)])
def test_an_equal_is_no_gain_to_either_side(side, blocking):
    """The pair (1, 1) has 0.6; its request holds 0.6 or 0.5, its expert too."""
    held = {"request": (0.6, 0.5), "expert": (0.5, 0.6), "both": (0.5, 0.5)}[side]
    assert fairness.blocking(CROSSED, problem([[0.6, held[0]], [held[1], 0.1]])) == blocking


@pytest.mark.parametrize(("demand", "capacity", "blocking"), [(1, 1, 1), (0, 1, 0), (1, 0, 0)])
def test_who_needs_nobody_or_has_no_room_blocks_nothing(demand, capacity, blocking):
    nothing = np.zeros((1, 1), bool)
    assert fairness.blocking(nothing, problem([[0.6]], (demand,), (capacity,))) == blocking


@pytest.mark.parametrize(("demand", "capacity", "blocking"), [(1, 1, 0), (2, 1, 1), (1, 2, 0)])
def test_a_request_that_is_short_takes_whoever_has_room(demand, capacity, blocking):
    """Request 1 holds expert 1 at 0.9; expert 2, at 0.5, is free; request 2 holds nobody and asks for nobody."""
    plan = np.array([[True, False]])
    assert fairness.blocking(plan, problem([[0.9, 0.5]], (demand,), (1, capacity))) == blocking

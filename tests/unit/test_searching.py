"""A search in plain letters takes a short way: it finds what folding finds, in any text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.core import reading
from portal.core.reading import holds, sought

PLAIN = "가나다각갂abcABCzZ019 -·\x7f_%*[]\\^'\""
ODD = "ＡａＢ０－ㆍ–\u3000\u200b\u00a0\u1100\u1161\u11a8㈜ﾊﾟéÉ\u0301ſıİµK\x00\x1f가\u0308"
texts = st.text(st.one_of(st.sampled_from(PLAIN), st.sampled_from(PLAIN + ODD), st.characters()), max_size=12)


@given(text=texts, asked=texts)
@example(text="S", asked="ſ")
@example(text="I", asked="ı")
@example(text="\u1100\u1161", asked="가")
@example(text="A - B · C", asked="abc")
@example(text="가a", asked="")
def test_the_short_way_finds_what_folding_finds(text, asked):
    wanted = sought(asked)
    assert holds(text, wanted) == (wanted in sought(text))


def test_what_falls_away_of_plain_letters_is_known_by_hand():
    assert {c for c in reading.DROPPED if not reading._NOT_PLAIN.match(c)} == {" ", "-", "·"}


@pytest.mark.parametrize("text", ["가 " * 10_000, "a-" * 10_000, "·" * 20_000])
def test_a_long_text_of_blanks_and_dashes_is_searched_in_linear_time(text):
    assert not holds(text, "가a" * 100)

"""Returns of funds against figures known by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.finance.register.returns import Flow, multiple, rate_of_return, use_rate
from funds.unusable import Unusable

D = Decimal
START = date(2021, 1, 1)


def flows(*amounts: tuple[int, int | str]) -> list[Flow]:
    """(day, amount) pairs, days counted from START."""
    return [Flow(START + timedelta(days=day), D(amount)) for day, amount in amounts]


@pytest.mark.parametrize(
    ("given_flows", "percent"),
    [
        (flows((0, -100), (365, 110)), "10.0000"),
        (flows((0, -100), (365, 100)), "0.0000"),
        (flows((0, -100), (730, 144)), "20.0000"),
        (flows((0, -100), (365, 50)), "-50.0000"),
        (flows((0, -100), (365, -100), (730, 231)), "10.0000"),
        (flows((0, -100), (365, "0.5")), "-99.5000"),
        (flows((730, 121), (0, -100), (365, 0)), "10.0000"),
    ],
)
def test_rates_by_hand(given_flows: list[Flow], percent: str) -> None:
    assert rate_of_return(given_flows).percent == D(percent)


def test_the_spreadsheet_convention() -> None:
    days = [date(2008, 1, 1), date(2008, 3, 1), date(2008, 10, 30), date(2009, 2, 15), date(2009, 4, 1)]
    amounts = [-10000, 2750, 4250, 3250, 2750]
    found = rate_of_return(Flow(on, D(amount)) for on, amount in zip(days, amounts, strict=True))
    assert found.percent == D("37.3363")
    assert "37.3363 %" in found.formula.ko
    assert found.flows[0].on == days[0]


@given(st.integers(-90, 400), st.integers(30, 4000), st.integers(1, 10**12))
def test_a_single_payment_comes_back_at_its_rate(percent: int, days: int, paid: int) -> None:
    back = D(repr(paid * (1 + percent / 100) ** (days / 365)))
    found = rate_of_return([Flow(START, D(-paid)), Flow(START + timedelta(days=days), back)])
    assert abs(found.percent - percent) <= D("0.0002")


@pytest.mark.parametrize(
    ("given_flows", "sentence"),
    [
        ([], "Nothing was paid in."),
        (flows((0, 100), (1, 100)), "Nothing was paid in."),
        (flows((0, -100), (1, -100)), "Nothing was paid back and nothing is held."),
        (flows((0, -100), (0, 110)), "All money moved on the same day."),
        (flows((0, "NaN")), "A value is no amount."),
        (flows((0, -100), (1, 100_000)), "No rate between −99.99 % and 100,000 % fits."),
    ],
)
def test_nonsense_is_refused(given_flows: list[Flow], sentence: str) -> None:
    with pytest.raises(Unusable) as caught:
        rate_of_return(given_flows)
    assert caught.value.problems[0].en == sentence


def test_several_rates_are_no_rate() -> None:
    # 10 % and 20 % both fit: −100 + 230/1.1 − 132/1.21 = −100 + 230/1.2 − 132/1.44 = 0
    with pytest.raises(Unusable) as caught:
        rate_of_return(flows((0, -100), (365, 230), (730, -132)))
    assert "2 rates fit" in caught.value.problems[0].en


def test_multiples() -> None:
    found = multiple(D(100), D(30), D("95.5"))
    assert (found.total, found.paid_back, found.still_held) == (D("1.26"), D("0.30"), D("0.96"))
    assert found.formula.en == "(paid back 30 + held 95.5) ÷ paid in 100 = 1.26"
    for bad in ((D(0), D(1), D(1)), (D(-1), D(1), D(1)), (D(1), D(-1), D(-1)), (D("Infinity"), D(1), D(1))):
        with pytest.raises(Unusable):
            multiple(*bad)


def test_use_and_what_is_left() -> None:
    found = use_rate(D(50_000_000_000), D(11_030_000_000))
    assert (found.percent, found.remaining) == (D("22.1"), D(38_970_000_000))
    assert found.formula.en == "invested 11,030,000,000 ÷ size 50,000,000,000 = 22.1 %"


@pytest.mark.parametrize(
    ("size", "invested", "sentence"),
    [
        (D(0), D(0), "The fund has no size, so there is no use rate."),
        (D(10), D(11), "Invested 11 is above the size 10."),
        (D(-10), D(1), "Size must be an amount of 0 or more."),
        (D(10), D("NaN"), "Invested must be an amount of 0 or more."),
    ],
)
def test_use_of_nonsense_is_refused(size: Decimal, invested: Decimal, sentence: str) -> None:
    with pytest.raises(Unusable) as caught:
        use_rate(size, invested)
    assert [problem.en for problem in caught.value.problems] == [sentence]

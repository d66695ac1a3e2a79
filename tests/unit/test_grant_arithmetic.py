"""The arithmetic of grant money against sums worked out by hand, and properties that hold of any."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.grants.money.budget import shifts
from funds.grants.settlement import arithmetic as a

BUDGET = {
    ("staff", "state"): 40_000_000,
    ("travel", "state"): 20_000_000,
    ("service", "state"): 40_000_000,
    ("staff", "own_cash"): 60_000_000,
}
FIVE = [(date(2016, 1, 1), Decimal(5))]


def settled(spending, *, granted=100_000_000, paid=100_000_000, needed=35, own=("own_cash",), tolerance=20):
    return a.settle(
        BUDGET, spending, granted=granted, paid=paid, own_needed=needed, own_sources=own, tolerance=tolerance
    )


ALL = [a.Spent(item, source, amount) for (item, source), amount in BUDGET.items()]


def test_everything_spent_as_budgeted_returns_nothing():
    found = settled(ALL)
    assert (found.final, found.to_return, found.to_pay) == (100_000_000, 0, 0)
    assert found.own_reached == Decimal("37.50")
    assert found.by_share == 111_428_571  # 60,000,000 × 100 ÷ 35 − 60,000,000, cut down


def test_what_is_left_unspent_is_returned():
    found = settled([a.Spent("staff", "state", 33_000_000), a.Spent("staff", "own_cash", 60_000_000)])
    assert (found.final, found.to_return) == (33_000_000, 67_000_000)


def test_a_disallowance_lowers_the_final_sum():
    rows = [*ALL[1:], a.Spent("staff", "state", 40_000_000, 35_000_000)]
    found = settled(rows)
    assert found.disallowed == {"state": 35_000_000, "own_cash": 0}
    assert (found.state_recognised, found.final, found.to_return) == (65_000_000, 65_000_000, 35_000_000)


def test_beyond_an_item_and_its_tolerance_nothing_is_recognised():
    rows = [
        a.Spent("travel", "state", 26_000_000),
        a.Spent("staff", "state", 34_000_000),
        a.Spent("service", "state", 40_000_000),
        ALL[3],
    ]
    found = settled(rows)
    assert found.excess == (a.Excess("travel", 20_000_000, 24_000_000, 26_000_000, 2_000_000),)
    assert found.final == 98_000_000


def test_an_item_without_a_budget_is_not_recognised_at_all():
    found = settled([a.Spent("licence", "state", 5_000_000), *ALL])
    assert found.excess == (a.Excess("licence", 0, 0, 5_000_000, 5_000_000),)
    assert found.final == 100_000_000


def test_too_small_an_own_share_cuts_the_state_money():
    """35,000,000 of own cash carry 65,000,000: 35 % of 100 million."""
    found = settled([*ALL[:3], a.Spent("staff", "own_cash", 35_000_000)])
    assert found.own_reached == Decimal("25.93")
    assert (found.by_share, found.final, found.to_return) == (65_000_000, 65_000_000, 35_000_000)


def test_in_kind_counts_only_where_it_is_declared():
    rows = [*ALL[:3], a.Spent("staff", "own_cash", 35_000_000), a.Spent("service", "own_kind", 30_000_000)]
    cash = settled(rows)
    both = settled(rows, own=("own_cash", "own_kind"))
    assert (cash.others, cash.by_share) == (30_000_000, 35_000_000)
    assert (both.own_counted, both.by_share, both.final) == (65_000_000, 120_714_285, 100_000_000)


def test_what_was_not_paid_yet_is_still_to_be_paid():
    found = settled(ALL, paid=70_000_000)
    assert (found.final, found.to_return, found.to_pay) == (100_000_000, 0, 30_000_000)


def test_no_own_share_asked_sets_no_limit():
    found = settled(ALL[:3], needed=0)
    assert found.by_share is None
    assert found.final == 100_000_000


@pytest.mark.parametrize(
    "row", [a.Spent("staff", "state", -1), a.Spent("staff", "state", 5, 6), a.Spent("staff", "state", 5, -1)]
)
def test_negative_money_is_refused(row):
    with pytest.raises(ValueError, match="spending row"):
        settled([row])


def test_a_negative_budget_is_refused():
    with pytest.raises(ValueError, match="negative"):
        a.settle({("staff", "state"): -1}, [], granted=0, paid=0, own_needed=0, own_sources=(), tolerance=0)


# ---- shifts ------------------------------------------------------------------------------------------------------------------------


def test_a_shift_is_small_up_to_its_tolerance():
    found = shifts(
        {("staff", "state"): 10_000_000, ("travel", "state"): 5_000_000},
        {("staff", "state"): 9_000_000, ("travel", "state"): 6_000_000},
    )
    assert [(s.item, s.change, s.percent, s.within(20), s.within(19)) for s in found] == [
        ("staff", -1_000_000, Decimal("10.00"), True, True),
        ("travel", 1_000_000, Decimal("20.00"), True, False),
    ]


def test_a_new_item_is_never_small():
    [found] = shifts({}, {("licence", "state"): 1})
    assert found.percent is None
    assert not found.within(100)


# ---- interest ----------------------------------------------------------------------------------------------------------------------


def test_interest_by_hand():
    """35,000,000 × 5 % × 73 ÷ 365 = 350,000: from the day after 1 March, 73 days."""
    found = a.interest(35_000_000, date(2026, 3, 1), date(2026, 5, 13), FIVE)
    assert [(s.first, s.last, s.days) for s in found.segments] == [(date(2026, 3, 2), date(2026, 5, 13), 73)]
    assert found.amount == 350_000


def test_a_change_of_the_rate_splits_the_days():
    """1,000,000 × (5 % × 10 + 3 % × 20) ÷ 365 = 1,369.86 + 1,643.83 = 3,013.69, cut down."""
    rates = [(date(2026, 1, 11), Decimal(3)), (date(2020, 1, 1), Decimal(5))]
    found = a.interest(1_000_000, date(2025, 12, 31), date(2026, 1, 30), rates)
    assert [(s.days, s.rate) for s in found.segments] == [(10, Decimal(5)), (20, Decimal(3))]
    assert found.amount == 3_013
    assert a.interest(1_000_000, date(2025, 12, 31), date(2026, 1, 30), rates, round_to=10).amount == 3_010


def test_no_day_or_no_sum_bears_no_interest():
    assert a.interest(100, date(2026, 1, 2), date(2026, 1, 2), FIVE) == ((), 0)
    assert a.interest(0, date(2026, 1, 1), date(2026, 12, 31), FIVE).amount == 0


# ---- what is owed ------------------------------------------------------------------------------------------------------------------

DUE = date(2026, 6, 30)


def owed(receipts, on, principal=36_500_000, interest=100_000):
    return a.account(principal, interest, DUE, [a.Receipt(*r) for r in receipts], on, FIVE)


def test_until_the_due_day_nothing_is_added():
    found = owed([], DUE)
    assert (found.overdue, found.balance) == (0, 36_600_000)


def test_overdue_interest_runs_on_the_principal_that_is_left():
    """36,500,000 × 5 % ÷ 365 = 5,000 a day for 10 days; then 16,500,000 are left: 2,260.27 a day for 10 more."""
    found = owed([(DUE + timedelta(days=10), 20_000_000)], DUE + timedelta(days=20))
    assert [(s.days, s.base) for s in found.segments] == [(10, 36_500_000), (10, 16_500_000)]
    assert found.overdue == 72_602
    assert found.balance == 36_500_000 + 100_000 + 72_602 - 20_000_000


def test_what_came_in_time_bears_no_overdue_interest():
    found = owed([(DUE, 36_600_000)], DUE + timedelta(days=365))
    assert (found.overdue, found.balance, found.over) == (0, 0, 0)


def test_too_much_is_told():
    assert owed([(DUE, 40_000_000)], DUE).over == 3_400_000


# ---- properties --------------------------------------------------------------------------------------------------------------------

won = st.integers(0, 10**9)
rows = st.lists(
    st.builds(
        lambda item, source, amount, share: a.Spent(item, source, amount, amount * share // 100),
        st.sampled_from(["staff", "travel", "licence"]),
        st.sampled_from(["state", "local", "own_cash", "own_kind"]),
        won,
        st.integers(0, 100),
    ),
    max_size=8,
)


@given(rows, won, won, st.integers(0, 60), st.randoms(use_true_random=False))
def test_sums_hold_and_the_order_of_rows_never_matters(spending, granted, paid, needed, random):
    found = settled(spending, granted=granted, paid=paid, needed=needed)
    mixed = list(spending)
    random.shuffle(mixed)
    assert settled(mixed, granted=granted, paid=paid, needed=needed) == found
    assert 0 <= found.final <= granted
    assert found.final <= found.state_recognised <= found.spent.get("state", 0)
    assert found.to_return == 0 or found.to_pay == 0
    assert paid - found.to_return + found.to_pay == found.final
    for source, amount in found.recognised.items():
        assert amount == found.spent[source] - found.disallowed[source]
    limits = {item: amount * 120 // 100 for (item, source), amount in BUDGET.items() if source == "state"}
    for one in found.excess:
        assert one.recognised - one.over == limits.get(one.item, 0)


@given(rows, won)
def test_more_disallowed_never_raises_the_final_sum(spending, granted):
    before = settled(spending, granted=granted).final
    worse = [r._replace(disallowed=r.amount) if r.source == "state" else r for r in spending[:1]] + spending[1:]
    assert settled(worse, granted=granted).final <= before


@given(won, st.integers(0, 900), st.integers(0, 900))
def test_interest_grows_with_the_days_and_splits_without_loss(base, first, more):
    start = date(2026, 1, 1)
    middle, end = start + timedelta(days=first), start + timedelta(days=first + more)
    whole = a.interest(base, start, end, FIVE).amount
    parts = a.interest(base, start, middle, FIVE).amount + a.interest(base, middle, end, FIVE).amount
    assert parts <= whole <= parts + 1


@given(
    won,
    won,
    st.lists(st.tuples(st.integers(-30, 200), st.integers(1, 10**8)), max_size=5),
    st.randoms(use_true_random=False),
)
def test_the_account_balances_whatever_came_when(principal, interest, came, random):
    on = DUE + timedelta(days=100)
    receipts = [(DUE + timedelta(days=day), amount) for day, amount in came]
    found = owed(receipts, on, principal, interest)
    random.shuffle(receipts)
    assert owed(receipts, on, principal, interest) == found
    assert found.principal + found.interest + found.overdue - found.met == found.balance - found.over
    assert found.balance == 0 or found.over == 0
    assert 0 <= found.principal_left <= principal
    assert found.overdue <= a.interest(principal, DUE, on, FIVE).amount

"""The arithmetic of a settlement: the final sum, what is returned, interest, what is still owed.

Pure: whole won as int, rates as Decimal, days as date; neither web nor database. Everything is cut down to whole won,
never rounded up, and the order of rows never matters.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from funds.grants.money.budget import STATE, Cell, by_source, percent

# ---- the final sum ---------------------------------------------------------------------------------------------------------------


class Spent(NamedTuple):
    """A spending row: what of it is not recognised is `disallowed` (0 … amount)."""

    item: str
    source: str
    amount: int
    disallowed: int = 0


class Excess(NamedTuple):
    """State money spent on an item beyond its budget and tolerance: not recognised."""

    item: str
    budget: int
    limit: int
    recognised: int
    over: int


@dataclass(frozen=True)
class Settled:
    """The final sum and all it was made of, in won; dicts by source.

    `state_recognised` is state spending less disallowances and excess; `by_share` the most that the own
    share carries; `final` the least of granted, recognised and carried; `to_return` what was paid above it,
    `to_pay` what was not paid yet.
    """

    granted: int
    paid: int
    spent: dict[str, int]
    disallowed: dict[str, int]
    recognised: dict[str, int]
    excess: tuple[Excess, ...]
    state_recognised: int
    own_counted: int
    others: int
    own_needed: int
    own_reached: Decimal
    by_share: int | None
    final: int
    to_return: int
    to_pay: int


def settle(
    budget: Mapping[Cell, int],
    spending: Sequence[Spent],
    *,
    granted: int,
    paid: int,
    own_needed: int,
    own_sources: Iterable[str],
    tolerance: int,
) -> Settled:
    """The final sum of a grant. Raises ValueError for negative money or more disallowed than spent."""
    for row in spending:
        if row.amount < 0 or not 0 <= row.disallowed <= row.amount:
            raise ValueError(f"not a spending row: {row}")
    if min((granted, paid, *budget.values()), default=0) < 0:
        raise ValueError("negative money")
    spent: dict[Cell, int] = {}
    cut: dict[Cell, int] = {}
    for row in spending:
        cell = (row.item, row.source)
        spent[cell] = spent.get(cell, 0) + row.amount
        cut[cell] = cut.get(cell, 0) + row.disallowed
    recognised = {cell: amount - cut[cell] for cell, amount in spent.items()}
    excess = _excess(budget, recognised, tolerance)
    sums = by_source(recognised)
    state = sums.get(STATE, 0) - sum(e.over for e in excess)
    own_kinds = set(own_sources)
    own = sum(amount for source, amount in sums.items() if source in own_kinds)
    others = sum(amount for source, amount in sums.items() if source != STATE and source not in own_kinds)
    carried = _carried(own, others, own_needed)
    final = min(granted, state, granted if carried is None else carried)
    return Settled(
        granted=granted,
        paid=paid,
        spent=by_source(spent),
        disallowed=by_source(cut),
        recognised=sums,
        excess=excess,
        state_recognised=state,
        own_counted=own,
        others=others,
        own_needed=own_needed,
        own_reached=percent(own, state + own + others),
        by_share=carried,
        final=final,
        to_return=max(0, paid - final),
        to_pay=max(0, final - paid),
    )


def _excess(budget: Mapping[Cell, int], recognised: Mapping[Cell, int], tolerance: int) -> tuple[Excess, ...]:
    found = []
    for (item, source), amount in sorted(recognised.items()):
        planned = budget.get((item, source), 0)
        limit = planned * (100 + tolerance) // 100
        if source == STATE and amount > limit:
            found.append(Excess(item, planned, limit, amount, amount - limit))
    return tuple(found)


def _carried(own: int, others: int, needed: int) -> int | None:
    """The most state money beside which own money is still `needed` percent of the whole;
    None where no share is asked.
    """
    if needed <= 0:
        return None
    return max(0, own * 100 // needed - own - others)


# ---- interest --------------------------------------------------------------------------------------------------------------------

Rates = Sequence[tuple[date, Decimal]]
"""(first day, percent a year), in any order; the oldest also holds before its day."""


class Segment(NamedTuple):
    """A stretch of days under one rate: both days are counted; `exact` is the interest before it is cut."""

    first: date
    last: date
    days: int
    rate: Decimal
    base: int
    exact: Decimal


class Interest(NamedTuple):
    segments: tuple[Segment, ...]
    amount: int


def interest(base: int, since: date, until: date, rates: Rates, *, year_days: int = 365, round_to: int = 1) -> Interest:
    """Simple interest on `base` for the days after `since` up to and with `until` (the first day is not counted,
    민법 제157조).
    """
    segments = tuple(_segments(base, since, until, rates, year_days))
    return Interest(segments, cut_down(sum((s.exact for s in segments), Decimal(0)), round_to))


def cut_down(exact: Decimal, round_to: int) -> int:
    """Cut to a multiple of `round_to` won, never up. A hair below a whole won, left by division, counts as that won."""
    won = exact.quantize(Decimal("0.000001"), ROUND_HALF_UP).to_integral_value(ROUND_DOWN)
    return int(won) // round_to * round_to


def _segments(base: int, since: date, until: date, rates: Rates, year_days: int) -> Iterable[Segment]:
    ordered = sorted(rates)
    day = since + timedelta(days=1)
    while base > 0 and ordered and day <= until:
        begun = [r for r in ordered if r[0] <= day] or ordered[:1]
        later = [r[0] for r in ordered if r[0] > day and r[0] != begun[-1][0]]
        last = min(until, later[0] - timedelta(days=1)) if later else until
        days = (last - day).days + 1
        rate = begun[-1][1]
        yield Segment(day, last, days, rate, base, Decimal(base) * rate * days / 100 / year_days)
        day = last + timedelta(days=1)


# ---- what is still owed ----------------------------------------------------------------------------------------------------------


class Receipt(NamedTuple):
    """Money that came in, or was remitted, on a day."""

    on: date
    amount: int


@dataclass(frozen=True)
class Account:
    """What is owed on a day: principal first, then interest, then overdue interest is met (국세징수법 제3조의 순위).

    `balance` is what is left of all three; `over` what came in beyond it.
    """

    principal: int
    interest: int
    overdue: int
    met: int
    principal_left: int
    balance: int
    over: int
    segments: tuple[Segment, ...]


def account(
    principal: int,
    interest_due: int,
    due_on: date,
    receipts: Iterable[Receipt],
    on: date,
    rates: Rates,
    *,
    year_days: int = 365,
    round_to: int = 1,
) -> Account:
    """How the return stands at the end of day `on`; later receipts do not count yet.

    Overdue interest runs on the principal left.
    """
    came = sorted(r for r in receipts if r.on <= on)
    left, since = principal, due_on
    segments: list[Segment] = []
    for receipt in came:
        if receipt.on > since:
            segments += _segments(left, since, receipt.on, rates, year_days)
            since = receipt.on
        left = max(0, left - receipt.amount)
    if on > since:
        segments += _segments(left, since, on, rates, year_days)
    overdue = cut_down(sum((s.exact for s in segments), Decimal(0)), round_to)
    met = sum(r.amount for r in came)
    owed = principal + interest_due + overdue
    return Account(principal, interest_due, overdue, met, left, max(0, owed - met), max(0, met - owed), tuple(segments))

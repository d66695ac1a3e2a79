"""How a fund did: rate of return, multiples, how much of it was used. Knows no database; takes dated amounts.

Money is `Decimal`, exact. The rate of return alone is found in binary floating point (it needs powers with fractional
exponents) and given to four decimals of a per cent; its convention is that of a spreadsheet's XIRR: days ÷ 365,
measured from the first flow, one yearly rate at which all flows sum to nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from funds.unusable import Unusable
from portal.core.text import Text

DAYS_OF_A_YEAR = 365
LOWEST, HIGHEST = -0.9999, 1000.0
_GRID = 400
_HALVINGS = 200


@dataclass(frozen=True)
class Flow:
    """Money of the investors on a day: negative paid in, positive paid back (or the value still held, on its day)."""

    on: date
    amount: Decimal


@dataclass(frozen=True)
class Rate:
    """`percent` a year, to four decimals; `formula` and the flows it was found from, by day."""

    percent: Decimal
    flows: tuple[Flow, ...]
    formula: Text


@dataclass(frozen=True)
class Multiple:
    """Times the money paid in, to two decimals: `total` = `paid_back` (DPI) + `still_held` (RVPI), before rounding."""

    total: Decimal
    paid_back: Decimal
    still_held: Decimal
    formula: Text


@dataclass(frozen=True)
class Use:
    """How much of a fund's size was invested, in per cent to one decimal, and what is left."""

    size: Decimal
    invested: Decimal
    percent: Decimal
    remaining: Decimal
    formula: Text


def rate_of_return(flows: Iterable[Flow]) -> Rate:
    """The internal rate of return of dated flows, in any order.

    Raises `Unusable` without at least one payment in and one back on different days, where no rate between −99.99 % and
    100,000 % fits, or where several do (flows that change direction more than once can have several).
    """
    ordered = tuple(sorted((flow for flow in flows if flow.amount), key=lambda flow: flow.on))
    _refuse_one_sided(ordered)
    years = [(flow.on - ordered[0].on).days / DAYS_OF_A_YEAR for flow in ordered]
    amounts = [float(flow.amount) for flow in ordered]
    brackets = [(low, high) for low, high in pairwise(_grid()) if _crosses(amounts, years, low, high)]
    if len(brackets) != 1:
        raise Unusable([_no_single_rate(len(brackets))])
    rate = _bisect(amounts, years, *brackets[0])
    percent = Decimal(repr(100 * rate)).quantize(Decimal("0.0001"), ROUND_HALF_UP) + 0  # never −0
    formula = Text(
        "Σ 금액 ÷ (1 + r)^(첫날부터의 일수 ÷ 365) = 0 이 되는 r = {percent} %",
        "r = {percent} %, at which Σ amount ÷ (1 + r)^(days since the first ÷ 365) = 0",
    )
    return Rate(percent, ordered, formula.format(percent=percent))


def multiple(paid_in: Decimal, paid_back: Decimal, still_held: Decimal) -> Multiple:
    """What came of the money paid in. Raises `Unusable` for negative money or nothing paid in."""
    problems = _negative(
        (Text("납입액", "Paid in"), paid_in),
        (Text("배분액", "Paid back"), paid_back),
        (Text("잔여 가치", "Value still held"), still_held),
    )
    if not problems and paid_in == 0:
        problems.append(Text("납입액이 0이라 배수를 셀 수 없습니다.", "Nothing was paid in, so there is no multiple."))
    if problems:
        raise Unusable(problems)
    total = _rounded((paid_back + still_held) / paid_in, 2)
    formula = Text(
        "(배분 {back} + 잔여 가치 {held}) ÷ 납입 {paid} = {total}배",
        "(paid back {back} + held {held}) ÷ paid in {paid} = {total}",
    ).format(back=f"{paid_back:,f}", held=f"{still_held:,f}", paid=f"{paid_in:,f}", total=total)
    return Multiple(total, _rounded(paid_back / paid_in, 2), _rounded(still_held / paid_in, 2), formula)


def use_rate(size: Decimal, invested: Decimal) -> Use:
    """How far a fund was used (소진율).

    Raises `Unusable` for negative money, a size of 0, or more invested than its size.
    """
    problems = _negative((Text("결성액", "Size"), size), (Text("투자액", "Invested"), invested))
    if not problems and size == 0:
        problems.append(
            Text("결성액이 0이라 소진율을 셀 수 없습니다.", "The fund has no size, so there is no use rate.")
        )
    elif not problems and invested > size:
        words = Text(
            "투자액 {invested}이(가) 결성액 {size}보다 큽니다.", "Invested {invested} is above the size {size}."
        )
        problems.append(words.format(invested=f"{invested:,f}", size=f"{size:,f}"))
    if problems:
        raise Unusable(problems)
    percent = _rounded(100 * invested / size, 1)
    formula = Text("투자 {invested} ÷ 결성 {size} = {percent} %", "invested {invested} ÷ size {size} = {percent} %")
    words = formula.format(invested=f"{invested:,f}", size=f"{size:,f}", percent=percent)
    return Use(size, invested, percent, size - invested, words)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _negative(*amounts: tuple[Text, Decimal]) -> list[Text]:
    words = Text("{label}은 0 이상의 금액이어야 합니다.", "{label} must be an amount of 0 or more.")
    return [words.format(label=label) for label, amount in amounts if not amount.is_finite() or amount < 0]


def _refuse_one_sided(ordered: Sequence[Flow]) -> None:
    problems = []
    if any(not flow.amount.is_finite() for flow in ordered):
        problems.append(Text("금액이 아닌 값이 있습니다.", "A value is no amount."))
    else:
        if not any(flow.amount < 0 for flow in ordered):
            problems.append(Text("납입한 돈이 없습니다.", "Nothing was paid in."))
        if not any(flow.amount > 0 for flow in ordered):
            problems.append(Text("돌려받은 돈도 남은 가치도 없습니다.", "Nothing was paid back and nothing is held."))
    if not problems and ordered[0].on == ordered[-1].on:
        problems.append(Text("모든 돈이 같은 날에 오갔습니다.", "All money moved on the same day."))
    if problems:
        raise Unusable(problems)


def _no_single_rate(count: int) -> Text:
    if count:
        return Text(
            "돈의 방향이 여러 번 바뀌어 맞는 수익률이 {count}개입니다. 하나로 말할 수 없으니 배수를 보십시오.",
            "Money changed direction several times and {count} rates fit. No single one can be told; see the multiple.",
        ).format(count=count)
    return Text("-99.99 %와 100,000 % 사이에 맞는 수익률이 없습니다.", "No rate between −99.99 % and 100,000 % fits.")


def _grid() -> list[float]:
    """Rates from LOWEST to HIGHEST, evenly spaced in the logarithm of 1 + rate."""
    span = (1 + HIGHEST) / (1 + LOWEST)
    return [float((1 + LOWEST) * span ** (step / _GRID)) - 1 for step in range(_GRID + 1)]


def _worth(amounts: Sequence[float], years: Sequence[float], rate: float) -> float:
    """What the flows are worth on the first day, times (1 + rate) to the last year where that keeps numbers small."""
    shift = years[-1] if rate < 0 else 0.0
    return float(sum(amount * (1 + rate) ** (shift - year) for amount, year in zip(amounts, years, strict=True)))


def _crosses(amounts: Sequence[float], years: Sequence[float], low: float, high: float) -> bool:
    """Whether the worth changes sign in (low, high]; a root on a grid point belongs to the bracket that it ends."""
    below, above = _worth(amounts, years, low), _worth(amounts, years, high)
    return above == 0 or (below < 0 < above) or (above < 0 < below)


def _bisect(amounts: Sequence[float], years: Sequence[float], low: float, high: float) -> float:
    rising = _worth(amounts, years, high) > 0 or _worth(amounts, years, low) < 0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if (_worth(amounts, years, middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2

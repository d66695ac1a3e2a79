"""How the funds stand on a day: invested, left, paid in and back, rate of return. Reads only."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from funds.finance.register.models import ExchangeRate, Fund, Investment, Statement
from funds.finance.register.returns import Flow, Multiple, Rate, Use, multiple, rate_of_return, use_rate
from funds.unusable import Unusable
from portal.core.db import db
from portal.core.text import Text

HUNDRED_MILLION = 100_000_000


def all_funds(day: date | None = None) -> list[Fund]:
    """Every fund by the day it began; with `day`, those that had begun by it."""
    wanted = select(Fund).order_by(Fund.begins_on, Fund.id)
    return list(db.session.scalars(wanted.where(Fund.begins_on <= day) if day else wanted))


def rate_on(currency: str, day: date) -> ExchangeRate | None:
    """The rate of exactly that day; none is carried over from another."""
    return db.session.scalar(select(ExchangeRate).where(ExchangeRate.currency == currency, ExchangeRate.on == day))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A fund on `day`. Sums in won; None is "not known". What cannot be computed says why in `problems`."""

    fund: Fund
    day: date
    ministry: int | None
    others: int | None
    count: int | None
    invested: int | None
    main_purpose: int
    paid_in: int
    paid_back: int
    held: int
    use: Use | None
    rate: Rate | None
    multiple: Multiple | None
    problems: tuple[Text, ...]
    statement: Statement | None

    @property
    def remaining(self) -> int | None:
        return int(self.use.remaining) if self.use else None


def standing(fund: Fund, day: date) -> Standing:
    """What is known of the fund on `day`: its own entries, else what was published by then."""
    made = [i for i in fund.investments if i.on <= day]
    statement = next((s for s in reversed(fund.statements) if s.on <= day), None) if not fund.investments else None
    count = len(made) if fund.investments or not fund.published else (statement.investments if statement else None)
    invested = (
        sum(i.won for i in made) if fund.investments or not fund.published else (statement.won if statement else None)
    )
    paid_in = sum(c.amount for c in fund.calls if c.on <= day)
    paid_back = sum(b.won for b in fund.returned if b.on <= day)
    held = sum(value for _, value in values_held(fund, day))
    problems: list[Text] = []
    use = (
        _or_told(problems, lambda: use_rate(Decimal(fund.size), Decimal(invested or 0)))
        if invested is not None
        else None
    )
    rate = _or_told(problems, lambda: rate_of_return(flows_of(fund, day))) if paid_in else None
    times = (
        _or_told(problems, lambda: multiple(Decimal(paid_in), Decimal(paid_back), Decimal(held))) if paid_in else None
    )
    return Standing(
        fund=fund,
        day=day,
        ministry=_committed(fund, "ministry"),
        others=_committed(fund, "other"),
        count=count,
        invested=invested,
        main_purpose=sum(i.won for i in made if i.main_purpose),
        paid_in=paid_in,
        paid_back=paid_back,
        held=held,
        use=use,
        rate=rate,
        multiple=times,
        problems=tuple(problems),
        statement=statement,
    )


def _or_told(problems: list[Text], compute: Any) -> Any:
    try:
        return compute()
    except Unusable as unusable:
        problems += [p for p in unusable.problems if p not in problems]
        return None


def _committed(fund: Fund, side: str) -> int | None:
    """The sum of a side; None where nothing of it is known."""
    known = [c.amount for c in fund.commitments if c.side == side]
    return sum(a for a in known if a is not None) if known and None not in known else None


def values_held(fund: Fund, day: date) -> list[tuple[Investment, int]]:
    """What each investment is still worth: the last valuation by `day`, else its cost; nothing once it was exited."""
    found = []
    for made in fund.investments:
        if made.on > day or any(b.exits and b.on <= day for b in fund.returned if b.investment_id == made.id):
            continue
        valued = [v for v in fund.valuations if v.investment_id == made.id and v.on <= day]
        found.append((made, valued[-1].won if valued else made.won))
    return found


def flows_of(fund: Fund, day: date) -> list[Flow]:
    """The investors' money: paid in, paid back, and on `day` what is still held."""
    flows = [Flow(c.on, Decimal(-c.amount)) for c in fund.calls if c.on <= day]
    flows += [Flow(b.on, Decimal(b.won)) for b in fund.returned if b.on <= day]
    held = sum(value for _, value in values_held(fund, day))
    return [*flows, Flow(day, Decimal(held))] if held else flows

"""The dated rate table: what an hour or a day was paid on a day, and what hours come to. Rows are only ever added.

No official rate was published: what ships is a sample and says so. No tax is computed anywhere.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from sqlalchemy import func, select

from experts.payments.models import FeeLine, FeeRate
from portal.core import dated
from portal.core.db import db
from portal.core.text import Text

ROLES = {"lead": Text("대표 전문위원(P.M.)", "Lead expert (P.M.)"), "member": Text("전문위원", "Expert")}
UNITS = {"hour": Text("시간", "hour"), "day": Text("일", "day")}
DAY_MINUTES = 8 * 60  # of a fee by the day; less is paid by its share, more is not
SAMPLE = Text("예시(비공식)", "sample (not official)")
SAMPLE_SOURCE = Text(
    "공표된 단가가 없어 화면을 확인하려고 넣은 값입니다. 실제 단가를 더해 주세요.",
    "No official rate was published; this is for looking at the pages. Add the real one.",
)
SAMPLES = (
    ("general", "member", "hour", 100_000),
    ("general", "lead", "hour", 120_000),
    ("indepth", "member", "hour", 150_000),
    ("indepth", "lead", "hour", 200_000),
)
SAMPLES_FROM = date(2024, 1, 1)


def ship_rates() -> int:
    """Tick: put the sample rates, marked 예시(비공식), into an empty table; how many."""
    if db.session.scalar(select(func.count()).select_from(FeeRate)):
        return 0
    for depth, role, unit, amount in SAMPLES:
        add_rate(depth, role, unit, amount, SAMPLES_FROM, f"{SAMPLE.ko}: {SAMPLE_SOURCE.ko}", sample=True, by_id=None)
    db.session.flush()
    return len(SAMPLES)


def add_rate(
    depth: str, role: str, unit: str, amount: int, first_day: date, source: str, *, sample: bool, by_id: int | None
) -> FeeRate:
    """A further version of the rate of a depth and role."""
    last = select(func.max(FeeRate.version)).where(FeeRate.depth == depth, FeeRate.role == role)
    made = FeeRate(
        depth=depth,
        role=role,
        unit=unit,
        amount=amount,
        effective_from=first_day,
        source=source,
        sample=sample,
        version=(db.session.scalar(last) or 0) + 1,
        by_id=by_id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def all_rates() -> list[FeeRate]:
    """Every row, the oldest first."""
    return dated.written(FeeRate)


def rate_on(depth: str, role: str, day: date, known: Sequence[FeeRate] | None = None) -> FeeRate | None:
    """The rate in force on a day: of the rows that begin by then the latest,
    the later added of two that begin together.
    """
    rows = known if known is not None else all_rates()
    return dated.in_force((r for r in rows if (r.depth, r.role) == (depth, role)), day)


class Priced(NamedTuple):
    """A line with its rate and what it comes to in won; both None where no rate was in force on the day."""

    line: FeeLine
    rate: FeeRate | None
    amount: int | None


def priced(lines: Iterable[FeeLine], depth: str, role: str) -> list[Priced]:
    """What each line comes to at the rate of its day, half up; a fee by the day is paid once a day at most."""
    known, paid_of_day, found = all_rates(), dict[date, int](), []
    for line in lines:
        rate = rate_on(depth, role, line.on, known)
        amount = None
        if rate is not None:
            amount = won(rate.amount, line.time.counted, rate.unit)
            if rate.unit == "day":
                amount = min(amount, rate.amount - paid_of_day.get(line.on, 0))
                paid_of_day[line.on] = paid_of_day.get(line.on, 0) + amount
        found.append(Priced(line, rate, amount))
    return found


def won(rate: int, minutes: int, unit: str) -> int:
    """Whole won for `minutes` at `rate` won an hour or a day, half up."""
    whole = DAY_MINUTES if unit == "day" else 60
    return int((Decimal(rate) * minutes / whole).quantize(Decimal(1), ROUND_HALF_UP))


def foreign(amount: int, rate: Decimal, currency: str) -> Decimal:
    """Won in another currency at `rate` won for one unit, half up to the currency's own places (yen none, euro two)."""
    from babel.numbers import get_currency_precision

    places = get_currency_precision(currency)
    return (Decimal(amount) / rate).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)

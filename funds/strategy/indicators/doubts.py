"""Figures to look at twice before they decide anything: found by rule, shown beside the figure, never corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from funds.strategy.indicators.figures import INDICATORS, Figure
from portal.core.text import Text

SPENDING, GDP, SHARE = "SH.XPD.CHEX.PC.CD", "NY.GDP.PCAP.CD", "SH.XPD.CHEX.GD.ZS"
APART = Decimal("0.10")
JUMP = Decimal("0.5")


@dataclass(frozen=True)
class Doubt:
    """What is odd about a country's figure of a year, in words."""

    iso3: str
    indicator: str
    year: int
    words: Text


def doubts(figures: Iterable[Figure], year: int) -> tuple[Doubt, ...]:
    """By country and indicator: health spending per head ÷ GDP per head more than a tenth away from the published share
    of GDP (exchange rates or rebasing), and values that moved by more than half since the year before.
    """
    held = {(f.iso3, f.indicator, f.year): f for f in figures}
    found = [doubt for f in held.values() if f.year == year and (doubt := _jumped(held, f))]
    found += [doubt for f in held.values() if f.year == year and (doubt := _disagrees(held, f))]
    return tuple(sorted(found, key=lambda doubt: (doubt.iso3, doubt.indicator)))


def _jumped(held: dict[tuple[str, str, int], Figure], figure: Figure) -> Doubt | None:
    before = held.get((figure.iso3, figure.indicator, figure.year - 1))
    if before is None or before.value <= 0:
        return None
    change = figure.value / before.value - 1
    if abs(change) <= JUMP:
        return None
    words = Text(
        "{label}이(가) 한 해에 {percent} % 달라졌습니다({before} → {after}).",
        "{label} moved by {percent} % in a year ({before} → {after}).",
    ).format(label=_label(figure.indicator), percent=_percent(change), before=before.value, after=figure.value)
    return Doubt(figure.iso3, figure.indicator, figure.year, words)


def _disagrees(held: dict[tuple[str, str, int], Figure], figure: Figure) -> Doubt | None:
    if figure.indicator != SPENDING:
        return None
    gdp, share = (held.get((figure.iso3, code, figure.year)) for code in (GDP, SHARE))
    if gdp is None or share is None or gdp.value <= 0 or share.value <= 0:
        return None
    own = 100 * figure.value / gdp.value
    if abs(own / share.value - 1) <= APART:
        return None
    words = Text(
        "1인당 의료비 ÷ 1인당 GDP({own} %)가 발표된 GDP 대비 의료비({share} %)와 10 % 넘게 다릅니다.",
        "Spending per head ÷ GDP per head ({own} %) is more than a tenth away from the published share ({share} %).",
    ).format(
        own=own.quantize(Decimal("0.01"), ROUND_HALF_UP), share=share.value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    )
    return Doubt(figure.iso3, figure.indicator, figure.year, words)


def _label(code: str) -> Text:
    return INDICATORS[code].label if code in INDICATORS else Text(code, code)


def _percent(change: Decimal) -> str:
    return f"{(100 * change).quantize(Decimal(1), ROUND_HALF_UP):+f}"

"""A country's indicators beside Korea's and its region's, ready for charts. Asks for the figures, holds none.

The region's figure is the median of its countries that have one for the same year; it is named with how many they are.
"""

from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from portal.core import countries
from portal.core.declared import fact
from portal.core.text import Text

LEAST_IN_REGION = 3


@dataclass(frozen=True)
class Shown:
    """An indicator: the newest value with its year and credit,
    Korea's and the region's (None where there is none) of that year.
    """

    code: str
    label: Text
    unit: Text
    year: int
    value: Decimal
    korea: Decimal | None
    region: Decimal | None
    region_count: int
    credit: str
    series: tuple[tuple[int, Decimal], ...]

    @property
    def bars(self) -> list[tuple[Text, float]]:
        """For the small chart: here, Korea, region."""
        found = [(Text("이 나라", "This country"), self.value), (Text("한국", "Korea"), self.korea)]
        if self.region is not None:
            words = Text("권역 중앙값({n}개국)", "Region’s median ({n})").format(n=self.region_count)
            found.append((words, self.region))
        return [(label, plain(value)) for label, value in found if value is not None]


def plain(value: Decimal) -> float | int:
    """As shown: whole from 100 on, else one or two places."""
    if abs(value) >= 100:
        return int(value.to_integral_value())
    return float(round(value, 1 if abs(value) >= 10 else 2))


def of(iso2: str) -> list[Shown]:
    """The indicators of a country; none where nobody holds figures of it."""
    own: tuple[dict[str, Any], ...] = fact("country_indicators", iso2) or ()
    if not own:
        return []
    korea = _values(countries.KOREA)
    around = [_values(c) for c in _region(iso2)]
    found = []
    for each in own:
        at = (each["code"], each["year"])
        there = [held[at] for held in around if at in held]
        enough = len(there) >= LEAST_IN_REGION
        found.append(
            Shown(
                code=each["code"],
                label=each["label"],
                unit=each["unit"],
                year=each["year"],
                value=each["value"],
                korea=korea.get(at) if iso2 != countries.KOREA else None,
                region=median(there) if enough else None,
                region_count=len(there),
                credit=each["credit"],
                series=each["series"],
            )
        )
    return found


def _region(iso2: str) -> list[str]:
    """The countries of the same consulting region, Korea apart."""
    region = countries.region(iso2)
    return [c.iso2 for c in countries.all_countries() if c.region == region and c.iso2 != countries.KOREA]


def _values(iso2: str) -> dict[tuple[str, int], Decimal]:
    held: tuple[dict[str, Any], ...] = fact("country_indicators", iso2) or ()
    return {(each["code"], year): value for each in held for year, value in each["series"]}

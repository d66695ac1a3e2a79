"""What other domains may ask about countries, without importing the funds (`portal.core.declared.fact`).

Pure: plain values.
"""

from functools import cache
from typing import Any

from funds.strategy.indicators.figures import INDICATORS, Figure, shipped_figures, shipped_sources
from portal.core import countries


@cache
def country_indicators(iso2: str) -> tuple[dict[str, Any], ...]:
    """The shipped indicators of a country, in the order of their declaration; none where the country has no figures.

    Each: code, label and unit (Text), series ((year, Decimal) by year, as published), year and value of the newest, and
    credit (the source's own wording).
    """
    iso3 = next((c.iso3 for c in countries.all_countries() if c.iso2 == iso2), "")
    held = _by_country().get(iso3, {})
    sources = shipped_sources()
    return tuple(
        {
            "code": code,
            "label": declared.label,
            "unit": declared.unit,
            "series": tuple((f.year, f.value) for f in held[code]),
            "year": held[code][-1].year,
            "value": held[code][-1].value,
            "credit": sources[held[code][-1].source].credit,
        }
        for code, declared in INDICATORS.items()
        if code in held
    )


@cache
def _by_country() -> dict[str, dict[str, list[Figure]]]:
    found: dict[str, dict[str, list[Figure]]] = {}
    for figure in sorted(shipped_figures(), key=lambda f: f.year):
        found.setdefault(figure.iso3, {}).setdefault(figure.indicator, []).append(figure)
    return found

"""What stands on a country's page from all modules, and under which names each country is found. Reads only."""

from typing import Any

from portal.core import countries, search
from portal.core.declared import collected
from portal.core.text import Text


def country_documents() -> list[search.Document]:
    """Every country by all its names."""
    return [
        search.Document(
            key=c.iso2,
            title=c.name,
            body=Text(
                f"{c.name.ko} 국가 정보: 주요 지표, 진출신고 현황, 의료체계와 법·제도, 진출 절차",
                f"{c.name.en}: indicators, filings, health system and law, steps of an expansion",
            ),
            also=" . ".join((c.iso2, c.iso3, *c.aliases)),
            endpoint="countries.country",
            args={"iso2": c.iso2},
            country=c.iso2,
        )
        for c in countries.all_countries()
        if c.iso2 != countries.KOREA
    ]


def country_panels(iso2: str) -> list[tuple[Any, Any]]:
    """The panels of all modules that have something about the country, with what they show."""
    panels = sorted(collected("country_panels"), key=lambda p: p.order)
    return [(panel, shown) for panel in panels if (shown := panel.load(iso2)) is not None]

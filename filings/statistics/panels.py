"""What filings say of a country: how many were accepted by year and type. Aggregates only, for everybody to see."""

from collections.abc import Mapping
from typing import Any

from filings import terms
from filings.statistics import counts
from portal.core import clock
from portal.core.module import Panel
from portal.core.text import Text


def country_panel(iso2: str) -> Mapping[str, Any]:
    """Filings of a country by year of acceptance (no gaps) and by type; zeros where nobody has filed."""
    day = clock.today()
    rows = counts.by_year_and_type_in(iso2, day)
    years = {year for year, _, _ in rows}
    per_year = (
        [(str(y), sum(n for year, _, n in rows if year == y)) for y in range(min(years), day.year + 1)] if years else []
    )
    per_type = [(words, sum(n for _, t, n in rows if t == code)) for code, words in terms.TYPES.items()]
    return {
        "day": day,
        "total": sum(n for _, _, n in rows),
        "years": per_year,
        "types": [(words, n) for words, n in per_type if n],
    }


COUNTRY_PANELS = (
    Panel(key="filings", title=Text("진출신고 현황", "Filings so far"), template="filings/statistics/panel.html", load=country_panel, order=10),
)  # fmt: skip

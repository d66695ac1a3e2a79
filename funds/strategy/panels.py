"""What the strategy countries and packages put on a country's page: the naming with its reason,
the score's address, packages.
"""

from collections.abc import Mapping
from typing import Any

from funds.strategy import queries as q
from portal.core.module import Panel
from portal.core.text import Text


def country_panel(iso2: str, *_more: Any) -> Mapping[str, Any] | None:
    """The newest list that names the country; None where none does."""
    found = q.standing(iso2)
    if found is None:
        return None
    named, entry = found
    return {"named": named, "entry": entry, "iso3": q.iso3_by_iso2().get(iso2, "")}


PANELS = (
    Panel(
        key="strategy", title=Text("ICT 중점전략국", "ICT strategy country"), template="funds/strategy/panel.html",
        load=country_panel, order=40,
    ),
)  # fmt: skip

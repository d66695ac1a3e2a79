"""Who of one country stands on the public registers, for its public page. Names only what the registers name."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from funds.selection.awards.queries import register_query, shown_state
from funds.selection.models import Award
from funds.selection.programmes import PROGRAMMES
from portal.core.db import db
from portal.core.module import Panel
from portal.core.text import Text

SHOWN = 10  # of a register; the rest stands there


def holders_in(iso2: str) -> Mapping[str, Any] | None:
    """[(programme, its newest holders here, how many more)] of the public registers; None without any."""
    found = []
    for key, programme in PROGRAMMES.items():
        here = register_query(key).where(Award.country == iso2)
        count = db.session.scalar(select(func.count()).select_from(here.subquery())) or 0
        if count:
            held = list(db.session.scalars(here.order_by(Award.id.desc()).limit(SHOWN)))
            found.append((programme, held, count - len(held)))
    return {"registers": found, "state": shown_state} if found else None


HOLDERS = Panel(key="holders", title=Text("인증·선정 기관", "Holders of marks and awards"), template="funds/selection/awards/country.html", load=holders_in, order=47)  # fmt: skip

"""What the programmes have going in one country, for its public page: pilot projects, and who is on the public registers.

Names only what is public already: pilots of published plans by title, others as a number; holders as their register has them.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from funds.pilots.models import Pilot
from funds.selection.awards.queries import register_query, shown_state
from funds.selection.models import Award
from funds.selection.programmes import PROGRAMMES
from funds.terms import FIELDS
from portal.core.db import db
from portal.core.module import Panel
from portal.core.text import Text

AT_WORK = ("running", "evaluated", "ended", "closed")
SHOWN = 10  # of a register; the rest stands there


def pilots_in(iso2: str) -> Mapping[str, Any] | None:
    """Pilots of published plans, newest first, and how many of the portal's own were taken up; None without any."""
    here = Pilot.country == iso2
    public = list(
        db.session.scalars(select(Pilot).where(here, Pilot.state == "recorded").order_by(Pilot.year.desc(), Pilot.id))
    )
    own = db.session.scalar(select(func.count()).select_from(Pilot).where(here, Pilot.state.in_(AT_WORK))) or 0
    return {"public": public, "own": own, "fields": FIELDS} if public or own else None


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


PANELS = (
    Panel(key="pilots", title=Text("ICT 시범사업", "ICT pilots"), template="funds/pilots/country.html", load=pilots_in, order=46),
    Panel(key="holders", title=Text("인증·선정 기관", "Holders of marks and awards"), template="funds/selection/awards/country.html", load=holders_in, order=47),
)  # fmt: skip

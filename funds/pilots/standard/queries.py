"""Which version of the standard holds on a day. Reads only."""

from datetime import date

from sqlalchemy import select

from funds.pilots.standard.models import DeclaredPilotRule
from funds.pilots.standard.terms import PilotRule, read_rule, shipped_rules
from portal.core.db import db


def all_pilot_rules() -> list[PilotRule]:
    """Every version of the 1+1 rule, oldest first."""
    declared = [read_rule(row.body) for row in db.session.scalars(select(DeclaredPilotRule))]
    return sorted([*shipped_rules(), *declared], key=lambda r: (r.effective_from, r.version))


def pilot_rule_on(day: date) -> PilotRule:
    """The version in force on `day`; the oldest before all of them."""
    known = all_pilot_rules()
    return ([r for r in known if r.effective_from <= day] or known[:1])[-1]

"""Which version of the standard holds on a day. Reads only."""

from datetime import date

from funds.pilots.standard.models import DeclaredPilotRule
from funds.pilots.standard.terms import PilotRule, read_rule, shipped_rules
from portal.core import dated


def all_pilot_rules() -> list[PilotRule]:
    """Every version of the 1+1 rule, oldest first."""
    return dated.by_day(shipped_rules(), (read_rule(row.body) for row in dated.written(DeclaredPilotRule)))


def pilot_rule_on(day: date) -> PilotRule:
    """The version in force on `day`; the oldest before all of them."""
    return dated.in_force_or_first(all_pilot_rules(), day)

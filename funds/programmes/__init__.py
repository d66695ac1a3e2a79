"""All programmes, in the order in which pages name them. One file a programme; leave the order of keys as it is."""

from funds.programme import Programme
from funds.programmes.certified import CERTIFIED
from funds.programmes.hub import HUB
from funds.programmes.ict_pilot import ICT_PILOT
from funds.programmes.mark import MARK
from funds.programmes.project import PROJECT
from funds.programmes.validation import VALIDATION

PROGRAMMES: dict[str, Programme] = {p.key: p for p in (MARK, HUB, PROJECT, VALIDATION, CERTIFIED, ICT_PILOT)}

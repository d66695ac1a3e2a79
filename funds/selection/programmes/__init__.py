"""All programmes, in the order in which pages name them. One file a programme; leave the order of keys as it is."""

from funds.selection.programmes.certified import CERTIFIED
from funds.selection.programmes.declaration import Programme
from funds.selection.programmes.hub import HUB
from funds.selection.programmes.ict_pilot import ICT_PILOT
from funds.selection.programmes.mark import MARK
from funds.selection.programmes.project import PROJECT
from funds.selection.programmes.validation import VALIDATION

PROGRAMMES: dict[str, Programme] = {p.key: p for p in (MARK, HUB, PROJECT, VALIDATION, CERTIFIED, ICT_PILOT)}

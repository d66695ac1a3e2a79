"""The committee: pool, draw, seats, pledges, conflicts, sealed sheets, the members' pages."""

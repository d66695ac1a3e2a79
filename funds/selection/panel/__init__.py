"""The committee of a call: draw, seats, pledges, conflicts, sealed sheets and what they come to, the members' pages."""

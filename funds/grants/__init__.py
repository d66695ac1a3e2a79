"""Grant money of an agreement: its decision and budget, the settlement, the comparison with the foreign books."""

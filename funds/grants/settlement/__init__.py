"""Grant money of an agreement: the decision with its budget, changes, checks, the settlement, what is returned with interest."""

"""The grant of an agreement: decision with its budget, changes, checks, the dated regulation."""

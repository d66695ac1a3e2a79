"""Choosing an expert: the officer's shortlist, many requests at once, and what was shown and chosen."""

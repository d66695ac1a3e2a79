"""The countries for everybody: a page each, with its indicators, its guide and what all modules know of it."""

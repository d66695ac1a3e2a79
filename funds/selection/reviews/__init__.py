"""A small sealed panel over one case: drawn by a logged seed, pledged, scoring under seal;
the kind of the case says what is scored.
"""

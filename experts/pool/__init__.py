"""The pool of experts: applying and appointment for a term, the profile that the matching reads."""

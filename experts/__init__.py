"""Experts: the pool and its matching, consulting and its pay, questions and columns, needed staff and courses."""

"""Columns by experts: written, reviewed, published."""

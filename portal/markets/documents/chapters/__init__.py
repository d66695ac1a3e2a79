"""A policy document's chapters: each written by its owner, handed in to the lead, agreed.

The cases of both stand here.
"""

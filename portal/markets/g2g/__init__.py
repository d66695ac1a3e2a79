"""Cooperation between governments: MOUs, projects of missions and ODA projects,
with what was done and what came of it.
"""

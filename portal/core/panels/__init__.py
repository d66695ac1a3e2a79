"""Sealed panels, written once: members drawn by a logged seed judge one case, or the many of a call in rounds, under
seal. A domain declares a `Panel`; the kernel draws, seats, fills, asks, pledges, scores, takes in and opens.
"""

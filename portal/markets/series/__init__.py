"""Figures that others published: series apart from one another,
imported from workbooks that are checked cell by cell.
"""

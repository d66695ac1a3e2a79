"""The dated standard (기준) that pilots are judged by: limits of the variance, criteria of a panel,
points of a second year.
"""

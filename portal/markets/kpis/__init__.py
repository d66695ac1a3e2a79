"""The indicators of the plan: each with versions of how it is counted, its values by year,
and a board that never joins two versions.
"""

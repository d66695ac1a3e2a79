"""The credit scorecard for hospitals: the scorecard itself, its model as data, its calibration (all pure),
and the pages.
"""

"""변경신고: a change or an ending of an accepted filing: the kind, what it asks, its acts,
and what is asked about changes.
"""

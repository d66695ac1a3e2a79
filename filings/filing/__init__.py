"""진출신고: the filing itself, from its questions to its certificate number: the kind, its procedure and acts,
its content in force.
"""

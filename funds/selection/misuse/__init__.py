"""부정사용 신고: reports of misuse of a mark, a certificate or a grant, from receipt to measures;
the reporter stays hidden.
"""

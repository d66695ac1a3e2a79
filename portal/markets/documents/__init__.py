"""The documents of the policy year: five-year plan, yearly implementation plan with evaluation,
yearly report to the Assembly.

A document is a case of its lead, each of its chapters a case of its owner; figures come from a frozen snapshot,
editions stay as they were. Its rooms from the ground up: evidence, chapters, editions; the document itself, opened,
arranged and decided, stands here.
"""

"""The papers of a consultation as its expert sees them: marked with who reads them, some to look at only,
all until closing.
"""

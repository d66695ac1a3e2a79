"""The columns of the register, each declared once: read by the importer, the content, the list, the worksheets,
the answers.
"""

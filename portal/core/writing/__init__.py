"""Everything that people write over days: drafts of any kind, saved as they are written, merged field by field,
never lost to a colleague, a submission or a page that stood open.
"""

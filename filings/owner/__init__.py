"""The owner's pages of filings and changes: lists, writing section by section, checking, submitting."""

"""The officials' pages of filings and changes: one case, the register, all filings, the lists behind a figure."""

"""The public statistics of filings: the declared tables with map, charts and downloads."""

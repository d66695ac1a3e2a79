"""What is asked and shown of filings and changes alike: questions to the database, rows for pages."""

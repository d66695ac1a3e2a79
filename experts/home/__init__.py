"""What this domain puts on a first page and on a country's page: gathered over all its rooms, shown, never changed."""

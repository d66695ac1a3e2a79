"""What the register says in figures: counts in SQL, the tables of the annual report, a country's share."""

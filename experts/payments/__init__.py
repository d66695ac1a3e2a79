"""자문료: hours and their confirmation, the rate table, payment as a case, bank data, papers and yearly statements."""

"""Settlement of a grant: the rows with their evidence, the final sum, what is returned with interest."""

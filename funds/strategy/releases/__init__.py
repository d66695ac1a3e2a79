"""Files of the World Bank as they come in, and what changed from one to the next."""

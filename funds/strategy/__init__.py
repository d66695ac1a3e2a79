"""중점전략국: imported indicators, the ranking with its weights, the lists that the ministry named."""

"""The plan of June 2023: its tasks with their status cards."""

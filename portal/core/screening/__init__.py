"""What an upload could do to whoever opens it: found by its bytes, bounded in time and size, nothing of it is run."""

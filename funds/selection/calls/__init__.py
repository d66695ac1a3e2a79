"""공모: a call from its plan to the ministry's decision, its rounds and the file that defends it."""

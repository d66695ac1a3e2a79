"""A file of the register: from its bytes to typed rows and everything that is wrong with it. Knows no database."""

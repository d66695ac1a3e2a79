"""The register of investment funds, how they stand, and the demand for a further one."""

"""Where one pilot stands: plan against reports, indicators against their targets, what is due next."""
